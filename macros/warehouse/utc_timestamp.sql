{#-
    A producer's time as text → timestamp in UTC, or null where it is none.
    Accepts what time_pattern says (no zone means UTC), 10 digits as seconds and 13 as
    milliseconds.
-#}

{% macro utc_timestamp(text) -%}
    {{ return(adapter.dispatch('utc_timestamp', 'footfall')(text)) }}
{%- endmacro %}

{% macro default__utc_timestamp(text) -%}
    {{ refuse_engine('utc_timestamp') }}
{%- endmacro %}

{#- DuckDB 2.0 casts `…+02:00` to timestamp without its offset; most times have none. -#}
{% macro duckdb__utc_timestamp(text) -%}
    case
        when regexp_full_match({{ text }}, '{{ clock_pattern() }}( UTC)?')
            then try_cast(left({{ text }}, 19) as timestamp)
        when regexp_full_match({{ text }}, '{{ time_pattern() }}')
            then
                case
                    when left(right({{ text }}, 6), 1) in ('+', '-')
                        then
                            try_cast(
                                rtrim(left({{ text }}, length({{ text }}) - 6))
                                as timestamp
                            ) - to_minutes({{ zone_minutes(text) }})
                    else try_cast(replace({{ text }}, 'UTC', 'Z') as timestamp)
                end
        when regexp_full_match({{ text }}, '[0-9]{10}')
            then make_timestamp(cast({{ text }} as bigint) * 1000000)
        when regexp_full_match({{ text }}, '[0-9]{13}')
            then make_timestamp(cast({{ text }} as bigint) * 1000)
    end
{%- endmacro %}

{#-
    Every part is taken out of the text by its place and cast alone, since it is not
    documented which zones and fractions a cast to a timestamp reads.
-#}
{% macro redshift__utc_timestamp(text) -%}
    {%- set clock = "left(" ~ text ~ ", 10) || ' ' || substring(" ~ text ~ ", 12, 8)" -%}
    {%- set fraction = "substring(regexp_substr(" ~ text ~ ", '[.][0-9]+'), 2)" -%}
    {%- set microseconds = "coalesce(rpad(" ~ fraction ~ ", 6, '0'), '0')" -%}
    {%- set day = "left(" ~ text ~ ", 10)" -%}
    {%- set epoch = "timestamp '1970-01-01 00:00:00'" -%}
    case
        when {{ is_full_match(text, time_pattern()) }} and {{ is_full_match(day, date_pattern()) }}
            then dateadd(microsecond, cast({{ microseconds }} as integer), dateadd(
                minute, -coalesce({{ zone_minutes(text) }}, 0), cast({{ clock }} as timestamp)
            ))
        when {{ is_full_match(text, '[0-9]{10}([0-9]{3})?') }}
            then dateadd(
                millisecond,
                cast(rpad(substring({{ text }}, 11), 3, '0') as integer),
                {{ epoch }} + cast(left({{ text }}, 10) as bigint) * interval '1 second'
            )
    end
{%- endmacro %}
