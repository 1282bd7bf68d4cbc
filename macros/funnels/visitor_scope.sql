{#- The scope of visitors' attempts that have so many days. -#}

{% macro visitor_scope(days) -%}
    visitor_{{ days }}_day{{ '' if days == 1 else 's' }}
{%- endmacro %}
