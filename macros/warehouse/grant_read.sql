{#- A grant, `select on …` or `usage on schema …`, to var `bi_role`, where one is named. -#}

{% macro grant_read(what) -%}
    {%- if var('bi_role') -%}
        {{ return(adapter.dispatch('grant_read', 'footfall')(what)) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__grant_read(what) -%}
    {{ refuse_engine('grant_read') }}
{%- endmacro %}

{#- A file on a laptop has no roles. -#}
{% macro duckdb__grant_read(what) -%}
{%- endmacro %}

{% macro redshift__grant_read(what) -%}
    {%- if not modules.re.fullmatch('(role |group )?[a-z_][a-z0-9_]*', var('bi_role')) -%}
        {{ exceptions.raise_compiler_error(
            "var bi_role is '" ~ var('bi_role') ~ "', which is no role, group or user"
        ) }}
    {%- endif -%}
    grant {{ what }} to {{ var('bi_role') }}
{%- endmacro %}
