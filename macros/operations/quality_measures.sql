{#-
    What ops_data_quality_daily tells: CTE → its measures, each with a detail, what is
    counted and out of how many.
-#}

{% macro quality_measures() -%}
    {{ return({
        'deliveries': [('delivered', 'all', 'record_count', 'record_count')],
        'events': [
            ('repeats', 'all', 'repeat_count', 'event_count + repeat_count'),
            ('conflicts', 'all', 'conflict_count', 'event_count'),
            ('delay', 'up to 1 hour', 'delivered_within_hour_count', 'event_count'),
            ('delay', '1 hour to 1 day', 'delivered_within_day_count', 'event_count'),
            ('delay', '1 to 7 days', 'delivered_within_week_count', 'event_count'),
            ('delay', 'over 7 days', 'delivered_later_count', 'event_count'),
            ('delay', 'unknown', 'unknown_delivery_count', 'event_count'),
            ('unknown', 'category_code', 'unknown_category_count', 'event_count'),
            ('unknown', 'brand', 'unknown_brand_count', 'event_count'),
            ('unknown', 'user_session', 'unknown_session_count', 'event_count'),
            ('unknown', 'price', 'unknown_price_count', 'event_count')
        ],
        'cart_lines': [
            ('orphans', 'remove_from_cart', 'orphan_remove_count', 'remove_count'),
            ('orphans', 'purchase', 'orphan_purchase_count', 'purchase_count')
        ],
        'sessions': [
            ('reopened_sessions', 'all', 'reopened_count', 'session_count')
        ]
    }) }}
{%- endmacro %}
