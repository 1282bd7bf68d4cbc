{#- How far a model has read, or all of several; `landing`: how far a run may read. -#}
{% macro mark_of(model_names) -%}
    {%- set marks = [] -%}
    {%- for name in ([model_names] if model_names is string else model_names) -%}
        {%- do marks.append(last_mark(name)[0]) -%}
    {%- endfor -%}
    {{ return(marks | min) }}
{%- endmacro %}

{#- Rows that a model has not read and its upstream model has finished. -#}
{% macro is_new(upstream) -%}
    load_sequence > {{ mark_of(this.identifier) if is_incremental() else 0 }}
    and load_sequence <= {{ mark_of(upstream) }}
{%- endmacro %}
