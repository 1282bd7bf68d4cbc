{#-
    The end of an incremental model: its rows, or in an incremental run every touched
    unit with its rows; a unit without any keeps nulls and so vanishes, see
    replace_touched. `touched_unit` is the unit's column for the select above it.
-#}

{% macro from_touched(touched, rows, unit) -%}
    {%- if is_incremental() -%}
from {{ touched }}
left join {{ rows }} on {{ touched }}.{{ unit }} = {{ rows }}.{{ unit }}
    {%- else -%}
from {{ rows }}
    {%- endif -%}
{%- endmacro %}

{% macro touched_unit(touched, rows, unit) -%}
    {{ touched if is_incremental() else rows }}.{{ unit }}
{%- endmacro %}
