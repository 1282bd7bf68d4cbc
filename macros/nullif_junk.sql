{#-
    A delivered text, or null where it says nothing: the literals of the seed
    junk_values (`junk`, asked once by `junk_literals`), blanks around them or not.
    Told apart by case. Few texts could be junk: only those are trimmed, which costs
    more than everything else here.
-#}

{% macro nullif_junk(text, junk) -%}
    case
        when
            {{ text }} in ('{{ junk.exact | join("', '") }}')
            {%- for prefix in junk.prefixes %}
            or strpos({{ text }}, '{{ prefix }}') = 1
            {%- endfor %}
            or {{ text }} like ' %'
            or {{ text }} like '% '
            then
                case
                    when trim({{ text }}) in ('{{ junk.exact | join("', '") }}')
                        then null
                    {%- for prefix in junk.prefixes %}
                    when strpos(trim({{ text }}), '{{ prefix }}') = 1 then null
                    {%- endfor %}
                    else {{ text }}
                end
        else {{ text }}
    end
{%- endmacro %}

{#- The seed's rows as {exact, prefixes}; a constant where nothing may be asked. -#}

{% macro junk_literals() -%}
    {%- set seed = ref('junk_values') -%}
    {%- set exact = [''] -%}
    {%- set prefixes = [] -%}
    {%- if is_there(seed.schema, seed.identifier) -%}
        {%- set found = run_query(
            "select value, is_prefix from " ~ seed ~ " where value is not null order by value"
        ) -%}
        {%- for row in found.rows -%}
            {%- do (prefixes if row[1] else exact).append(row[0] | replace("'", "''")) -%}
        {%- endfor -%}
    {%- elif execute and not flags.INTROSPECT -%}
        {%- do prefixes.append('${') -%}
    {%- elif execute and flags.WHICH in ['build', 'run'] -%}
        {{ exceptions.raise_compiler_error(
            "the seed junk_values is not built: run dbt seed first"
        ) }}
    {%- endif -%}
    {{ return({'exact': exact, 'prefixes': prefixes}) }}
{%- endmacro %}
