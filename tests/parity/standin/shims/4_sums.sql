-- Aggregates and division.

-- The scale of a quotient comes from the declared precisions, which PostgreSQL does not
-- keep. This gives the least that the manual promises, and what a ratio of sums gets:
-- four places. Whoever needs more casts to double precision first.
create function standin.quotient(one numeric, other numeric) returns numeric
language sql immutable strict parallel safe as $$
    select trunc(numeric_div(one, other), greatest(4, scale(one)))
$$;
update pg_catalog.pg_operator
set oprcode = 'standin.quotient(numeric, numeric)'::regprocedure
where oprname = '/' and oprleft = 'numeric'::regtype and oprright = 'numeric'::regtype;

create function standin.first_of(anyelement, anyelement) returns anyelement
language sql immutable strict parallel safe as $$ select $1 $$;
create aggregate pg_catalog.any_value(anyelement) (
    sfunc = standin.first_of, stype = anyelement
);

create function standin.add_text(held text, value varchar, delimiter varchar)
returns text language sql immutable parallel safe as $$
    select case
        when value is null then held
        when held is null then value
        else held || coalesce(delimiter, '') || value
    end
$$;
create function standin.end_text(held text) returns varchar
language plpgsql immutable parallel safe as $$
begin
    if octet_length(held) > 65535 then
        raise exception using
            errcode = '22001', message = 'Result size exceeds LISTAGG limit';
    end if;
    return held;
end
$$;
create aggregate pg_catalog.listagg(varchar, varchar) (
    sfunc = standin.add_text, stype = text, finalfunc = standin.end_text
);

-- Doubles have places to round to.
create function pg_catalog.round(value double precision, places integer)
returns double precision language sql immutable strict parallel safe as $$
    select round(value::numeric, places)::double precision
$$;
create function pg_catalog.trunc(value double precision, places integer)
returns double precision language sql immutable strict parallel safe as $$
    select trunc(value::numeric, places)::double precision
$$;

-- The average of integers is a bigint, cut off; of a decimal, one of the same scale.
alter aggregate pg_catalog.avg(smallint) rename to avg_numeric;
alter aggregate pg_catalog.avg(integer) rename to avg_numeric;
alter aggregate pg_catalog.avg(bigint) rename to avg_numeric;
alter aggregate pg_catalog.avg(numeric) rename to avg_numeric;
create function standin.add_whole(held numeric[], value bigint) returns numeric[]
language sql immutable strict parallel safe as $$
    select array[held[1] + value, held[2] + 1]
$$;
create function standin.end_whole(held numeric[]) returns bigint
language sql immutable strict parallel safe as $$
    select trunc(numeric_div(held[1], nullif(held[2], 0)))::bigint
$$;
create function standin.add_decimal(held numeric[], value numeric) returns numeric[]
language sql immutable strict parallel safe as $$
    select array[held[1] + value, held[2] + 1, greatest(held[3], scale(value))]
$$;
create function standin.end_decimal(held numeric[]) returns numeric
language sql immutable strict parallel safe as $$
    select trunc(numeric_div(held[1], nullif(held[2], 0)), held[3]::integer)
$$;
create aggregate pg_catalog.avg(bigint) (
    sfunc = standin.add_whole, stype = numeric[], finalfunc = standin.end_whole,
    initcond = '{0,0}'
);
create function standin.add_whole(held numeric[], value integer) returns numeric[]
language sql immutable strict parallel safe as $$
    select array[held[1] + value, held[2] + 1]
$$;
create aggregate pg_catalog.avg(integer) (
    sfunc = standin.add_whole, stype = numeric[], finalfunc = standin.end_whole,
    initcond = '{0,0}'
);
create aggregate pg_catalog.avg(numeric) (
    sfunc = standin.add_decimal, stype = numeric[], finalfunc = standin.end_decimal,
    initcond = '{0,0,0}'
);

create function standin.middle(numbers double precision[]) returns double precision
language sql immutable parallel safe as $$
    select percentile_cont(0.5) within group (order by number)
    from unnest(numbers) as number
$$;
create aggregate pg_catalog.median(double precision) (
    sfunc = array_append, stype = double precision[], finalfunc = standin.middle
);
