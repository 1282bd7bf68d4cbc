{#-
    CTEs about the ids of `landed` that this model has: `stored_ids`, looked up in all
    history, of which nothing else is read; `stored`, their rows; `landed_and_stored`.
-#}

{% macro stored_copies(landed) -%}
stored_ids as (

    select
        event_id,
        event_date
    from {{ this }}
    where event_id in (select {{ landed }}.event_id from {{ landed }})

),

stored as (

    select *
    from {{ this }}
    where
        event_date in (select stored_ids.event_date from stored_ids)
        and event_id in (select stored_ids.event_id from stored_ids)

),

landed_and_stored as (

    select event_id from {{ landed }}
    union all
    select event_id from stored_ids

)
{%- endmacro %}

{#- Where stored copies are, which are deleted: their ids and dates, and no more. -#}
{% macro stored_places(columns) -%}
select
    {%- for name in columns %}
    {{ name if name in ['event_id', 'event_date'] else 'null as ' ~ name }},
    {%- endfor %}
    null as duplicate_count,
    null as has_conflict
from stored_ids
{%- endmacro %}
