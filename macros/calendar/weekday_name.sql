{#- English name of an ISO weekday, 1 = Monday. -#}

{% macro weekday_name(weekday) -%}
    case {{ weekday }}
        {%- for name in [
            'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'
        ] %}
        when {{ loop.index }} then '{{ name }}'
        {%- endfor %}
    end
{%- endmacro %}
