{#-
    CTEs about the ids of `landed` that this model has: `stored_ids`, looked up in all
    history, of which nothing else is read; `stored`, their rows; `landed_and_stored`.
-#}

{% macro stored_copies(landed, id, date) -%}
stored_ids as (

    select
        {{ id }},
        {{ date }}
    from {{ this }}
    where {{ id }} in (select {{ landed }}.{{ id }} from {{ landed }})

),

stored as (

    select *
    from {{ this }}
    where
        {{ date }} in (select stored_ids.{{ date }} from stored_ids)
        and {{ id }} in (select stored_ids.{{ id }} from stored_ids)

),

landed_and_stored as (

    select {{ id }} from {{ landed }}
    union all
    select {{ id }} from stored_ids

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
