{#-
    CTEs that end in `versions_numbered`: the rows of `product_days` whose product is in
    `products`, with the number of their version and, in a version, the place of their
    price from the latest, 1 where it has one.
-#}

{% macro versions_numbered(product_days, products) -%}
days_of_products as (

    select {{ product_days }}.*
    from {{ product_days }}
    inner join {{ products }}
        on {{ product_days }}.product_id = {{ products }}.product_id

),

days_compared as (

    select
        *,
        {{ previous_of(
            ['described_date'] + product_attributes(),
            'partition by product_id order by described_date, stretch_number'
        ) }}
    from days_of_products

),

days_numbered as (

    select
        *,
        sum({{ starts_stretch('previous_described_date') }}) over (
            partition by product_id
            order by described_date, stretch_number
            rows between unbounded preceding and current row
        ) as version_number
    from days_compared

),

versions_numbered as (

    select
        *,
        row_number() over (
            partition by
                product_id, version_number,
                case when latest_price is null then 1 else 0 end
            order by described_date desc, stretch_number desc
        ) as price_rank
    from days_numbered

)
{%- endmacro %}
