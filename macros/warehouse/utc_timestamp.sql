{#-
    A producer's time as text → timestamp in UTC, or null where it is none.
    Accepts `YYYY-MM-DD hh:mm:ss` (or T), up to six decimals, a zone of UTC, Z or
    ±hh:mm (none means UTC), 10 digits as seconds and 13 as milliseconds.
-#}

{% macro utc_timestamp(text) -%}
    {{ return(adapter.dispatch('utc_timestamp', 'footfall')(text)) }}
{%- endmacro %}

{% macro default__utc_timestamp(text) -%}
    {{ refuse_engine('utc_timestamp') }}
{%- endmacro %}

{#- DuckDB 2.0 casts `…+02:00` to timestamp without applying the offset. -#}
{% macro duckdb__utc_timestamp(text) -%}
    case
        when regexp_full_match({{ text }}, '{{ time_pattern() }}')
            then
                case
                    when left(right({{ text }}, 6), 1) in ('+', '-')
                        then
                            try_cast(
                                rtrim(left({{ text }}, length({{ text }}) - 6))
                                as timestamp
                            )
                            - to_minutes(
                                cast(left(right({{ text }}, 6), 3) as bigint) * 60
                                + cast(
                                    left(right({{ text }}, 6), 1)
                                    || right({{ text }}, 2) as bigint
                                )
                            )
                    else try_cast(replace({{ text }}, 'UTC', 'Z') as timestamp)
                end
        when regexp_full_match({{ text }}, '[0-9]{10}')
            then make_timestamp(cast({{ text }} as bigint) * 1000000)
        when regexp_full_match({{ text }}, '[0-9]{13}')
            then make_timestamp(cast({{ text }} as bigint) * 1000)
    end
{%- endmacro %}

{% macro redshift__utc_timestamp(text) -%}
    case
        when {{ text }} ~ '^{{ time_pattern() }}$'
            then try_cast(
                replace(replace({{ text }}, 'T', ' '), 'Z', 'UTC') as timestamptz
            ) at time zone 'UTC'
        when {{ text }} ~ '^[0-9]{10}$'
            then timestamp 'epoch' + cast({{ text }} as bigint) * interval '1 second'
        when {{ text }} ~ '^[0-9]{13}$'
            then timestamp 'epoch'
            + cast({{ text }} as bigint) * interval '0.001 second'
    end
{%- endmacro %}

{% macro time_pattern() -%}
    [0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?( ?(UTC|Z|[+-](0[0-9]|1[0-5]):[0-5][0-9]))?
{%- endmacro %}
