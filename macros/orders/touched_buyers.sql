{#-
    CTEs that end in `touched_buyers`: whose invoice lines may have changed since this
    model was built. Copies that differ may have moved a line from one buyer to another:
    the stored line tells from whom.
-#}

{% macro touched_buyers(lines) -%}
new_lines as (

    select
        line_id,
        buyer_key,
        has_conflict
    from {{ lines }}
    where {{ is_new('stg_firehose__invoice_lines') }}

),

touched_buyers as (

    select buyer_key from new_lines
    union
    select rows_before.buyer_key
    from {{ this }} as rows_before
    inner join new_lines on rows_before.line_id = new_lines.line_id
    where new_lines.has_conflict

)
{%- endmacro %}
