{#
    Grain: one row per channel, basis, mode, month in which customers came first, and
    month since then, up to the one that is not over.
#}

{{ config(materialized='table') }}

with

channels as (

    select
        channel,
        open_date,
        {{ month_number('open_date') }} as open_month
    from {{ ref('int_channels_watermarked') }}

),

{{ customer_months() }},

customers_reached as (

    select
        channel,
        basis,
        customer_id,
        min(month_date) as cohort_month,
        min(month_number) as first_month,
        max(month_number) as last_month
    from customer_months
    group by channel, basis, customer_id

),

returns_counted as (

    {% for mode, periods in {
        'bounded': 'customer_months.month_number - customers_reached.first_month',
        'rolling': 'customers_reached.last_month - customers_reached.first_month'
    }.items() -%}
    select
        customers_reached.channel,
        customers_reached.basis,
        customers_reached.cohort_month,
        cast('{{ mode }}' as varchar(16)) as mode,
        {{ periods }} as period,
        count(*) as customer_count
    from customers_reached
    {% if mode == 'bounded' -%}
    inner join customer_months
        on
            customers_reached.channel = customer_months.channel
            and customers_reached.basis = customer_months.basis
            and customers_reached.customer_id = customer_months.customer_id
    {% endif -%}
    group by
        customers_reached.channel,
        customers_reached.basis,
        customers_reached.cohort_month,
        {{ periods }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{{ cohort_periods() }},

periods_counted as (

    select
        cohort_periods.*,
        coalesce(returns_counted.customer_count, 0) as customer_count
    from cohort_periods
    left join returns_counted
        on
            cohort_periods.channel = returns_counted.channel
            and cohort_periods.basis = returns_counted.basis
            and cohort_periods.mode = returns_counted.mode
            and cohort_periods.cohort_month = returns_counted.cohort_month
            and cohort_periods.period = returns_counted.period

),

periods_retained as (

    select
        *,
        case
            when mode = 'bounded' then customer_count
            else cast(
                sum(customer_count) over (
                    partition by channel, basis, mode, cohort_month
                    order by period desc
                    rows between unbounded preceding and current row
                ) as bigint
            )
        end as retained_count
    from periods_counted

)

select
    -- keys
    channel,
    basis,
    mode,
    cohort_month,
    period,

    -- numbers
    cohort_size,
    case when is_over then retained_count end as retained_count,
    case when is_over then {{ rate('retained_count', 'cohort_size') }} end
        as retention_rate,

    -- booleans
    is_over
from periods_retained
