{#-
    CTEs that end in `session_views`: the first view of each user, local date and
    session that has one. A session that is taken as given may be of several users:
    only events tell them apart.
-#}

{% macro views_by_session_date() -%}
{%- if var('session_source') == 'given' -%}
first_views as (

    select
        user_id,
        event_date,
        {{ session_group_user() }} as group_user,
        {{ session_group_session() }} as group_session,
        min(occurred_at) as viewed_at
    from {{ ref('stg_firehose__events') }}
    where
        event_type = 'view'
        {%- if is_incremental() %}
        and user_id in (select touched_users.user_id from touched_users)
        {%- endif %}
    group by
        user_id,
        event_date,
        {{ session_group_user() }},
        {{ session_group_session() }}

),
{%- endif %}

session_views as (

    select
        session_days.session_id,
        session_days.group_session,
        session_days.started_at,
        session_days.ended_at,
        {%- if var('session_source') == 'given' %}
        first_views.user_id,
        first_views.event_date as entry_date,
        first_views.viewed_at
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    inner join first_views
        on
            session_days.group_user = first_views.group_user
            and session_days.group_session = first_views.group_session
            and session_days.session_date = first_views.event_date
            and first_views.viewed_at
            between session_days.started_at and session_days.ended_at
        {%- else %}
        session_days.user_id,
        session_days.session_date as entry_date,
        session_days.day_viewed_at as viewed_at
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    where session_days.day_viewed_at is not null
        {%- endif %}

)
{%- endmacro %}
