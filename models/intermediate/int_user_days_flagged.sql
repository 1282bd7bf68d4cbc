{# Grain: one row per user, local date and bot rule that the user meets on it. #}

{{ by_touched('user_day_id', 'rule', upstream='int_sessions_flagged') }}
{%- do ref('int_sessions_flagged') -%} {# built before, not read #}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

thresholds as (

    {{ bot_thresholds(
        'user_day',
        rules=['many_events', 'around_the_clock', 'bulk_buyer'],
        counting=['many_events', 'around_the_clock']
    ) }}

),

{% if is_incremental() %}
touched_days as (

    select distinct
        user_id,
        event_date
    from {{ ref('int_events_versioned') }}
    where {{ is_new('int_sessions_flagged') }}

),
{% endif %}

{{ suspicious_user_days() }},

{{ user_days_measured() }},

user_days_judged as (

    select
        user_days_measured.*,
        user_days_measured.event_count >= thresholds.many_events_count as is_many,
        user_days_measured.hour_count >= thresholds.around_the_clock_count as is_long,
        user_days_measured.order_count >= thresholds.bulk_buyer_count as is_bulk_buyer
    from user_days_measured
    cross join thresholds

),

{% set rules = {
    'many_events': ('event_count', 'is_many'),
    'around_the_clock': ('hour_count', 'is_long'),
    'bulk_buyer': ('order_count', 'is_bulk_buyer and (is_many or is_long)')
} -%}

flags as (

    {% for rule, (measured, condition) in rules.items() -%}
    select
        user_day_id,
        cast('{{ rule }}' as varchar(32)) as rule_name,
        user_id,
        event_date,
        cast({{ measured }} as double precision) as measured_value
    from user_days_judged
    where {{ condition }}
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

),

flags_weighed as (

    select
        flags.*,
        rules.rule,
        rules.weight
    from flags
    inner join {{ ref('bot_rules') }} as rules
        on
            flags.rule_name = rules.rule
            and rules.scope = 'user_day'

)
{%- if is_incremental() %},

touched_ids as (

    select {{ surrogate_key(['user_id', 'event_date']) }} as user_day_id
    from touched_days

)
{%- endif %}

select
    cast(
        {{ touched_unit('touched_ids', 'flags_weighed', 'user_day_id') }} as varchar(32)
    ) as user_day_id,
    flags_weighed.rule,
    flags_weighed.user_id,
    flags_weighed.event_date,
    flags_weighed.measured_value,
    flags_weighed.weight
{{ from_touched('touched_ids', 'flags_weighed', 'user_day_id') }}
