{#
    The columns together tell every row apart: the grain of a relation without a key
    of one column. Nulls are equal here, unlike in a unique constraint.
#}

{% test unique_together(model, columns) %}

select
    {{ columns | join(',\n    ') }},
    count(*) as row_count
from {{ model }}
group by
    {{ columns | join(',\n    ') }}
having count(*) > 1

{% endtest %}
