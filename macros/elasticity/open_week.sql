{#-
    CTEs that end in `open_week` (open_week_date): Monday of the local ISO week that is
    not over at the data watermark; weeks before it are.
-#}

{% macro open_week() -%}
watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

open_week as (

    select {{ week_start('watermark_date') }} as open_week_date
    from watermark

)
{%- endmacro %}
