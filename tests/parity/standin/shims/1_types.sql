-- Types, and lengths in bytes. Everything public goes into pg_catalog, which is on
-- every search path; what the stand-in needs for itself, into schema standin.
create schema standin;
create extension pgcrypto schema standin;
grant usage on schema standin to public;

create function standin.refuse(what text) returns integer
language plpgsql immutable as $$
begin
    raise exception using errcode = '0A000', message = what || ': not in the stand-in';
end
$$;

create domain pg_catalog.super as jsonb;
create domain pg_catalog.varbyte as bytea check (octet_length(value) <= 16777216);

-- varchar(n) counts bytes: a cast cuts at the last whole character that fits, an insert
-- of more is refused unless the rest is blanks. PostgreSQL asks its catalog which
-- function brings a varchar to its length; this one takes the built-in's place.
create function standin.cut(value varchar, most integer) returns varchar
language sql immutable strict parallel safe as $$
    select cast(left(value, max(size)) as varchar)
    from (
        select
            number as size,
            sum(octet_length(substr(value, number, 1))) over (order by number) as bytes
        from generate_series(1, least(most, char_length(value))) as number
    ) as sizes
    where bytes <= most
$$;
create function standin.refuse_long(value varchar, most integer) returns varchar
language plpgsql immutable strict parallel safe as $$
begin
    if octet_length(rtrim(value, ' ')) <= most then
        return standin.cut(value, most);
    end if;
    raise exception using
        errcode = '22001',
        message = format('value too long for type character varying(%s)', most),
        detail = format('%s bytes: %s', octet_length(value), left(value, 60));
end
$$;
create function standin.bring_to_length(value varchar, typmod integer, is_cast boolean)
returns varchar language sql immutable strict parallel safe as $$
    select case
        when octet_length(value) <= typmod - 4 then value
        when is_cast then coalesce(standin.cut(value, typmod - 4), '')
        else standin.refuse_long(value, typmod - 4)
    end
$$;
update pg_catalog.pg_cast
set castfunc = 'standin.bring_to_length(varchar, integer, boolean)'::regprocedure
where castsource = 'varchar'::regtype and casttarget = 'varchar'::regtype;

-- bytes
create function pg_catalog.from_hex(value text) returns varbyte
language sql immutable strict as $$ select decode(value, 'hex')::varbyte $$;
create function pg_catalog.to_hex(value bytea) returns text
language sql immutable strict as $$ select encode(value, 'hex') $$;
create function pg_catalog.to_varbyte(value text, format text) returns varbyte
language sql immutable strict as $$
    select case lower(format)
        when 'hex' then decode(value, 'hex')
        when 'base64' then decode(value, 'base64')
        when 'utf8' then convert_to(value, 'UTF8')
        when 'utf-8' then convert_to(value, 'UTF8')
    end::varbyte
$$;
create function pg_catalog.from_varbyte(value bytea, format text) returns text
language sql immutable strict as $$
    select case lower(format)
        when 'hex' then encode(value, 'hex')
        when 'base64' then replace(encode(value, 'base64'), chr(10), '')
        when 'utf8' then convert_from(value, 'UTF8')
        when 'utf-8' then convert_from(value, 'UTF8')
    end
$$;

-- try_cast(x as type): the rewriter calls the function of the type
create function standin.try_bigint(value text) returns bigint
language plpgsql immutable strict parallel safe as $$
begin return value::bigint; exception when others then return null; end $$;
create function standin.try_integer(value text) returns integer
language plpgsql immutable strict parallel safe as $$
begin return value::integer; exception when others then return null; end $$;
create function standin.try_smallint(value text) returns smallint
language plpgsql immutable strict parallel safe as $$
begin return value::smallint; exception when others then return null; end $$;
create function standin.try_double(value text) returns double precision
language plpgsql immutable strict parallel safe as $$
begin return value::double precision; exception when others then return null; end $$;
create function standin.try_boolean(value text) returns boolean
language plpgsql immutable strict parallel safe as $$
begin return value::boolean; exception when others then return null; end $$;
create function standin.try_date(value text) returns date
language plpgsql immutable strict parallel safe as $$
begin return value::date; exception when others then return null; end $$;
create function standin.try_timestamp(value text) returns timestamp
language plpgsql immutable strict parallel safe as $$
begin return value::timestamp; exception when others then return null; end $$;
create function standin.try_timestamptz(value text) returns timestamptz
language plpgsql immutable strict parallel safe as $$
begin return value::timestamptz; exception when others then return null; end $$;
create function standin.try_decimal(value text, digits integer, places integer)
returns numeric language plpgsql immutable strict parallel safe as $$
declare found numeric;
begin
    found := round(value::numeric, places);
    return case when abs(found) < power(10::numeric, digits - places) then found end;
exception when others then return null;
end $$;
