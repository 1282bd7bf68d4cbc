{#
    A rate lies between its Wilson bounds, these between 0 and 1, and all three are null
    together, exactly where the denominator is 0. If a row comes back, a rate has another
    denominator than its bounds, or a numerator that is no part of it.
#}

with

funnel_days as (

    select * from {{ tested_rows(ref('rpt_funnel_daily')) }}
    union all
    select * from {{ tested_rows(ref('rpt_product_funnel_daily')) }}

),

{% set denominators = {
    'view_to_cart_rate': 'sessions_viewed',
    'cart_to_purchase_rate': 'sessions_carted',
    'view_to_purchase_rate': 'sessions_viewed'
} -%}

rates as (

    {% for rate, denominator in denominators.items() -%}
    select
        session_date,
        scope,
        hold,
        member,
        cast('{{ rate }}' as varchar(64)) as rate_name,
        {{ denominator }} as denominator,
        {{ rate }} as rate,
        {{ rate }}_lower as lower_bound,
        {{ rate }}_upper as upper_bound
    from funnel_days
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

)

select * from rates
where
    lower_bound < 0
    or rate < lower_bound
    or rate > upper_bound
    or upper_bound > 1
    or (rate is null) != (denominator = 0)
    or (lower_bound is null) != (denominator = 0)
    or (upper_bound is null) != (denominator = 0)
