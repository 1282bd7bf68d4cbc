{#-
    The CTE `touched_buyers`: whose order lines were written since this model was built,
    and those who have lost their last one.
-#}

{% macro touched_line_buyers(upstream) -%}
touched_buyers as (

    select buyer_key from {{ ref('fct_order_lines') }}
    where {{ is_new(upstream) }}
    union
    select rows_before.buyer_key
    from {{ this }} as rows_before
    left join {{ ref('fct_order_lines') }} as lines
        on rows_before.buyer_key = lines.buyer_key
    where lines.buyer_key is null

)
{%- endmacro %}
