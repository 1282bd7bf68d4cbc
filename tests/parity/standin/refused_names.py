"""Names that Redshift does not know, or knows on its leader node alone.

The lists follow the manual's pages c_unsupported-postgresql-functions,
c_SQL_functions_leader_node_only and c_unsupported-postgresql-datatypes; with them stand
names that PostgreSQL 15 or DuckDB has and Redshift never had.
"""

import re

CATALOG_NAME = re.compile(
    r"pg_\w+|information_schema|(svv|svl|stv|stl|sys)_\w+", re.IGNORECASE
)
"""A relation or schema of a catalog."""

_AGGREGATES = (
    "string_agg array_agg every xmlagg xml_agg corr covar_pop covar_samp regr_avgx "
    "regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy "
    "json_agg jsonb_agg json_object_agg jsonb_object_agg mode bit_xor"
)
_TIMES = (
    "clock_timestamp justify_days justify_hours justify_interval pg_sleep "
    "transaction_timestamp statement_timestamp make_date make_time make_timestamp "
    "make_timestamptz make_interval date_bin"
)
_MATHS = "div setseed width_bucket scale min_scale trim_scale gcd lcm erf"
_SETS = (
    "generate_subscripts unnest json_each jsonb_each json_array_elements "
    "jsonb_array_elements json_populate_record jsonb_populate_record "
    "regexp_split_to_table string_to_table jsonb_to_recordset json_to_recordset"
)
_TEXTS = (
    "bit_length overlay convert convert_from convert_to encode format quote_nullable "
    "regexp_matches regexp_match regexp_split_to_array regexp_like concat_ws "
    "string_to_array array_to_string array_length array_append array_position "
    "starts_with unistr normalize parse_ident"
)
_JSON = (
    "row_to_json to_json to_jsonb json_build_object jsonb_build_object "
    "json_build_array jsonb_build_array json_extract_path jsonb_extract_path "
    "jsonb_extract_path_text json_typeof jsonb_typeof jsonb_set jsonb_path_query"
)
_SEQUENCES = "currval nextval setval lastval"
_SYSTEM = (
    "pg_try_advisory_lock pg_advisory_lock pg_advisory_xact_lock gen_random_uuid "
    "uuid_generate_v4 num_nonnulls num_nulls txid_current digest hmac crypt"
)
_DUCKDB = (
    "list_value list_aggregate list_filter list_transform list_contains list_sort "
    "list_distinct struct_pack struct_extract arg_max arg_min strftime strptime "
    "epoch_us epoch_ms make_timestamp_ms try_strptime json_extract json_extract_string "
    "regexp_full_match regexp_extract string_split str_split strlen to_minutes "
    "date_sub ifnull columns read_csv read_parquet read_json"
)

REFUSED_FUNCTIONS = {
    **dict.fromkeys(_AGGREGATES.split(), "Redshift has no such aggregate"),
    **dict.fromkeys(_TIMES.split(), "use dateadd, datediff, date_trunc or getdate()"),
    **dict.fromkeys(_MATHS.split(), "Redshift has no such function"),
    **dict.fromkeys(_SETS.split(), "Redshift has no functions that return sets"),
    **dict.fromkeys(_TEXTS.split(), "Redshift has no such function of texts"),
    **dict.fromkeys(_JSON.split(), "use json_extract_path_text or a SUPER"),
    **dict.fromkeys(_SEQUENCES.split(), "Redshift has no sequences"),
    **dict.fromkeys(_SYSTEM.split(), "Redshift has no such function"),
    **dict.fromkeys(_DUCKDB.split(), "that is DuckDB's; see macros/warehouse"),
    "string_agg": "use listagg() within group",
    "array_agg": "use listagg() within group",
    "concat_ws": "join with || and coalesce",
}
"""Function → what to do instead. Refused wherever it is called without a schema."""

LEADER_ONLY = {
    "now": "use getdate()",
    "age": "use datediff",
    "current_timestamp": "use getdate()",
    "current_time": "use getdate()",
    "localtime": "use getdate()",
    "localtimestamp": "use getdate()",
    "isfinite": "compare with bounds",
    "current_schema": "name the schema",
    "current_schemas": "name the schema",
    "has_database_privilege": "ask a catalog",
    "has_schema_privilege": "ask a catalog",
    "has_table_privilege": "ask a catalog",
    "substr": "use substring",
    "factorial": "Redshift's compute nodes have none",
    "get_bit": "Redshift's compute nodes have none",
    "getbit": "Redshift's compute nodes have none",
    "set_bit": "Redshift's compute nodes have none",
    "setbit": "Redshift's compute nodes have none",
    "to_ascii": "Redshift's compute nodes have none",
    "array_to_string": "use listagg",
    "generate_series": "join numbers made by a recursive query",
}
"""Name → what to do instead; refused where a statement touches a user's table."""

TABLE_FUNCTIONS = {
    "generate_series": "join numbers made by a recursive query",
    "range": "join numbers made by a recursive query",
}
"""Function → what to do instead, where it stands as a table."""

REFUSED_TYPES = {
    "json": "use varchar(n) or super",
    "jsonb": "use varchar(n) or super",
    "uuid": "use varchar(36)",
    "bytea": "use varbyte(n)",
    "blob": "use varbyte(n)",
    "xml": "use varchar(n)",
    "money": "use decimal(18, 2)",
    "serial": "use bigint identity(1, 1)",
    "bigserial": "use bigint identity(1, 1)",
    "inet": "use varchar(n)",
    "cidr": "use varchar(n)",
    "point": "use two doubles",
    "tsvector": "Redshift has no text search",
    "hugeint": "use decimal(38, 0)",
    "tinyint": "use smallint",
    "string": "use varchar(n)",
    "double": "use double precision",
    "bit": "use boolean",
    "datetime": "use timestamp",
    "enum": "use varchar(n)",
}
"""Type → what to use instead."""

_FRAMED = (
    "sum avg count min max stddev stddev_samp stddev_pop variance var_samp var_pop "
    "median first_value last_value nth_value bool_and bool_or"
)
FRAMED = frozenset(_FRAMED.split())
"""Window functions that need a frame as soon as they are ordered."""

RANKING = frozenset(
    ("row_number", "rank", "dense_rank", "ntile", "lag", "lead", "percent_rank")
)
"""Window functions that take an order and no frame."""
