{#- The CTE `name`: products, events and times of an attribute's values in versions. -#}

{% macro versions_counted(name, by) -%}
{{ name }} as (

    select
        {{ by }},
        count(distinct product_id) as product_count,
        count(distinct case when is_current then product_id end)
            as current_product_count,
        {{ sum_or_zero('event_count') }} as event_count,
        min(valid_from_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from {{ ref('dim_product_versions') }}
    group by {{ by }}

)
{%- endmacro %}
