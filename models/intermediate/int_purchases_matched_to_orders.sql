{#
    Grain: one row per line of a clickstream order. An order with an id of the producer
    may be logged again in a later session: it is one order, and equal lines of it count
    once.
#}

{{ by_touched('user_id', 'line_id', upstream='int_purchases_matched_to_lines') }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') %}

with

{% if is_incremental() -%}
{{ touched_users(
    'int_purchases_matched_to_lines', lines='int_purchases_matched_to_lines'
) }},
{%- endif %}

lines as (

    select
        *,
        case
            when strpos(key_of_order, 'id ') = 1 then key_of_order
            else session_id || ' ' || key_of_order
        end as order_name
    from {{ ref('int_purchases_matched_to_lines') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}

),

quantities_known as (

    select
        *,
        max(case when has_quantity then 1 else 0 end) over (
            partition by user_id, order_name, product_id
        ) as is_quantity_known
    from lines

),

repeats_ranked as (

    select
        *,
        row_number() over (
            partition by user_id, order_name, product_id, quantity, price
            order by occurred_at, event_id
        ) as repeat_rank
    from quantities_known
    where has_quantity or is_quantity_known = 0

),

lines_kept as (

    select * from repeats_ranked
    where repeat_rank = 1

)

select
    -- keys
    {{ touched_unit('touched_users', 'lines_kept', 'user_id') }},
    cast({{ surrogate_key([
        "'clickstream'", 'lines_kept.user_id', 'lines_kept.order_name'
    ]) }} as varchar(32)) as order_id,
    cast(lines_kept.order_name as varchar(200)) as order_name,
    lines_kept.event_id as line_id,
    lines_kept.session_id,
    lines_kept.product_id,

    -- numbers
    lines_kept.quantity,
    lines_kept.price as unit_price,
    lines_kept.line_amount as net_amount,

    -- times
    lines_kept.occurred_at,
    lines_kept.event_date,

    -- lineage
    cast({{ mark_of('int_purchases_matched_to_lines') }} as bigint) as load_sequence
{{ from_touched('touched_users', 'lines_kept', 'user_id') }}
{{ stored_by_date('lines_kept.event_date') }}
