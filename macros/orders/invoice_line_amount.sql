{#-
    What an invoice line is worth, with four decimals: what it says of itself, else its
    pieces at their price; without either, nothing. The largest price times the most
    pieces has 19 digits before the point.
-#}

{% macro invoice_line_amount() -%}
    coalesce(
        cast(line_amount as decimal(38, 4)),
        cast(
            cast(coalesce(unit_price, 0) as decimal(28, 6)) * quantity
            as decimal(38, 4)
        )
    )
{%- endmacro %}
