{#-
    Left join of events to the bot's session that they are in, as `bots`: humans' events
    have no `bots.session_id`.
-#}

{% macro join_bots(events) -%}
left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on
            {{ session_group_user(events ~ '.') }} = bots.group_user
            and {{ session_group_session(events ~ '.') }} = bots.group_session
            and {{ events }}.occurred_at between bots.started_at and bots.ended_at
{%- endmacro %}
