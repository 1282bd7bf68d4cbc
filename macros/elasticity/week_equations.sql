{#-
    CTEs from `panel` to `week_equations` (week_number, place, coefficient): what the
    effects of weeks must obey so that products and weeks both have a mean of 0. Once a
    product's mean is taken off, its effect is gone, and a week's count of products times
    its effect, less what its products share with each week, is the week's sum. Places
    after the last week hold these sums: of log prices, then of log rates.
-#}

{% macro week_equations() -%}
{%- set last = var('elasticity_window_weeks') -%}
panel_centred as (

    select
        product_id,
        week_number,
        cast({{ rounded(quotient(1, 'usable_week_count'), 15) }} as decimal(18, 15))
            as week_share,
        {% for log in ['log_price', 'log_rate'] -%}
        {{ less_product_mean(log) }} as {{ log }}{{ ',' if not loop.last }}
        {% endfor %}
    from panel

),

weeks_summed as (

    select
        week_number,
        count(*) as product_count,
        sum(log_price) as log_price,
        sum(log_rate) as log_rate
    from panel_centred
    group by week_number

),

weeks_shared as (

    select
        panel_centred.week_number,
        others.week_number as place,
        sum(panel_centred.week_share) as shares
    from panel_centred
    inner join panel_centred as others on panel_centred.product_id = others.product_id
    group by panel_centred.week_number, others.week_number

),

{{ equations_of_weeks(last) }}
{%- endmacro %}

{#- A logarithm less its mean over the weeks of the product. -#}
{% macro less_product_mean(log) -%}
    {{ log }} - {{ in_12_places(quotient(
        'sum(' ~ log ~ ') over (partition by product_id)',
        'count(*) over (partition by product_id)'
    )) }}
{%- endmacro %}
