{#-
    CTEs that end in `browsing_days`: counts of the sessions of `human_session_events`,
    which have no second step, by their date, held dimension and member.
-#}

{% macro browsing_days() -%}
{% for hold, member in held_members().items() -%}
{{ hold }}_browsed as (

    select
        session_id,
        session_date,
        {{ member }} as member,
        max(case when event_type = 'view' then 1 else 0 end) as view_flag,
        count(*) as event_count
    from human_session_events
    group by session_id, session_date, {{ member }}

),

{% endfor -%}
browsing_days as (

    {% for hold in held_members() -%}
    select
        session_date,
        '{{ hold }}' as hold,
        member,
        count(*) as session_count,
        {%- for flag, name in funnel_count_columns().items() %}
        {{ sum_or_zero('view_flag') if flag in ['reached_view', 'did_view']
            else 'cast(0 as bigint)' }} as {{ name }},
        {%- endfor %}
        cast(0 as bigint) as sessions_immature,
        cast(sum(event_count) as bigint) as event_count
    from {{ hold }}_browsed
    group by session_date, member
    {{ 'union all' if not loop.last }}
    {% endfor %}
)
{%- endmacro %}
