{#-
    A text key hashed from columns: md5 of their texts, separated, nulls marked, so
    that ('a', null) and (null, 'a') differ. Neither sign occurs in landed ids.
-#}

{% macro surrogate_key(columns) -%}
    {%- set texts = [] -%}
    {%- for column in columns -%}
        {%- do texts.append(
            "coalesce(cast(" ~ column ~ " as varchar(65535)), chr(30))"
        ) -%}
    {%- endfor -%}
    md5({{ texts | join(" || chr(31) || ") }})
{%- endmacro %}
