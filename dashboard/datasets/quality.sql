{#- Grain: one row per local date, measure and detail. -#}

with

{{ shown_dates() }}

select
    quality.quality_date as local_date,
    quality.measure,
    quality.detail,
    sum(quality.record_count) as record_count,
    sum(quality.denominator_count) as denominator_count
from {{ ref('ops_data_quality_daily') }} as quality
inner join dates on quality.quality_date = dates.calendar_date
group by quality.quality_date, quality.measure, quality.detail
