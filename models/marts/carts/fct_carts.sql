{# Grain: one row per cart: what its events say, judged as of the data watermark. #}

with

carts as (

    select * from {{ ref('int_carts_rolled_up') }}

),

watermark as (

    select * from {{ ref('int_data_watermark') }}

),

-- the last silence of a cart, that no activity ended, reaches to the watermark
judged as (

    select
        carts.*,
        bots.session_id is not null as is_bot,
        carts.remaining_quantity = 0 as is_empty,
        carts.has_expired
        or watermark.watermark_at
        >= {{ later_by('carts.last_activity_at', 'cart_expiry_days') }} as is_expired,
        watermark.watermark_at
        >= {{ later_by('carts.last_activity_at', 'cart_abandon_after_hours') }}
            as is_idle
    from carts
    cross join watermark
    left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on carts.opened_session_id = bots.session_id

)

select
    -- keys
    cast(cart_id as varchar(32)) as cart_id,
    cast(user_id as varchar(128)) as user_id,
    cast(opened_session_id as varchar(32)) as opened_session_id,

    -- attributes
    cast(
        case
            when is_empty and purchased_quantity > 0 then 'purchased'
            when is_empty then 'emptied'
            when is_expired then 'expired'
            when is_idle then 'abandoned'
            else 'open'
        end as varchar(16)
    ) as status,

    -- numbers
    item_count,
    added_quantity,
    removed_quantity,
    purchased_quantity,
    remaining_quantity,
    remaining_amount,
    peak_amount,
    activity_count,
    orphan_count,
    session_count,
    reopen_count,

    -- booleans
    purchased_quantity > 0 and not is_empty as is_partial,
    has_same_session_purchase,
    recovered_same_item,
    recovered_at is not null and not recovered_same_item as recovered_other_item,
    is_bot,

    -- times
    opened_at,
    opened_date,
    last_activity_at,
    case
        when is_empty then last_activity_at
        when is_expired then {{ later_by('last_activity_at', 'cart_expiry_days') }}
    end as closed_at,
    coalesce(
        abandoned_at,
        case
            when is_idle and not is_empty
                then {{ later_by('last_activity_at', 'cart_abandon_after_hours') }}
        end
    ) as abandoned_at,
    recovered_at
from judged
