{#-
    CTEs that end in `funnel_days`: counts and seconds per step of `attempts` by `keys`.
    Only mature attempts count. Other attempts, that reach no second step, may have been
    counted apart: in a relation of the same keys and counts. Each step has a CTE of its
    own, since Redshift orders all percentiles of one query by the same column.
-#}

{% macro funnel_days(attempts, keys, counted_apart=none) -%}
attempts_timed as (

    select
        *,
        {{ seconds_between('viewed_at', 'carted_at') }} as view_to_cart,
        {{ seconds_between('carted_at', 'purchased_at') }} as cart_to_purchase,
        {{ seconds_between('viewed_at', 'purchased_at') }} as view_to_purchase
    from {{ attempts }}

),

{{ attempts_counted('attempts_timed', keys, counted_apart) }},

{% for step in funnel_rate_steps() -%}
{{ step }}_timed as (

    select
        {{ keys | join(',\n        ') }},
        percentile_cont(0.5) within group (order by {{ step }}) as median_seconds,
        percentile_cont(0.9) within group (order by {{ step }}) as p90_seconds
    from attempts_timed
    where is_mature and {{ step }} is not null
    group by
        {{ keys | join(',\n        ') }}

),

{% endfor -%}
funnel_days as (

    select
        counted.*
        {%- for step in funnel_rate_steps() %},
        {{ step }}_timed.median_seconds as {{ step }}_median_seconds,
        {{ step }}_timed.p90_seconds as {{ step }}_p90_seconds
        {%- endfor %}
    from counted
    {%- for step in funnel_rate_steps() %}
    left join {{ step }}_timed
        on {{ same_keys('counted', step ~ '_timed', keys) }}
    {%- endfor %}

)
{%- endmacro %}
