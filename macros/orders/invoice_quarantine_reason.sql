{#-
    The first rule that refuses a typed invoice line, in words, or null: definitions of
    what a record must hold are in contracts/invoice_line.schema.json. What goes back or
    is put right has a quantity or a price below 0. `ids` is delivered name → name.
-#}

{% macro invoice_quarantine_reason(ids, texts) -%}
    case
        {%- for delivered in ['line_id', 'invoice_no', 'stock_code'] %}
        when {{ ids[delivered] }} is null then '{{ delivered }} is missing'
        {%- endfor %}
        when told_quantity is null then 'quantity is missing'
        when invoice_date is null then 'invoice_date is missing'
        when invoiced_at is null then 'invoice_date is not a time'
        when invoiced_at < timestamp '2000-01-01 00:00:00'
            then 'invoice_date is before 2000'
        when invoiced_at
            > delivered_at + interval '{{ var("max_future_hours") }} hours'
            then 'invoice_date is over {{ var("max_future_hours") }} h after delivery'
        {%- for delivered, name in ids.items() %}
        when {{ byte_count(name) }} > 128 then '{{ delivered }} is over 128 bytes'
        when {{ has_lost_digits(name) }} then '{{ delivered }} lost digits (E+)'
        {%- endfor %}
        {%- for name in texts %}
        when {{ byte_count(name) }} > 1024 then '{{ name }} is over 1,024 bytes'
        {%- endfor %}
        when exact_quantity is null then 'quantity is not a number'
        when abs(exact_quantity) > 1000000
            then 'quantity is not from -1,000,000 to 1,000,000'
        when exact_quantity != floor(exact_quantity)
            then 'quantity is not a whole number'
        when told_price is not null and exact_price is null
            then 'unit_price is not a number'
        when abs(exact_price) >= 999999999999.9999995 then 'unit_price is 1e12 or more'
        when told_amount is not null and exact_amount is null
            then 'line_amount is not a number'
        when abs(exact_amount) >= 999999999999.99995 then 'line_amount is 1e12 or more'
    end
{%- endmacro %}
