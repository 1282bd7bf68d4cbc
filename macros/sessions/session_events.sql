{#-
    The events that sessions are built of, with their group and order text: all of
    them or, in an incremental run, those inside the touched `spans`. With
    `only_in`, a CTE of groups, just the events of those groups.
-#}

{% macro session_events(only_in=none) -%}
    select
        {{ session_group_user('events.') }} as group_user,
        {{ session_group_session('events.') }} as group_session,
        events.event_id,
        events.event_type,
        events.product_id,
        events.occurred_at,
        events.event_date,
        {{ event_order_text() }} as order_text
    from {{ ref('stg_firehose__events') }} as events
    {%- for groups in (['spans'] if is_incremental() else []) + ([only_in] if only_in else []) %}
    inner join {{ groups }}
        on
            {{ session_group_user('events.') }} = {{ groups }}.group_user
            and {{ session_group_session('events.') }} = {{ groups }}.group_session
            {%- if groups == 'spans' %}
            and events.occurred_at between spans.span_start and spans.span_end
            {%- endif %}
    {%- endfor %}
    where events.load_sequence <= {{ mark_of('stg_firehose__events') }}
{%- endmacro %}
