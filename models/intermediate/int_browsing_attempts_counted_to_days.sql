{#
    Grain: one row per local date on which a human session began, held dimension and its
    member: attempts of sessions without a cart or a purchase. Most are of these: what they
    add to a funnel is known without comparing moments.
#}

{{ by_touched('session_date', 'hold', upstream='fct_session_funnels') }}
{# read by increments only -#}
{%- do ref('int_events_versioned') %}

with

{% if is_incremental() -%}
{{ touched_session_dates('fct_session_funnels') }},
{%- endif %}

{{ human_session_events(shopping=false) }},

{{ browsing_days() }}

select
    -- keys
    {{ touched_unit('touched_dates', 'browsing_days', 'session_date') }},
    cast(browsing_days.hold as varchar(32)) as hold,
    cast(browsing_days.member as varchar(1024)) as member,

    -- numbers
    browsing_days.{{ funnel_count_names() | join(',\n    browsing_days.') }}
{{ from_touched('touched_dates', 'browsing_days', 'session_date') }}
{{ stored_by_date('browsing_days.session_date') }}
