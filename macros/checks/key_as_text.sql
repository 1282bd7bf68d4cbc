{#- A row's key, columns or expressions with commas between them, as one text. -#}
{% macro key_as_text(key) -%}
    {%- set texts = [] -%}
    {%- for column in key.split(', ') -%}
        {%- do texts.append("coalesce(cast(" ~ column ~ " as varchar(1024)), 'null')") -%}
    {%- endfor -%}
    {{ texts | join(" || ', ' || ") }}
{%- endmacro %}
