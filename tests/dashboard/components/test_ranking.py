"""The ranking and its title."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard import read
from dashboard.components import ranking
from dashboard.components.metric import Indicator
from dashboard.read import Value
from dashboard.view import View
from tests.dashboard import demo, small
from tests.dashboard.conftest import content, text_of

TASKS = Indicator("census_task_completion_rate")


def test_a_long_ranking_folds_its_tail_away(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "SHOWN", 4)
    body = str(content(ranking.chart(view_of(), TASKS)).body)
    assert body.split("<details")[0].count("<tr") == 1 + 4
    assert "其余6个" in body


def test_the_ranking_titles_its_conclusion_and_lists_everyone(
    view_of: Callable[..., View],
) -> None:
    view = view_of(as_of=small.MISSED)
    made = content(ranking.chart(view, TASKS))
    assert "市北居首，平度居末" in text_of(made.title)
    assert str(made.body).count("<tr") == 1 + 10
    assert "西海岸新区(黄岛区)" in str(made.body)


def test_the_ranking_marks_the_chosen_area_for_eyes_and_readers(
    view_of: Callable[..., View],
) -> None:
    made = content(ranking.chart(view_of(small.LAOSHAN), TASKS))
    assert str(made.body).count('class="chosen" aria-current="true"') == 1


def test_the_marks_are_explained_once_and_only_those_that_occur(
    view_of: Callable[..., View],
) -> None:
    made = content(ranking.chart(view_of(as_of=small.MISSED), TASKS))
    lights = set(re.findall(r'data-light="(\w+)"', str(made.body)))
    told = re.findall(r'data-light="(\w+)"', str(made.note))
    assert lights
    assert set(told) == lights
    assert len(told) == len(lights)
    assert "按各地自己的计划判断" in text_of(made.note)


def test_the_place_that_holds_the_view_s_own_is_told_as_such(view_of: Callable[..., View]) -> None:
    title = text_of(content(ranking.chart(view_of(small.ZHONGHAN), TASKS)).title)
    assert re.search("所在的崂山区(居第|并列第|与其余)", title)
    assert "所在的" not in text_of(content(ranking.chart(view_of(small.LAOSHAN), TASKS)).title)


def test_a_figure_carried_forward_is_no_standstill(view_of: Callable[..., View]) -> None:
    body = str(content(ranking.chart(view_of(as_of=small.MISSED), TASKS)).body)
    rows = {text_of(row) for row in body.split("<tr")}
    [shinan] = [row for row in rows if "市南区" in row]
    assert "数据截至3月7日，已2周未报" in shinan
    assert shinan.endswith("未报")
    assert sum("未报" in row for row in rows) == body.count(' stale"') == 1


def test_nothing_to_count_is_not_called_a_missing_return(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = read.value

    def without_task(version: str, metric: str, area: str, as_of: date) -> Value | None:
        if area == small.SHINAN:
            return Value(0.0, 0.0, None, 1, 1, as_of)
        return None if area == small.PINGDU else known(version, metric, area, as_of)

    monkeypatch.setattr(read, "value", without_task)
    rows = str(content(ranking.chart(view_of(), TASKS)).body).split("<tr")
    assert "应计数为0" in next(row for row in rows if "市南区" in row)
    assert "未报送" not in "".join(rows)
    monkeypatch.setattr(read, "has_reported", lambda *_: False)
    rows = str(content(ranking.chart(view_of(), TASKS)).body).split("<tr")
    assert "未报送" in next(row for row in rows if "平度市" in row)
    assert "应计数为0" in next(row for row in rows if "市南区" in row)


def test_a_planned_count_shows_its_share_of_the_plan_beside_it_and_the_title_says_so(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    made = content(
        ranking.chart(demo.view(as_of=demo.NEWEST), Indicator("census_documents_delivered"))
    )
    assert text_of(made.title).startswith("汇交文字成果数与计划之比：市南居首，平度居末，相差110.7")
    assert "按完成计划的比例排" in text_of(made.note)
    rows = [text_of(row) for row in str(made.body).split("<tr")]
    assert "占计划" in rows[1]
    [laoshan] = [row for row in rows if "崂山区" in row]
    assert "98%" in laoshan.replace("98.0%", "98%")
    assert "97" in laoshan


def test_the_own_row_stands_although_its_place_is_further_down(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "SHOWN", 4)
    body = str(content(ranking.chart(view_of(small.PINGDU), TASKS)).body)
    stands, folded_away = body.split("<details")
    assert stands.count("<tr") == 1 + 4 + 1
    assert "平度市" in stands
    assert "平度市" not in folded_away
    assert "其余5个" in folded_away


def test_a_title_begins_with_the_area_whose_rows_it_speaks_of(
    view_of: Callable[..., View],
) -> None:
    street = Indicator("supplies_coverage_rate")  # goes down to the streets
    title = text_of(content(ranking.chart(view_of(small.ZHONGHAN), street)).title)
    assert title.startswith("崂山区各镇(街道)")
    title = text_of(content(ranking.chart(view_of(small.LAOSHAN), street)).title)
    assert not title.startswith("崂山区")
    title = text_of(content(ranking.chart(view_of(small.LAOSHAN), TASKS)).title)
    assert title.startswith("全市各区(市)")
