{#-
    The CTE `unknown_buckets`: those of `buckets` that `known` has not, each with the
    hour it begins in and the 3 before, so that a join finds these by their hour.
-#}

{% macro unknown_buckets(buckets, known) -%}
hours_back as (

    {{ numbers(4) }}

),

unknown_buckets as (

    select distinct
        buckets.grain,
        buckets.bucket_key,
        buckets.bucket_at,
        date_trunc('hour', buckets.bucket_at)
        - cast(hours_back.generated_number - 1 as integer)
        * interval '1 hour' as reference_hour_at
    from {{ buckets }} as buckets
    cross join hours_back
    left join {{ known }} as known
        on
            buckets.grain = known.grain
            and buckets.bucket_key = known.bucket_key
    where known.bucket_key is null

)
{%- endmacro %}
