{#- Grain: one row per channel and pair of products, those most often together. -#}

with

{{ product_names() }},

placed as (

    select
        *,
        row_number() over (
            partition by channel
            order by pair_orders desc, product_a_id asc, product_b_id asc
        ) as place
    from {{ ref('rpt_basket_pairs') }}

)

select
    placed.channel,
    coalesce(name_a.description, placed.product_a_id) as product,
    coalesce(name_b.description, placed.product_b_id) as bought_with,
    placed.pair_orders,
    placed.confidence_a_to_b,
    placed.confidence_b_to_a,
    placed.lift
from placed
left join names as name_a on placed.product_a_id = name_a.product_id
left join names as name_b on placed.product_b_id = name_b.product_id
where placed.place <= 50
