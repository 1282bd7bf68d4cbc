{#-
    One row per id: what has come once, the kept of `copies_ranked`, and in an
    incremental run the places of those that were kept before.

    What has come once is judged apart from the copies: an id that is asked for as
    delivered is found before its record is judged, and what two read would be kept in
    memory whole.
-#}

{% macro kept_copies(judged, id, columns) -%}
select
    {{ at_widths(columns) }},
    cast(0 as integer) as duplicate_count,
    false as has_conflict
from {{ judged }}
where
    quarantine_reason is null
    and {{ is_new('landing') }}
    and delivered_{{ id }} not in (select repeated_ids.{{ id }} from repeated_ids)
union all
select
    {{ columns | join(', ') }},
    cast(duplicate_count as integer) as duplicate_count,
    has_conflict
from copies_ranked
where copy_rank = 1
{%- if is_incremental() %}
union all
{{ stored_places(columns) }}
{%- endif %}
{%- endmacro %}
