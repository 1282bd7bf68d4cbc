{#
    Grain: one row per local date on which a human session without a cart or a purchase
    began, held dimension and its member. Most sessions are of these: what they add to
    a funnel is known without comparing moments.
#}

{{ by_touched('session_date', 'hold', upstream='int_bots_matched_to_sessions') }}
{# read by increments only -#}
{%- do ref('int_events_versioned') %}

with

{% if is_incremental() -%}
{{ touched_session_dates('int_bots_matched_to_sessions') }},
{%- endif %}

{{ human_session_events(is_shopping=false) }},

{{ browsing_days() }}

select
    -- keys
    {{ touched_unit('touched_dates', 'browsing_days', 'session_date') }},
    cast(browsing_days.hold as varchar(32)) as hold,
    cast(browsing_days.member as varchar(1024)) as member,

    -- numbers
    browsing_days.{{ funnel_count_names() | join(',\n    browsing_days.') }}
{{ from_touched('touched_dates', 'browsing_days', 'session_date') }}
