{#-
    The CTE `touched_buyers`: whose order lines were written since this model was built,
    and those who have lost their last one. Where lines wait to be read, as after a
    build of some models, one of them may be theirs: then nobody vanishes yet.
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
    where
        lines.buyer_key is null
        and not exists (
            select 1 from {{ ref('fct_order_lines') }}
            where load_sequence > {{ mark_of(upstream) }}
        )

)
{%- endmacro %}
