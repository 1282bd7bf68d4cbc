{#- What the lines of a cart tell of it; grouped by the caller. -#}

{% macro cart_line_measures() -%}
    min(event_date) as opened_date,
        max(occurred_at) as last_activity_at,
        max(cart_amount) as peak_amount,
        count(*) as activity_count,
        sum(cast(is_orphan as integer)) as orphan_count,
        count(distinct session_id) as session_count,
        -- the opening is an addition itself
        count(distinct case when event_type = 'cart' then stretch_number end) - 1
            as reopen_count,
        -- null while the last of its events is the user's last
        case when count(*) = count(next_at) then max(next_at) end as next_activity_at
{%- endmacro %}
