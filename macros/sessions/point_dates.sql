{#-
    The CTE `point_dates`: the local dates within the timeout of any of `points`. Whatever
    lies as near has events on one of them; no date is as short as twelve hours.
-#}

{% macro point_dates() -%}
{%- set minutes = var('session_timeout_minutes') -%}
point_dates as (

    {% for shift in range(-minutes, minutes, 720) | list + [minutes] -%}
    select
        {{ local_date("stretch_start + interval '" ~ shift ~ " minutes'") }}
            as point_date
    from points
    {% if not loop.last -%}
    union
    {% endif -%}
    {% endfor %}

)
{%- endmacro %}
