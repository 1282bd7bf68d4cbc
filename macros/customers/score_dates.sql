{#-
    CTEs that end in `score_dates`: the dates as of which customers are scored, for each
    channel the last complete local date and every month's end within
    `rfm_history_days` before it.
-#}

{% macro score_dates() -%}
{{ complete_channels() }},

day_numbers as (

    {{ numbers(var('rfm_history_days')) }}

),

dates_before as (

    select
        channels.channel,
        channels.last_date,
        channels.last_date - cast(day_numbers.generated_number - 1 as integer)
            as score_date
    from channels
    cross join day_numbers

),

score_dates as (

    select
        channel,
        score_date,
        score_date = last_date as is_latest,
        {{ month_start('score_date + 1') }} = score_date + 1 as is_month_end
    from dates_before
    where
        score_date = last_date
        or {{ month_start('score_date + 1') }} = score_date + 1

)
{%- endmacro %}
