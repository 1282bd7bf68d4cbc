{#-
    The end of a large model whose rows come out of a grouping: a first build stores the
    rows of a date together, so that whoever asks for some dates reads these alone.
    Increments add their few dates at the end. A sort key does that by itself.
-#}

{% macro stored_by_date(date) -%}
    {{ return(adapter.dispatch('stored_by_date', 'footfall')(date)) }}
{%- endmacro %}

{% macro default__stored_by_date(date) -%}
    {{ refuse_engine('stored_by_date') }}
{%- endmacro %}

{% macro duckdb__stored_by_date(date) -%}
    {%- if not is_incremental() -%}
order by {{ date }}
    {%- endif -%}
{%- endmacro %}

{% macro redshift__stored_by_date(date) -%}
{%- endmacro %}
