{#-
    A number as text, see number_pattern → `decimal(precision, scale)`, half of the
    last place away from zero, or null where it is too large.
-#}

{% macro decimal_or_null(text, precision, scale) -%}
    {{ return(adapter.dispatch('decimal_or_null', 'footfall')(text, precision, scale)) }}
{%- endmacro %}

{% macro default__decimal_or_null(text, precision, scale) -%}
    {{ refuse_engine('decimal_or_null') }}
{%- endmacro %}

{% macro duckdb__decimal_or_null(text, precision, scale) -%}
    try_cast({{ text }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{#-
    What a cast makes of an exponent, or of more places than it has, is documented
    nowhere: the digits are moved here until they are plain. `digits` begins with the
    first that is no 0; `point` of them stand before the decimal point.
-#}
{% macro redshift__decimal_or_null(text, precision, scale) -%}
    {%- set most = precision - scale -%}
    {%- set kept = precision + 1 -%}
    {%- set mantissa = "ltrim(split_part(lower(" ~ text ~ "), 'e', 1), '+-')" -%}
    {%- set exponent = "split_part(lower(" ~ text ~ "), 'e', 2)" -%}
    {%- set decimals = "split_part(" ~ mantissa ~ ", '.', 2)" -%}
    {%- set digits = "ltrim(replace(" ~ mantissa ~ ", '.', ''), '0')" -%}
    {%- set shift = "coalesce(cast(nullif(ltrim(" ~ exponent ~ ", '+'), '') as integer), 0)" -%}
    {%- set point = "(len(" ~ digits ~ ") - len(" ~ decimals ~ ") + " ~ shift ~ ")" -%}
    {%- set padded = "repeat('0', " ~ (scale + 1) ~ ") || rpad(" ~ digits ~ ", " ~ kept ~ ", '0')" -%}
    {%- set last_place = "0." ~ "0" * (scale - 1) ~ "1" -%}
    case
        when len(ltrim(ltrim({{ exponent }}, '+-'), '0')) > 4 then null
        when {{ digits }} = '' then 0
        when {{ point }} < -{{ scale }} then 0
        when {{ point }} > {{ most }} then null
        when
            {{ point }} = {{ most }}
            and rpad({{ digits }}, {{ kept }}, '0') >= '{{ "9" * precision }}5'
            then null
        else
            case when left({{ text }}, 1) = '-' then -1 else 1 end * (
                cast(
                    '0' || left({{ padded }}, {{ scale + 1 }} + {{ point }})
                    || '.' || substring({{ padded }}, {{ scale + 2 }} + {{ point }}, {{ scale }})
                    as decimal({{ precision }}, {{ scale }})
                )
                + case
                    when substring({{ padded }}, {{ 2 * scale + 2 }} + {{ point }}, 1) >= '5'
                        then cast('{{ last_place }}' as decimal({{ precision }}, {{ scale }}))
                    else 0
                end
            )
    end
{%- endmacro %}
