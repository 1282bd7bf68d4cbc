{#-
    CTEs that end in `cohort_periods`: every cohort of `customers_reached` with its size,
    and each month from its own to the one that is not over, in both modes.
-#}

{% macro cohort_periods() -%}
cohorts as (

    select
        channel,
        basis,
        cohort_month,
        first_month,
        count(*) as cohort_size
    from customers_reached
    group by channel, basis, cohort_month, first_month

),

month_numbers as (

    {{ numbers(512) }}

),

modes as (

    select cast('bounded' as varchar(16)) as mode
    union all
    select cast('rolling' as varchar(16)) as mode

),

cohort_periods as (

    select
        cohorts.channel,
        cohorts.basis,
        modes.mode,
        cohorts.cohort_month,
        cohorts.cohort_size,
        cast(month_numbers.generated_number - 1 as integer) as period,
        cohorts.first_month + month_numbers.generated_number - 1
        < channels.open_month as is_over
    from cohorts
    inner join channels on cohorts.channel = channels.channel
    inner join month_numbers
        on cohorts.first_month + month_numbers.generated_number - 1
        <= channels.open_month
    cross join modes

)
{%- endmacro %}
