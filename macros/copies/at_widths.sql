{#-
    Columns of an accepted record; texts as wide as quarantine_reason lets them be: a
    warehouse sets memory aside by the declared width, not by what is inside.
-#}

{% macro at_widths(columns) -%}
    {%- set widths = {
        'event_type': 16, 'category_code': 1024, 'brand': 1024, 'currency': 1024,
        'ip': 1024, 'user_agent': 1024, 'description': 1024, 'country': 1024,
        'object_key': 1024, 'object_hash': 64
    } -%}
    {%- for id in [
        'event_id', 'user_id', 'user_session', 'product_id', 'category_id', 'order_id',
        'line_id', 'invoice_no', 'customer_id'
    ] -%}
        {%- do widths.update({id: 128}) -%}
    {%- endfor -%}
    {%- set selected = [] -%}
    {%- for name in columns -%}
        {%- do selected.append(
            'cast(' ~ name ~ ' as varchar(' ~ widths[name] ~ ')) as ' ~ name
            if name in widths else name
        ) -%}
    {%- endfor -%}
    {{ selected | join(',\n        ') }}
{%- endmacro %}
