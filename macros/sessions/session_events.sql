{#-
    The events that sessions are built of, with their group and order text: all of
    them or, in an incremental run, those inside the touched `spans`. With
    `only_in`, a CTE of groups, just the events of those groups. A known bot's user
    agent is told here, where the events are read once.
-#}

{% macro session_events(only_in=none) -%}
    select
        {{ session_group_user('events.') }} as group_user,
        {{ session_group_session('events.') }} as group_session,
        events.event_id,
        events.event_type,
        events.product_id,
        events.occurred_at,
        events.delivered_at,
        events.event_date,
        {{ event_order_text() }} as order_text,
        case when bots.user_agent is null then 0 else 1 end as is_by_bot_agent
    from {{ ref('stg_firehose__events') }} as events
    left join {{ ref('stg_firehose__bot_user_agents') }} as bots
        on events.user_agent = bots.user_agent
    {%- for groups in (['spans'] if is_incremental() else []) + ([only_in] if only_in else []) %}
    inner join {{ groups }}
        on
            {{ session_group_user('events.') }} = {{ groups }}.group_user
            and {{ session_group_session('events.') }} = {{ groups }}.group_session
            {%- if groups == 'spans' %}
            and events.occurred_at between spans.span_start and spans.span_end
            {%- endif %}
    {%- endfor %}
    where events.load_sequence <= {{ mark_of('stg_firehose__bot_user_agents') }}
{%- endmacro %}
