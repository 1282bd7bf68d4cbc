{#-
    CTEs that end in `described_stretches`: the events of the product days `days`, cut
    where they say something else of the product, measured.
-#}

{% macro described_stretches(events, days) -%}
{{ descriptions_numbered(events, days) }},

prices_ranked as (

    select
        *,
        row_number() over (
            partition by
                product_id, described_date, stretch_number,
                case when price is null then 1 else 0 end
            order by occurred_at desc, type_rank desc, event_id desc
        ) as price_rank
    from descriptions_numbered

),

described_stretches as (

    select
        product_id,
        described_date,
        stretch_number,
        {{ product_attributes() | join(',\n        ') }},
        {{ description_measures() }},
        max(case when price_rank = 1 then price end) as latest_price
    from prices_ranked
    group by
        product_id,
        described_date,
        stretch_number,
        {{ product_attributes() | join(',\n        ') }}

)
{%- endmacro %}
