{#
    Grain: one row per local date on which carts opened, held dimension and its member.
    Built anew from carts: the watermark moves what is said of old ones. Bots' carts are
    counted apart.
#}

{{ config(materialized='table') }}

{%- set members = {
    'none': "'all'",
    'category_level_1': category_level_1(),
    'brand': "coalesce(brand, 'unknown')"
} %}

with

carts as (

    select * from {{ ref('fct_carts') }}

),

items as (

    select * from {{ ref('int_cart_items_rolled_up') }}

),

carts_aged as (

    select
        carts.cart_id,
        carts.user_id,
        carts.status,
        carts.opened_date,
        carts.closed_at,
        carts.abandoned_at,
        carts.recovered_at,
        carts.is_bot,
        watermark.watermark_at
        >= {{ later_by('carts.opened_at', 'cart_abandon_after_hours') }} as is_matured,
        watermark.watermark_at
        >= {{ later_by('carts.abandoned_at', 'recovery_window_days') }}
            as is_recovery_over
    from carts
    cross join {{ ref('int_data_watermark') }} as watermark

),

items_aged as (

    select
        carts_aged.*,
        items.category_code,
        items.brand,
        items.is_recovered,
        items.purchased_quantity,
        items.has_same_session_purchase,
        items.remaining_quantity,
        items.remaining_amount,
        -- what lay in it then: what remains, where nothing followed
        case
            when carts_aged.abandoned_at is null then 0
            else coalesce(items.abandoned_quantity, items.remaining_quantity)
        end as abandoned_quantity
    from carts_aged
    inner join items on carts_aged.cart_id = items.cart_id

),

items_by_member as (

    {% for hold, member in members.items() -%}
    select
        *,
        cast('{{ hold }}' as varchar(32)) as hold,
        cast({{ member }} as varchar(1024)) as member
    from items_aged
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

),

carts_by_member as (

    select
        opened_date,
        hold,
        member,
        cart_id,
        user_id,
        {{ cart_measures() }}
    from items_by_member
    group by opened_date, hold, member, cart_id, user_id

),

counted as (

    select
        opened_date,
        hold,
        member,
        {{ cart_counts() }}
    from carts_by_member
    group by opened_date, hold, member

)

select
    *,
    {{ cart_rates() }}
from counted
