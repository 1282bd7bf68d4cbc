{#-
    The CTE `week_equations` over `weeks_summed` and `weeks_shared`: a full matrix, 0
    where no product has both weeks, and its two right-hand sides.
-#}

{% macro equations_of_weeks(last) -%}
week_equations as (

    select
        weeks_summed.week_number,
        others.week_number as place,
        case when weeks_summed.week_number = others.week_number
            then cast(weeks_summed.product_count as double precision) else 0
        end
        - cast(coalesce(weeks_shared.shares, 0) as double precision) as coefficient
    from weeks_summed
    cross join weeks_summed as others
    left join weeks_shared
        on
            weeks_summed.week_number = weeks_shared.week_number
            and others.week_number = weeks_shared.place
    {% for log in ['log_price', 'log_rate'] -%}
    union all
    select
        week_number,
        {{ last + loop.index }} as place,
        cast({{ log }} as double precision) as coefficient
    from weeks_summed
    {% endfor %}
)
{%- endmacro %}
