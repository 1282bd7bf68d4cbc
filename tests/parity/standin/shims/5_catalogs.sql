-- What dbt-redshift and drivers read of Redshift's catalogs.
create function pg_catalog.pg_get_late_binding_view_cols() returns setof record
language sql stable as $$
    select null::name, null::name, null::name, null::varchar, null::integer where false
$$;
create view pg_catalog.svv_external_columns as
select
    null::varchar as schemaname,
    null::varchar as tablename,
    null::varchar as columnname,
    null::varchar as external_type,
    null::integer as columnnum
where false;
create view pg_catalog.svv_tables as
select * from information_schema.tables;
create view pg_catalog.svv_columns as
select * from information_schema.columns;
create view pg_catalog.svv_redshift_columns as
select
    table_catalog::varchar as database_name,
    table_schema::varchar as schema_name,
    table_name::varchar as table_name,
    column_name::varchar as column_name,
    ordinal_position::integer as ordinal_position,
    data_type::varchar as data_type,
    null::varchar as remarks
from information_schema.columns;
create view pg_catalog.svv_table_info as
select
    current_database()::varchar as "database",
    schemaname::varchar as "schema",
    relid as table_id,
    relname::varchar as "table",
    null::varchar as encoded,
    null::varchar as diststyle,
    null::varchar as sortkey1,
    null::integer as max_varchar,
    null::varchar as sortkey1_enc,
    null::integer as sortkey_num,
    (pg_total_relation_size(relid) / 1048576)::bigint as size,
    null::numeric as pct_used,
    null::numeric as unsorted,
    null::numeric as stats_off,
    n_live_tup::numeric as tbl_rows,
    null::numeric as skew_sortkey1,
    null::numeric as skew_rows
from pg_stat_user_tables;
create view pg_catalog.stv_mv_info as
select
    null::varchar as db_name,
    null::varchar as "schema",
    null::varchar as name,
    null::varchar as autorefresh
where false;
create view pg_catalog.sys_query_detail as
select
    null::oid as table_id, null::timestamp as start_time, null::varchar as step_name
where false;
create view pg_catalog.stl_load_errors as
select
    null::integer as query,
    null::varchar as filename,
    null::bigint as line_number,
    null::varchar as colname,
    null::varchar as err_reason
where false;
create view pg_catalog.sys_load_error_detail as
select
    null::bigint as query_id,
    null::varchar as file_name,
    null::bigint as line_number,
    null::varchar as column_name,
    null::varchar as error_message
where false;
grant select on
    pg_catalog.svv_external_columns, pg_catalog.svv_tables, pg_catalog.svv_columns,
    pg_catalog.svv_redshift_columns, pg_catalog.svv_table_info, pg_catalog.stv_mv_info,
    pg_catalog.sys_query_detail, pg_catalog.stl_load_errors,
    pg_catalog.sys_load_error_detail
to public;
