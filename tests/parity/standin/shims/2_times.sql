-- Dates and times: the parts that Redshift names, whole differences, clocks in UTC.
create function standin.part(name text) returns text
language sql immutable strict parallel safe as $$
    select case
        when lower(name) in ('y', 'yr', 'yrs', 'years') then 'year'
        when lower(name) in ('qtr', 'qtrs', 'quarters') then 'quarter'
        when lower(name) in ('mon', 'mons', 'months') then 'month'
        when lower(name) in ('w', 'weeks') then 'week'
        when lower(name) in ('d', 'days') then 'day'
        when lower(name) in ('h', 'hr', 'hrs', 'hours') then 'hour'
        when lower(name) in ('m', 'min', 'mins', 'minutes') then 'minute'
        when lower(name) in ('s', 'sec', 'secs', 'seconds') then 'second'
        when lower(name) in ('ms', 'msec', 'msecs', 'milliseconds') then 'millisecond'
        when lower(name) in ('us', 'microsec', 'microsecs', 'microseconds')
            then 'microsecond'
        else lower(name)
    end
$$;
create function standin.seconds(part text, moment timestamp) returns bigint
language sql immutable strict parallel safe as $$
    select date_part('epoch', date_trunc(part, moment))::bigint
$$;
create function standin.micros(moment timestamp) returns bigint
language sql immutable strict parallel safe as $$
    select date_part('epoch', date_trunc('second', moment))::bigint * 1000000
        + date_part('microseconds', moment)::bigint % 1000000
$$;
create function standin.months(moment timestamp) returns bigint
language sql immutable strict parallel safe as $$
    select date_part('year', moment)::bigint * 12
        + date_part('month', moment)::bigint - 1
$$;
create function pg_catalog.datediff(part text, earlier timestamp, later timestamp)
returns bigint language sql immutable strict parallel safe as $$
    select case standin.part(part)
        when 'microsecond' then standin.micros(later) - standin.micros(earlier)
        when 'millisecond' then standin.micros(date_trunc('millisecond', later)) / 1000
            - standin.micros(date_trunc('millisecond', earlier)) / 1000
        when 'second' then
            standin.seconds('second', later) - standin.seconds('second', earlier)
        when 'minute' then
            (standin.seconds('minute', later) - standin.seconds('minute', earlier)) / 60
        when 'hour' then
            (standin.seconds('hour', later) - standin.seconds('hour', earlier)) / 3600
        when 'day' then (later::date - earlier::date)::bigint
        when 'month' then standin.months(later) - standin.months(earlier)
        when 'quarter' then standin.months(later) / 3 - standin.months(earlier) / 3
        when 'year' then standin.months(later) / 12 - standin.months(earlier) / 12
        else standin.refuse('datediff of part ' || part)
    end
$$;
-- One of a part is a constant of the plan, and so dateadd a plain sum: called for
-- each row instead it took 30 s of the judging of 6,000 records.
create function standin.one(part text) returns interval
language sql immutable strict parallel safe as $$
    select case standin.part(part)
        when 'quarter' then interval '3 months'
        else ('1 ' || standin.part(part))::interval
    end
$$;
create function pg_catalog.dateadd(part text, number bigint, moment timestamp)
returns timestamp language sql immutable parallel safe as $$
    select moment + number * standin.one(part)
$$;

-- extract gives integers of a timestamp; the built-in, numerics
alter function pg_catalog.extract(text, timestamp) rename to extract_numeric;
create function pg_catalog.extract(part text, moment timestamp) returns integer
language sql immutable strict parallel safe as $$
    select case standin.part(part)
        when 'millisecond' then
            (date_part('milliseconds', moment)::bigint % 1000)::integer
        when 'microsecond' then
            (date_part('microseconds', moment)::bigint % 1000000)::integer
        else trunc(date_part(standin.part(part), moment))::integer
    end
$$;
alter function pg_catalog.extract(text, date) rename to extract_numeric;
create function pg_catalog.extract(part text, day date) returns integer
language sql immutable strict parallel safe as $$
    select pg_catalog.extract(part, day::timestamp)
$$;

-- date_trunc of a date is a timestamp without zone; the built-in gives one with
create function pg_catalog.date_trunc(part text, day date) returns timestamp
language sql immutable strict parallel safe as $$
    select date_trunc(part, day::timestamp)
$$;
create function pg_catalog.date_part_year(day date) returns integer
language sql immutable strict as $$ select date_part('year', day)::integer $$;
create function pg_catalog.getdate() returns timestamp
language sql stable as $$ select date_trunc('second', now() at time zone 'UTC') $$;
create function pg_catalog.sysdate() returns timestamp
language sql stable as $$ select now() at time zone 'UTC' $$;
create function pg_catalog.convert_timezone(source text, target text, moment timestamp)
returns timestamp language sql immutable strict parallel safe as $$
    select moment at time zone source at time zone target
$$;
create function pg_catalog.convert_timezone(target text, moment timestamp)
returns timestamp language sql immutable strict parallel safe as $$
    select moment at time zone 'UTC' at time zone target
$$;
create function pg_catalog.last_day(moment timestamp) returns date
language sql immutable strict parallel safe as $$
    select (date_trunc('month', moment) + interval '1 month - 1 day')::date
$$;
create function pg_catalog.add_months(moment timestamp, number bigint) returns timestamp
language sql immutable strict parallel safe as $$
    select case
        when moment::date = last_day(moment)
            then last_day(moment + make_interval(months => number::integer))
                + moment::time
        else moment + make_interval(months => number::integer)
    end
$$;
create function pg_catalog.months_between(later timestamp, earlier timestamp)
returns double precision language sql immutable strict as $$
    select standin.months(later) - standin.months(earlier) + case
        when later::date = last_day(later) and earlier::date = last_day(earlier) then 0
        when date_part('day', later) = date_part('day', earlier) then 0
        else (
            date_part('day', later) - date_part('day', earlier)
            + date_part('epoch', later::time - earlier::time) / 86400
        ) / 31
    end
$$;
create function pg_catalog.next_day(day timestamp, weekday text) returns date
language sql immutable strict as $$
    select day::date + 1 + (
        (strpos('sumotuwethfrsa', lower(left(weekday, 2))) - 1) / 2
        - date_part('dow', day)::integer + 6
    ) % 7
$$;
create function pg_catalog.trunc(moment timestamp) returns date
language sql immutable strict parallel safe as $$ select moment::date $$;
