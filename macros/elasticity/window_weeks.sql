{#-
    CTEs from `open_week` to `weeks` (week_number, week_start_date): the last
    `elasticity_window_weeks` that are over, numbered from 1.
-#}

{% macro window_weeks() -%}
week_numbers as (

    {{ numbers(var('elasticity_window_weeks')) }}

),

weeks as (

    select
        cast(week_numbers.generated_number as integer) as week_number,
        open_week.open_week_date + 7 * cast(
            week_numbers.generated_number - {{ var('elasticity_window_weeks') + 1 }}
            as integer
        ) as week_start_date
    from week_numbers
    cross join open_week

)
{%- endmacro %}
