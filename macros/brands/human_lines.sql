{#-
    The CTE `human_lines`: order lines of sessions that are no bot's, with the order,
    the brand and the category that they count for. An order counts once for each brand
    that it has a line of, however many lines.
-#}

{% macro human_lines() -%}
human_lines as (

    select
        lines.session_id || ' ' || lines.key_of_order as order_key,
        {{ brand_members('lines.') }},
        lines.line_amount,
        lines.event_date
    from {{ ref('int_purchases_matched_to_lines') }} as lines
    left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on lines.session_id = bots.session_id
    where bots.session_id is null

)
{%- endmacro %}
