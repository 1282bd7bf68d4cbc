{# Grain: one row per accepted cart, removal or purchase event. #}

with

lines as (

    select * from {{ ref('int_cart_lines_ledgered') }}

)

select
    -- keys
    cast(event_id as varchar(128)) as event_id,
    cast(user_id as varchar(128)) as user_id,
    cast(cart_id as varchar(32)) as cart_id,
    cast(session_id as varchar(32)) as session_id,
    cast(product_id as varchar(128)) as product_id,

    -- attributes
    cast(event_type as varchar(16)) as event_type,
    cast(category_code as varchar(1024)) as category_code,
    cast(brand as varchar(1024)) as brand,

    -- numbers
    price,
    quantity,
    balance_before,
    balance_after,
    cart_quantity,
    cast(cart_amount as decimal(38, 2)) as cart_amount,

    -- booleans
    is_orphan,

    -- times
    occurred_at,
    event_date
from lines
