{#-
    A measure of models/metrics/, aggregated: `sum(net_amount) as net_amount`. So what
    the dashboard adds up is what its metric says.
-#}

{% macro measure(name) -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for model in graph.semantic_models.values() -%}
            {%- for one in model.measures if one.name == name -%}
                {%- do found.append(one) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if not found -%}
            {%- do exceptions.raise_compiler_error(
                "no measure `" ~ name ~ "`; hint: name one of models/metrics/"
            ) -%}
        {%- endif -%}
        {%- set of = found[0].expr or name -%}
        {%- if found[0].agg | string in ('sum_boolean', 'AggregationType.SUM_BOOLEAN') -%}
            sum(case when {{ of }} then 1 else 0 end) as {{ name }}
        {%- else -%}
            sum({{ of }}) as {{ name }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
