{#- Minutes that the zone at the end of a written time is ahead of UTC; null without. -#}

{% macro zone_minutes(text) -%}
    case
        when left(right({{ text }}, 6), 1) in ('+', '-')
            then
                case left(right({{ text }}, 6), 1) when '-' then -1 else 1 end * (
                    60 * cast(left(right({{ text }}, 5), 2) as integer)
                    + cast(right({{ text }}, 2) as integer)
                )
    end
{%- endmacro %}
