{#- The CTE `anomalies`: bucket × what is found in it; several may be. -#}

{% macro traffic_anomalies() -%}
    {%- set anomalies = {
        'suspected_attack': 'is_rise and is_of_few and not is_with_carts',
        'demand_surge': 'is_rise and is_with_carts and not is_of_few',
        'unexplained_rise': 'is_rise and is_of_few = is_with_carts',
        'outage': 'expected_event_count >= thresholds.outage_count'
        ~ ' and event_count < thresholds.outage_ratio * expected_event_count',
        'late_data': 'event_count >= thresholds.late_data_count'
        ~ ' and late_count >= thresholds.late_data_ratio * event_count'
        ~ ' and late_count >= 2 * usual.late_share * event_count',
        'duplicated_delivery':
        '(event_count + copy_count >= thresholds.duplicated_delivery_count'
        ~ ' and copy_count'
        ~ ' >= thresholds.duplicated_delivery_ratio * (event_count + copy_count)'
        ~ ' and copy_count >= 2 * usual.copy_share * (event_count + copy_count))'
        ~ ' or (purchase_count >= thresholds.duplicated_delivery_count'
        ~ ' and purchase_copy_count'
        ~ ' >= thresholds.duplicated_delivery_ratio * purchase_count'
        ~ ' and purchase_copy_count >= 2 * usual.purchase_copy_share * purchase_count)'
    } -%}
anomalies as (
    {% for anomaly, condition in anomalies.items() %}
    select
        buckets_judged.grain,
        buckets_judged.bucket_at,
        cast('{{ anomaly }}' as varchar(32)) as anomaly
    from buckets_judged
    cross join thresholds
    cross join usual
    where {{ condition }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)
{%- endmacro %}
