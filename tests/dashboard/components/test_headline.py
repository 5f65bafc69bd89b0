"""The one sentence at the top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from dashboard import read
from dashboard.components import headline, late
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, text_of

TASKS, TREATED = "census_tasks_completed", "geohazard_sites_treated"


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes marts.delay hold just these: (metric, area, {column: value})."""

    def put(*delays: tuple[str, str, dict[str, Any]]) -> None:
        plain = {
            "actual": 10.0,
            "planned": 20.0,
            "gap": -10.0,
            "is_behind": True,
            "is_near_plan": False,
            "behind_since": small.WEEKS[3],
            "days_behind": 84,
            "days_late": 14,
            "is_days_late_minimum": False,
            "is_since_minimum": False,
            "total_growth": None,
            "responsible_unit": "示例单位",
        }
        rows = pl.DataFrame(
            [{**plain, "metric": m, "area_code": a, **more} for m, a, more in delays]
        )
        monkeypatch.setattr(read, "delays", lambda *_: rows)

    return put


def said(view: View) -> str:
    return text_of(content(headline.sentence(view)).title)


def test_the_sentence_says_who_by_how_much_and_since_when(view_of: Callable[..., View]) -> None:
    made = content(headline.sentence(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == (
        "平度市1项工作落后于计划：完成普查任务数比计划慢4项，相当于计划上晚14天，自3月14日起落后。"
    )
    assert made.rows == 1


def test_tasks_and_places_are_counted_apart_and_the_longest_is_named(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind(
        (TASKS, small.SHINAN, {}),
        (TREATED, small.SHINAN, {"days_late": 21, "gap": -3.0}),
        (TASKS, small.PINGDU, {}),
    )
    view = view_of()
    assert said(view) == (
        "市南区等2个区(市)2项工作、3项次落后于计划，最晚的是市南区："
        "完成治理地质灾害隐患点数比计划慢3处，相当于计划上晚21天，自1月31日起落后。"
    )
    assert headline.delays(view)[0].title == "完成治理地质灾害隐患点数"
    assert text_of(content(late.listing(view)).title) == "滞后清单：3项，最晚的相当于计划上晚21天"


def test_one_place_s_longest_delay_is_named_by_its_task(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind((TASKS, small.PINGDU, {}), (TREATED, small.PINGDU, {"days_late": 7}))
    assert said(view_of(small.PINGDU)).startswith(
        "平度市2项工作落后于计划，最晚的是完成普查任务数：比计划慢10项，相当于计划上晚14天"
    )


def test_a_lower_bound_is_told_as_one(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    bounds = {"days_late": 77, "is_days_late_minimum": True, "is_since_minimum": True}
    behind((TASKS, small.PINGDU, bounds))
    view = view_of()
    assert said(view).endswith("相当于计划上至少晚77天，有数据以来一直落后。")
    made = content(late.listing(view))
    assert text_of(made.title) == "滞后清单：1项，最晚的相当于计划上晚至少77天"
    assert "至少77天" in text_of(made.body)
    assert "有数据以来" in text_of(made.body)


def test_equally_long_delays_are_named_together(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    bound = {"days_late": 77, "is_days_late_minimum": True}
    behind((TASKS, small.SHINAN, bound), (TASKS, small.PINGDU, bound), (TREATED, small.PINGDU, {}))
    assert said(view_of()).endswith(
        "，最晚的是市南区等2个区(市)的完成普查任务数，都相当于计划上至少晚77天。"
    )


def test_who_fell_behind_because_there_is_more_to_do_is_told_so(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind((TASKS, small.PINGDU, {"total_growth": 910.0}))
    assert said(view_of()).endswith("起落后（总数增加910）。")
    assert "已84天总数增加910" in text_of(content(late.listing(view_of())).body)


NEAR = {"is_near_plan": True, "days_late": 77, "actual": 99.0, "planned": 100.0, "gap": -1.0}


def test_a_trifle_is_listed_last_and_never_led_with(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind((TREATED, small.PINGDU, NEAR), (TASKS, small.PINGDU, {}))
    view = view_of(small.PINGDU)
    assert [one.days for one in headline.delays(view)] == [14, 77]
    assert said(view) == (
        "平度市2项工作落后于计划（其中1项接近计划），最晚的是完成普查任务数："
        "比计划慢10项，相当于计划上晚14天，自1月31日起落后。"
    )
    made = content(late.listing(view))
    assert text_of(made.title) == "滞后清单：2项，最晚的相当于计划上晚14天"
    assert "77天接近计划" in text_of(made.body)
    assert "差距不到计划的2%的为接近计划，排在最后。" in text_of(made.note)


def test_where_all_is_near_its_plan_no_number_of_days_is_led_with(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind((TREATED, small.PINGDU, NEAR), (TASKS, small.PINGDU, NEAR))
    view = view_of(small.PINGDU)
    assert said(view) == "平度市2项工作落后于计划，都接近计划（差距不到计划的2%）。"
    assert text_of(content(late.listing(view)).title) == "滞后清单：2项，都接近计划"
    behind((TASKS, small.PINGDU, NEAR))
    assert said(view) == (
        "平度市1项工作落后于计划：完成普查任务数比计划慢1项，"
        "接近计划（差距不到计划的2%），自1月31日起落后。"
    )


def test_the_days_by_the_plan_and_the_days_since_are_told_apart(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind((TASKS, small.PINGDU, {}))
    body = content(late.listing(view_of())).body
    heads = text_of(str(body).partition("</thead>")[0])
    assert heads.endswith("落后计划上晚落后自")
    assert "14天1月31日已84天" in text_of(body)
    assert 'data-metric="census_tasks_completed/days_behind"' in str(body)


def test_the_first_week_knows_no_days(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    first = {"days_late": 0, "is_days_late_minimum": True, "is_since_minimum": True}
    behind((TASKS, small.PINGDU, first), (TASKS, small.SHINAN, {**first, "planned": 11.0}))
    view = view_of()
    assert "差距最大的是" in said(view)
    assert "天" not in said(view).removesuffix("。")
    assert "无法折算" in text_of(content(late.listing(view)).body)


def test_what_is_printed_is_the_warehouse_s_own_gap(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind((TASKS, small.PINGDU, {"actual": 9.0, "planned": 12.0, "gap": -3.0}))
    body = str(content(late.listing(view_of())).body)
    assert 'data-value="12.0">12项<' in body
    assert 'data-value="-3.0">3项<' in body


def test_one_row_is_written_in_one_scale(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    numbers = {"actual": 95_000.0, "planned": 120_000.0, "gap": -25_000.0}
    behind((TASKS, small.PINGDU, numbers))
    assert "9.5万项／12.0万项" in (said := text_of(content(late.listing(view_of())).body))
    assert "2.5万项" in said


def test_a_delay_judged_by_an_older_return_says_so(
    view_of: Callable[..., View], behind: Callable[..., None]
) -> None:
    behind((TASKS, small.SHINAN, {}))
    view = view_of(as_of=small.MISSED)
    assert "完成普查任务数（数据截至3月7日，已2周未报）比计划慢" in said(view)
    assert "市南数据截至3月7日，已2周未报" in text_of(content(late.listing(view)).body)


def test_a_place_without_a_plan_is_not_declared_on_time(view_of: Callable[..., View]) -> None:
    for area in (small.ZHONGHAN, small.LAIXI):
        assert "没有可对照的进度计划" in text_of(headline.sentence(view_of(area)).title)


def test_a_street_without_a_plan_is_told_its_overdue_sites_and_orders_first(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(small.ZHONGHAN)
    known = read.value(view.version, headline.OVERDUE, small.LAOSHAN, view.as_of)
    assert known is not None
    monkeypatch.setattr(read, "value", lambda *_: replace(known, numerator=2.0, value=2.0))
    monkeypatch.setattr(headline, "supervised", lambda _: [{}])
    made = content(headline.sentence(view))
    assert text_of(made.title).startswith(
        "中韩街道逾期未治理隐患点2处，其中挂牌督办1处；没有可对照的进度计划"
    )
    assert 'class="sentence behind"' in str(made.title)


def test_a_place_on_time_is_told_what_was_compared_and_what_is_overdue(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.LAOSHAN)
    overdue = read.value(view.version, headline.OVERDUE, small.LAOSHAN, view.as_of)
    assert overdue is not None
    assert overdue.value
    assert said(view) == (f"崂山区有计划的2项指标均不落后于计划，逾期未治理{overdue.value:.0f}处。")
