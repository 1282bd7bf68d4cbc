"""Numbers, dates and times that Redshift takes."""

import datetime

from .constructs import OURS, Construct, listed

_DAY = datetime.date
_TIME = datetime.datetime

NUMBERS_AND_TIMES: list[Construct] = [
    *listed(
        "r_numeric_computations201.html",
        ("integer division", "7/2", 3),
        ("integer division of columns", "select i/2 from bt where i=3", 1),
        ("a quotient cut off", "cast(2.0/3 as varchar(4))", "0.66"),
        ("double division", "cast(7 as double precision)/2", 3.5),
        ("ratio of sums", "select sum(n)/sum(n*3) from bt", 0.3333),
    ),
    *listed(
        "r_AVG.html",
        ("avg of integers", "select avg(i) from bt", 2),
        ("avg keeps scale", "select cast(avg(n) as varchar(30)) from bt", "2.83"),
        ("avg of doubles", "select avg(cast(i as double precision)) from bt", 2.5),
    ),
    *listed(
        "r_Numeric_types201.html",
        ("decimal without scale", "cast('2.6' as decimal)", 3),
        ("decimal rounds", "cast(2.345 as decimal(18,2))", 2.35),
        ("bigint", "cast(9007199254740993 as bigint)", 9007199254740993),
        ("trunc", "select trunc(n, 1) from bt where i=2", 2.3),
        ("round half", "round(cast(0.5 as decimal(3,1)))", 1),
        ("power", "power(10, 2)", 100),
        ("modulo", "7 % 3", 1),
    ),
    *listed(
        "r_DATEDIFF_function.html",
        (
            "minutes by boundary",
            "datediff(minute, timestamp '2026-01-01 00:00:59', timestamp "
            "'2026-01-01 00:01:00')",
            1,
        ),
        (
            "months by boundary",
            "datediff(month, cast('2026-01-31' as date), cast('2026-02-01' as date))",
            1,
        ),
        (
            "microseconds",
            "datediff(microsecond, timestamp '1970-01-01 00:00:00', ts)",
            1767225600000000,
        ),
        ("seconds", "select datediff(second, d, ts) from bt where i=2", 600),
        (
            "milliseconds before 1970",
            "datediff(ms, timestamp '1969-12-31 23:59:59.999', timestamp "
            "'1970-01-01 00:00:00')",
            1,
        ),
        ("weeks", "datediff(week, d, ts)", OURS),
    ),
    *listed(
        "r_DATEADD_function.html",
        (
            "end of month",
            "dateadd(month, 1, cast('2026-01-31' as date))",
            _TIME(2026, 2, 28),
        ),
        ("a date plus days is a timestamp", "dateadd(day, 1, d)", _TIME(2026, 1, 2)),
        ("seconds back", "dateadd(second, -1, ts)", _TIME(2025, 12, 31, 23, 59, 59)),
    ),
    *listed(
        "r_DATE_TRUNC.html",
        ("of a date", "date_trunc('month', d)", _TIME(2026, 1, 1)),
        ("week begins on Monday", "date_trunc('week', d)", _TIME(2025, 12, 29)),
    ),
    *listed(
        "r_EXTRACT_function.html",
        ("epoch", "extract(epoch from ts)", 1767225600),
        (
            "extract gives integers",
            "select extract(minute from ts)/4 from bt where i=2",
            2,
        ),
        ("milliseconds", "extract(ms from timestamp '2009-09-09 12:08:43.101')", 101),
        ("weekday of a Sunday", "extract(dow from cast('2026-11-22' as date))", 0),
        ("ISO week", "extract(week from cast('2026-11-22' as date))", 47),
    ),
    *listed(
        "r_DATE_PART_function.html",
        ("bare part", "date_part(dow, d)", 4),
        ("hour", "date_part(hour, ts)", 0),
    ),
    *listed(
        "r_LAST_DAY.html",
        ("last day", "last_day(d)", _DAY(2026, 1, 31)),
    ),
    *listed(
        "r_ADD_MONTHS.html",
        (
            "end stays end",
            "cast(add_months(cast('2026-02-28' as date), 1) as date)",
            _DAY(2026, 3, 31),
        ),
    ),
    *listed(
        "r_MONTHS_BETWEEN_function.html",
        (
            "ends of months",
            "months_between(cast('2026-03-31' as date), cast('2026-02-28' as date))",
            1,
        ),
    ),
    *listed(
        "CONVERT_TIMEZONE.html",
        (
            "three arguments",
            "convert_timezone('UTC', 'America/New_York', ts)",
            _TIME(2025, 12, 31, 19),
        ),
        ("two arguments", "convert_timezone('Asia/Tokyo', ts)", _TIME(2026, 1, 1, 9)),
        (
            "at time zone",
            "cast('2026-01-01 02:00:00+02' as timestamptz) at time zone 'UTC'",
            _TIME(2026, 1, 1),
        ),
    ),
    *listed(
        "r_GETDATE.html",
        ("getdate", "getdate() is not null", True),
        ("sysdate", "sysdate is not null", True),
    ),
    *listed(
        "r_Datetime_types.html",
        ("date minus date", "cast(ts as date) - d", 0),
        ("date plus days", "d + 1", _DAY(2026, 1, 2)),
        (
            "T between date and time",
            "cast('2026-01-01T00:00:00.123' as timestamp)",
            _TIME(2026, 1, 1, 0, 0, 0, 123000),
        ),
        ("interval", "ts + interval '1 day'", _TIME(2026, 1, 2)),
        (
            "epoch plus seconds",
            "timestamp 'epoch' + 10 * interval '1 second'",
            _TIME(1970, 1, 1, 0, 0, 10),
        ),
        (
            "trunc of a timestamp",
            "select trunc(ts) from bt where i=2",
            _DAY(2026, 1, 1),
        ),
    ),
]
