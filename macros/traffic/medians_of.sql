{#- The CTEs `<unit>_medians` and `<unit>_expected` over `<unit>_references`. -#}

{% macro medians_of(unit) -%}
{{ unit }}_medians as (

    select
        grain,
        bucket_date,
        local_hour,
        percentile_cont(0.5) within group (order by event_count)
            as expected_event_count
    from {{ unit }}_references
    group by grain, bucket_date, local_hour
    having count(distinct reference_date) >= 3

),

{{ unit }}_deviations as (

    select
        medians.*,
        abs(refs.event_count - medians.expected_event_count) as deviation
    from {{ unit }}_medians as medians
    inner join {{ unit }}_references as refs
        on
            medians.grain = refs.grain
            and medians.bucket_date = refs.bucket_date
            and medians.local_hour = refs.local_hour

),

{{ unit }}_expected as (

    select
        grain,
        bucket_date,
        local_hour,
        cast('hour of {{ unit }}' as varchar(16)) as baseline,
        expected_event_count,
        percentile_cont(0.5) within group (order by deviation) as deviation
    from {{ unit }}_deviations
    group by grain, bucket_date, local_hour, expected_event_count

)
{%- endmacro %}
