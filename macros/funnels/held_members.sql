{#- Dimensions that a funnel holds constant → an event's member of each. -#}

{% macro held_members() -%}
    {{ return({
        'category_level_1':
            "coalesce(nullif(split_part(category_code, '.', 1), ''), 'unknown')",
        'brand': "coalesce(brand, 'unknown')",
        'product': 'product_id'
    }) }}
{%- endmacro %}
