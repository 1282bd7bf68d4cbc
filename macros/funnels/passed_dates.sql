{#-
    CTEs that end in `passed_dates`: stored dates of visitors' entries that the watermark
    stands on, give or take a date, since clocks change; that are immature behind it,
    since it rose over them; or mature before it, since it fell.
-#}

{% macro passed_dates() -%}
watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

passed_dates as (

    {% for days in var('funnel_window_days') -%}
    select counted.session_date
    from {{ this }} as counted
    cross join watermark
    where
        counted.scope = '{{ visitor_scope(days) }}'
        and (
            (
                counted.sessions_immature > 0
                and counted.session_date <= watermark.watermark_date - {{ days - 1 }}
            )
            or (
                counted.session_count > 0
                and counted.session_date >= watermark.watermark_date - {{ days + 1 }}
            )
        )
    {% if not loop.last -%}
    union
    {% endif -%}
    {% endfor %}

)
{%- endmacro %}
