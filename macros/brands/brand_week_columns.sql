{#-
    Counts over `visitors`, one row per visitor of a brand in a week, and the columns of
    the report that follow from them. The part of a rate is always among its whole.
-#}

{% macro brand_visit_counts() -%}
    {%- for event in ['view', 'cart'] %}
    {{ sum_or_zero(event ~ '_count') }} as {{ event }}_count,
    {%- endfor %}
    {%- for name, events in {
        'viewer': ['view'],
        'carter': ['cart'],
        'buyer': ['purchase'],
        'viewer_carter': ['view', 'cart'],
        'viewer_buyer': ['view', 'purchase'],
        'carter_buyer': ['cart', 'purchase']
    }.items() %}
    count(
        case when {% for event in events -%}
            {{ event }}_count > 0 {{- ' and ' if not loop.last }}
        {%- endfor %} then 1 end
    ) as {{ name }}_count
    {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro brand_week_columns(rows) -%}
    {{ rows }}.brand,

    -- numbers of humans
    {%- for name in [
        'viewer', 'carter', 'buyer', 'viewer_carter', 'viewer_buyer', 'carter_buyer'
    ] %}
    {{ rows }}.{{ name }}_count,
    {%- endfor %}

    -- numbers of events and orders
    {{ rows }}.view_count,
    {{ rows }}.cart_count,
    {{ rows }}.order_count,
    cast({{ rows }}.revenue_amount as decimal(38, 2)) as revenue_amount,

    -- rates and shares
    {%- for name, (part, whole) in {
        'view_to_cart_rate': ('viewer_carter_count', 'viewer_count'),
        'cart_to_purchase_rate': ('carter_buyer_count', 'carter_count'),
        'view_to_purchase_rate': ('viewer_buyer_count', 'viewer_count'),
        'view_share': ('view_count', 'week_view_count'),
        'revenue_share': ('revenue_amount', 'week_revenue_amount')
    }.items() %}
    {{ rate(rows ~ '.' ~ part, rows ~ '.' ~ whole) }} as {{ name }},
    {%- endfor %}

    -- booleans
    {{ rows }}.is_complete
{%- endmacro %}
