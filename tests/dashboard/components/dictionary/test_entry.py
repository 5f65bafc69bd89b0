"""One entry at a time: whatever the address names, for every name there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.components.dictionary import entry
from dashboard.reading import dictionary
from dashboard.view import View
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of

Look = Callable[..., View]


def shown(view: View) -> str:
    asked = entry.chosen(view)
    assert asked is not None
    return text_of(str(content(entry.show(view, *asked)).body).replace("</", " </"))


def test_a_table_shows_what_a_row_is_its_columns_and_what_it_is_made_from(look: Look) -> None:
    said = shown(look(table="marts.delay"))
    assert "粒度 一行一项指标的一个区划的一周" in said
    assert "滞后天数 days_late 天 整数" in said
    assert "由它们算出 滞后的规则" in said


def test_a_column_shows_every_table_it_is_in_and_how_it_is_filled_in(look: Look) -> None:
    said = shown(look(column="threatened_persons"))
    assert "怎么填" in said
    assert "整数；不小于0；单位：人" in said
    assert "数值异常大" in said  # a rule that names it


def test_tables_columns_and_metrics_tell_who_may_see_them(look: Look) -> None:
    table = shown(look(table="marts.hazard_site"))
    assert "可见范围 分析版" in table
    _, _, after = table.partition("经度 longitude")
    assert "全量版" in after.partition("纬度 latitude")[0]
    view = look(column="threatened_persons")
    tables = [c for c in dictionary.columns(view.version) if c.name == "threatened_persons"]
    assert shown(view).count("全量版") == len(tables) > 1
    assert "可见范围 公开版，较窄的版别只到区(市)" in shown(
        look(metric="hazard_persons_threatened")
    )


def test_a_metric_shows_definition_value_lights_and_sources(look: Look) -> None:
    view = look(demo.LAOSHAN, metric="census_task_completion_rate")
    said = shown(view)
    for word in ("口径", "崂山区本周", "亮灯", "口径变更", "普查进度周报表"):
        assert word in said
    made = content(entry.show(view, "metric", "census_task_completion_rate"))
    assert 'data-metric="census_task_completion_rate"' in str(made.body)
    assert "select" in str(made.body)


def test_a_code_list_shows_every_value_and_where_it_is_filled_in(look: Look) -> None:
    said = shown(look(code="remediation_status"))
    assert "隐患点台账的“整改状态”" in said
    assert "已销号 closed" in said


def test_a_source_shows_columns_rules_and_what_is_made_of_it(look: Look) -> None:
    said = shown(look(source="hazard_site"))
    assert "周期 每周" in said
    assert "隐患点编号 site_id 编号，必填" in said
    assert "代码表 险情等级" in said
    assert "已销号，但销号时间或销号原因为空" in said


@pytest.mark.parametrize("kind", entry.MADE)
def test_an_unknown_name_is_said_to_be_none(look: Look, kind: entry.Kind) -> None:
    name = "x; drop table meta.version"
    made = empty(entry.show(look(), kind, name))
    assert name in text_of(made.title)


def test_everything_in_the_index_has_an_entry(look: Look) -> None:
    view = look()
    for one in dictionary.index(view.version):
        assert content(entry.show(view, one.kind, one.name)).rows > 0, one


def test_no_address_no_entry(look: Look) -> None:
    assert entry.chosen(look(q="整改")) is None
