{#
    Grain: one row per grain (5 minutes, hour, day) and bucket of time with an event.
    `bucket_key` is the bucket's start, UTC; of a day, its local date.
#}

{{ by_touched('bucket_date', 'grain', upstream='stg_firehose__events') }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

thresholds as (

    {{ bot_thresholds('stream', rules=[
        'busy_user_5_minutes', 'busy_user_hour', 'busy_user_day', 'late_data'
    ]) }}

),

{% if is_incremental() %}
touched_dates as (

    select distinct event_date as bucket_date
    from {{ ref('int_events_versioned') }}
    where {{ is_new('stg_firehose__events') }}

),
{% endif %}

-- purchases are few, and read for themselves: what two read is kept whole
{% for name in ['events', 'purchases'] -%}
{{ name }} as (

    select
        events.*,
        {{ five_minutes('events.occurred_at') }} as five_minutes_at
    from {{ ref('stg_firehose__events') }} as events
    {%- if is_incremental() %}
    inner join touched_dates on events.event_date = touched_dates.bucket_date
    {%- endif %}
    where
        events.load_sequence <= {{ mark_of('stg_firehose__events') }}
        {%- if name == 'purchases' %}
        and events.event_type = 'purchase'
        {%- endif %}

),

{% endfor -%}

{{ traffic_by_user() }},

{{ purchases_copied() }},

busy_users as (

    {% for grain in traffic_grains() -%}
    select
        cast('{{ grain }}' as varchar(16)) as busy_grain,
        busy_user_{{ grain | replace(' ', '_') }}_count as fewest_events
    from thresholds
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

),

counted as (

    select
        users.grain,
        users.bucket_date,
        users.bucket_key,
        cast(sum(users.event_count) as bigint) as event_count,
        cast(sum(users.cart_count) as bigint) as cart_count,
        cast(sum(users.late_count) as bigint) as late_count,
        cast(sum(users.copy_count) as bigint) as copy_count,
        count(*) as user_count,
        cast(
            sum(
                case
                    when users.event_count >= busy_users.fewest_events
                        then users.event_count
                    else 0
                end
            ) as bigint
        ) as busy_event_count
    from users
    inner join busy_users on users.grain = busy_users.busy_grain
    group by users.grain, users.bucket_date, users.bucket_key

),

bucket_rows as (

    select
        counted.*,
        coalesce(purchase_copies.purchase_count, 0) as purchase_count,
        coalesce(purchase_copies.purchase_copy_count, 0) as purchase_copy_count
    from counted
    left join purchase_copies
        on
            counted.grain = purchase_copies.grain
            and counted.bucket_key = purchase_copies.bucket_key

)

select
    {{ touched_unit('touched_dates', 'bucket_rows', 'bucket_date') }},
    bucket_rows.grain,
    bucket_rows.bucket_key,
    bucket_rows.event_count,
    bucket_rows.cart_count,
    bucket_rows.purchase_count,
    bucket_rows.user_count,
    bucket_rows.busy_event_count,
    bucket_rows.late_count,
    bucket_rows.copy_count,
    bucket_rows.purchase_copy_count
{{ from_touched('touched_dates', 'bucket_rows', 'bucket_date') }}
