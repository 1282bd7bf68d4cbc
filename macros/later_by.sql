{#- A moment and the time that a variable says; its name ends in the unit. -#}

{% macro later_by(moment, variable) -%}
    {{ moment }} + interval '{{ var(variable) }} {{ variable.split('_') | last }}'
{%- endmacro %}
