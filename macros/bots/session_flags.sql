{#- Session × rule met × what was measured: the rules of scope session, one by one. -#}

{% macro session_flags() -%}
    {%- set rules = {
        'burst': (
            'sessions_measured.burst_seconds',
            'sessions_measured.burst_seconds <= thresholds.burst_seconds'
        ),
        'many_events': (
            'sessions.event_count',
            'sessions.event_count >= thresholds.many_events_count'
        ),
        'catalogue_walk': (
            'cast(sessions_measured.viewed_product_count as double precision)'
            ~ ' / nullif(sessions.view_count, 0)',
            'sessions.view_count >= thresholds.catalogue_walk_count'
            ~ ' and sessions_measured.viewed_product_count'
            ~ ' >= thresholds.catalogue_walk_ratio * sessions.view_count'
            ~ ' and sessions.cart_count = 0'
        ),
        'steady_gaps': (
            'sessions_measured.gap_variation',
            'sessions.event_count >= thresholds.steady_gaps_count'
            ~ ' and ' ~ rounded('sessions_measured.gap_variation', 9)
            ~ ' < cast(thresholds.steady_gaps_ratio as double precision)'
        ),
        'known_user_agent': (
            'sessions.bot_agent_event_count',
            'sessions.bot_agent_event_count >= thresholds.known_user_agent_count'
        )
    } -%}
    {%- for rule, (measured, condition) in rules.items() %}
    {{ 'union all' if not loop.first }}
    select
        sessions.session_id,
        cast('{{ rule }}' as varchar(32)) as rule_name,
        cast({{ measured }} as double precision) as measured_value
    from sessions
    left join sessions_measured on sessions.session_id = sessions_measured.session_id
    cross join thresholds
    where {{ condition }}
    {%- endfor %}
{%- endmacro %}
