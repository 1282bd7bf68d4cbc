{#-
    CTEs from `slopes` to `estimates`: the standard error by the sandwich of what the
    slope leaves unexplained, summed within clusters before it is squared. The clusters
    of all are products; those of one product are its weeks, each alone.
-#}

{% macro errors_measured() -%}
cluster_scores as (

    {% for scope, cluster in {
        'product': 'cast(panel_demeaned.week_number as varchar(128))',
        'all': 'panel_demeaned.product_id'
    }.items() -%}
    select
        slopes.scope,
        slopes.product_id,
        {{ cluster }} as cluster_id,
        sum(cast(round(
            panel_demeaned.log_price * cast(round(
                panel_demeaned.log_rate - slopes.slope * panel_demeaned.log_price, 12
            ) as decimal(18, 12)), 12
        ) as decimal(18, 12))) as score
    from panel_demeaned
    inner join slopes
        on slopes.scope = '{{ scope }}'
        {{- ' and panel_demeaned.product_id = slopes.product_id'
            if scope == 'product' }}
    group by slopes.scope, slopes.product_id, {{ cluster }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

scores_squared as (

    select
        scope,
        product_id,
        sum(cast(score as decimal(18, 12)) * cast(score as decimal(18, 12))) as squares
    from cluster_scores
    group by scope, product_id

),

estimates as (

    select
        slopes.*,
        cast(slopes.slope as double precision) as elasticity,
        sqrt(slopes.factor * cast(scores_squared.squares as double precision))
        / cast(slopes.price_squares as double precision) as standard_error,
        {{ student_quantile('slopes.degrees') }} as quantile
    from slopes
    inner join scores_squared
        on
            slopes.scope = scores_squared.scope
            and (slopes.product_id = scores_squared.product_id or slopes.scope = 'all')

)
{%- endmacro %}
