{#- The CTE `member_attempts`, the columns in the order of the attempts of sessions. -#}

{% macro attempts_of_members(keys) -%}
member_attempts as (

    select
        sessions_by_member.session_date,
        sessions_by_member.hold,
        sessions_by_member.member,
        true as is_mature,
        sessions_by_member.event_count,
        sessions_by_member.viewed_at is not null as reached_view,
        purchases_reached.carted_at is not null as reached_cart,
        purchases_reached.purchased_at is not null as reached_purchase,
        sessions_by_member.viewed_at is not null as did_view,
        sessions_by_member.cart_flag = 1 as did_cart,
        sessions_by_member.purchase_flag = 1 as did_purchase,
        sessions_by_member.purchase_flag = 1
        and sessions_by_member.cart_flag = 0 as is_direct_purchase,
        sessions_by_member.viewed_at,
        purchases_reached.carted_at,
        purchases_reached.purchased_at
    from sessions_by_member
    left join purchases_reached
        on {{ same_keys('sessions_by_member', 'purchases_reached', keys) }}

)
{%- endmacro %}
