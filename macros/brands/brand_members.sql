{#-
    Two columns, the brand and the category of level 1 that a row counts for: those it
    carries, `unbranded` and `unknown` where it carries none.
-#}

{% macro brand_members(prefix) -%}
    cast(coalesce({{ prefix }}brand, 'unbranded') as varchar(1024)) as brand,
    cast({{ category_level_1(prefix) }} as varchar(1024)) as category
{%- endmacro %}
