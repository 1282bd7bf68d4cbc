{#-
    Dates with an event, session or invoice line that is new since tests have passed up to
    a load, in order. They are asked for first: of dates that a query tells, engines judge
    every row before they look at its date.
-#}

{% macro untested_dates(tested) -%}
    {%- set moved = [] -%}
    {%- for schema, name, moved_date in [
        ('staging', 'stg_firehose__events', 'event_date'),
        ('intermediate', 'int_events_sessionized_to_days', 'session_date'),
        ('intermediate', 'int_invoice_lines_matched_to_sales', 'order_date')
    ] -%}
        {%- do moved.append('select ' ~ moved_date ~ ' from ' ~ api.Relation.create(
            database=target.database, schema=schema, identifier=name
        ) ~ ' where load_sequence > ' ~ tested ~ ' and ' ~ moved_date ~ ' is not null') -%}
    {%- endfor -%}
    {{ return(
        run_query(moved | join(' union ') ~ ' order by 1').columns[0].values()
        | map('string') | list
    ) }}
{%- endmacro %}
