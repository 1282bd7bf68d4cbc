{#-
    On-run-end of a build: when every data test has passed, how far all models had read.
    A test is not beside a build, and may have seen less than is there when it ends.
-#}
{% macro mark_tested(results) -%}
    {%- if not execute or not flags.INTROSPECT or flags.EMPTY or flags.WHICH != 'build' -%}
        {{ return('') }}
    {%- endif -%}
    {%- set passed = results | selectattr('status', 'in', ['pass', 'warn'])
        | map(attribute='node.unique_id') | list -%}
    {%- set models = [] -%}
    {%- for node in graph.nodes.values() -%}
        {%- if node.resource_type == 'test' and node.unique_id not in passed -%}
            {{ return('') }}
        {%- elif node.config.materialized == 'incremental' -%}
            {%- do models.append(node.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- call statement('mark_tested', auto_begin=True) -%}
        {{ mark_statement('data_tests', mark_of(models), last_mark('data_tests')[1]) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}

{#- On-run-start of a full refresh: what it makes has not been tested. -#}
{% macro untested_statements() -%}
    {{ return([
        "insert into " ~ build_marks()
        ~ " select cast('data_tests' as varchar(128)), 0,"
        ~ " coalesce(max(refresh_number), 0) + 1"
        ~ " from " ~ build_marks() ~ " where model = 'data_tests'"
    ] if flags.FULL_REFRESH else []) }}
{%- endmacro %}
