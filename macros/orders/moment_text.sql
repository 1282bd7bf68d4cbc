{#- 20 digits that sort bytewise as moments do; what is appended follows from place 21. -#}

{% macro moment_text(moment) -%}
    lpad(cast({{ epoch_microseconds(moment) }} as varchar(20)), 20, '0')
{%- endmacro %}
