{#-
    CTEs that end in `recent_expected`, for buckets that nothing else is known for: those
    of the same grain in the 3 hours before, where there are at least 3: over more hours
    a night would look like an outage. Their median weighs each by its events, so that
    an outage, of hardly any, does not become what is expected of its own end.
-#}

{% macro recently_expected(buckets, known) -%}
{{ unknown_buckets(buckets, known) }},

recent_references as (

    select
        unknown_buckets.grain,
        unknown_buckets.bucket_key,
        refs.bucket_key as reference_key,
        cast(refs.event_count as double precision) as event_count
    from unknown_buckets
    inner join {{ buckets }} as refs
        on
            unknown_buckets.grain = refs.grain
            and unknown_buckets.reference_hour_at = date_trunc('hour', refs.bucket_at)
            and refs.bucket_at >= unknown_buckets.bucket_at - interval '3 hours'
            and refs.bucket_at < unknown_buckets.bucket_at

),

{{ weighted_median('recent_references', 'event_count', 'recent_medians') }},

recent_deviations as (

    select
        refs.grain,
        refs.bucket_key,
        refs.reference_key,
        refs.event_count,
        recent_medians.event_count_median,
        abs(refs.event_count - recent_medians.event_count_median) as deviation
    from recent_references as refs
    inner join recent_medians
        on
            refs.grain = recent_medians.grain
            and refs.bucket_key = recent_medians.bucket_key

),

{{ weighted_median('recent_deviations', 'deviation', 'recent_scales') }},
{{ recent_medians_and_scales() }}
{%- endmacro %}
