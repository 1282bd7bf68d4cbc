{#- What an event tells of its product, besides its price: a change opens a version. -#}

{% macro product_attributes() -%}
    {{ return(['category_id', 'category_code', 'brand']) }}
{%- endmacro %}
