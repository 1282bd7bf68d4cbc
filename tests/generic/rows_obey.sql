{#
    Every row obeys every law, a name → condition, all in one scan of the relation.

    As in a check constraint a condition that is null is no breach: a law about a
    value that may be absent needs no exception for it, and one that forbids absence
    says `is not null`. Rows come back with the names of the laws they break.
#}

{% test rows_obey(model, laws) %}

with

judged as (

    select
        *,
        {%- for name, condition in laws.items() %}
        case when not ({{ condition }}) then '{{ name }}; ' else '' end
        {{- ' ||' if not loop.last }}
        {%- endfor %} as broken_laws
    from {{ model }}

)

select * from judged
where broken_laws != ''

{% endtest %}
