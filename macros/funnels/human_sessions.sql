{#-
    CTEs that end in `human_sessions`: sessions that are neither overlong nor a bot's, on
    the date they began: those that may be `shopping`, with a cart or a purchase on that
    date, or with other dates, on which there may be one; or the rest, which browse. In an
    incremental run those on `touched_dates`.
-#}

{% macro human_sessions(shopping) -%}
human_sessions as (

    select session_days.*
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on session_days.session_id = bots.session_id
    where
        bots.session_id is null
        and not {{ is_overlong('session_days.started_at', 'session_days.ended_at') }}
        and session_days.session_date = {{ local_date('session_days.started_at') }}
        and {{ 'not ' if not shopping }}(
            session_days.cart_count + session_days.purchase_count > 0
            or session_days.session_date != {{ local_date('session_days.ended_at') }}
        )
        {%- if is_incremental() %}
        and session_days.session_date
        in (select distinct touched_dates.session_date from touched_dates)
        {%- endif %}

)
{%- endmacro %}
