{#-
    The CTEs `<result>_summed` and `<result>`: of each bucket's rows the smallest value
    up to which half of their events lie; of at least 3 rows with an event among them.
-#}

{% macro weighted_median(rows, value, result) -%}
{{ result }}_summed as (

    select
        *,
        count(*) over (partition by grain, bucket_key) as reference_count,
        sum(event_count) over (partition by grain, bucket_key) as total,
        sum(event_count) over (
            partition by grain, bucket_key
            order by {{ value }}, reference_key
            rows between unbounded preceding and current row
        ) as running_total
    from {{ rows }}

),

{{ result }} as (

    select
        grain,
        bucket_key,
        min({{ value }}) as {{ value }}_median
    from {{ result }}_summed
    where
        reference_count >= 3
        and total > 0
        and 2 * running_total >= total
    group by grain, bucket_key

)
{%- endmacro %}

{#- The CTE `recent_expected`. -#}
{% macro recent_medians_and_scales() %}
recent_expected as (

    select
        recent_medians.grain,
        recent_medians.bucket_key,
        cast('hours before' as varchar(16)) as baseline,
        recent_medians.event_count_median as expected_event_count,
        recent_scales.deviation_median as deviation
    from recent_medians
    inner join recent_scales
        on
            recent_medians.grain = recent_scales.grain
            and recent_medians.bucket_key = recent_scales.bucket_key

)
{%- endmacro %}
