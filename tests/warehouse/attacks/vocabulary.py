"""What random queries are made of: types with their literals, and the names that a file has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.warehouse.asking import Analyst

LITERALS: Mapping[str, tuple[str, ...]] = {
    "BOOLEAN": ("true", "false", "null"),
    "INTEGER": ("0", "1", "-1", "2147483647"),
    "BIGINT": ("0", "3", "-1", "9223372036854775807", "-9223372036854775808", "1000000"),
    "HUGEINT": ("170141183460469231731687303715884105727", "0"),
    "DOUBLE": ("0.1", "1e308", "-0.0", "'nan'::double", "'-inf'::double"),
    "DECIMAL(18,3)": ("1.250", "999999999999999.999", "0.000"),
    "VARCHAR": ("''", "'灾'", "'x'", "'%'", "'\\x00'", "chr(0)", "'/etc/passwd'", "'[1]'",
                "'{secret}/secret.txt'", "'/other-edition.duckdb'", "repeat('a', 5000)", "$area"),
    "DATE": ("date '2021-03-21'", "'infinity'::date", "date '0001-01-01'"),
    "TIMESTAMP": ("timestamp '2021-03-21'", "'-infinity'::timestamp"),
    "TIMESTAMP WITH TIME ZONE": ("timestamptz '2021-03-21'", "'infinity'::timestamptz"),
    "TIME": ("time '12:00'", "time '24:00'"),
    "INTERVAL": ("interval 1 day", "interval (-1) month", "interval 1000000 year"),
    "BLOB": ("'x'::blob", "'\\x00\\xFF'::blob", "''::blob"),
    "BIT": ("'0101'::bit", "'1'::bit"),
    "UUID": ("'00000000-0000-0000-0000-000000000000'::uuid",),
    "JSON": ("'[1]'::json", "'{{\"a\": {{\"b\": null}}}}'::json"),
    "VARCHAR[]": ("['a', null]", "[]::varchar[]", "['/etc/passwd']"),
    "BIGINT[]": ("[1, 2]", "[]::bigint[]", "range(5)", "[null, -1]"),
}  # fmt: skip
"""Each type that is generated, as DuckDB writes it; {secret} as in an attack."""
NUMBERS = ("INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "DECIMAL(18,3)")
TIMES = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")
CASTABLE = ("FLOAT", "TINYINT", "SMALLINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
            "UHUGEINT", "DECIMAL", "BIGNUM", "VARIANT", "TIME_NS", "TIMESTAMP_S", "TIMESTAMP_MS",
            "TIMESTAMP_NS", "TIME WITH TIME ZONE", "FLOAT[]", "DOUBLE[]", "FLOAT[3]", "DOUBLE[3]",
            "MAP(VARCHAR, VARCHAR)", "BOOLEAN[]")  # fmt: skip
"""Types of parameters that are reached by a cast."""
COMPARED = ("=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from")
RECKONED = ("+", "-", "*", "/", "//", "%", "**")
JOINED = ("join", "left join", "right join", "full join")
FILTERED = ("semi join", "anti join")
UNITED = ("union", "union all", "intersect", "except all", "union all by name")
WRAPS = (
    "explain {q}",
    "explain analyze {q}",
    "describe {q}",
    "summarize {q}",
    "({q})",
    "with w as materialized ({q}) from w, w as v",
    "with recursive z as (({q}) union all (select z.* from z limit 0)) from z",
    "from ({q}) limit 3",
    "({q}) union all ({q})",
    "select count(*) from ({q})",
    "{q};",
    "pivot ({q}) on c0 using count(*)",
    "unpivot ({q}) on columns(*)",
    "create temp table t as {q}",
    "create or replace view marts.v as {q}",
    "copy ({q}) to '{out}/x'",
    "{q}; {q}",
)
NOISE = "（），；'\"$()[]{};,.\x00\u200b\u3000\\/*-"
_TABLES = """
    select schema_name || '.' || table_name, column_name, data_type
    from duckdb_columns() where not internal order by all
"""
_FUNCTIONS = """
    select distinct function_name, function_type, parameter_types, varargs, return_type
    from duckdb_functions() where regexp_full_match(function_name, '[a-z_0-9]+') order by all
"""


@dataclass(frozen=True)
class Function:
    """One overload; a macro does not tell its types. `more`: the type of further parameters."""

    name: str
    kind: str
    takes: tuple[str | None, ...] = ()
    more: str | None = None
    gives: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """table (with its schema) -> column -> type; functions of all kinds; what {…} stands for."""

    tables: Mapping[str, Mapping[str, str]]
    functions: Sequence[Function]
    words: Mapping[str, str]

    def of_kind(self, *kinds: str) -> Mapping[str, tuple[Function, ...]]:
        """Name -> overloads, of these kinds (scalar, macro, aggregate, table, table_macro)."""
        found: dict[str, tuple[Function, ...]] = {}
        for one in self.functions:
            if one.kind in kinds:
                found[one.name] = (*found.get(one.name, ()), one)
        return found


def vocabulary(analyst: Analyst, words: Mapping[str, str]) -> Vocabulary:
    """The names of the file that is attacked, as any analyst can ask for them."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in analyst.ask(_TABLES, rows=10_000, seconds=30).rows:
        tables.setdefault(table, {})[column] = kind
    functions = [
        Function(name, kind, tuple(takes or ()), more, gives)
        for name, kind, takes, more, gives in analyst.ask(_FUNCTIONS, rows=10_000, seconds=30).rows
    ]
    return Vocabulary(tables, functions, words)
