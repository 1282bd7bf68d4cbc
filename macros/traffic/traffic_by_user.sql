{#- The grains of traffic: name → the column that tells its buckets. -#}

{% macro traffic_grains() -%}
    {{ return({
        '5 minutes': 'five_minutes_at', 'hour': 'hour_at', 'day': 'day_at'
    }) }}
{%- endmacro %}

{#-
    CTEs that end in `users`: `events` counted by grain, bucket and user. Hours and days
    are counted from their five minutes.
-#}

{% macro traffic_by_user() -%}
users_of_five_minutes as (

    select
        events.event_date,
        events.five_minutes_at,
        events.user_id,
        count(*) as event_count,
        sum(case when events.event_type = 'cart' then 1 else 0 end) as cart_count,
        sum(
            case
                when
                    events.delivered_at > events.occurred_at
                    + thresholds.late_data_seconds * interval '1 second'
                    then 1
                else 0
            end
        ) as late_count,
        sum(events.duplicate_count) as copy_count
    from events
    cross join thresholds
    group by events.event_date, events.five_minutes_at, events.user_id

),

{{ bucket_times('users_of_five_minutes') }},

users as (
    {% for grain, key in traffic_grains().items() %}
    select
        cast('{{ grain }}' as varchar(16)) as grain,
        counts.event_date as bucket_date,
        times.{{ key }} as bucket_key,
        counts.user_id,
        sum(counts.event_count) as event_count,
        sum(counts.cart_count) as cart_count,
        sum(counts.late_count) as late_count,
        sum(counts.copy_count) as copy_count
    from users_of_five_minutes as counts
    inner join bucket_times as times on counts.five_minutes_at = times.five_minutes_at
    group by counts.event_date, times.{{ key }}, counts.user_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)
{%- endmacro %}
