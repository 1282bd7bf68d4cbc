-- COPY: the proxy writes the records of the objects to a file, one JSON text a line;
-- here they enter the client's own transaction.
create function standin.read_records(file text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
    drop table if exists pg_temp.standin_records;
    create temporary table standin_records (record json) on commit drop;
    grant select on pg_temp.standin_records to public;
    execute format('copy pg_temp.standin_records from %L', file);
end
$$;

-- The expression that brings one key of a record to the type of its column.
create function standin.loaded(column_name text, type oid, typmod integer)
returns text language sql stable as $$
    select case
        when type = 'varbyte'::regtype or type = 'bytea'::regtype
            then format('decode(record ->> %L, ''hex'')', column_name)
        when type = 'super'::regtype or type = 'jsonb'::regtype
            then format('(record -> %L)::jsonb', column_name)
        when type = 'varchar'::regtype or type = 'text'::regtype
            then format('record ->> %L', column_name)
        when type = 'numeric'::regtype and typmod > 0 -- COPY cuts decimals off
            then format(
                'trunc(nullif(record ->> %L, '''')::numeric, %s)',
                column_name, (typmod - 4) & 65535
            )
        else format(
            'nullif(record ->> %L, '''')::%s', column_name, format_type(type, typmod)
        )
    end
$$;

create function standin.load(target text, columns text[], is_whole boolean, file text)
returns void language plpgsql as $$
declare
    relation regclass;
    names text;
    expressions text;
    loaded bigint;
    reason text;
begin
    relation := target::regclass;
    perform standin.read_records(file);
    select
        string_agg(quote_ident(attname), ', ' order by attnum),
        string_agg(
            case when is_whole then 'record::jsonb'
            else standin.loaded(attname, atttypid, atttypmod) end,
            ', ' order by attnum
        )
    into names, expressions
    from pg_attribute
    where attrelid = relation and attnum > 0 and not attisdropped
        and (columns is null or attname = any(columns))
        and (columns is not null or attidentity = '');
    begin
        execute format(
            'insert into %s (%s) select %s from pg_temp.standin_records',
            relation, names, expressions
        );
        get diagnostics loaded = row_count;
    exception when data_exception or not_null_violation then
        get stacked diagnostics reason = message_text;
        raise exception using
            errcode = 'XX000',
            message = format(
                'Load into table ''%s'' failed.  Check ''sys_load_error_detail'' '
                'system table for details. (%s)', target, reason
            );
    end;
    raise info 'Load into table ''%'' completed, % record(s) loaded successfully.',
        target, loaded;
end
$$;
