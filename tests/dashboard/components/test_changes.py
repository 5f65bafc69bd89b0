"""This week's changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.components import changes
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard import demo, small
from tests.dashboard.conftest import content, empty, text_of

TASKS = Indicator("census_task_completion_rate")


def test_changes_are_grouped_in_the_order_of_the_code_list(view_of: Callable[..., View]) -> None:
    made = content(changes.listing(view_of(as_of=small.MISSED)))
    said = text_of(made.body)
    assert said.index("工作完成") < said.index("缺报")
    assert "普查进度周报表（市南）" in said
    assert "市南</a></td>" in str(made.body)


def test_changes_of_other_places_stay_out(view_of: Callable[..., View]) -> None:
    body = str(content(changes.listing(view_of(small.LAOSHAN))).body)
    assert set(re.findall(r'data-area="(\d+)"', body)) == {small.LAOSHAN}


def test_a_task_that_moved_is_listed_as_such(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN, small.WEEKS[small.MORE_TASKS])
    body = content(changes.listing(view)).body
    assert "任务数变动普查任务完成率 +4项" in text_of(body)
    assert "84→88" in str(body)
    assert 'data-metric="census_task_completion_rate/denominator_change"' in str(body)
    assert '/denominator"' not in str(body)


def test_the_first_week_has_none_to_compare_with(view_of: Callable[..., View]) -> None:
    assert empty(changes.listing(view_of(as_of=small.FIRST))).reason == "第一期数据，没有上周可比"


def test_the_title_tells_the_most_important(view_of: Callable[..., View]) -> None:
    made = content(changes.listing(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == "本周山洪危险区已装预警广播的社区数+15个"


def test_classes_done_in_several_places_are_never_added_up(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    made = content(changes.listing(demo.view(as_of=date(2021, 5, 9))))
    assert "完成普查任务类数" not in text_of(made.title)
    assert "完成普查任务类数（西海岸新区+1类、李沧+2类、即墨+1类等4地）" in text_of(made.body)


def test_a_district_that_returned_the_same_numbers_again_is_told_so(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    still = empty(changes.listing(demo.view("370283", demo.NEWEST)))
    assert (still.reason, still.remedy) == ("报送的数没有变化", "本周已报齐，所报的数与上周相同")


def test_sites_come_first_in_the_title_and_counts_stand_in_for_nothing() -> None:
    titles = {"treated": "完成治理", "found": "新增隐患点", "returned_late": "缺报"}
    columns = ("kind", "subject_code", "subject", "quantity", "unit", "current", "period")
    rows = [
        ("found", "geological", "地质灾害", 15.0, "处", 20.0, ""),
        ("found", "forest_fire", "森林火灾", 5.0, "处", 9.0, ""),
        ("treated", "geological", "地质灾害", 28.0, "处", 40.0, ""),
        ("done", "big", "大项", 300.0, "个", 90_000.0, ""),
        ("done", "census_objects_passed", "普查检验合格", 23_796.0, "个", 60_000.0, "（本期月报）"),
    ]
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    assert changes.conclusion(told, titles) == (
        "本周完成治理28处、新增隐患点20处，普查检验合格+23,796个（本期月报）"
    )
    late = dict(zip(columns, ("returned_late", "r", "表", 2.0, "周", None, ""), strict=True))
    assert changes.conclusion([late], titles) == "本周缺报1份"


def test_of_the_census_s_steps_the_first_is_told_with_its_noun() -> None:
    columns = ("kind", "subject_code", "subject", "quantity", "unit", "current", "period")
    rows = [
        ("done", "corrected", "修正", 1843.0, "个", 2000.0, ""),
        ("done", "collected", "采集", 24_834.0, "个", 400_000.0, ""),
    ]
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    assert changes.conclusion(told, {}) == "本周采集普查对象+24,834个"


def test_what_is_of_one_thing_is_added_up_and_else_counted() -> None:
    columns = ("kind", "subject_code", "subject", "quantity", "unit", "current", "period")
    built = ("built", "shelters", "避难场所", 3.0, "个", 9.0, "")
    more = ("built", "shelters", "避难场所", 2.0, "个", 4.0, "")
    other = ("built", "communities", "有避难场所的社区", 2.0, "个", 4.0, "")
    titles = {"built": "新建避难场所"}
    same, mixed = (
        [dict(zip(columns, row, strict=True)) for row in rows]
        for rows in ((built, more), (built, other))
    )
    assert changes.conclusion(same, titles) == "本周新建避难场所5个"
    assert changes.conclusion(mixed, titles) == "本周新建避难场所2项"
