{#- A moment and, or less, the time that a variable says; its name ends in the unit. -#}

{% macro later_by(moment, variable) -%}
    {{ moment }} + interval '{{ var(variable) }} {{ variable.split('_') | last }}'
{%- endmacro %}

{% macro earlier_by(moment, variable) -%}
    {{ moment }} - interval '{{ var(variable) }} {{ variable.split('_') | last }}'
{%- endmacro %}
