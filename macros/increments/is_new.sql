{#- How far a model has read; `landing`: how far a run may read. -#}
{% macro mark_of(model_name) -%}
    {{ return(last_mark(model_name)[0]) }}
{%- endmacro %}

{#- Rows that a model has not read and its upstream model has finished. -#}
{% macro is_new(upstream) -%}
    load_sequence > {{ mark_of(this.identifier) if is_incremental() else 0 }}
    and load_sequence <= {{ mark_of(upstream) }}
{%- endmacro %}
