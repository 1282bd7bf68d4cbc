{#
    A period has at least as many visitors as its busiest day and at most as many as its
    days together, humans and with bots; who is new in a period is new on one of its
    days, so new visitors of all days, weeks and months are all users that are human. If
    a row comes back, somebody was counted twice in a period, or not at all.
#}

with

periods as (

    select * from {{ ref('rpt_unique_visitors') }}

),

dates as (

    select * from {{ ref('dim_dates') }}

),

users as (

    select count(*) as user_count
    from {{ ref('dim_users') }}
    where not is_bot

),

days as (

    select
        dates.week_start_date,
        dates.month_start_date,
        periods.visitors,
        periods.visitors + periods.bot_visitors as all_visitors
    from periods
    inner join dates on periods.visitor_date = dates.calendar_date
    where periods.grain = 'day'

),

{% for grain in ['week', 'month'] -%}
{{ grain }}_days as (

    select
        {{ grain }}_start_date as visitor_date,
        max(visitors) as most_a_day,
        sum(visitors) as sum_of_days,
        max(all_visitors) as most_of_all_a_day,
        sum(all_visitors) as sum_of_all
    from days
    group by {{ grain }}_start_date

),

{% endfor -%}

broken_periods as (

    {% for grain in ['week', 'month'] -%}
    select
        periods.grain,
        periods.visitor_date,
        periods.visitors
    from periods
    left join {{ grain }}_days on periods.visitor_date = {{ grain }}_days.visitor_date
    where
        periods.grain = '{{ grain }}'
        and (
            {{ grain }}_days.visitor_date is null
            or periods.visitors < {{ grain }}_days.most_a_day
            or periods.visitors > {{ grain }}_days.sum_of_days
            or periods.visitor_day_count != {{ grain }}_days.sum_of_days
            or periods.visitors + periods.bot_visitors
            not between {{ grain }}_days.most_of_all_a_day
            and {{ grain }}_days.sum_of_all
        )
    union all
    {% endfor -%}
    select
        periods.grain,
        min(periods.visitor_date) as visitor_date,
        sum(periods.new_visitors) as visitors
    from periods
    cross join users
    group by periods.grain, users.user_count
    having sum(periods.new_visitors) != users.user_count

)

select * from broken_periods
