{#- What one pass over a session's events measures; grouped by the caller. -#}

{% macro session_measures() -%}
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    min(delivered_at) as first_delivered_at,
    max(delivered_at) as last_delivered_at,
    count(distinct product_id) as product_count,
    min(case when event_type = 'view' then occurred_at end) as viewed_at,
    min(order_text) as entry_text,
    max(order_text) as exit_text,
    cast(sum(is_by_bot_agent) as bigint) as bot_agent_event_count
{%- endmacro %}

{#- What one pass over a session's events of one date measures. -#}
{% macro session_day_measures() -%}
    count(*) as event_count
    {%- for name, event_type in [
        ('view', 'view'), ('cart', 'cart'),
        ('remove', 'remove_from_cart'), ('purchase', 'purchase')
    ] %},
    cast(
        sum(case when event_type = '{{ event_type }}' then 1 else 0 end) as bigint
    ) as {{ name }}_count
    {%- endfor %}
{%- endmacro %}
