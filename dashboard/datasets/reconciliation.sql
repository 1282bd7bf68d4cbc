{#- Grain: one row per kind of record and step: what became of all of them. -#}

with

events as (

    select *
    from {{ ref('ops_reconciliation') }}

),

lines as (

    select *
    from {{ ref('ops_invoice_reconciliation') }}

),

steps as (

    {% for kind in ('events', 'lines') -%}
    {% for step in ('record', 'landed', 'rejected', 'kept', 'repeat', 'quarantined') -%}
    select
        cast(
            '{{ "events" if kind == "events" else "invoice lines" }}' as varchar(16)
        ) as kind,
        {{ loop.index }} as place,
        cast(
            '{{ "delivered" if step == "record" else
                "repeats" if step == "repeat" else step }}' as varchar(16)
        ) as step,
        {{ step }}_count as record_count
    from {{ kind }}
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor -%}
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

)

select
    kind,
    place,
    step,
    record_count
from steps
