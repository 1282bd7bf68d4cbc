{#-
    Moments of users with the earliest value of those of one type from each on; within
    one instant a view comes before a cart, a cart before a purchase.
-#}

{% macro next_of(moments, event_type, value, name) -%}
    select
        *,
        min(case when event_type = '{{ event_type }}' then {{ value }} end) over (
            partition by user_id
            order by occurred_at, {{ event_type_rank('event_type') }}
            rows between current row and unbounded following
        ) as {{ name }}
    from {{ moments }}
{%- endmacro %}
