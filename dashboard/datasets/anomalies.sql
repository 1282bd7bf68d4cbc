{#- Grain: one row per grain, bucket of time and anomaly, the latest. -#}

with

{{ shown_dates() }}

select
    anomalies.bucket_date as local_date,
    anomalies.bucket_at,
    replace(anomalies.grain, '_', ' ') as grain,
    replace(anomalies.anomaly, '_', ' ') as anomaly,
    anomalies.event_count,
    anomalies.expected_event_count,
    anomalies.user_count,
    anomalies.purchase_count
from {{ ref('rpt_traffic_anomalies') }} as anomalies
inner join dates on anomalies.bucket_date = dates.calendar_date
order by anomalies.bucket_at desc, anomalies.grain asc, anomalies.anomaly asc
limit 500
