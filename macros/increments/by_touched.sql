{#-
    Config of an incremental model whose units are replaced whole, see replace_touched,
    which also says what `dated_by` saves, and the mark that its transaction will write,
    as the first line of its SQL: what the rows were made of is what is written, whatever
    happens meanwhile.
-#}

{% macro by_touched(unit, written_column, upstream, dated_by=none) -%}
    {{ config(
        materialized='incremental',
        incremental_strategy='replace_touched',
        meta={
            'touched_by': unit,
            'written_column': written_column,
            'dated_by': dated_by
        },
        post_hook="{{ mark_built() }}"
    ) }}
    {%- set own = last_mark(this.identifier) -%}
    {%- set reached = mark_of(upstream) -%}
    {%- if flags.EMPTY -%} {#- no row is read: dbt build --empty -#}
        {%- set reached = own[0] if is_incremental() else 0 -%}
    {%- endif -%}
/* mark {{ reached }} of refresh {{ own[1] + (0 if is_incremental() else 1) }} */
{%- endmacro %}

{#- Post-hook, inside the transaction of the model: its mark. -#}
{% macro mark_built() -%}
    {%- if execute -%}
        {%- set mark = modules.re.search(
            'mark ([0-9]+) of refresh ([0-9]+)', model.compiled_code
        ) -%}
        {{ mark_statement(this.identifier, mark.group(1), mark.group(2)) }}
    {%- endif -%}
{%- endmacro %}

{% macro mark_statement(model_name, load_sequence, refresh_number) -%}
    insert into {{ build_marks() }} (model, load_sequence, refresh_number)
    values ('{{ model_name }}', {{ load_sequence }}, {{ refresh_number }})
{%- endmacro %}
