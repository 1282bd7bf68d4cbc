{#-
    CTEs that end in `member_attempts`: one row per session of `human_session_events`, held
    dimension and member that it has an event of: the funnel of that member's events alone.
-#}

{% macro member_attempts() -%}
{%- set keys = ['session_id', 'hold', 'member'] -%}
sessions_by_member as (

    {% for hold, member in held_members().items() -%}
    select
        session_id,
        session_date,
        cast('{{ hold }}' as varchar(32)) as hold,
        {{ member }} as member,
        count(*) as event_count,
        max(case when event_type = 'cart' then 1 else 0 end) as cart_flag,
        max(case when event_type = 'purchase' then 1 else 0 end) as purchase_flag,
        min(case when event_type = 'view' then occurred_at end) as viewed_at
    from human_session_events
    group by session_id, session_date, {{ member }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

commerce_by_member as (

    {% for hold, member in held_members().items() -%}
    select
        session_id,
        cast('{{ hold }}' as varchar(32)) as hold,
        {{ member }} as member,
        event_type,
        occurred_at
    from human_session_events
    where event_type in ('cart', 'purchase')
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

commerce_after_views as (

    select
        commerce_by_member.*,
        sessions_by_member.viewed_at
    from commerce_by_member
    inner join sessions_by_member
        on {{ same_keys('commerce_by_member', 'sessions_by_member', keys) }}

),

{{ funnel_steps('commerce_after_views', keys) }},

{{ attempts_of_members(keys) }}
{%- endmacro %}
