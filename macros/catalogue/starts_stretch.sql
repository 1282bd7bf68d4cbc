{#-
    1 where a row tells something else of its product than the row before it, else 0.
    `previous_key` is null on the first row. What both leave out is equal.
-#}

{% macro starts_stretch(previous_key) -%}
    case
        when {{ previous_key }} is null then 1
        when
            {%- for attribute in product_attributes() %}
            {{ 'and ' if not loop.first }}(
                {{ attribute }} = previous_{{ attribute }}
                or ({{ attribute }} is null and previous_{{ attribute }} is null)
            )
            {%- endfor %}
            then 0
        else 1
    end
{%- endmacro %}
