-- Texts and JSON in texts.
create function pg_catalog.len(value text) returns integer
language sql immutable strict parallel safe as $$ select char_length(value) $$;
create function pg_catalog.charindex(part text, value text) returns integer
language sql immutable strict parallel safe as $$ select strpos(value, part) $$;
-- Every match is replaced; the built-in replaces the first.
alter function pg_catalog.regexp_replace(text, text, text) rename to regexp_replace_one;
create function pg_catalog.regexp_replace(text, text, text) returns text
language sql immutable strict parallel safe as $$
    select regexp_replace($1, $2, $3, 'g')
$$;
create function pg_catalog.regexp_replace(value text, pattern text) returns text
language sql immutable strict parallel safe as $$
    select regexp_replace(value, pattern, '', 'g')
$$;

-- Two arguments, and null with null; the built-in takes any number and skips nulls.
alter function pg_catalog.concat(variadic "any") rename to concat_any;
create function pg_catalog.concat(one text, other text) returns text
language sql immutable strict parallel safe as $$ select one || other $$;

create function pg_catalog.strtol(value text, base integer) returns bigint
language plpgsql immutable strict parallel safe as $$
declare
    total bigint := 0;
    digit integer;
begin
    for place in 1 .. char_length(value) loop
        digit := strpos(
            '0123456789abcdefghijklmnopqrstuvwxyz', lower(substr(value, place, 1))
        ) - 1;
        if digit < 0 or digit >= base then
            raise exception using
                errcode = '22023',
                message = format('The input %s is not valid to be converted', value);
        end if;
        total := total * base + digit;
    end loop;
    return total;
end
$$;
create function pg_catalog.sha1(value text) returns text
language sql immutable strict parallel safe as $$
    select encode(standin.digest(value, 'sha1'), 'hex')
$$;
create function pg_catalog.func_sha1(value text) returns text
language sql immutable strict parallel safe as $$
    select encode(standin.digest(value, 'sha1'), 'hex')
$$;
create function pg_catalog.sha2(value text, bits integer) returns text
language sql immutable strict parallel safe as $$
    select encode(
        standin.digest(value, 'sha' || case bits when 0 then 256 else bits end), 'hex'
    )
$$;
create function pg_catalog.nvl2(anycompatible, anycompatible, anycompatible)
returns anycompatible language sql immutable parallel safe as $$
    select case when $1 is not null then $2 else $3 end
$$;

-- JSON
create function pg_catalog.is_valid_json(value text) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
    return json_typeof(value::json) = 'object';
exception when others then
    return false;
end
$$;
create function pg_catalog.is_valid_json_array(value text) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
    return json_typeof(value::json) = 'array';
exception when others then
    return false;
end
$$;
create function pg_catalog.can_json_parse(value text) returns boolean
language plpgsql immutable strict parallel safe as $$
begin
    return value::json is not null;
exception when others then
    return false;
end
$$;
create function standin.json_text(value text, path text[], null_if_invalid boolean)
returns text language plpgsql immutable strict parallel safe as $$
begin
    return value::json #>> path;
exception when others then
    if null_if_invalid then
        return null;
    end if;
    raise exception using
        errcode = 'XX000',
        message = 'JSON parsing error',
        detail = 'invalid json object ' || left(value, 60);
end
$$;
create function pg_catalog.json_extract_path_text(value text, variadic path text[])
returns text language sql immutable parallel safe as $$
    select standin.json_text(value, path, false)
$$;
do $do$
declare
    keys text;
begin
    for depth in 1 .. 5 loop
        select string_agg('key' || number, ', ') into keys
        from generate_series(1, depth) as number;
        execute format(
            'create function pg_catalog.json_extract_path_text('
            'value text, %s text, null_if_invalid boolean) '
            'returns text language sql immutable strict parallel safe as '
            '$$ select standin.json_text(value, array[%s], null_if_invalid) $$',
            replace(keys, ',', ' text,'), keys
        );
    end loop;
end
$do$;
create function pg_catalog.json_array_length(value text) returns integer
language sql immutable strict parallel safe as $$
    select json_array_length(value::json)
$$;
create function pg_catalog.json_extract_array_element_text(value text, place integer)
returns text language sql immutable strict parallel safe as $$
    select value::json ->> place
$$;
create function pg_catalog.json_parse(value text) returns super
language sql immutable strict parallel safe as $$ select value::jsonb::super $$;
create function pg_catalog.json_serialize(value jsonb) returns text
language sql immutable strict parallel safe as $$ select value::text $$;
