{#-
    The CTE `buckets_judged`: every whole bucket with its expected volume, if known, and
    whether it rose, who holds what is above, and whether carts went with it.
-#}

{% macro traffic_judged() -%}
buckets_measured as (

    select
        buckets.*,
        expected.baseline,
        expected.expected_event_count,
        buckets.event_count - expected.expected_event_count as surplus,
        cast(
            buckets.event_count - expected.expected_event_count as double precision
        ) / expected.scale as robust_z,
        cast(buckets.event_count as double precision)
        / nullif(expected.expected_event_count, 0) as volume_ratio
    from buckets
    left join expected
        on
            buckets.grain = expected.grain
            and buckets.bucket_key = expected.bucket_key

),

buckets_judged as (

    select
        buckets_measured.*,
        -- within hours a morning triples: a rise is one against the same hour alone
        baseline != 'hours before'
        and robust_z >= thresholds.robust_z_count
        and event_count >= thresholds.volume_rise_count
        and event_count >= thresholds.volume_rise_ratio * expected_event_count
            as is_rise,
        busy_event_count >= thresholds.suspected_attack_ratio * surplus as is_of_few,
        cart_count >= thresholds.demand_surge_ratio * usual.cart_share * event_count
            as is_with_carts
    from buckets_measured
    cross join thresholds
    cross join usual

)
{%- endmacro %}
