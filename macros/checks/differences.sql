{#-
    The CTE `differences`: by how much each law, a name → what must be 0, is broken by the
    one row of `sums`; amounts have `scale` decimals.
-#}

{% macro differences(sums, laws, scale) -%}
differences as (

    {% for law, difference in laws.items() -%}
    select
        cast('{{ law }}' as varchar(128)) as law,
        cast({{ difference }} as decimal(38, {{ scale }})) as difference
    from {{ sums }}
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

)
{%- endmacro %}
