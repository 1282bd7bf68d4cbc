{#-
    CTEs from `panel` and `week_effects` to `panel_demeaned`, the same less the effects of
    weeks and then of products, and `panel_measured`, one row: how large it is, and how
    far from 0 the mean of any week is left.
-#}

{% macro panel_demeaned() -%}
panel_of_weeks as (

    select
        panel.product_id,
        panel.week_number,
        panel.log_price - week_effects.log_price as log_price,
        panel.log_rate - week_effects.log_rate as log_rate
    from panel
    inner join week_effects on panel.week_number = week_effects.week_number

),

panel_demeaned as (

    select
        product_id,
        week_number,
        {% for log in ['log_price', 'log_rate'] -%}
        cast({{ less_product_mean(log) }} as decimal(18, 12)) as {{ log }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from panel_of_weeks

),

week_means as (

    select
        count(*) as observation_count,
        greatest(
            abs({{ in_12_places(quotient('sum(log_price)', 'count(*)')) }}),
            abs({{ in_12_places(quotient('sum(log_rate)', 'count(*)')) }})
        ) as largest_mean
    from panel_demeaned
    group by week_number

),

panel_measured as (

    select
        {{ sum_or_zero('observation_count') }} as panel_count,
        count(*) as panel_week_count,
        max(largest_mean) as largest_week_mean
    from week_means

)
{%- endmacro %}
