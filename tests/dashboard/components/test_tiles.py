"""What each tile says, with data and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboard import read
from dashboard.components import burnup, changes, headline, kpi, late, ranking, returns, tilemap
from dashboard.components.frame import Content, Empty
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import text_of

TASKS = Indicator("census_task_completion_rate", planned_by="census_tasks_completed")
SHELTERS = Indicator("communities_with_shelters")


def content(made: Any) -> Content:
    assert isinstance(made, Content)
    return made


def empty(made: Any) -> Empty:
    assert isinstance(made, Empty)
    return made


# ------------------------------------------------------------------ headline


def test_the_sentence_says_who_by_how_much_and_since_when(view_of: Callable[..., View]) -> None:
    made = content(headline.sentence(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == (
        "平度市1项工作落后于计划：完成普查任务数比计划慢4项，相当于晚14天，自3月14日起落后。"
    )
    assert made.rows == 1


def test_a_place_without_a_plan_is_not_declared_on_time(view_of: Callable[..., View]) -> None:
    for area in (small.ZHONGHAN, small.LAIXI):
        assert "没有可对照的进度计划" in text_of(headline.sentence(view_of(area)).title)


def test_a_place_on_time_is_said_to_be(view_of: Callable[..., View]) -> None:
    made = headline.sentence(view_of(small.LAOSHAN))
    assert text_of(made.title) == "崂山区各项工作均不落后于计划。"


# ------------------------------------------------------------------ cards


def test_a_card_holds_value_change_parts_and_who_did_not_report(
    view_of: Callable[..., View],
) -> None:
    view = view_of(as_of=small.MISSED)
    body = content(kpi.card(view, TASKS)).body
    said = text_of(body)
    value = read.value(view.version, TASKS.metric, small.CITY, small.MISSED)
    assert value is not None
    assert f'data-value="{value.value!r}"' in str(body)
    assert "71.5%" in said
    assert "较上周 +3.6个百分点" in said
    assert "应完成普查任务840项、已完成601项" in said
    assert "含1个区(市)沿用上期" in said


def test_a_share_is_judged_by_the_plan_of_its_count(view_of: Callable[..., View]) -> None:
    body = content(kpi.card(view_of(small.PINGDU, small.MISSED), TASKS)).body
    assert "偏慢" in text_of(body)
    assert "完成普查任务数：实际49项，计划53项" in str(body)


def test_a_moved_task_is_told_apart_from_work_done(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN, small.WEEKS[small.MORE_TASKS])
    assert "总数+4" in text_of(content(kpi.card(view, TASKS)).body)


def test_the_first_week_has_nothing_to_compare_with(view_of: Callable[..., View]) -> None:
    body = content(kpi.card(view_of(as_of=small.FIRST), TASKS)).body
    assert "上周无数据" in text_of(body)


@pytest.mark.parametrize(
    ("area", "indicator", "why"),
    [
        (small.ZHONGHAN, TASKS, "本指标只统计到区(市)"),
        (small.LAIXI, SHELTERS, "本周及以前没有报送过"),
    ],
)
def test_a_card_without_data_says_why(
    view_of: Callable[..., View], area: str, indicator: Indicator, why: str
) -> None:
    made = empty(kpi.card(view_of(area), indicator))
    assert (made.reason, made.remedy) == ("无数据", why)


# ------------------------------------------------------------------ ranking, map


def test_the_ranking_titles_its_conclusion_and_lists_everyone(
    view_of: Callable[..., View],
) -> None:
    view = view_of(as_of=small.MISSED)
    made = content(ranking.chart(view, TASKS))
    assert "市北领先，平度最后" in text_of(made.title)
    assert str(made.body).count("<tr") == 1 + 10
    assert "西海岸新区(黄岛区)" in str(made.body)


def test_the_ranking_marks_the_chosen_area_for_eyes_and_readers(
    view_of: Callable[..., View],
) -> None:
    made = content(ranking.chart(view_of(small.LAOSHAN), TASKS))
    assert str(made.body).count('class="chosen" aria-current="true"') == 1


def test_the_map_shows_ten_tiles_and_says_who_has_no_data(view_of: Callable[..., View]) -> None:
    made = content(tilemap.chart(view_of(), SHELTERS))
    assert str(made.body).count("<li") == 10
    title = text_of(made.title)
    assert title == "建有避难场所的社区数：崂山最多（145个），平度最少（40个），1个无数据"
    assert "无数据" in text_of(made.body)


# ------------------------------------------------------------------ burn-up


def test_the_burn_up_says_how_far_from_plan_and_since_when(view_of: Callable[..., View]) -> None:
    made = content(burnup.chart(view_of(small.PINGDU, small.MISSED), TASKS))
    assert text_of(made.title) == "完成普查任务数：比计划慢4项，自3月14日起"
    assert "census_tasks_completed/planned" in str(made.body)


def test_the_burn_up_shows_no_actual_beyond_its_week(view_of: Callable[..., View]) -> None:
    made = content(burnup.chart(view_of(small.PINGDU, small.MISSED), TASKS))
    assert made.rows == small.WEEKS.index(small.MISSED) + 1
    assert "实际：无数据" not in str(made.body)


def test_no_plan_is_a_state_of_its_own(view_of: Callable[..., View]) -> None:
    made = empty(burnup.chart(view_of(small.LAIXI), TASKS))
    assert made.reason == "莱西市没有这项指标的进度计划"


# ------------------------------------------------------------------ lists


def test_the_late_list_names_object_place_duty_and_days(view_of: Callable[..., View]) -> None:
    made = content(late.listing(view_of(as_of=small.MISSED)))
    said = text_of(made.body)
    for word in ("完成普查任务数", "平度", "示例责任单位", "49项／53项", "4项", "14天", "3月14日"):
        assert word in said
    assert text_of(made.title) == "滞后清单：1项，最晚14天"


def test_supervision_is_told_with_its_order_and_deadline(view_of: Callable[..., View]) -> None:
    said = text_of(content(late.listing(view_of(small.LAOSHAN))).body)
    assert "示例督办〔2021〕1号" in said
    assert "5月31日" in said
    assert isinstance(late.listing(view_of(small.LAIXI)), Empty)


def test_changes_are_grouped_in_the_order_of_the_code_list(view_of: Callable[..., View]) -> None:
    made = content(changes.listing(view_of(as_of=small.MISSED)))
    said = text_of(made.body)
    assert said.index("工作完成") < said.index("迟报")
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


def test_missing_returns_name_unit_form_and_age(view_of: Callable[..., View]) -> None:
    made = content(returns.listing(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == "报送情况：1个单位缺报2份（应报20份）"
    assert "市南区 普查进度周报表 3月7日 2周" in " ".join(
        text_of(cell) for cell in str(made.body).replace("</t", " </t").split("\n")
    )


def test_a_full_week_and_a_place_that_does_not_report_are_told_apart(
    view_of: Callable[..., View],
) -> None:
    assert "全部报齐" in text_of(content(returns.listing(view_of())).title)
    assert empty(returns.listing(view_of(small.ZHONGHAN))).reason == "本级不单独报送"
