{#
    What enters a stage of invoice lines leaves it, to the line and to the last place of
    their amount. If a row comes back, a stage lost or doubled rows: `difference` says
    where and how much.
#}

with

sums as (

    select * from {{ ref('ops_invoice_reconciliation') }}

),

{% set laws = {
    'records = landed + rejected': 'record_count - landed_count - rejected_count',
    'landed, by the ledger = rows landed': 'landed_count - landed_row_count',
    'landed = kept + repeats + quarantined':
        'landed_row_count - kept_count - repeat_count - quarantined_count',
    'kept = order lines': 'kept_count - order_line_count',
    'order lines = lines of orders': 'order_line_count - ordered_line_count',
    'net of kept lines = of order lines': 'staged_net_amount - order_line_net_amount',
    'net of order lines = of orders': 'order_line_net_amount - order_net_amount',
    'net of orders = of customers + of guests':
        'order_net_amount - customer_net_amount - guest_net_amount'
} -%}

{{ differences('sums', laws, 4) }}

select * from differences
where difference is null or difference != 0
