{#-
    Marks say how far each incremental model has read: rows (model, load_sequence) of
    intermediate.build_marks, written in the model's own transaction, so that a run
    that dies between two models forgets nothing and repeats nothing.
-#}

{% macro build_marks() -%}
    {{ return(api.Relation.create(
        database=target.database, schema='intermediate', identifier='build_marks'
    )) }}
{%- endmacro %}

{#- On-run-start: the table of marks, and how far the landing goes in this run; later
    loads wait for the next. One transaction, committed here: dbt rolls hooks back. -#}
{% macro mark_landing() -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- set statements = [
            "create schema if not exists intermediate",
            "create table if not exists " ~ build_marks()
            ~ " (model varchar(128), load_sequence bigint)",
            "delete from " ~ build_marks() ~ " where model = 'landing'",
            "insert into " ~ build_marks()
            ~ " select 'landing', coalesce(max(load_sequence), 0) from landing.objects",
        ] -%}
        {%- for statement_text in statements -%}
            {%- call statement('mark_landing', auto_begin=True) -%}
                {{ statement_text }}
            {%- endcall -%}
        {%- endfor -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}

{#- The mark of a model, 0 before its first, or where nothing may be asked. -#}
{% macro mark_of(model_name) -%}
    {%- if not is_there('intermediate', 'build_marks') -%}
        {{ return(0) }}
    {%- endif -%}
    {%- set found = run_query(
        "select coalesce(max(load_sequence), 0) from " ~ build_marks()
        ~ " where model = '" ~ model_name ~ "'"
    ) -%}
    {{ return(found.rows[0][0]) }}
{%- endmacro %}

{#- Rows that a model has not read and its upstream model has finished. -#}
{% macro is_new(upstream) -%}
    load_sequence > {{ mark_of(this.identifier) if is_incremental() else 0 }}
    and load_sequence <= {{ mark_of(upstream) }}
{%- endmacro %}
