{#- Pre-hook of an incremental model: one that is built anew has read nothing. -#}
{% macro forget_mark() -%}
    {%- if execute and not is_incremental() -%}
        delete from {{ build_marks() }} where model = '{{ this.identifier }}'
    {%- endif -%}
{%- endmacro %}

{#- Post-hook of an incremental model: it has read as far as its upstream reached. -#}
{% macro mark_built(upstream) -%}
    {%- if execute -%}
        insert into {{ build_marks() }}
        select '{{ this.identifier }}', {{ mark_of(upstream) }}
    {%- endif -%}
{%- endmacro %}
