{#-
    CTEs from `open_week` to `touched_weeks` (week_start_date) and `touched_dates_over`
    (event_date), the dates of those weeks that are over. Touched are weeks of touched
    dates, those after the last that is stored, since they may be over by now, and those
    stored that are over no longer. Weeks end in order: none before the last was missed.
-#}

{% macro touched_weeks_over(upstream) -%}
{{ touched_event_dates(upstream) }},

last_week_before as (

    select max(week_start_date) as week_start_date
    from {{ this }}

),

touched_weeks as (

    select {{ week_start('event_date') }} as week_start_date
    from touched_dates
    union
    select dates.week_start_date
    from {{ ref('dim_dates') }} as dates
    cross join last_week_before
    where
        last_week_before.week_start_date is null
        or dates.week_start_date > last_week_before.week_start_date
    union
    select rows_before.week_start_date
    from {{ this }} as rows_before
    cross join open_week
    where rows_before.week_start_date >= open_week.open_week_date

),

day_numbers as (

    {{ numbers(7) }}

),

touched_dates_over as (

    select
        touched_weeks.week_start_date + cast(day_numbers.generated_number - 1 as integer)
            as event_date
    from touched_weeks
    inner join open_week
        on touched_weeks.week_start_date < open_week.open_week_date
    cross join day_numbers

)
{%- endmacro %}
