{#- The CTEs `gaps_measured` and `sessions_measured` over `gaps_found`. -#}

{% macro gaps_measured() %}
gaps_measured as (

    select
        session_id,
        gap_count,
        mean_gap,
        {{ seconds_between('burst_began_at', 'occurred_at') }} as burst_seconds,
        {{ seconds_between('previous_at', 'occurred_at') }} - mean_gap as deviation,
        case when event_type = 'view' then product_id end as viewed_product_id
    from gaps_found

),

-- no gap, or all events in one instant: no variation to speak of
sessions_measured as (

    select
        session_id,
        min(burst_seconds) as burst_seconds,
        count(distinct viewed_product_id) as viewed_product_count,
        cast(
            sqrt(
                cast(sum(deviation * deviation) as double precision)
                / nullif(gap_count, 0)
            ) as double precision
        ) / nullif(mean_gap, 0) as gap_variation
    from gaps_measured
    group by session_id, gap_count, mean_gap

)
{%- endmacro %}
