"""What each word behind a metric prints, and when it prints nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard import read
from dashboard.export import checks
from dashboard.export.bulletin.printing import BadTemplate, Number, Printable
from dashboard.export.bulletin.slots import METRIC, Metric, Place
from dashboard.export.truth import Asked
from dashboard.export.written import stands_for
from dashboard.reading.cadence import Cadence
from dashboard.view import View, month_before
from tests.dashboard import small

RATE, COUNT = "census_task_completion_rate", "census_tasks_completed"
PERSONS = "hazard_persons_threatened"
Make = Callable[..., View]


def said(printed: Any) -> str:
    """What a slot prints."""
    assert isinstance(printed, Printable)
    return "".join(one if isinstance(one, str) else one.text for one in printed.pieces)


def metric(view: View, name: str, area: str = small.CITY) -> Metric:
    found = Place(view, view.areas.by_code[area])[name]
    assert isinstance(found, Metric)
    return found


def value(view: View, name: str, weeks_ago: int = 0) -> float:
    on = view.as_of - timedelta(weeks=weeks_ago)
    found = read.value(view.version, name, view.area.code, on)
    assert found is not None
    assert found.value is not None
    return found.value


def test_a_value_has_its_unit_and_a_number_none(view_of: Make) -> None:
    view = view_of()
    done = value(view, COUNT)
    assert said(metric(view, COUNT)) == f"{done:g}项"
    assert said(metric(view, COUNT)["数字"]) == f"{done:g}"
    assert said(metric(view, RATE)).endswith("%")
    assert said(metric(view, RATE)["数字"]) == said(metric(view, RATE))


def test_the_sentence_is_the_metrics_own(view_of: Make) -> None:
    view = view_of()
    one = metric(view, RATE)
    parts = (said(one["分母"]), said(one["分子"]))
    assert said(one["句"]) == "应完成普查任务{}项、已完成{}项".format(*parts)


def test_a_change_is_told_in_words_by_its_direction(view_of: Make) -> None:
    view = view_of()
    more = value(view, COUNT) - value(view, COUNT, weeks_ago=1)
    assert said(metric(view, COUNT)["变化"]) == f"比上周增加{more:g}项"
    assert said(metric(view, COUNT)["增"]) == f"{more:g}项"
    assert not metric(view, COUNT)["减"]
    assert said(metric(view, RATE)["变化"]).startswith("比上周提高")
    fewer = metric(view, PERSONS)
    assert said(fewer["变化"]).startswith("比上周减少")
    assert not fewer["增"]
    assert said(fewer["减"]) in said(fewer["变化"])


def test_nothing_is_said_of_what_did_not_change(view_of: Make) -> None:
    still = metric(view_of(), COUNT, small.PINGDU)
    assert [word for word in ("变化", "增", "减") if still[word]] == []


def test_nothing_new_is_said_between_two_monthly_returns(view_of: Make) -> None:
    one = metric(view_of(), COUNT)
    monthly = replace(one.one, cadence=Cadence("每月", 31))
    assert said(METRIC["变化"](replace(one, one=monthly))).startswith("比上期增加")
    assert monthly.now is not None
    older = replace(monthly.now, data_on=monthly.as_of - timedelta(weeks=2))
    stale = replace(one, one=replace(monthly, now=older))
    assert not METRIC["变化"](stale)
    assert not METRIC["增"](stale)


def test_a_month_counts_from_its_last_sunday_before(view_of: Make) -> None:
    view = view_of()
    weeks = (view.as_of - month_before(view.as_of)).days // 7
    more = value(view, COUNT) - value(view, COUNT, weeks_ago=weeks)
    assert said(metric(view, COUNT)["本月增"]) == f"{more:g}项"
    assert said(metric(view, COUNT)["本月变化"]) == f"比上月底增加{more:g}项"


def test_a_month_whose_beginning_is_not_known_says_nothing(view_of: Make) -> None:
    assert not metric(view_of(as_of=small.FIRST), COUNT)["本月变化"]


def test_without_a_value_a_metric_is_false_and_prints_no_data(view_of: Make) -> None:
    one = metric(view_of(), "communities_with_shelters", small.LAIXI)
    assert not one
    assert said(one) == "无数据"
    assert not one["句"]


def test_what_is_behind_its_plan_comes_longest_first(view_of: Make) -> None:
    view = view_of()
    late = Place(view, view.areas.by_code[small.PINGDU])["滞后"]
    assert late
    days = [one.delay.days for one in late]
    assert days == sorted(days, reverse=True)
    assert said(late[0]["计划"]).endswith(late[0].delay.unit)


@pytest.mark.parametrize("name", [RATE, COUNT, PERSONS, "dispatch_meetings"])
@pytest.mark.parametrize("area", [small.CITY, small.LAOSHAN, small.PINGDU])
def test_every_figure_that_is_printed_is_the_warehouses(
    view_of: Make, name: str, area: str
) -> None:
    view = view_of()
    place = Place(view, view.areas.by_code[area])
    one = place[name]
    printed = [one, *(one[word] for word in one.MEMBERS)]
    printed += [late[word] for late in place["滞后"] for word in late.MEMBERS]
    pieces = [p for each in printed if isinstance(each, Printable) for p in each.pieces]
    numbers = [piece for piece in pieces if isinstance(piece, Number)]
    for number in numbers:
        asked = Asked.of(view.version, number.metric, number.area, number.as_of)
        assert checks.equal(asked, number.value, "", None) is not None, number
        assert stands_for(number.text, number.value), number
    assert numbers or name == "dispatch_meetings"


def test_who_did_not_report_is_named_with_the_metric_and_the_place(view_of: Make) -> None:
    view = view_of(as_of=small.MISSED)
    old = "数据截至3月7日，已2周未报"
    assert said(metric(view, COUNT)["沿用"]) == f"含1个区(市)沿用上期：市南{old}"
    assert said(metric(view, COUNT, small.SHINAN)["沿用"]) == old
    assert not metric(view, COUNT, small.LAOSHAN)["沿用"]
    shinan, laoshan = (Place(view, view.areas.by_code[c]) for c in (small.SHINAN, small.LAOSHAN))
    assert shinan["沿用"] == f"市南区普查进度周报表、隐患点台账：{old}。"
    assert laoshan["沿用"] == ""


def test_a_figure_cannot_be_worked_on_in_the_template(view_of: Make) -> None:
    with pytest.raises(BadTemplate, match="只能原样印出"):
        str(metric(view_of(), COUNT))


@pytest.mark.parametrize("word", ["变动", "as_of", "pieces"])
def test_a_word_that_is_not_known_is_told_with_those_that_are(view_of: Make, word: str) -> None:
    with pytest.raises(BadTemplate, match=f"没有“{word}”。可用：数字、"):
        metric(view_of(), COUNT)[word]
