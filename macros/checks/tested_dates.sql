{#- Relations that grow with history → the column that tells a row's date. -#}
{% macro tested_dates() -%}
    {{ return({
        'stg_firehose__events': 'event_date',
        'stg_firehose__invoice_lines': 'order_date',
        'int_browsing_attempts_counted_to_days': 'session_date',
        'int_commerce_events_selected': 'event_date',
        'int_commerce_matched_to_session_days': 'session_date',
        'int_entries_matched_to_steps': 'entry_date',
        'int_events_counted_to_category_hours': 'event_date',
        'int_events_counted_to_visitor_brands': 'event_date',
        'int_events_sessionized_to_days': 'session_date',
        'int_invoice_lines_matched_to_sales': 'order_date',
        'int_products_described_to_days': 'described_date',
        'int_purchases_matched_to_lines': 'event_date',
        'int_purchases_matched_to_orders': 'event_date',
        'int_session_funnels_counted_to_days': 'session_date',
        'fct_cart_lines': 'event_date',
        'fct_events': 'event_date',
        'fct_order_lines': 'order_date',
        'fct_orders': 'order_date',
        'fct_session_days': 'session_date',
        'fct_session_funnels': 'session_date',
        'fct_sessions': 'session_date',
        'fct_visitor_days': 'visitor_date',
        'fct_visitor_funnels': 'entry_date',
        'rpt_funnel_daily': 'session_date',
        'rpt_product_funnel_daily': 'session_date'
    }) }}
{%- endmacro %}
