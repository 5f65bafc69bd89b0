"""A warehouse that breaks its own rules is not published; the rows are printed."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.small import ANCESTOR, check, model
from warehouse.errors import AuditError, ModelError


def refused(place: Place) -> str:
    before = place.paths.pointer.read_bytes()
    with pytest.raises(AuditError) as caught:
        place.build()
    assert place.paths.pointer.read_bytes() == before
    assert "什么也没有发布，上一版本仍在使用" in str(caught.value)
    return str(caught.value)


def test_a_doubled_key_prints_its_rows(built: Place) -> None:
    sql = "select area_code, done from raw.tally"
    built.sql({"marts/x.sql": model("x", ["area_code"], sql)})
    message = refused(built)
    assert "表 marts.x 的键 area_code 有重复或为空" in message
    assert "370212" in message


def test_two_rows_of_a_metric_for_one_area_and_week_are_refused(built: Place) -> None:
    text = (built.sql_dir / "metrics/done_rate.sql").read_text("utf-8")
    again = "union all select area_code, as_of, done, planned from raw.tally"
    (built.sql_dir / "metrics/done_rate.sql").write_text(text + again, "utf-8")
    assert "表 metrics.done_rate 的键 area_code、as_of 有重复或为空" in refused(built)


def test_a_null_key_is_refused(built: Place) -> None:
    sql = "select cast(null as varchar) as area_code"
    built.sql({"marts/x.sql": model("x", ["area_code"], sql, area_code="代码")})
    assert "有重复或为空" in refused(built)


def test_a_key_that_is_no_column_is_refused(built: Place) -> None:
    built.sql({"marts/x.sql": model("x", ["b"], "select 1 as a", a="甲")})
    assert "说明里的键不是表的列" in refused(built)


def test_a_column_without_a_title_is_named(built: Place) -> None:
    built.sql({"marts/x.sql": model("x", ["a"], "select 1 as a, 2 as b", a="甲")})
    message = refused(built)
    assert "有的列没有中文名" in message
    assert "marts.x  b" in message


@pytest.mark.parametrize("expression", ["sum(done)", "1.5"])
def test_types_that_charts_refuse_are_named(built: Place, expression: str) -> None:
    sql = f"select {expression} as a from raw.tally group by all"
    built.sql({"staging/x.sql": model("x", ["a"], sql, a="甲")})
    assert "图表和导出不认的类型" in refused(built)


def test_a_check_that_returns_rows_prints_them(built: Place) -> None:
    sql = "select t.area_code, t.done from raw.tally as t where t.done > 4"
    built.sql({"checks/small.sql": check("不超过四", sql)})
    message = refused(built)
    assert "■ 不超过四（sql/checks/small.sql）：不超过四不成立。改正" in message
    assert "370212        5" in message


def test_a_warning_is_told_and_published(place: Place) -> None:
    sql = "select t.area_code, t.done from raw.tally as t where t.done > 4"
    place.sql({"checks/small.sql": check("不超过四", sql, level="warn")})
    built = place.build()
    assert built.release is not None
    assert [w.title for w in built.warnings] == ["不超过四"]


def test_a_check_that_does_not_run_names_its_file(built: Place) -> None:
    built.sql({"checks/small.sql": check("x", "select t.nope from raw.tally as t")})
    with pytest.raises(ModelError, match=r"sql/checks/small\.sql:7：语句不能执行"):
        built.build()


def test_parts_that_do_not_add_up_to_their_total_are_printed(built: Place) -> None:
    wrong = ANCESTOR.replace("a.parent_code is not null", "a.area_code = '370202'")
    text = model("上级", ["area_code", "ancestor_code"], wrong, ancestor_code="上级代码")
    built.sql({"staging/area_ancestor.sql": text})
    message = refused(built)
    assert "下级之和不等于本级" in message
    assert "done_rate" in message


def test_only_the_first_rows_are_printed(built: Place) -> None:
    built.sql({"checks/many.sql": check("很多", "select unnest(range(50)) as n")})
    message = refused(built)
    assert "共 50 行，只列前 20 行" in message
    assert "\n49" not in message
