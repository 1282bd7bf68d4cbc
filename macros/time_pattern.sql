{#-
    A written time: `YYYY-MM-DD hh:mm:ss` (or T), up to six decimals, a zone of UTC, Z
    or ±hh:mm. It does not know how many days a month has: see date_pattern.
-#}

{% macro time_pattern() -%}
    {{ clock_pattern() }}([.][0-9]{1,6})?( ?(UTC|Z|[+-](0[0-9]|1[0-5]):[0-5][0-9]))?
{%- endmacro %}

{#- Its first 19 characters. -#}
{% macro clock_pattern() -%}
    ([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]
{%- endmacro %}

{#- A date that exists: months of 31 and 30 days, February, and its leap days. -#}
{% macro date_pattern() -%}
    [0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|[0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30)|[0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8])|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29
{%- endmacro %}
