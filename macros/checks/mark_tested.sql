{#- On-run-end: when every data test has passed, how far all models had read. -#}
{% macro mark_tested(results) -%}
    {%- if not execute or not flags.INTROSPECT or flags.WHICH not in ('build', 'test') -%}
        {{ return('') }}
    {%- endif -%}
    {%- set passed = results | selectattr('status', 'in', ['pass', 'warn'])
        | map(attribute='node.unique_id') | list -%}
    {%- set marks = [] -%}
    {%- for node in graph.nodes.values() -%}
        {%- if node.resource_type == 'test' and node.unique_id not in passed -%}
            {{ return('') }}
        {%- elif node.config.materialized == 'incremental' -%}
            {%- do marks.append(last_mark(node.name)[0]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- call statement('mark_tested', auto_begin=True) -%}
        {{ mark_statement('data_tests', marks | min, 1) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
