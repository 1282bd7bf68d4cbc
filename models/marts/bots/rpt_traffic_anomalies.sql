{# Grain: one row per grain, bucket of time and anomaly found in it. #}

{{ config(materialized='table') }}

with

thresholds as (

    {{ bot_thresholds('stream', rules=[
        'robust_z', 'volume_rise', 'suspected_attack', 'demand_surge', 'outage',
        'late_data', 'duplicated_delivery'
    ]) }}

),

buckets as (

    select * from {{ ref('int_traffic_filled_to_buckets') }}
    where is_whole

),

expected as (

    select * from {{ ref('int_traffic_expected_by_bucket') }}

),

-- what is usual: of all whole buckets, each event once
usual as (

    select
        {{ rate('sum(cart_count)', 'sum(event_count)') }} as cart_share,
        {{ rate('sum(late_count)', 'sum(event_count)') }} as late_share,
        {{ rate('sum(copy_count)', 'sum(event_count + copy_count)') }} as copy_share,
        {{ rate('sum(purchase_copy_count)', 'sum(purchase_count)') }}
            as purchase_copy_share
    from buckets
    where grain = '5 minutes'

),

{{ traffic_judged() }},

{{ traffic_anomalies() }}

select
    -- keys
    buckets_judged.grain,
    buckets_judged.bucket_at,
    buckets_judged.bucket_date,
    anomalies.anomaly,

    -- volume
    buckets_judged.event_count,
    buckets_judged.expected_event_count,
    {{ rounded('buckets_judged.robust_z', 9) }} as robust_z,
    {{ rounded('buckets_judged.volume_ratio', 9) }} as volume_ratio,
    cast(buckets_judged.baseline as varchar(16)) as baseline,

    -- who and what
    buckets_judged.user_count,
    buckets_judged.busy_event_count,
    buckets_judged.cart_count,
    buckets_judged.purchase_count,

    -- delivery
    buckets_judged.late_count,
    buckets_judged.copy_count,
    buckets_judged.purchase_copy_count
from buckets_judged
inner join anomalies
    on
        buckets_judged.grain = anomalies.grain
        and buckets_judged.bucket_at = anomalies.bucket_at
