{#-
    The lower bound of a pair's lift, rounded to 9 places: the logarithm of the lift less
    `basket_bound_z` of its standard errors, by the delta method for counts of N orders
    (var log lift = 1/ab - 1/a - 1/b + (2 lift - 1)/N).
-#}

{% macro lift_bound(pair, first, second, orders) -%}
    {%- set lift = quotient(pair, first) ~ ' * ' ~ quotient(orders, second) -%}
    {%- set variance -%}
        1 / cast({{ pair }} as double precision)
        - 1 / cast({{ first }} as double precision)
        - 1 / cast({{ second }} as double precision)
        + (2 * {{ lift }} - 1) / cast({{ orders }} as double precision)
    {%- endset -%}
    {{ rounded(
        lift ~ ' * exp(-' ~ var('basket_bound_z') ~ ' * sqrt(greatest('
        ~ variance ~ ', 0)))',
        9
    ) }}
{%- endmacro %}
