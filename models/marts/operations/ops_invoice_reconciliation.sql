{# Grain: one row: the sums of invoice lines that must agree between the stages. #}

{{ config(materialized='table') }}

{#- CTE → the relation, which of its rows, its sums -#}
{%- set staged = 'stg_firehose__invoice_lines' -%}
{%- set relations = {
    'objects': (
        source('firehose', 'objects'),
        "kind = 'invoice_line' and " ~ is_new(staged),
        {
            'record_count': sum_or_zero('records'),
            'landed_count': sum_or_zero('landed'),
            'rejected_count': sum_or_zero('rejected')
        }
    ),
    'landed': (
        source('firehose', 'invoice_lines'), is_new(staged),
        {'landed_row_count': 'count(*)'}
    ),
    'staged': (
        ref('stg_firehose__invoice_lines'), 'true', {
            'kept_count': 'count(*)',
            'repeat_count': sum_or_zero('duplicate_count'),
            'conflict_count': sum_or_zero('cast(has_conflict as integer)'),
            'staged_net_amount': 'coalesce(sum(' ~ invoice_line_amount() ~ '), 0)'
        }
    ),
    'quarantined': (
        ref('stg_firehose__invoice_lines_quarantined'), 'true',
        {'quarantined_count': 'count(*)'}
    ),
    'order_lines': (
        ref('fct_order_lines'), "channel = 'invoice'", {
            'order_line_count': 'count(*)',
            'order_line_net_amount': 'coalesce(sum(net_amount), 0)'
        }
    ),
    'orders': (
        ref('fct_orders'), "channel = 'invoice'", {
            'ordered_line_count': sum_or_zero('line_count'),
            'order_net_amount': 'coalesce(sum(net_amount), 0)',
            'guest_net_amount':
                'coalesce(sum(case when is_guest then net_amount end), 0)'
        }
    ),
    'customers': (
        ref('dim_customers'), "channel = 'invoice'",
        {'customer_net_amount': 'coalesce(sum(net_amount), 0)'}
    )
} -%}

with

{{ summed(relations) }}

select
    {%- for name, (relation, condition, sums) in relations.items() %}
    {%- for column in sums if column != 'quarantined_count' %}
    {%- if column.endswith('_amount') %}
    cast({{ name }}.{{ column }} as decimal(38, 4)) as {{ column }},
    {%- else %}
    {{ name }}.{{ column }},
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
    quarantined.quarantined_count
from objects
{% for name in relations if name != 'objects' -%}
cross join {{ name }}
{% endfor %}
