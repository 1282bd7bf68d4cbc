{#-
    The CTE `dates` (calendar_date): the complete local dates that the dashboard shows.
    The open day would fall short at the end of every chart; it is shown only while
    there is no other.
-#}

{% macro shown_dates() -%}
dates as (

    select shown.calendar_date
    from {{ ref('dim_dates') }} as shown
    cross join (
        select
            max(case when is_complete then calendar_date end) as last_complete_date,
            max(calendar_date) as last_date
        from {{ ref('dim_dates') }}
    ) as bounds
    where
        shown.calendar_date <= coalesce(last_complete_date, last_date)
        and shown.calendar_date
        > coalesce(last_complete_date, last_date) - {{ var('dashboard_days') }}

)
{%- endmacro %}
