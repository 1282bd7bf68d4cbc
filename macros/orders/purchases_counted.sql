{#-
    CTEs that end in `purchases_counted`: the purchases of `events` with the key of
    their order, without those that repeat a line and lack its quantity: within an
    order a row without a delivered quantity yields to one of the same product that
    has one (Google Analytics logs each line twice).
-#}

{% macro purchases_counted(events) -%}
{{ purchases_keyed(events) }},

quantities_known as (

    select
        *,
        max(case when has_quantity then 1 else 0 end) over (
            partition by session_id, key_of_order, product_id
        ) as is_quantity_known
    from purchases_keyed

),

purchases_counted as (

    select * from quantities_known
    where has_quantity or is_quantity_known = 0

)
{%- endmacro %}
