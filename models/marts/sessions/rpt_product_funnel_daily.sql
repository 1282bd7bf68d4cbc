{# Grain: one row per local date, scope and product. #}

with

days as (

    select * from {{ ref('int_session_funnels_counted_to_days') }}
    where hold = 'product'

)

{{ funnel_report('days') }}
