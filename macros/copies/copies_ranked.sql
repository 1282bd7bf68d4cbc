{#-
    CTEs that end in `copies_ranked`: every accepted copy of `repeated_ids`, the one to
    keep with rank 1, and what the others say of it: how many they are, and whether one
    differs in what is `compared`. In an incremental run the kept one of before is a copy.
-#}

{% macro copies_ranked(judged, id, columns, compared) -%}
copies as (

    select
        {{ at_widths(columns) }},
        0 as duplicate_count,
        false as has_conflict
    from {{ judged }}
    where
        quarantine_reason is null
        and {{ is_new('landing') }}
        and delivered_{{ id }} in (select repeated_ids.{{ id }} from repeated_ids)
    {% if is_incremental() -%}
    union all
    select
        {{ columns | join(', ') }},
        duplicate_count,
        has_conflict
    from stored
    {%- endif %}

),

copies_ranked as (

    select
        {{ columns | reject('equalto', 'load_sequence') | join(', ') }},
        max(load_sequence) over (partition by {{ id }}) as load_sequence,
        sum(duplicate_count + 1) over (partition by {{ id }}) - 1 as duplicate_count,
        max(cast(has_conflict as integer)) over (partition by {{ id }}) = 1
        or min({{ surrogate_key(compared) }}) over (partition by {{ id }})
        != max({{ surrogate_key(compared) }}) over (partition by {{ id }})
            as has_conflict,
        row_number() over (
            partition by {{ id }}
            order by object_key, object_hash, record_number
        ) as copy_rank
    from copies

)
{%- endmacro %}
