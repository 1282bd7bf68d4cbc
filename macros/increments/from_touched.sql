{#-
    The end of an incremental model: its rows, or in an incremental run every touched
    unit with its rows; a unit without any keeps nulls and so vanishes, see
    replace_touched. `unit` is a column or, where a unit is told with each of its dates,
    several. `touched_unit` is the unit's column for the select above it.
-#}

{% macro from_touched(touched, rows, unit) -%}
    {%- set columns = [unit] if unit is string else unit -%}
    {%- if is_incremental() -%}
from {{ touched }}
left join {{ rows }} on {{ same_keys(touched, rows, columns) }}
    {%- else -%}
from {{ rows }}
    {%- endif -%}
{%- endmacro %}

{% macro touched_unit(touched, rows, unit) -%}
    {{ touched if is_incremental() else rows }}.{{ unit }}
{%- endmacro %}
