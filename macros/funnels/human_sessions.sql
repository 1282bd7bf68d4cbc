{#-
    CTEs that end in `human_sessions`: sessions that are neither overlong nor a bot's, on
    the date they began, and whether they are shopping, that is have a cart or a purchase;
    in an incremental run those on `touched_dates`.
-#}

{% macro human_sessions() -%}
shopping_sessions as (

    select distinct session_id
    from {{ ref('int_events_sessionized_to_days') }}
    where cart_count + purchase_count > 0

),

human_sessions as (

    select
        session_days.*,
        shopping_sessions.session_id is not null as is_shopping
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on session_days.session_id = bots.session_id
    left join shopping_sessions
        on session_days.session_id = shopping_sessions.session_id
    where
        bots.session_id is null
        and not {{ is_overlong('session_days.started_at', 'session_days.ended_at') }}
        and session_days.session_date = {{ local_date('session_days.started_at') }}
        {%- if is_incremental() %}
        and session_days.session_date
        in (select touched_dates.session_date from touched_dates)
        {%- endif %}

)
{%- endmacro %}
