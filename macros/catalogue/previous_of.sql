{#- Columns of the row before, each as `previous_<column>`, in a window. -#}

{% macro previous_of(columns, window) -%}
    {%- for column in columns %}
        lag({{ column }}) over (
            {{ window }}
        ) as previous_{{ column }}
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
