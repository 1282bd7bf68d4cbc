{#-
    Marks say how far each incremental model has read: rows of intermediate.build_marks,
    written in the model's own transaction, so that a run that dies between two models
    forgets nothing and repeats nothing. Models only add rows, and read none in that
    transaction: then no two of them can be in each other's way, see decision 0010. A
    model that is built anew begins a new refresh, whose marks count alone.
-#}

{% macro build_marks() -%}
    {{ return(api.Relation.create(
        database=target.database, schema='intermediate', identifier='build_marks'
    )) }}
{%- endmacro %}

{#- Before any model: the table, and how far the landing goes in this run; later loads
    wait for the next. What a full refresh makes is tested anew. -#}
{% macro landing_mark_statements() -%}
    {{ return([
        "create schema if not exists intermediate",
        "create table if not exists " ~ build_marks()
        ~ " (model varchar(128), load_sequence bigint, refresh_number bigint)",
        "delete from " ~ build_marks() ~ " where model = 'landing'",
        "insert into " ~ build_marks()
        ~ " select cast('landing' as varchar(128)), coalesce(max(load_sequence), 0), 0"
        ~ " from landing.objects",
    ] + untested_statements()) }}
{%- endmacro %}

{#- On-run-start. One transaction, committed here: dbt rolls hooks back. -#}
{% macro mark_landing() -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- for statement_text in landing_mark_statements() -%}
            {%- call statement('mark_landing', auto_begin=True) -%}
                {{ statement_text }}
            {%- endcall -%}
        {%- endfor -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}

{#- (load_sequence, refresh_number) of a model; zeros before its first mark, or where
    nothing may be asked. -#}
{% macro last_mark(model_name) -%}
    {%- if not execute or not flags.INTROSPECT -%}
        {{ return((0, 0)) }}
    {%- endif -%}
    {#- commands that build have made the table before; the question costs as much -#}
    {%- if flags.WHICH not in ['build', 'run', 'test']
        and not is_there('intermediate', 'build_marks') -%}
        {{ return((0, 0)) }}
    {%- endif -%}
    {%- set found = run_query(
        "select load_sequence, refresh_number from " ~ build_marks()
        ~ " where model = '" ~ model_name ~ "'"
        ~ " order by refresh_number desc, load_sequence desc limit 1"
    ) -%}
    {{ return((found.rows[0][0], found.rows[0][1]) if found.rows else (0, 0)) }}
{%- endmacro %}
