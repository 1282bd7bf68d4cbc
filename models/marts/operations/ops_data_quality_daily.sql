{#
    Grain: one row per local date, measure and detail. What is told of deliveries lies on
    the date of the delivery, what is told of kept events on the date they happened.
    Made anew in each run, of rows of dates, sessions, cart lines and the few refused.
#}

{{ config(materialized='table') }}

{%- set delivery_date = local_date('coalesce(delivered_at, landed_at)') -%}

with

objects as (

    select
        *,
        {{ delivery_date }} as quality_date
    from {{ source('firehose', 'objects') }}
    where kind = 'event' and {{ is_new('stg_firehose__events') }}

),

deliveries as (

    select
        quality_date,
        {{ sum_or_zero('records') }} as record_count
    from objects
    group by quality_date

),

{{ refused_records() }},

events as (

    select
        *,
        event_date as quality_date
    from {{ ref('int_events_checked_to_days') }}

),

cart_lines as (

    select
        {%- for name, condition in {
            'remove': "event_type = 'remove_from_cart'",
            'purchase': "event_type = 'purchase'",
            'orphan_remove': "is_orphan and event_type = 'remove_from_cart'",
            'orphan_purchase': "is_orphan and event_type = 'purchase'"
        }.items() %}
        {{ sum_or_zero('case when ' ~ condition ~ ' then 1 else 0 end') }}
            as {{ name }}_count,
        {%- endfor %}
        event_date as quality_date
    from {{ ref('fct_cart_lines') }}
    group by event_date

),

{{ reopened_sessions() }},

counted as (

    select
        refused_counted.quality_date,
        refused_counted.measure,
        refused_counted.detail,
        refused_counted.record_count,
        deliveries.record_count as denominator_count
    from refused_counted
    inner join deliveries on refused_counted.quality_date = deliveries.quality_date
    {%- for relation, of_relation in quality_measures().items() %}
    {%- for measure, detail, part, whole in of_relation %}
    union all
    select
        quality_date,
        cast('{{ measure }}' as varchar(32)) as measure,
        cast('{{ detail }}' as varchar(1024)) as detail,
        {{ part }} as record_count,
        {{ whole }} as denominator_count
    from {{ relation }}
    {%- endfor %}
    {%- endfor %}

)

select
    -- keys
    quality_date,
    cast(measure as varchar(32)) as measure,
    cast(detail as varchar(1024)) as detail,

    -- numbers
    record_count,
    denominator_count,
    {{ rate('record_count', 'denominator_count') }} as record_share
from counted
where denominator_count > 0
