{#-
    What data tests look at. `dbt build` asks about the dates of events, sessions and
    invoices that are new since its tests last passed, so that an hour's tests cost an
    hour; `dbt test`, a full refresh and a first build ask about everything. Relations
    without a date, and rows without one, are asked always.
-#}
{% macro tested_rows(relation) -%}
    {%- set date = tested_dates().get(relation.identifier) -%}
    {%- set tested = last_mark('data_tests')[0]
        if date and flags.WHICH == 'build' and not flags.FULL_REFRESH else 0 -%}
    {%- if not tested -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- set dates = untested_dates(tested) -%}
    {%- if dates | length > 400 -%} {#- a year of late data: as well all rows -#}
        {{ return(relation) }}
    {%- endif -%}
    (
        {%- if dates %}
        select * from {{ relation }}
        where
            {{ date }} between date '{{ dates | first }}' and date '{{ dates | last }}'
            and {{ date }} in (date '{{ dates | join("', date '") }}')
        union all
        {%- endif %}
        select * from {{ relation }}
        where {{ date }} is null
    ) as tested
{%- endmacro %}

{#- dbt's own name: what a generic test takes for the relation it is given. Sums that
    are compared with another relation's are of all rows. -#}
{% macro get_where_subquery(relation) -%}
    {%- set rows = relation if model.test_metadata.name == 'rows_reconcile_with'
        else tested_rows(relation) -%}
    {%- set where = config.get('where') -%}
    {%- if where -%}
        {{ return('(select * from ' ~ rows ~ ' where ' ~ where ~ ') as tested_where') }}
    {%- endif -%}
    {{ return(rows) }}
{%- endmacro %}
