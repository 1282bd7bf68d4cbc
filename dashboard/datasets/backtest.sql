{#- Grain: one row per cut-off and group of brands. -#}

select
    cut_off_date,
    replace(brand_group, '_', ' ') as brand_group,
    brand_count,
    viewed_after_count,
    index_from_1_after_count
from {{ ref('rpt_brand_opportunity_backtest') }}
