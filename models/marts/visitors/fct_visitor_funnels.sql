{# Grain: one row per visitor's entry and window, judged as of the data watermark. #}

with

entries as (

    select * from {{ ref('int_entries_matched_to_steps') }}

),

bots as (

    select * from {{ ref('int_bots_matched_to_sessions') }}

),

watermark as (

    select * from {{ ref('int_data_watermark') }}

),

windows as (

    {% for days in var('funnel_window_days') -%}
    select
        cast('{{ visitor_scope(days) }}' as varchar(16)) as scope,
        {{ days }} as window_days
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

),

-- entries are named once: what is named twice engines read whole, whatever is asked for
attempts as (

    select
        entries.*,
        windows.scope,
        windows.window_days,
        case windows.window_days
            {%- for days in var('funnel_window_days') %}
            when {{ days }} then entries.viewed_at + interval '{{ days }} days'
            {%- endfor %}
        end as window_ended_at
    from entries
    cross join windows

),

-- a step at the very end of the window is inside it
attempts_judged as (

    select
        *,
        coalesce(carted_at <= window_ended_at, false) as reached_cart,
        coalesce(purchased_at <= window_ended_at, false) as reached_purchase,
        coalesce(first_purchased_at <= window_ended_at, false) as did_purchase
    from attempts

)

select
    -- keys
    cast(attempts_judged.user_id as varchar(128)) as user_id,
    attempts_judged.entry_date,
    cast(attempts_judged.scope as varchar(16)) as scope,
    cast(attempts_judged.session_id as varchar(32)) as session_id,

    -- numbers
    cast(attempts_judged.window_days as integer) as window_days,

    -- ordered: each step after the one before
    true as reached_view,
    attempts_judged.reached_cart,
    attempts_judged.reached_purchase,

    -- open: the step happened at all, from the entry on
    true as did_view,
    attempts_judged.reached_cart as did_cart,
    attempts_judged.did_purchase,
    attempts_judged.did_purchase
    and not attempts_judged.reached_cart as is_direct_purchase,
    attempts_judged.window_ended_at <= watermark.watermark_at as is_mature,
    attempts_judged.is_overlong,
    bots.session_id is not null as is_bot,

    -- times of the ordered steps
    attempts_judged.viewed_at,
    case when attempts_judged.reached_cart then attempts_judged.carted_at end
        as carted_at,
    case when attempts_judged.reached_purchase then attempts_judged.purchased_at end
        as purchased_at,
    attempts_judged.window_ended_at
from attempts_judged
cross join watermark
left join bots on attempts_judged.session_id = bots.session_id
