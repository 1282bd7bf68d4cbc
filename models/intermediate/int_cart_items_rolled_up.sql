{# Grain: one row per cart and product that lay in it. #}

{{ by_touched('user_id', 'cart_id', upstream='int_cart_lines_ledgered') }}
{# read by increments only -#}
{%- do ref('stg_firehose__events') -%}
{%- do ref('int_events_versioned') %}

with

{% if is_incremental() %}
{{ touched_line_users('int_cart_lines_ledgered') }},
{% endif %}

lines as (

    select
        *,
        balance_after - balance_before as moved
    from {{ ref('int_cart_lines_ledgered') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}

),

lines_of_carts as (

    select
        *,
        max(case when event_type = 'cart' then event_number end) over (
            partition by cart_id, product_id
        ) as latest_add_number
    from lines
    where cart_id is not null and not is_orphan

),

items as (

    select
        cart_id,
        user_id,
        product_id,
        abandoned_at,
        max(case when event_number = latest_add_number then category_code end)
            as category_code,
        max(case when event_number = latest_add_number then brand end) as brand,
        max(case when event_number = latest_add_number then price end) as price,
        {{ cart_item_quantities() }}
    from lines_of_carts
    group by cart_id, user_id, product_id, abandoned_at

),

-- bought by the same user after the item was abandoned, in whatever cart or none
items_recovered as (

    select distinct
        items.cart_id,
        items.product_id
    from items
    inner join lines
        on
            items.user_id = lines.user_id
            and items.product_id = lines.product_id
            and items.abandoned_at <= lines.occurred_at
            and {{ later_by('items.abandoned_at', 'recovery_window_days') }}
            >= lines.occurred_at
    where
        items.abandoned_quantity > 0
        and lines.event_type = 'purchase'

)

select
    -- keys
    cast(items.cart_id as varchar(32)) as cart_id,
    {{ touched_unit('touched_users', 'items', 'user_id') }},
    items.product_id,

    -- attributes, at the latest addition
    cast(items.category_code as varchar(1024)) as category_code,
    cast(items.brand as varchar(1024)) as brand,
    cast(items.price as decimal(18, 2)) as price,

    -- numbers
    cast(items.added_quantity as bigint) as added_quantity,
    cast(items.removed_quantity as bigint) as removed_quantity,
    cast(items.purchased_quantity as bigint) as purchased_quantity,
    cast(items.remaining_quantity as bigint) as remaining_quantity,
    cast(coalesce(items.price, 0) * items.remaining_quantity as decimal(38, 2))
        as remaining_amount,
    cast(items.abandoned_quantity as bigint) as abandoned_quantity,

    -- booleans
    items.has_same_session_purchase,
    items_recovered.cart_id is not null as is_recovered,

    -- lineage
    cast({{ mark_of('int_cart_lines_ledgered') }} as bigint) as load_sequence
{{ from_touched('touched_users', 'items', 'user_id') }}
left join items_recovered
    on
        items.cart_id = items_recovered.cart_id
        and items.product_id = items_recovered.product_id
