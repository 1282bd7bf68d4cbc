{#- Pieces of a product that a cart's lines `moved`; grouped by the caller. -#}

{% macro cart_item_quantities() -%}
    sum(case when event_type = 'cart' then moved else 0 end) as added_quantity,
        sum(case when event_type = 'remove_from_cart' then -moved else 0 end)
            as removed_quantity,
        sum(case when event_type = 'purchase' then -moved else 0 end)
            as purchased_quantity,
        sum(moved) as remaining_quantity,
        case
            when abandoned_at is not null
                then sum(case when occurred_at < abandoned_at then moved else 0 end)
        end as abandoned_quantity,
        max(
            case
                when event_type = 'purchase' and session_id = opened_session_id then 1
                else 0
            end
        ) = 1 as has_same_session_purchase
{%- endmacro %}
