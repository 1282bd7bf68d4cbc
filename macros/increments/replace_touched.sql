{#-
    Incremental strategy: touched units are replaced whole.

    The model's query gives every touched unit at least once: its rows as they shall
    be, or a row with a null in `written_column`, which makes the unit vanish. Units
    are told by `touched_by`; both are in the config's `meta`. Deletion by a unique key
    of the new rows instead leaves units that vanished in place for ever.
-#}

{% macro get_incremental_replace_touched_sql(arg_dict) -%}
    {%- set target_relation = arg_dict['target_relation'] -%}
    {%- set touched = arg_dict['temp_relation'] -%}
    {%- set unit = config.get('meta')['touched_by'] -%}
    {%- set columns = [] -%}
    {%- for column in arg_dict['dest_columns'] -%}
        {%- do columns.append(column.name) -%}
    {%- endfor -%}
    delete from {{ target_relation }}
    where {{ unit }} in (select touched.{{ unit }} from {{ touched }} as touched);

    insert into {{ target_relation }} ({{ columns | join(', ') }})
    select {{ columns | join(', ') }}
    from {{ touched }}
    where {{ config.get('meta')['written_column'] }} is not null
{%- endmacro %}
