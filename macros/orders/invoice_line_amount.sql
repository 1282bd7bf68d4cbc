{#-
    What an invoice line is worth, with four decimals; without a price, nothing. The
    largest price times the most pieces has 19 digits before the point.
-#}

{% macro invoice_line_amount() -%}
    cast(
        cast(coalesce(unit_price, 0) as decimal(28, 6)) * quantity as decimal(38, 4)
    )
{%- endmacro %}
