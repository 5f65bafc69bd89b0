"""The warehouse documents itself: titles inherited by name, tables, lineage, loads, version."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.small import FIRST, LAOSHAN, model
from warehouse.errors import ModelError


def column(place: Place, table: str, name: str) -> dict[str, Any]:
    schema, _, table = table.partition(".")
    frame = place.open().query(
        "select * from meta.column where schema_name = ? and table_name = ? and column_name = ?",
        [schema, table, name],
    )
    return frame.row(0, named=True)


def test_a_column_inherits_title_and_stored_unit_from_the_contract(place: Place) -> None:
    sql = "select area_code, as_of, spent_yuan, done from raw.tally"
    place.sql({"marts/spent.sql": model("支出", ["area_code", "as_of"], sql)})
    place.build()
    spent = column(place, "marts.spent", "spent_yuan")
    assert (spent["title"], spent["unit"]) == ("spent_yuan 的标题", "元")
    assert spent["source"] == "合同 tally"
    assert column(place, "marts.spent", "done")["unit"] == "项"


def test_a_column_inherits_through_models_and_a_new_title_keeps_the_unit(place: Place) -> None:
    text = "select area_code, as_of, done from raw.tally"
    place.sql(
        {
            "staging/tally.sql": model("一", ["area_code", "as_of"], text, done="完成"),
            "marts/tally.sql": model(
                "二", ["area_code", "as_of"], text.replace("raw.", "staging.")
            ),
        }
    )
    place.build()
    done = column(place, "marts.tally", "done")
    assert (done["title"], done["unit"], done["source"]) == ("完成", "项", "staging.tally")


def test_a_titled_column_that_the_select_does_not_give_is_refused(place: Place) -> None:
    place.sql({"marts/x.sql": model("x", ["a"], "select 1 as a", a="甲", b="乙")})
    with pytest.raises(ModelError, match=r"sql/marts/x\.sql：说明里写了列 b，但 select 没有给出"):
        place.build()


def test_every_column_of_the_warehouse_is_in_the_dictionary_with_a_title(shared: Place) -> None:
    warehouse = shared.open()
    assert (
        warehouse.rows(
            "select c.schema_name, c.table_name, c.column_name from duckdb_columns() as c "
            "anti join meta.column as m using (schema_name, table_name, column_name) "
            "where not c.internal and c.schema_name <> 'cn'"
        )
        == []
    )
    assert warehouse.rows("select * from meta.column where title is null") == []


def test_every_table_is_listed_with_its_rows(shared: Place) -> None:
    warehouse = shared.open()
    listed = {
        f"{s}.{t}": n
        for s, t, n in warehouse.rows("select schema_name, table_name, rows from meta.table")
    }
    there = warehouse.rows(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal"
    )
    assert set(listed) == {row[0] for row in there}
    for table, rows in listed.items():
        assert warehouse.rows(f"select count(*) from {table}") == [(rows,)], table


def test_nothing_of_raw_is_published(shared: Place) -> None:
    warehouse = shared.open()
    assert warehouse.rows("select * from duckdb_schemas() where schema_name = 'raw'") == []
    views = "select * from duckdb_views() where not internal and schema_name <> 'cn'"
    assert warehouse.rows(views) == []


def test_lineage_reaches_raw(shared: Place) -> None:
    edges = shared.open().rows("select from_table, to_table from meta.lineage")
    assert {("raw.tally", "metrics.done_rate"), ("metrics.value", "marts.behind")} <= set(edges)


def test_the_version_says_what_it_was_made_from(shared: Place) -> None:
    warehouse = shared.open()
    row = warehouse.query("select * from meta.version").row(0, named=True)
    assert row["version"] == warehouse.version
    assert (row["data_as_of"], row["is_demo"], row["load_no"]) == (dt.date(2021, 3, 21), True, 4)
    assert row["engine"].startswith("DuckDB 2.")
    assert warehouse.data_as_of == row["data_as_of"]


def test_loads_have_a_state(place: Place) -> None:
    place.deployment.load(
        "tally",
        LAOSHAN,
        FIRST,
        [{"area_code": LAOSHAN, "done": 4, "planned": 8, "spent_yuan": 0.1}],
    )
    place.build()
    rows = place.open().rows("select load_no, load_state from meta.load order by load_no")
    assert rows[0] == (1, "已被取代")
    assert rows[-1] == (5, "当前")
    loaded_at = place.open().rows("select loaded_at from meta.load limit 1")
    assert loaded_at == [(dt.datetime(2021, 7, 1),)]


def test_sources_are_listed_with_their_cadence(shared: Place) -> None:
    rows = shared.open().rows("select source, cadence_days from meta.source order by source")
    assert rows == [("never_sent", 7), ("tally", 7)]
