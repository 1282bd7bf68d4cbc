{#
    Grain: one row per grain and whole bucket of time that has something to be compared
    with: the volume that was to be expected, and the scale of chance.
#}

{{ config(materialized='table') }}

with

buckets as (

    select * from {{ ref('int_traffic_filled_to_buckets') }}
    where is_whole

),

{{ same_hours_of('week', 'all_slots', step=7, steps=6) }},

-- a young shop: the same hour of the days before
{{ same_hours_of('day', 'young_slots', step=1, steps=7) }},

slots_expected as (

    select * from week_expected
    union all
    select * from day_expected

),

buckets_expected as (

    select
        buckets.grain,
        buckets.bucket_key,
        slots_expected.baseline,
        slots_expected.expected_event_count,
        slots_expected.deviation
    from buckets
    inner join slots_expected
        on
            buckets.grain = slots_expected.grain
            and buckets.bucket_date = slots_expected.bucket_date
            and buckets.local_hour = slots_expected.local_hour

),

{{ recently_expected('buckets', 'buckets_expected') }},

all_expected as (

    select * from buckets_expected
    union all
    select * from recent_expected

)

-- a scale is never below that of a count's own chance
select
    grain,
    bucket_key,
    cast(baseline as varchar(16)) as baseline,
    {{ rounded('expected_event_count', 9) }} as expected_event_count,
    {{ rounded(
        'greatest(1.4826 * deviation, sqrt(expected_event_count), 1)', 9
    ) }} as scale
from all_expected
