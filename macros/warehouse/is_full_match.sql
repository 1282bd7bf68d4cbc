{#- Whether a whole text matches a POSIX pattern, in one line. -#}

{% macro is_full_match(text, pattern) -%}
    {{ return(adapter.dispatch('is_full_match', 'footfall')(text, pattern)) }}
{%- endmacro %}

{% macro default__is_full_match(text, pattern) -%}
    {{ refuse_engine('is_full_match') }}
{%- endmacro %}

{% macro duckdb__is_full_match(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern }}')
{%- endmacro %}

{#- ^ and $ may also stand for the ends of a line, so there must be one line. -#}
{% macro redshift__is_full_match(text, pattern) -%}
    ({{ text }} ~ '^({{ pattern }})$' and strpos({{ text }}, chr(10)) = 0)
{%- endmacro %}
