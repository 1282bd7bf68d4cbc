{#-
    A text that sorts bytewise as the events of one user do: time, then view < cart <
    remove_from_cart < purchase, then product; with it min and max find first and last.
    20 digits hold microseconds times ten until the year 300,000. Where sessions are
    taken as given it goes on with event and user: a session may have several.
-#}

{% macro event_order_text() -%}
    lpad(
        cast(
            {{ epoch_microseconds('occurred_at') }} * 10
            + {{ event_type_rank('event_type') }} as varchar(20)
        ),
        20,
        '0'
    ) || product_id
    {%- if var('session_source') == 'given' %}
    || chr(1) || event_id || chr(1) || user_id
    {%- endif %}
{%- endmacro %}

{#- The product in an order text. -#}
{% macro product_of(order_text) -%}
    {%- if var('session_source') == 'given' -%}
        split_part(substring({{ order_text }}, 21), chr(1), 1)
    {%- else -%}
        substring({{ order_text }}, 21)
    {%- endif -%}
{%- endmacro %}
