"""Texts, JSON, bytes, casts and names that Redshift takes."""

import datetime

from .constructs import MISSING, Construct, listed

_DAY = datetime.date
_TIME = datetime.datetime

TEXTS: list[Construct] = [
    *listed(
        "r_Character_types.html",
        ("text has 256 bytes", "len(cast(repeat('x', 300) as text))", 256),
        (
            "varchar takes the size of its text",
            "len(cast(repeat('x', 300) as varchar))",
            300,
        ),
        ("a cast cuts", "cast('abcdef' as varchar(3))", "abc"),
        ("a cast cuts at bytes", "cast('é' as varchar(1))", ""),
        ("a cast cuts at a whole character", "cast('aéé' as varchar(4))", "aé"),
        ("varchar(max)", "cast('a' as varchar(max))", "a"),
        (
            "blanks of char do not count",
            "select count(*) from bt where cast('a ' as char(2)) = 'a' and i=1",
            1,
        ),
    ),
    *listed(
        "r_LEN.html",
        ("characters", "len('é')", 1),
    ),
    *listed(
        "r_OCTET_LENGTH.html",
        ("bytes", "octet_length('é')", 2),
    ),
    *listed(
        "r_CONCAT.html",
        ("null with null", "concat('a', null)", None),
    ),
    *listed(
        "r_concat_op.html",
        ("null with null by ||", "'a' || null", None),
        ("a number by ||", "'a' || i", "a1"),
    ),
    *listed(
        "JSON_EXTRACT_PATH_TEXT.html",
        ("a path", "json_extract_path_text(j, 'a', 'b')", "x"),
        ("a missing key", "json_extract_path_text(j, 'zz')", None),
        ("a number as it stands", "json_extract_path_text(j, 'n')", "1.50"),
        ("null_if_invalid", "json_extract_path_text('{bad', 'a', true)", None),
        ("a key with a dot", "json_extract_path_text('{\"a.b\":1}', 'a.b')", "1"),
    ),
    *listed(
        "IS_VALID_JSON.html",
        ("not JSON", "is_valid_json('{bad')", False),
        ("an object", "is_valid_json(j)", True),
    ),
    *listed(
        "JSON_ARRAY_LENGTH.html",
        ("length", "json_array_length('[1,2]')", 2),
    ),
    *listed(
        "super-overview.html",
        (
            "navigation",
            "select p.a.b::varchar from (select json_parse(j) as p, i from bt) x "
            "where i=1",
            MISSING,
        ),
        ("array()", "json_serialize(array(1, 2))", MISSING),
        ("parse and serialize", "json_serialize(json_parse('[1]'))", "[1]"),
    ),
    *listed(
        "r_LISTAGG.html",
        (
            "ordered",
            "select listagg(s, ',') within group (order by s) from bt where s is "
            "not null",
            "a,b,c",
        ),
        (
            "distinct",
            "select listagg(distinct cast(g as varchar(9)), '|') within group "
            "(order by cast(g as varchar(9))) from bt",
            "1|2",
        ),
        (
            "without a delimiter",
            "select listagg(s) within group (order by s) from bt",
            "abc",
        ),
        (
            "backwards",
            "select listagg(s, ',') within group (order by i desc) from bt",
            "c,b,a",
        ),
    ),
    *listed(
        "REGEXP_REPLACE.html",
        ("every match", "regexp_replace('a1b2', '[0-9]', '')", "ab"),
    ),
    *listed(
        "REGEXP_SUBSTR.html",
        ("first match", "regexp_substr('abc123', '[0-9]+')", "123"),
    ),
    *listed(
        "REGEXP_COUNT.html",
        ("count", "regexp_count('abcabc', 'b')", 2),
    ),
    *listed(
        "pattern-matching-conditions-posix.html",
        ("a match", "select count(*) from bt where s ~ '^[ab]$'", 2),
        (
            "a backslash is written twice",
            r"select count(*) from bt where cast(i as varchar(9)) ~ '^\\d$'",
            4,
        ),
        ("no match", "select count(*) from bt where s !~ '^[ab]$'", 1),
    ),
    *listed(
        "r_patternmatching_condition_like.html",
        ("ilike", "select count(*) from bt where s ilike 'A'", 1),
        ("like", "select count(*) from bt where s like 'a%'", 1),
    ),
    *listed(
        "SPLIT_PART.html",
        ("part", "split_part('a/b/c', '/', 2)", "b"),
    ),
    *listed(
        "r_STRTOL.html",
        ("hex", "strtol('ff', 16)", 255),
    ),
    *listed(
        "FUNC_SHA1.html",
        ("sha1", "func_sha1('a')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"),
    ),
    *listed(
        "r_MD5.html",
        ("md5", "md5('a')", "0cc175b9c0f1b6a831c399e269772661"),
    ),
    *listed(
        "r_CHARINDEX.html",
        ("place", "charindex('b', 'abc')", 2),
        ("strpos", "strpos('abc', chr(10))", 0),
    ),
    *listed(
        "r_SUBSTRING.html",
        ("from and for", "substring('hello' from 2 for 3)", "ell"),
        ("by commas", "substring('hello', 2, 3)", "ell"),
    ),
    *listed(
        "r_LOWER.html",
        ("beyond ASCII", "lower('É')", "é"),
    ),
    *listed(
        "r_TO_CHAR.html",
        (
            "minutes",
            "select to_char(ts, 'YYYY-MM-DD HH24:MI') from bt where i=2",
            "2026-01-01 00:10",
        ),
    ),
    *listed(
        "r_TO_DATE_function.html",
        ("date", "to_date('2026-01-05', 'YYYY-MM-DD')", _DAY(2026, 1, 5)),
    ),
    *listed(
        "r_NVL_function.html",
        ("nvl", "select nvl(s, 'z') from bt where i=4", "z"),
        ("coalesce", "select coalesce(s, 'z') from bt where i=4", "z"),
    ),
    *listed(
        "r_NVL2.html",
        ("nvl2", "select nvl2(s, 'y', 'n') from bt where i=4", "n"),
    ),
    *listed(
        "r_DECODE_expression.html",
        ("decode", "decode(g, 1, 'one', 2, 'two', 'x')", "one"),
        (
            "decode of null",
            "select decode(s, null, 'none', 'some') from bt where i=4",
            "none",
        ),
    ),
    *listed(
        "r_GREATEST_LEAST.html",
        ("null does not count", "greatest(1, null, 2)", 2),
    ),
    *listed(
        "r_TRY_CAST.html",
        ("not an integer", "try_cast('abc' as int)", None),
        ("an integer", "try_cast('12' as bigint)", 12),
        ("a decimal too large", "try_cast('99999' as decimal(4,1))", None),
        ("a decimal", "try_cast('1.25' as decimal(4,1))", 1.3),
        (
            "a zone",
            "try_cast('2026-01-01 02:00:00+02:00' as timestamptz) at time zone 'UTC'",
            _TIME(2026, 1, 1),
        ),
        ("not a time", "try_cast('2026-02-30 00:00:00' as timestamp)", None),
    ),
    *listed(
        "r_names.html",
        ("names fold", "select FOO from (select 1 as Foo) x", 1),
        ("quoted names fold, too", 'select "foo" from (select 1 as "Foo") x', MISSING),
    ),
    *listed(
        "r_FROM_HEX.html",
        ("bytes of hex", "to_hex(from_hex('ff00'))", "ff00"),
        ("text of bytes", "from_varbyte(to_varbyte('é', 'utf8'), 'hex')", "c3a9"),
    ),
]
