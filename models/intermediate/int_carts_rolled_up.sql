{# Grain: one row per cart: what its events say, whatever the watermark. #}

{{ by_touched('user_id', 'cart_id', upstream='int_cart_items_rolled_up') }}
{# read by increments only -#}
{%- do ref('stg_firehose__events') -%}
{%- do ref('int_events_versioned') %}

with

{% if is_incremental() %}
{{ touched_line_users('int_cart_items_rolled_up') }},
{% endif %}

lines as (

    select * from {{ ref('int_cart_lines_ledgered') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}

),

items as (

    select
        cart_id,
        count(*) as item_count,
        {%- for name in ['added', 'removed', 'purchased', 'remaining'] %}
        cast(sum({{ name }}_quantity) as bigint) as {{ name }}_quantity,
        {%- endfor %}
        cast(sum(remaining_amount) as decimal(38, 2)) as remaining_amount,
        max(cast(has_same_session_purchase as integer)) as has_same_session_purchase,
        max(cast(is_recovered as integer)) as is_item_recovered
    from {{ ref('int_cart_items_rolled_up') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}
    group by cart_id

),

carts as (

    select
        cart_id,
        user_id,
        opened_session_id,
        opened_at,
        abandoned_at,
        {{ cart_line_measures() }}
    from lines
    where cart_id is not null
    group by cart_id, user_id, opened_session_id, opened_at, abandoned_at

),

carts_recovered as (

    select
        carts.cart_id,
        min(lines.occurred_at) as recovered_at
    from carts
    inner join lines
        on
            carts.user_id = lines.user_id
            and carts.abandoned_at <= lines.occurred_at
            and {{ later_by('carts.abandoned_at', 'recovery_window_days') }}
            >= lines.occurred_at
    where lines.event_type = 'purchase'
    group by carts.cart_id

)

select
    -- keys
    cast(carts.cart_id as varchar(32)) as cart_id,
    {{ touched_unit('touched_users', 'carts', 'user_id') }},
    cast(carts.opened_session_id as varchar(32)) as opened_session_id,

    -- numbers
    items.item_count,
    items.added_quantity,
    items.removed_quantity,
    items.purchased_quantity,
    items.remaining_quantity,
    items.remaining_amount,
    cast(carts.peak_amount as decimal(38, 2)) as peak_amount,
    carts.activity_count,
    cast(carts.orphan_count as bigint) as orphan_count,
    carts.session_count,
    carts.reopen_count,

    -- booleans
    items.has_same_session_purchase = 1 as has_same_session_purchase,
    coalesce(items.is_item_recovered = 1, false) as recovered_same_item,
    coalesce(
        items.remaining_quantity > 0
        and carts.next_activity_at
        >= {{ later_by('carts.last_activity_at', 'cart_expiry_days') }},
        false
    ) as has_expired,

    -- times
    carts.opened_at,
    carts.opened_date,
    carts.last_activity_at,
    carts.abandoned_at,
    carts_recovered.recovered_at,

    -- lineage
    cast({{ mark_of('int_cart_items_rolled_up') }} as bigint) as load_sequence
{{ from_touched('touched_users', 'carts', 'user_id') }}
left join items on carts.cart_id = items.cart_id
left join carts_recovered on carts.cart_id = carts_recovered.cart_id
