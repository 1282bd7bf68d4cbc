{#-
    Left join of events to the bot's session that they are in, as `bots`: humans' events
    have no `bots.session_id`.
-#}

{% macro join_bots(events) -%}
left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on {{ is_in_session(events, 'bots') }}
{%- endmacro %}
