{#-
    The CTE `members` (hold, member, place): what can be chosen in the dashboard, the
    categories and brands with the most events, and `none` for the whole shop.
-#}

{% macro shown_members() -%}
members as (

    select *
    from (
        select
            cast('category_level_1' as varchar(32)) as hold,
            coalesce(level_1, 'unknown') as member,
            row_number() over (
                order by
                    max(case when is_unknown then 1 else 0 end) asc,
                    sum(event_count) desc, coalesce(level_1, 'unknown') asc
            ) as place
        from {{ ref('dim_categories') }}
        group by coalesce(level_1, 'unknown')
        union all
        select
            cast('brand' as varchar(32)) as hold,
            brand as member,
            row_number() over (
                order by
                    case when is_unknown then 1 else 0 end asc,
                    event_count desc, brand asc
            ) as place
        from {{ ref('dim_brands') }}
    ) as placed
    where place <= {{ var('dashboard_members') }}
    union all
    select
        cast('none' as varchar(32)) as hold,
        cast('all' as varchar(1024)) as member,
        1 as place

)
{%- endmacro %}
