{#
    Grain: one row per grain (day, week, month) and period, by its first local date.
    Humans; who came as a bot alone is counted apart.
#}

{{ config(materialized='table') }}

with

visitor_days as (

    select * from {{ ref('fct_visitor_days') }}

),

dates as (

    select * from {{ ref('dim_dates') }}

),

watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

-- everybody's first visit in a period counts, so that nobody counts twice
days_counted as (

    select
        visitor_date,
        {%- for name, condition in {
            'of_day': 'true',
            'of_week': 'is_first_of_week',
            'of_month': 'is_first_of_month'
        }.items() %}
        {{ sum_or_zero(
            'case when ' ~ condition ~ ' and not is_bot then 1 else 0 end'
        ) }} as visitors_{{ name }},
        {{ sum_or_zero('case when ' ~ condition ~ ' and is_bot then 1 else 0 end') }}
            as bot_visitors_{{ name }},
        {%- endfor %}
        {{ sum_or_zero('case when is_new_visitor and not is_bot then 1 else 0 end') }}
            as new_visitor_count
    from visitor_days
    group by visitor_date

),

periods_counted as (

    {% for grain, period, next_date in [
        ('day', 'calendar_date', 'dates.calendar_date + 1'),
        ('week', 'week_start_date', 'dates.week_start_date + 7'),
        ('month', 'month_start_date', month_start('dates.month_start_date + 31'))
    ] -%}
    select
        dates.{{ period }} as visitor_date,
        cast('{{ grain }}' as varchar(16)) as grain,
        {{ next_date }} as next_date,
        count(*) as day_count,
        {{ sum_or_zero('days_counted.visitors_of_day') }} as visitor_day_count,
        {{ sum_or_zero('days_counted.visitors_of_' ~ grain) }} as visitors,
        {{ sum_or_zero('days_counted.bot_visitors_of_' ~ grain) }} as bot_visitors,
        {{ sum_or_zero('days_counted.new_visitor_count') }} as new_visitors
    from dates
    left join days_counted on dates.calendar_date = days_counted.visitor_date
    group by dates.{{ period }}
    having count(days_counted.visitor_date) > 0
    {%- if not loop.last %}
    union all
    {% endif -%}
    {% endfor %}

)

select
    -- keys
    cast(periods_counted.grain as varchar(8)) as grain,
    periods_counted.visitor_date,

    -- numbers
    periods_counted.visitors,
    periods_counted.new_visitors,
    periods_counted.visitors - periods_counted.new_visitors as returning_visitors,
    periods_counted.bot_visitors,
    periods_counted.visitor_day_count,
    periods_counted.day_count,

    -- rates
    {{ rate(
        'periods_counted.visitor_day_count',
        'periods_counted.day_count * periods_counted.visitors'
    ) }} as stickiness_rate,

    -- booleans
    periods_counted.next_date <= watermark.watermark_date as is_complete
from periods_counted
cross join watermark
