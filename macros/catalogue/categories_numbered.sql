{#-
    CTEs over `category_levels`: `categories_numbered`, the same rows with a number of
    the category, and `categories`, one row per number. Grouping events by a number is
    half the work of grouping them by a path.
-#}

{% macro categories_numbered() -%}
categories_numbered as (

    select
        category_code,
        category_level,
        category,
        dense_rank() over (order by category_level, category) as category_number
    from category_levels

),

categories as (

    select distinct
        category_number,
        category_level,
        category
    from categories_numbered

)
{%- endmacro %}
