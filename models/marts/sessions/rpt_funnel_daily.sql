{#
    Grain: one row per local date, scope, held dimension and its member. Counts are
    stored by date; what is computed from them is computed here.
#}

with

session_days as (

    select * from {{ ref('int_session_funnels_counted_to_days') }}

),

visitor_days as (

    select * from {{ ref('int_visitor_funnels_counted_to_days') }}

),

days as (

    {% for scope in ['session', 'visitor'] -%}
    select
        session_date,
        scope,
        hold,
        member,
        {{ funnel_day_numbers() | join(',\n        ') }}
    from {{ scope }}_days
    where hold != 'product'
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

)

{{ funnel_report('days') }}
