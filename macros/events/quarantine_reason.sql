{#-
    The first rule that refuses a typed event, in words, or null: definitions of what
    a record must hold are in contracts/event.schema.json, and a test holds both equal.
-#}

{% macro quarantine_reason(ids, texts) -%}
    case
        {%- for name in ['event_id', 'product_id', 'user_id'] %}
        when {{ name }} is null then '{{ name }} is missing'
        {%- endfor %}
        when event_time is null then 'event_time is missing'
        when event_type is null then 'event_type is missing'
        when event_type not in ('view', 'cart', 'remove_from_cart', 'purchase')
            then 'event_type is not view, cart, remove_from_cart or purchase'
        when occurred_at is null then 'event_time is not a time'
        when occurred_at < timestamp '2000-01-01 00:00:00'
            then 'event_time is before 2000'
        when occurred_at
            > delivered_at + interval '{{ var("max_future_hours") }} hours'
            then 'event_time is over {{ var("max_future_hours") }} h after delivery'
        {%- for name in ids %}
        when {{ byte_count(name) }} > 128 then '{{ name }} is over 128 bytes'
        when {{ has_lost_digits(name) }}
            then '{{ name }} lost digits (E+)'
        {%- endfor %}
        {%- for name in texts %}
        when {{ byte_count(name) }} > 1024 then '{{ name }} is over 1,024 bytes'
        {%- endfor %}
        when has_price and plain_price is null and exact_price is null
            then 'price is not a number'
        when exact_price < 0 then 'price is negative'
        when {{ is_price_too_large() }} then 'price is 1e16 or more'
        when quantity is not null and exact_quantity is null
            then 'quantity is not a number'
        when exact_quantity < 1 or exact_quantity > 100000
            then 'quantity is not from 1 to 100,000'
        when exact_quantity != floor(exact_quantity)
            then 'quantity is not a whole number'
        when currency_rate is null then 'currency has no rate'
    end
{%- endmacro %}

{#- Whether an id is a number that a spreadsheet has shortened. Patterns are dear, and
    hardly an id has a plus. -#}
{% macro has_lost_digits(id) -%}
    case
        when strpos({{ id }}, '+') > 0
            then {{ is_full_match(id, '[+-]?[0-9]+([.][0-9]*)?[eE][+][0-9]+') }}
        else false
    end
{%- endmacro %}
