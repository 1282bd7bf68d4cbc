{#-
    How far a feed reaches, told by the moments of its rows: the latest whose delivery is
    known, or var `data_watermark`. Null where there are none.
-#}

{% macro latest_known(moment) -%}
    coalesce(
        {% if var('data_watermark') -%}
        cast('{{ var("data_watermark") }}' as timestamp),
        {% endif -%}
        -- without a delivery a time was checked against nothing
        max(case when delivered_at is not null then {{ moment }} end),
        max({{ moment }})
    )
{%- endmacro %}
