{#-
    CTEs that end in `browsing_days`: counts of attempts without a cart or a purchase, by
    date, held dimension and member: of members by `human_session_events`.
-#}

{% macro browsing_days() -%}
none_browsed as (

    select
        session_id,
        session_date,
        cast('all' as varchar(1024)) as member,
        case when did_view then 1 else 0 end as view_flag,
        event_count
    from {{ ref('fct_session_funnels') }}
    where
        not (is_overlong or is_bot)
        and not (did_cart or did_purchase)
        {%- if is_incremental() %}
        and session_date in (select distinct touched_dates.session_date from touched_dates)
        {%- endif %}

),

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

    {% for hold in ['none'] + held_members() | list -%}
    select
        session_date,
        cast('{{ hold }}' as varchar(32)) as hold,
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
