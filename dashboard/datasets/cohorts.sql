{#-
    Grain: one row per channel, month of the first purchase and later month that is over.
-#}

select
    channel,
    cohort_month,
    period,
    cohort_size,
    retained_count
from {{ ref('rpt_cohort_retention') }}
where basis = 'purchase' and mode = 'bounded' and is_over and period > 0
