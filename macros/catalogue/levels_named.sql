{#-
    CTEs that end in `levels_named`: one row per level of every path in `codes`, of any
    depth: category_code, category_level from 1 and level_name, empty as in the second
    of `home..kitchen`.
-#}

{% macro levels_named(codes) -%}
-- a text of 1,024 bytes has at most 1,025 levels
level_numbers as (

    {{ numbers(1025) }}

),

depths_measured as (

    select
        category_code,
        length(category_code) - length(replace(category_code, '.', '')) + 1 as depth
    from {{ codes }}

),

levels_named as (

    select
        depths_measured.category_code,
        cast(level_numbers.generated_number as integer) as category_level,
        split_part(
            depths_measured.category_code,
            '.',
            cast(level_numbers.generated_number as integer)
        ) as level_name
    from depths_measured
    inner join level_numbers on depths_measured.depth >= level_numbers.generated_number

)
{%- endmacro %}
