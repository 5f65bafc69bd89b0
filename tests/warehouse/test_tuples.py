"""Rows of a result as Python's values: nothing that DuckDB can say stops them."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from warehouse.tuples import OUT_OF_RANGE, rows_of


def rows(sql: str) -> list[tuple[object, ...]]:
    return rows_of(duckdb.connect().sql(sql).to_arrow_reader(10).read_all())


def test_columns_of_the_same_name_are_all_there() -> None:
    assert rows("select 1 as a, 'x' as a union all select 2, null") == [(1, "x"), (2, None)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("'infinity'::date", "infinity"),
        ("'-infinity'::date", "-infinity"),
        ("'infinity'::timestamp", "infinity"),
        ("'-infinity'::timestamptz", "-infinity"),
        ("date '12000-01-01'", "12000-01-01"),
        ("timestamp '12000-01-01'", "12000-01-01 00:00:00.000000"),
        ("['infinity'::date]", OUT_OF_RANGE),
        ("{'a': 'infinity'::date}", OUT_OF_RANGE),
    ],
)
def test_a_date_that_python_does_not_know_is_told_as_text(value: str, shown: str) -> None:
    sql = f"select {value} as a, date '2021-03-21' as b union all select null, null"
    assert rows(sql) == [(shown, dt.date(2021, 3, 21)), (None, None)]


def test_no_columns_no_rows() -> None:
    assert rows_of(duckdb.connect().sql("select 1 as a").to_arrow_table().select([])) == []
