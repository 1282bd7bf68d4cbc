{#- Dimensions that a funnel holds constant → an event's member of each. -#}

{% macro held_members() -%}
    {{ return({
        'category_level_1': category_level_1(),
        'brand': "coalesce(brand, 'unknown')",
        'product': 'product_id'
    }) }}
{%- endmacro %}
