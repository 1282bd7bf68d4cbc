{#- Place of an event's type among events of one instant. -#}

{% macro event_type_rank(event_type) -%}
    case {{ event_type }}
        when 'view' then 0
        when 'cart' then 1
        when 'remove_from_cart' then 2
        else 3
    end
{%- endmacro %}
