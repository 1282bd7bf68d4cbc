{#-
    The lower or upper bound of Wilson's interval of a rate, rounded to 9 places; null
    where there is nothing. Unlike the normal interval it stays inside 0 to 1 and holds
    for few trials (Wilson 1927, J. Am. Stat. Assoc. 22). It is the 95 % interval, unless
    `z` says how many standard deviations a bound lies away.
-#}

{% macro wilson_bound(part, whole, bound, z=1.959963984540054) -%}
    {%- set trials = "cast(nullif(" ~ whole ~ ", 0) as double precision)" -%}
    {%- set hits = "cast(" ~ part ~ " as double precision)" -%}
    {%- set sign = '-' if bound == 'lower' else '+' -%}
    {%- set value -%}
        (
            {{ hits }} / {{ trials }} + {{ z * z / 2 }} / {{ trials }}
            {{ sign }} {{ z }} * sqrt(
                {{ hits }} / {{ trials }} * (1 - {{ hits }} / {{ trials }}) / {{ trials }}
                + {{ z * z / 4 }} / ({{ trials }} * {{ trials }})
            )
        ) / (1 + {{ z * z }} / {{ trials }})
    {%- endset -%}
    {{ rounded(value, 9) }}
{%- endmacro %}
