{#-
    CTEs that end in `descriptions_numbered`: the events of the product days `days` with
    the number of their stretch: a new one begins wherever an event says something else
    of the product than the one before.
-#}

{% macro descriptions_numbered(events, days) -%}
events_of_days as (

    select {{ events }}.*
    from {{ events }}
    inner join {{ days }}
        on
            {{ events }}.product_id = {{ days }}.product_id
            and {{ events }}.described_date = {{ days }}.described_date

),

descriptions_compared as (

    select
        *,
        {{ previous_of(
            ['event_id'] + product_attributes(),
            'partition by product_id, described_date'
            ~ ' order by occurred_at, type_rank, event_id'
        ) }}
    from events_of_days

),

descriptions_numbered as (

    select
        *,
        sum({{ starts_stretch('previous_event_id') }}) over (
            partition by product_id, described_date
            order by occurred_at, type_rank, event_id
            rows between unbounded preceding and current row
        ) as stretch_number
    from descriptions_compared

)
{%- endmacro %}
