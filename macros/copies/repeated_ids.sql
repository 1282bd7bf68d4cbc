{#-
    CTEs that end in `repeated_ids`: the ids that have come more than once, now and, in
    an incremental run, before. They are few: only their rows are ranked.
-#}

{% macro repeated_ids(landing, id, date) -%}
landed as (

    select
        {{ id }},
        load_sequence
    from {{ landing }}
    where
        {{ is_new('landing') }}
        and {{ id }} is not null

),

{% if is_incremental() %}{{ stored_copies('landed', id, date) }},{% endif %}

repeated_ids as (

    select {{ id }}
    from {{ 'landed_and_stored' if is_incremental() else 'landed' }}
    group by {{ id }}
    having count(*) > 1

)
{%- endmacro %}
