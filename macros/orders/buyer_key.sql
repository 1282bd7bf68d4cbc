{#-
    Who an order line is computed together with: its customer in its channel, or the
    order itself where nobody is known; guests have nothing else in common.
-#}

{% macro buyer_key(channel, customer_id, order_name) -%}
    case
        when {{ customer_id }} is null
            then {{ surrogate_key(["'" ~ channel ~ " guest'", order_name]) }}
        else {{ surrogate_key(["'" ~ channel ~ "'", customer_id]) }}
    end
{%- endmacro %}
