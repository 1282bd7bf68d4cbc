{#-
    CTEs from `week_equations` to `week_effects` (week_number, log_price, log_rate):
    Gauss and Jordan's elimination, one step per week. It solves without rounds and sums
    nothing, so that no order of rows shows. The matrix is symmetric and never negative:
    pivots need no search. In every group of weeks that products join one effect is
    free: its pivot is 0, and so is the effect. A true pivot is at least in the order of
    1 ÷ weeks², rounding one in that of 1e-12 per product.
-#}

{% macro weeks_solved() -%}
{%- set last = var('elasticity_window_weeks') -%}
{%- for week in range(1, last + 1) -%}
pivots_{{ week }} as (

    select
        *,
        max(case when place = {{ week }} then coefficient end)
            over (partition by week_number) as of_week,
        max(case when week_number = {{ week }} then coefficient end)
            over (partition by place) as of_place,
        max(case when week_number = {{ week }} and place = {{ week }} then coefficient end)
            over () as diagonal
    from {{ 'week_equations' if loop.first else 'week_' ~ (week - 1) ~ '_eliminated' }}

),

week_{{ week }}_eliminated as (

    select
        week_number,
        place,
        case
            when diagonal > 0.000001 and week_number = {{ week }}
                then coefficient / cast(diagonal as double precision)
            when diagonal > 0.000001
                then coefficient - of_week * of_place / cast(diagonal as double precision)
            when week_number = {{ week }} then 0
            else coefficient
        end as coefficient
    from pivots_{{ week }}

),

{% endfor -%}
week_effects as (

    select
        week_number,
        {% for log in ['log_price', 'log_rate'] -%}
        {%- set place = 'case when place = ' ~ (last + loop.index) -%}
        {{ in_12_places('max(' ~ place ~ ' then coefficient end)') }} as {{ log }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from week_{{ last }}_eliminated
    group by week_number

)
{%- endmacro %}
