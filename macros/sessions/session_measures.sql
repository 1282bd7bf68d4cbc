{#- What one pass over a session's events measures; grouped by the caller. -#}

{% macro session_measures() -%}
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    count(distinct product_id) as product_count,
    min(case when event_type = 'view' then occurred_at end) as viewed_at,
    min(order_text) as entry_text,
    max(order_text) as exit_text
{%- endmacro %}

{#- What one pass over a session's events of one date measures. -#}
{% macro session_day_measures() -%}
    count(*) as event_count,
    sum(case when event_type = 'view' then 1 else 0 end) as view_count,
    sum(case when event_type = 'cart' then 1 else 0 end) as cart_count,
    sum(case when event_type = 'remove_from_cart' then 1 else 0 end) as remove_count,
    sum(case when event_type = 'purchase' then 1 else 0 end) as purchase_count
{%- endmacro %}

{#-
    A text that sorts bytewise as the events of one user do: time, then view < cart <
    remove_from_cart < purchase, then product; with it min and max find first and last.
    20 digits hold microseconds times ten until the year 300,000.
-#}
{% macro event_order_text() -%}
    lpad(
        cast({{ epoch_microseconds('occurred_at') }} * 10 + {{ event_type_rank() }} as varchar(20)),
        20,
        '0'
    ) || product_id
    {%- if var('session_source') == 'given' %} || chr(1) || event_id || chr(1) || user_id {%- endif %}
{%- endmacro %}

{#- The product in an order text. -#}
{% macro product_of(order_text) -%}
    {%- if var('session_source') == 'given' -%}
        split_part(substring({{ order_text }}, 21), chr(1), 1)
    {%- else -%}
        substring({{ order_text }}, 21)
    {%- endif -%}
{%- endmacro %}

{#- The rank of an event's type inside one instant. -#}
{% macro event_type_rank() -%}
    case event_type
        when 'view' then 0
        when 'cart' then 1
        when 'remove_from_cart' then 2
        else 3
    end
{%- endmacro %}
