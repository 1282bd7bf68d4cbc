{#-
    What data tests look at. `dbt build` asks about the dates that were touched since its
    tests last passed, so that an hour's tests cost an hour; `dbt test`, a full refresh
    and a first build ask about everything. Relations without a date are asked whole.
-#}

{#- Relations that grow with history → the column that tells a row's date. -#}
{% macro tested_dates() -%}
    {{ return({
        'stg_firehose__events': 'event_date',
        'int_commerce_events_selected': 'event_date',
        'int_commerce_matched_to_session_days': 'session_date',
        'int_entries_matched_to_steps': 'entry_date',
        'int_events_counted_to_category_hours': 'event_date',
        'int_events_counted_to_visitor_brands': 'event_date',
        'int_events_sessionized_to_days': 'session_date',
        'int_products_described_to_days': 'described_date',
        'int_purchases_matched_to_lines': 'event_date',
        'int_session_funnels_counted_to_days': 'session_date',
        'fct_cart_lines': 'event_date',
        'fct_events': 'event_date',
        'fct_session_days': 'session_date',
        'fct_session_funnels': 'session_date',
        'fct_sessions': 'session_date',
        'fct_visitor_days': 'visitor_date',
        'fct_visitor_funnels': 'entry_date',
        'rpt_funnel_daily': 'session_date',
        'rpt_product_funnel_daily': 'session_date'
    }) }}
{%- endmacro %}

{#- A relation, or in brackets the rows of it that this run's tests look at. -#}
{% macro tested_rows(relation) -%}
    {%- set date = tested_dates().get(relation.identifier) -%}
    {%- set tested = last_mark('data_tests')[0]
        if date and flags.WHICH == 'build' and not flags.FULL_REFRESH else 0 -%}
    {%- if not tested -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- set events = api.Relation.create(
        database=target.database, schema='staging', identifier='stg_firehose__events'
    ) -%}
    (
        select * from {{ relation }}
        where {{ date }} in (
            select events.event_date from {{ events }} as events
            where events.load_sequence > {{ tested }}
        )
    )
{%- endmacro %}

{#- dbt's own name: what a generic test takes for the relation it is given. Sums that
    are compared with another relation's are of all rows. -#}
{% macro get_where_subquery(relation) -%}
    {%- set rows = relation if model.test_metadata.name == 'rows_reconcile_with'
        else tested_rows(relation) -%}
    {%- set where = config.get('where') -%}
    {%- if where -%}
        {{ return('(select * from ' ~ rows ~ ' as tested where ' ~ where ~ ') as tested') }}
    {%- elif rows == relation -%}
        {{ return(relation) }}
    {%- endif -%}
    {{ return(rows ~ ' as tested') }}
{%- endmacro %}

{#- On-run-end: when every data test has passed, how far all models had read. -#}
{% macro mark_tested(results) -%}
    {%- if not execute or not flags.INTROSPECT or flags.WHICH not in ('build', 'test') -%}
        {{ return('') }}
    {%- endif -%}
    {%- set passed = results | selectattr('status', 'in', ['pass', 'warn'])
        | map(attribute='node.unique_id') | list -%}
    {%- set marks = [] -%}
    {%- for node in graph.nodes.values() -%}
        {%- if node.resource_type == 'test' and node.unique_id not in passed -%}
            {{ return('') }}
        {%- elif node.config.materialized == 'incremental' -%}
            {%- do marks.append(last_mark(node.name)[0]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- call statement('mark_tested', auto_begin=True) -%}
        {{ mark_statement('data_tests', marks | min, 1) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
