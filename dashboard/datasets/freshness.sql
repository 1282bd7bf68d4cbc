{#- Grain: one row. What is shown, and how far the data reaches. -#}

with

{{ shown_dates() }},

shown as (

    select
        max(calendar_date) as last_date,
        count(*) as date_count
    from dates

),

days as (

    select count(case when is_complete then 1 end) as complete_count
    from {{ ref('dim_dates') }}

),

loads as (

    select
        max(landed_at) as landed_at,
        max(delivered_at) as delivered_at,
        count(*) as object_count
    from {{ ref('ops_load_ledger') }}

),

events as (

    select max(ended_at) as event_at
    from {{ ref('fct_sessions') }}

)

select
    cast('{{ var("shop_currency") }}' as varchar(8)) as currency,
    cast('{{ var("shop_timezone") }}' as varchar(64)) as time_zone,
    shown.last_date,
    shown.date_count,
    days.complete_count,
    events.event_at,
    loads.delivered_at,
    loads.landed_at,
    loads.object_count
from shown
cross join days
cross join loads
cross join events
