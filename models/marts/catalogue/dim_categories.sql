{# Grain: one row per category path that events carry, and one for none. #}

{{ config(materialized='table') }}

with

{{ versions_counted('codes_counted', by='category_code') }},

-- facts have null where this has `unknown`: the row is there for every report
unknown_code as (

    select cast('unknown' as varchar(1024)) as category_code

),

codes as (

    select category_code from codes_counted
    union
    select category_code from unknown_code

),

{{ category_levels('codes') }},

levels_pivoted as (

    select
        category_code,
        {%- for level in range(1, 9) %}
        max(case when category_level = {{ level }} then level_name end)
            as level_{{ level }},
        {%- endfor %}
        max(category_level) as level_count
    from category_levels
    group by category_code

)

select
    -- keys
    cast(levels_pivoted.category_code as varchar(1024)) as category_code,

    -- attributes
    {%- for level in range(1, 9) %}
    cast(levels_pivoted.level_{{ level }} as varchar(1024)) as level_{{ level }},
    {%- endfor %}

    -- numbers
    cast(
        case
            when levels_pivoted.category_code = 'unknown' then 0
            else levels_pivoted.level_count
        end as integer
    ) as depth,
    coalesce(codes_counted.product_count, 0) as product_count,
    coalesce(codes_counted.current_product_count, 0) as current_product_count,
    coalesce(codes_counted.event_count, 0) as event_count,

    -- booleans
    levels_pivoted.category_code = 'unknown' as is_unknown,

    -- times
    codes_counted.first_seen_at,
    codes_counted.last_seen_at
from levels_pivoted
left join codes_counted
    on levels_pivoted.category_code = codes_counted.category_code
