"""The dictionary shows one value of each column."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.examples import SHOWN_CHARACTERS, examples


@pytest.fixture
def table() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("create table t (a varchar, b date, c integer, d varchar[], e bigint)")
    connection.execute("insert into t values (null, '2021-03-28', null, ['甲', '乙'], 0)")
    connection.execute("insert into t values ('后', '2021-03-21', null, null, 7)")
    connection.execute("insert into t values ('后面', null, null, null, 9)")
    return connection


def test_the_least_value_is_the_example_and_of_numbers_the_least_above_zero(
    table: duckdb.DuckDBPyConnection,
) -> None:
    columns = [
        *(("a", "VARCHAR"), ("b", "DATE"), ("c", "INTEGER")),
        *(("d", "VARCHAR[]"), ("e", "BIGINT")),
    ]
    assert examples(table, "t", columns) == {
        "a": "后",
        "b": "2021-03-21",
        "d": "[甲, 乙]",
        "e": "7",
    }


def test_a_number_that_is_nowhere_above_zero_shows_what_there_is(
    table: duckdb.DuckDBPyConnection,
) -> None:
    table.execute("create table lost as select -3::bigint as n")
    assert examples(table, "lost", [("n", "BIGINT")]) == {"n": "-3"}


def test_a_long_value_is_cut(table: duckdb.DuckDBPyConnection) -> None:
    table.execute("create table long as select repeat('长', 500) as a")
    assert examples(table, "long", [("a", "VARCHAR")]) == {"a": "长" * SHOWN_CHARACTERS + "…"}
