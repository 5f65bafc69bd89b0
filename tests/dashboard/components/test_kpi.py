"""Cards: value, change, parts, light, and why there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard import read
from dashboard.components import kpi
from dashboard.components.metric import Indicator
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, empty, text_of

TASKS = Indicator("census_task_completion_rate")
SHELTERS = Indicator("communities_with_shelters")


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
    assert "含1个区(市)沿用上期：市南数据截至3月7日，已2周未报" in said
    assert 'class="card stale"' not in str(body)


def test_a_card_of_a_silent_district_says_how_old_it_is_and_dashes_what_is_repeated(
    view_of: Callable[..., View],
) -> None:
    body = content(kpi.card(view_of(small.SHINAN, small.MISSED), TASKS)).body
    said = text_of(body)
    assert "数据截至3月7日，已2周未报" in said
    assert "较上周" not in said  # no standstill: nobody has said anything
    assert 'class="card stale"' in str(body)
    assert str(body).count("dashed") == 1
    heard = content(kpi.card(view_of(small.SHINAN), TASKS)).body
    assert "未报" not in text_of(heard)
    assert "dashed" not in str(heard)


def test_a_share_is_judged_by_the_plan_of_its_count(view_of: Callable[..., View]) -> None:
    body = content(kpi.card(view_of(small.PINGDU, small.MISSED), TASKS)).body
    assert "偏慢" in text_of(body)
    assert "完成普查任务数：实际49项，计划53项" in str(body)


def test_a_moved_task_is_told_apart_from_work_done(view_of: Callable[..., View]) -> None:
    view = view_of(small.LAOSHAN, small.WEEKS[small.MORE_TASKS])
    assert "总数+4项" in text_of(content(kpi.card(view, TASKS)).body)


def test_the_first_week_has_nothing_to_compare_with(view_of: Callable[..., View]) -> None:
    body = content(kpi.card(view_of(as_of=small.FIRST), TASKS)).body
    assert "上周无数据" in text_of(body)


@pytest.mark.parametrize(
    ("area", "indicator", "why"),
    [
        (small.ZHONGHAN, TASKS, "本指标只统计到区(市)"),
        (small.LAIXI, SHELTERS, "没有这类对象，或还没有报送过"),
    ],
)
def test_a_card_without_data_says_why(
    view_of: Callable[..., View], area: str, indicator: Indicator, why: str
) -> None:
    made = empty(kpi.card(view_of(area), indicator))
    assert (made.reason, made.remedy) == ("无数据", why)
