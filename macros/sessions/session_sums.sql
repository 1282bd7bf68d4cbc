{#-
    What ops_reconciliation sums of fct_sessions. Bots are left out of rates first, so a
    session that is overlong as well is counted as a bot's, once.
-#}

{% macro session_sums() -%}
    select
        count(*) as session_count,
        {{ sum_or_zero('event_count') }} as session_event_count,
        coalesce(sum(revenue_amount), 0) as session_revenue_amount,
        {%- for name, condition in {
            'bot': 'is_bot', 'overlong': 'is_overlong and not is_bot'
        }.items() %}
        {{ sum_or_zero('case when ' ~ condition ~ ' then 1 else 0 end') }}
            as {{ name }}_session_count,
        {{ sum_or_zero('case when ' ~ condition ~ ' then event_count else 0 end') }}
            as {{ name }}_event_count,
        {%- endfor %}
        count(distinct user_session) as source_session_count,
        count(distinct user_id || chr(31) || user_session) as source_session_user_count,
        count(*) - count(user_session) as sessions_without_source_id
    from {{ ref('fct_sessions') }}
{%- endmacro %}
