{#- Stored counts of funnels as a report shows them: with rates and their bounds. -#}

{% macro funnel_report(days) -%}
select
    -- keys
    session_date,
    cast(scope as varchar(16)) as scope,
    cast(hold as varchar(32)) as hold,
    cast(member as varchar(1024)) as member,

    -- attempts
    session_count,
    event_count,
    sessions_immature,

    -- ordered and open counts
    {% for name in funnel_count_columns().values() -%}
    {{ name }},
    {% endfor %}
    -- rates, their 95 % bounds, and seconds per step
    {{ funnel_rates() }}
from {{ days }}
{%- endmacro %}
