{#
    Every row obeys every law, a name → condition, and no two rows have a key in common:
    one test asks all that is asked of a relation's own rows.

    As in a check constraint a condition that is null is no breach: a law about a
    value that may be absent needs no exception for it, and one that forbids absence
    says `is not null`. A key is columns, or expressions, with commas between them;
    nulls are equal here, unlike in a unique constraint. Rows come back by their first
    key, with the names of the laws they break.
#}

{% test rows_obey(model, laws={}, keys=[]) %}

{%- if laws %}

select
    {{ key_as_text(keys[0]) ~ ' as row_key,' if keys else '*,' }}
    broken_laws
from (
    select
        *,
        {%- for name, condition in laws.items() %}
        case when not ({{ condition }}) then '{{ name }}; ' else '' end
        {{- ' ||' if not loop.last }}
        {%- endfor %} as broken_laws
    from {{ model }}
) as judged
where broken_laws != ''

{%- endif %}

{%- for key in keys %}

{{ 'union all' if laws or not loop.first }}

select
    {{ key_as_text(key) }} as row_key,
    'one of ' || cast(count(*) as varchar(20)) || ' with its {{ key }}; ' as broken_laws
from {{ model }}
group by {{ key }}
having count(*) > 1

{%- endfor %}

{% endtest %}
