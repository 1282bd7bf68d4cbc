{#
    Sums of this relation equal sums of another: `sums` is expression here →
    expression there, each an aggregate. An empty relation sums to 0. Sums that tie
    one stage to the next are in ops_reconciliation; this is for the others.
#}

{% test rows_reconcile_with(model, to, sums) %}

with

{% for side, relation, expressions in [
    ('here', model, sums.keys()), ('there', to, sums.values())
] -%}
{{ side }} as (

    select
        {%- for expression in expressions %}
        coalesce({{ expression }}, 0) as {{ side }}_{{ loop.index }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}

){{ ',' if not loop.last }}

{% endfor %}

select *
from here
cross join there
where
    {%- for sum in sums %}
    {{ 'or ' if not loop.first }}here_{{ loop.index }} != there_{{ loop.index }}
    {%- endfor %}

{% endtest %}
