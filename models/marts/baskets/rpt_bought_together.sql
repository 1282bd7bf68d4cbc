{#
    Grain: one row per channel, product and one of its best partners. Ranked by shrunk
    confidence: lift puts what was sold once or twice on top.
#}

{{ config(materialized='table') }}

with

pairs as (

    select * from {{ ref('rpt_basket_pairs') }}

),

pairs_directed as (

    {% for one, other in [('a', 'b'), ('b', 'a')] -%}
    select
        channel,
        product_{{ one }}_id as product_id,
        product_{{ other }}_id as partner_product_id,
        pair_orders,
        product_{{ one }}_orders as product_orders,
        product_{{ other }}_orders as partner_orders,
        confidence_{{ one }}_to_{{ other }} as confidence,
        lift,
        lift_lower,
        leverage,
        jaccard,
        {{ quotient(
            'pair_orders',
            '(product_' ~ one ~ '_orders + ' ~ var('confidence_prior_orders') ~ ')'
        ) }} as shrunk_confidence
    from pairs
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

partners_ranked as (

    select
        *,
        row_number() over (
            partition by channel, product_id
            order by shrunk_confidence desc, partner_product_id asc
        ) as partner_rank
    from pairs_directed

)

select
    -- keys
    channel,
    product_id,
    partner_product_id,
    cast(partner_rank as integer) as partner_rank,

    -- counts
    pair_orders,
    product_orders,
    partner_orders,

    -- association
    shrunk_confidence,
    confidence,
    lift,
    lift_lower,
    leverage,
    jaccard
from partners_ranked
where partner_rank <= {{ var('bought_together_partners') }}
