{#-
    Incremental strategy: touched units are replaced whole.

    The model's query gives every touched unit at least once: its rows as they shall
    be, or a row with a null in `written_column`, which makes the unit vanish. Units
    are told by `touched_by`; both are in the config's `meta`. Deletion by a unique key
    of the new rows instead leaves units that vanished in place for ever.

    With `dated_by` only rows on dates that the query gives are looked at: then it gives
    every date on which a touched unit has rows, and an hour's deletion reads an hour.
-#}

{% macro get_incremental_replace_touched_sql(arg_dict) -%}
    {{ replace_touched_statements(
        arg_dict['target_relation'],
        arg_dict['temp_relation'],
        arg_dict['dest_columns'] | map(attribute='name') | list,
        config.get('meta')['touched_by'],
        config.get('meta')['written_column'],
        config.get('meta')['dated_by']
    ) }}
{%- endmacro %}

{% macro replace_touched_statements(
    target_relation, touched, columns, unit, written, dated=none
) -%}
    delete from {{ target_relation }}
    where {{ unit }} in (select touched.{{ unit }} from {{ touched }} as touched)
    {%- if dated %}
    and {{ dated }} in (select touched.{{ dated }} from {{ touched }} as touched)
    {%- endif %};

    insert into {{ target_relation }} ({{ columns | join(', ') }})
    select {{ columns | join(', ') }}
    from {{ touched }}
    where {{ written }} is not null
{%- endmacro %}
