{#- The first name of a row's category path; `unknown` where it carries none. -#}

{% macro category_level_1(prefix='') -%}
    coalesce(nullif(split_part({{ prefix }}category_code, '.', 1), ''), 'unknown')
{%- endmacro %}
