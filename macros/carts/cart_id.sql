{#- A cart's id: its user and when it opened. No two of one user open at one instant:
    additions come first in it, and one that finds something in the cart opens none. -#}

{% macro cart_id() -%}
    {{ surrogate_key(['user_id', epoch_microseconds('opened_at')]) }}
{%- endmacro %}
