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

{#- The stored copies once more, without a key: where they are is deleted, and nothing
    is inserted for them. -#}
{% macro stored_places(columns) -%}
select
    {%- for name in columns %}
    {{ 'cast(null as varchar(1024)) as ' if name == 'object_key' }}{{ name }},
    {%- endfor %}
    duplicate_count,
    has_conflict
from stored
{%- endmacro %}
