{#-
    CTEs from `panel_demeaned` to `slopes` (scope, product_id): least squares of the log
    rate on the log price, for each product and for all. A product's degrees of freedom
    are its weeks less its mean, its slope and its share of the weeks' effects; those of
    all are the clusters less one. The factor makes errors of few observations honest.
-#}

{% macro slopes_fitted() -%}
moments as (

    {% for scope in ['product', 'all'] -%}
    select
        cast('{{ scope }}' as varchar(16)) as scope,
        {{ scope_key(scope, 'product_id') }} as product_id,
        count(*) as observation_count,
        count(distinct panel_demeaned.product_id) as product_count,
        sum(log_price * log_price) as price_squares,
        sum(log_price * log_rate) as products
    from panel_demeaned
    {{ 'group by product_id' if scope == 'product' else 'having count(*) > 0' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

moments_sized as (

    select
        moments.*,
        measured.largest_week_mean,
        {{ degrees_of_freedom() }} as degrees,
        case
            when {{ quotient('moments.price_squares', 'moments.observation_count') }}
                >= power({{ var('elasticity_min_price_spread') }}, 2)
                then {{ in_12_places(
                    quotient('moments.products', 'moments.price_squares')
                ) }}
        end as slope
    from moments
    cross join panel_measured as measured

),

slopes as (

    select
        moments_sized.*,
        {{ small_sample_factor() }} as factor
    from moments_sized
    cross join panel_measured as measured
    where moments_sized.slope is not null and moments_sized.degrees >= 2

)
{%- endmacro %}

{#- The key of a scope: a column, or nothing for all. -#}
{% macro scope_key(scope, column) -%}
    {{ column if scope == 'product' else 'cast(null as varchar(128))' }}
{%- endmacro %}
