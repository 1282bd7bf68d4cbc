{#- Grain: one row per channel and product, those in most orders. -#}

with

{{ product_names() }},

placed as (

    select
        *,
        row_number() over (
            partition by channel order by order_count desc, product_id asc
        ) as place
    from {{ ref('rpt_frequent_items') }}

)

select
    placed.channel,
    coalesce(names.description, placed.product_id) as product,
    placed.order_count,
    placed.quantity,
    placed.gross_amount,
    placed.revenue_share,
    placed.abc_class
from placed
left join names on placed.product_id = names.product_id
where placed.place <= 50
