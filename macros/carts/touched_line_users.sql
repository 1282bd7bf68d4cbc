{#-
    The CTE `touched_users`: users whose cart lines were written since this model was
    built, and those who have lost their last one.
-#}

{% macro touched_line_users(upstream) -%}
touched_users as (

    select user_id from {{ ref('int_cart_lines_ledgered') }}
    where {{ is_new(upstream) }}
    union
    select rows_before.user_id
    from {{ this }} as rows_before
    left join {{ ref('int_cart_lines_ledgered') }} as lines
        on rows_before.user_id = lines.user_id
    where lines.user_id is null

)
{%- endmacro %}
