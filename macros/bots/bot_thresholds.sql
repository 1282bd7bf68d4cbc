{#-
    The thresholds of one scope in the seed bot_rules as one row: `<rule>_count`,
    `<rule>_ratio`, `<rule>_seconds`, null for a rule that the seed does not have; and
    `fewest_events`, below which no rule of `counting` needs a look.
-#}

{% macro bot_thresholds(scope, rules, counting=[]) -%}
    select
        {%- for rule in rules %}
        {%- for column, name in {
            'count_threshold': 'count', 'ratio_threshold': 'ratio',
            'window_seconds': 'seconds'
        }.items() %}
        max(case when rule = '{{ rule }}' then {{ column }} end) as {{ rule }}_{{ name }},
        {%- endfor %}
        {%- endfor %}
        min(
            case when rule in ('{{ counting | join("', '") }}') then count_threshold end
        ) as fewest_events
    from {{ ref('bot_rules') }}
    where scope = '{{ scope }}'
{%- endmacro %}
