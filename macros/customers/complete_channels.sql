{#- The CTE `channels` (channel, last_date): up to which local date each is complete. -#}

{% macro complete_channels() -%}
channels as (

    select
        channel,
        open_date - 1 as last_date
    from {{ ref('int_channels_watermarked') }}

)
{%- endmacro %}
