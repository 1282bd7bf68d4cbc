{#-
    CTEs that end in `<unit>_expected`: median and median absolute deviation of volumes
    in the same local hour of up to `steps` dates that lie `step` days apart, where at
    least 3 of these dates are there. All five minutes of an hour have one baseline.
-#}

{% macro same_hours_of(unit, slots, step, steps) -%}
{{ unit }}_steps as (

    {{ numbers(steps) }}

),

-- each hour with its dates of reference, so that one join finds them
{{ slots }} as (

    select distinct
        buckets.grain,
        buckets.bucket_date,
        buckets.local_hour,
        cast(
            buckets.bucket_date - cast(steps.generated_number * {{ step }} as integer)
            * interval '1 day' as date
        ) as reference_date
    from buckets
    cross join {{ unit }}_steps as steps
    {%- if unit == 'day' %}
    left join week_expected
        on
            buckets.grain = week_expected.grain
            and buckets.bucket_date = week_expected.bucket_date
            and buckets.local_hour = week_expected.local_hour
    where week_expected.grain is null
    {%- endif %}

),

{{ unit }}_references as (

    select
        slots.*,
        cast(buckets.event_count as double precision) as event_count
    from {{ slots }} as slots
    inner join buckets
        on
            slots.grain = buckets.grain
            and slots.local_hour = buckets.local_hour
            and slots.reference_date = buckets.bucket_date

),

{{ medians_of(unit) }}
{%- endmacro %}
