{#
    Grain: one row per grain and bucket of time from the first event to the watermark,
    those without an event too: silence is what an outage looks like. But not of more
    than a week: then nobody sells there, and one clock gone wrong would fill centuries.
#}

{{ config(materialized='table') }}

{%- set numbers_of = [
    'event_count', 'cart_count', 'purchase_count', 'user_count', 'busy_event_count',
    'late_count', 'copy_count', 'purchase_copy_count'
] %}

with

counts as (

    select * from {{ ref('int_traffic_counted_to_buckets') }}

),

reach as (

    select
        min(counts.bucket_key) as first_at,
        max({{ five_minutes('watermark.watermark_at') }}) as last_at
    from counts
    cross join {{ ref('int_data_watermark') }} as watermark
    where counts.grain = '5 minutes'

),

day_numbers as (

    {{ numbers(8) }} -- of an event, and of the week of silence after it

),

five_minute_numbers as (

    {{ numbers(288) }}

),

days as (

    select distinct
        date_trunc('day', counts.bucket_key)
        + cast(day_numbers.generated_number - 1 as integer)
        * interval '1 day' as started_at
    from counts
    cross join day_numbers
    where counts.grain = '5 minutes'

),

five_minutes as (

    select
        days.started_at
        + cast(five_minute_numbers.generated_number * 5 - 5 as integer)
        * interval '1 minute' as five_minutes_at
    from days
    cross join five_minute_numbers

),

localised as (

    select
        five_minutes.five_minutes_at,
        {{ local_date('five_minutes.five_minutes_at') }} as event_date,
        {{ local_hour('five_minutes.five_minutes_at') }} as local_hour
    from five_minutes
    inner join reach
        on five_minutes.five_minutes_at between reach.first_at and reach.last_at

),

{{ bucket_times('localised') }},

{{ buckets_of_times('localised') }}

-- the first and the last bucket may hold only a part of their time
select
    buckets.grain,
    buckets.bucket_key,
    buckets.bucket_at,
    buckets.bucket_date,
    buckets.local_hour,
    {%- for name in numbers_of %}
    coalesce(counts.{{ name }}, 0) as {{ name }},
    {%- endfor %}
    buckets.bucket_at > min(buckets.bucket_at) over (partition by buckets.grain)
    and buckets.bucket_at
    < max(buckets.bucket_at) over (partition by buckets.grain) as is_whole
from buckets
left join counts
    on
        buckets.grain = counts.grain
        and buckets.bucket_key = counts.bucket_key
