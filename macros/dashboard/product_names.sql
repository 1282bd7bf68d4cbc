{#- The CTE `names` (product_id, description): what invoice lines call a product. -#}

{% macro product_names() -%}
names as (

    select
        product_id,
        max(description) as description
    from {{ ref('fct_order_lines') }}
    group by product_id

)
{%- endmacro %}
