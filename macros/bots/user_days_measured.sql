{#-
    CTEs that end in `user_days_measured`: the events of suspicious `user_days`, the
    clock hours they fall in (one that a clock repeats counts once) and their orders,
    found inside the day as elsewhere inside a session.
-#}

{% macro user_days_measured() -%}
user_day_events as (

    select
        {{ surrogate_key(['events.user_id', 'events.event_date']) }} as session_id,
        events.user_id,
        events.event_id,
        events.event_type,
        events.order_id,
        events.occurred_at,
        events.event_date
    from {{ ref('stg_firehose__events') }} as events
    inner join user_days
        on
            events.user_id = user_days.user_id
            and events.event_date = user_days.event_date

),

{{ purchases_keyed('user_day_events') }},

orders_counted as (

    select
        session_id,
        count(distinct key_of_order) as order_count
    from purchases_keyed
    group by session_id

),

user_days_measured as (

    select
        user_day_events.session_id as user_day_id,
        user_day_events.user_id,
        user_day_events.event_date,
        count(*) as event_count,
        count(distinct {{ local_hour('user_day_events.occurred_at') }}) as hour_count,
        coalesce(max(orders_counted.order_count), 0) as order_count
    from user_day_events
    left join orders_counted on user_day_events.session_id = orders_counted.session_id
    group by
        user_day_events.session_id,
        user_day_events.user_id,
        user_day_events.event_date

)
{%- endmacro %}
