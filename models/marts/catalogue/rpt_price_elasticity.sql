{#
    Grain: one row per product that a human viewed in the window of complete weeks, and
    one of all.
#}

{{ config(materialized='table') }}

with

{{ open_week() }},

{{ window_weeks() }},

{{ weekly_panel() }},

{{ week_equations() }},

{{ weeks_solved() }},

{{ panel_demeaned() }},

{{ slopes_fitted() }},

{{ errors_measured() }},

{% set counts = [
    'week_count', 'unpriced_week_count', 'unbought_week_count', 'usable_week_count',
    'price_count', 'viewer_count', 'buyer_count'
] -%}

members_counted as (

    {% for scope in ['product', 'all'] -%}
    select
        cast('{{ scope }}' as varchar(16)) as scope,
        {{ scope_key(scope, 'product_id') }} as product_id,
        {% for name in counts -%}
        {{ name if scope == 'product' else sum_or_zero(name) }} as {{ name }},
        {% endfor -%}
        {% set in_fit = 'case when is_in_fit then 1 else 0 end' -%}
        {{ in_fit if scope == 'product' else sum_or_zero(in_fit) }} as product_count,
        {% set in_fit = 'case when is_in_fit then usable_week_count else 0 end' -%}
        {{ in_fit if scope == 'product' else sum_or_zero(in_fit) }}
            as observation_count
    from products_judged
    {{ 'union all' if scope == 'product' else 'having count(*) > 0' }}
    {% endfor %}
),

window_reached as (

    select
        min(week_start_date) as first_week_date,
        max(week_start_date) as last_week_date
    from weeks

)

select
    -- keys
    members.scope,
    cast(members.product_id as varchar(128)) as product_id,

    -- window
    window_reached.first_week_date,
    window_reached.last_week_date,

    -- numbers
    {%- for name in counts + ['product_count', 'observation_count'] %}
    cast(members.{{ name }} as bigint) as {{ name }},
    {%- endfor %}

    -- verdict
    cast(case
        when estimates.elasticity is null then 'insufficient_variation' else 'estimated'
    end as varchar(32)) as status,

    -- estimate
    {{ rounded('estimates.elasticity', 9) }} as elasticity,
    {{ rounded('estimates.standard_error', 9) }} as standard_error,
    {% for name, sign in {'lower': '-', 'upper': '+'}.items() -%}
    {{ rounded(
        'estimates.elasticity ' ~ sign ~ ' estimates.quantile * estimates.standard_error', 9
    ) }} as elasticity_{{ name }},
    {% endfor -%}
    {{ rounded('estimates.degrees', 9) }} as degrees_of_freedom,
    cast(estimates.largest_week_mean as decimal(18, 12)) as largest_week_mean
from members_counted as members
cross join window_reached
left join estimates
    on
        members.scope = estimates.scope
        and (members.product_id = estimates.product_id or members.scope = 'all')
