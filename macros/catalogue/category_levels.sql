{#-
    CTEs that end in `category_levels`: one row per level of every path in `codes`, of
    any depth: category_code, category_level from 1, level_name and category, the path
    as far as this level. A level without a name, as in `home..kitchen`, is unknown. A
    code that is `unknown` has one level, which is that.
-#}

{% macro category_levels(codes) -%}
{{ levels_named(codes) }},

levels_measured as (

    select
        *,
        sum(length(level_name) + 1) over (
            partition by category_code
            order by category_level
            rows between unbounded preceding and current row
        ) - 1 as path_length
    from levels_named

),

category_levels as (

    select
        category_code,
        category_level,
        coalesce(nullif(level_name, ''), 'unknown') as level_name,
        case
            when level_name = '' then 'unknown'
            else left(category_code, cast(path_length as integer))
        end as category
    from levels_measured

)
{%- endmacro %}
