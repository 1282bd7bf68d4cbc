{#-
    CTEs that end in `counted`: the counts of `attempts` by `keys`, with those of a
    relation `counted_apart`, if there is one.
-#}

{% macro attempts_counted(attempts, keys, counted_apart) -%}
{{ 'attempts_counted' if counted_apart else 'counted' }} as (

    select
        {{ keys | join(',\n        ') }},
        {{ funnel_counts() }}
    from {{ attempts }}
    group by
        {{ keys | join(',\n        ') }}

)
{%- if counted_apart -%}
{%- set counts = funnel_count_names() -%}
,

both_counted as (

    {% for relation in ['attempts_counted', counted_apart] -%}
    select
        {{ (keys + counts) | join(',\n        ') }}
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (

    select
        {{ keys | join(',\n        ') }},
        {%- for name in counts %}
        cast(sum({{ name }}) as bigint) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from both_counted
    group by
        {{ keys | join(',\n        ') }}

)
{%- endif %}
{%- endmacro %}
