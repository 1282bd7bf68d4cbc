{#-
    Config of a table that is made anew in each run, and the mark that its transaction
    will write: models that read it go as far as it did, see by_touched.
-#}

{% macro made_anew(upstream) -%}
    {{ config(materialized='table', post_hook="{{ mark_built() }}") }}
    {%- set refresh_number = last_mark(this.identifier)[1] + 1 -%}
/* mark {{ 0 if flags.EMPTY else mark_of(upstream) }} of refresh {{ refresh_number }} */
{%- endmacro %}
