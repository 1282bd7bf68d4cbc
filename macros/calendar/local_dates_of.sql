{#- The CTE `local_dates`: those that may share an instant with a UTC date. -#}

{% macro local_dates_of(dates, utc_date) -%}
local_dates as (

    {% for days in [-1, 0, 1] -%}
    select {{ utc_date }} + {{ days }} as event_date from {{ dates }}
    {{ 'union' if not loop.last }}
    {% endfor %}
)
{%- endmacro %}
