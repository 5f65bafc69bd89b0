"""What the checks found is kept in the version that was published: meta.check."""

from __future__ import annotations

import json
from typing import Any

from tests.warehouse.conftest import Place
from tests.warehouse.small import check
from warehouse.checks import Outcome
from warehouse.model import parse_model


def kept(place: Place, name: str) -> dict[str, Any]:
    frame = place.open().query("select * from meta.check where check_name = ?", [name])
    return frame.row(0, named=True)


def test_the_rows_that_do_not_hold_are_kept_as_text_under_the_titles_of_their_columns(
    place: Place,
) -> None:
    sql = "select t.area_code, t.done, t.as_of from raw.tally as t where t.done > 4"
    place.sql({"checks/small.sql": check("不超过四", sql, level="warn")})
    place.build()
    found = kept(place, "small")
    assert (found["title"], found["level"], found["rows"]) == ("不超过四", "warn", 1)
    assert (found["message"], found["remedy"]) == ("不超过四不成立", "改正")
    assert json.loads(found["sample"]) == [["370212", "5", "2021-03-21"]]
    assert found["heads"] == ["行政区划代码", "done", "统计截至日期"]
    assert found["reads"] == ["raw.tally"]
    assert found["sql"] == sql


def test_a_check_that_holds_is_kept_too(place: Place) -> None:
    sql = "select t.area_code from raw.tally as t where t.done > 4000"
    place.sql({"checks/small.sql": check("不超过四千", sql)})
    place.build()
    assert (kept(place, "small")["rows"], kept(place, "small")["sample"]) == (0, "[]")


def test_all_rows_are_counted_and_only_the_first_kept(place: Place) -> None:
    sql = "select unnest(range(50)) as n"
    place.sql({"checks/many.sql": check("很多", sql, level="warn")})
    place.build()
    found = kept(place, "many")
    assert (found["rows"], len(json.loads(found["sample"]))) == (50, 20)


def test_a_column_that_only_the_check_has_is_titled_by_it(place: Place) -> None:
    text = check("很多", "select 1.5 as excess", level="warn").replace(
        "*/", '[columns]\nexcess = "超出"\n*/'
    )
    place.sql({"checks/many.sql": text})
    place.build()
    assert kept(place, "many")["heads"] == ["超出"]
    assert json.loads(kept(place, "many")["sample"]) == [["1.5"]]


def test_the_list_of_tables_counts_them(place: Place) -> None:
    place.sql({"checks/small.sql": check("甲", "select 1 as n where false")})
    place.build()
    warehouse = place.open()
    counted = warehouse.rows("select rows from meta.table where table_name = 'check'")
    assert counted == warehouse.rows("select count(*) from meta.check")
    assert counted[0][0] > 0


def test_a_check_that_may_not_fail_is_told_as_an_error() -> None:
    model = parse_model("sql/checks/x.sql", "checks", "x", check("甲", "select 1 as n"))
    failure = Outcome(model, ("n",), ((1,),)).failure
    assert failure is not None
    assert failure.is_error
    assert Outcome(model, ("n",), ()).failure is None
