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
create function standin.loaded(column_name name, type oid, typmod integer)
returns text language sql stable as $$
    select format(
        case
            when type = 'varbyte'::regtype or type = 'bytea'::regtype
                then 'decode(parsed.%1$I, ''hex'')'
            when type = 'super'::regtype or type = 'jsonb'::regtype
                then 'parsed.%1$I::jsonb'
            when type = 'varchar'::regtype or type = 'text'::regtype
                then 'parsed.%1$I'
            when type = 'numeric'::regtype and typmod > 0 -- COPY cuts decimals off
                then 'trunc(nullif(parsed.%1$I, '''')::numeric, %2$s)'
            else 'nullif(parsed.%1$I, '''')::%3$s'
        end,
        column_name, (typmod - 4) & 65535, format_type(type, typmod)
    )
$$;

create function standin.load(target text, columns text[], is_whole boolean, file text)
returns void language plpgsql as $$
declare
    relation regclass;
    names text;
    shape text;
    expressions text;
    loaded bigint;
    reason text;
begin
    relation := target::regclass;
    perform standin.read_records(file);
    select
        string_agg(quote_ident(attname), ', ' order by attnum),
        string_agg(
            quote_ident(attname)
            || case when atttypid in ('super'::regtype, 'jsonb'::regtype)
                then ' json' else ' text' end,
            ', ' order by attnum
        ),
        string_agg(standin.loaded(attname, atttypid, atttypmod), ', ' order by attnum)
    into names, shape, expressions
    from pg_attribute
    where attrelid = relation and attnum > 0 and not attisdropped
        and (columns is null or attname = any(columns))
        and (columns is not null or attidentity = '');
    if is_whole then
        expressions := 'record::jsonb';
        shape := '';
    else
        shape := format(', json_to_record(record) as parsed (%s)', shape);
    end if;
    begin
        execute format(
            'insert into %s (%s) select %s from pg_temp.standin_records%s',
            relation, names, expressions, shape
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
