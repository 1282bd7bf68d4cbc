{#-
    Incremental strategy: touched units are replaced whole.

    The model's query gives every touched unit at least once: its rows as they shall
    be, and one row with a null in the config `written_column` for each unit that may
    have to vanish. Units are told by the config `touched_by`. Deletion by a unique
    key of the new rows instead leaves units that vanished in place for ever.
-#}

{% macro get_incremental_replace_touched_sql(arg_dict) -%}
    {%- set target_relation = arg_dict['target_relation'] -%}
    {%- set touched = arg_dict['temp_relation'] -%}
    {%- set unit = config.require('touched_by') -%}
    {%- set columns = [] -%}
    {%- for column in arg_dict['dest_columns'] -%}
        {%- do columns.append(column.name) -%}
    {%- endfor -%}
    delete from {{ target_relation }}
    where {{ unit }} in (select touched.{{ unit }} from {{ touched }} as touched);

    insert into {{ target_relation }} ({{ columns | join(', ') }})
    select {{ columns | join(', ') }}
    from {{ touched }}
    where {{ config.require('written_column') }} is not null
{%- endmacro %}
