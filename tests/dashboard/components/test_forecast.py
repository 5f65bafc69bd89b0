"""What is said about a finish date, and about there being none."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.components import forecast
from dashboard.reading.forecast import Forecast
from dashboard.view import Area

AS_OF = date(2021, 3, 21)


def one(
    state: str,
    *dates: date | None,
    why: str = "",
    title: str = "",
    left: float = 10.0,
    even: bool = False,
) -> Forecast:
    finish, earliest, latest = dates or (None, None, None)
    return Forecast("m", "370212", left, 8, 2.0, state, title, why, even, finish, earliest, latest)


def district(name: str, made: Forecast) -> tuple[Area, Forecast]:
    return Area(code=name, name=f"{name}区", short_name=name, level="district", parent=None), made


AUGUST = one("expected", date(2021, 8, 15), date(2021, 7, 25), date(2021, 9, 5))
JUNE = one("expected", date(2021, 6, 6), date(2021, 5, 2), date(2021, 6, 13))


def test_the_city_is_done_with_the_district_that_is_named() -> None:
    said = forecast.city(AUGUST, [district("甲", JUNE), district("乙", AUGUST)], AS_OF, "项")
    assert said == ("按近期速度乙最晚，预计8月15日完成，全市随之完成（最早7月25日，最迟9月5日）")


def test_the_city_tells_which_districts_hold_it_up_and_when_the_others_are_done() -> None:
    flat = one("flat", title="近期没有进展", left=71)
    few = one("unsteady", title="近期进展不稳", left=3)
    held = one("held_up", why="有区(市)无法预测")
    districts = [district("甲", flat), district("乙", AUGUST), district("丙", few)]
    assert forecast.city(held, districts, AS_OF, "项") == (
        "全市完成日期无法预测：甲（剩71项）近期没有进展，丙（剩3项）近期进展不稳，"
        "其余最晚的乙预计8月15日完成"
    )


def test_many_that_hold_the_city_up_are_counted_as_districts() -> None:
    short = one("too_short", title="数据不足", left=9)
    districts = [district(name, short) for name in "甲乙丙丁"]
    said = forecast.city(one("held_up"), districts, AS_OF, "项")
    assert said.endswith("丙（剩9项）等4个区(市)数据不足")


def test_a_city_whose_districts_are_all_done_is_done() -> None:
    done = one("finished")
    assert forecast.city(done, [district("甲", done)], AS_OF, "项") == "已全部完成"


def test_the_date_stands_with_its_interval_and_the_weeks_it_rests_on() -> None:
    made = one("expected", date(2021, 8, 15), date(2021, 7, 25), date(2022, 1, 2))
    said = forecast.sentence(made, AS_OF, "项")
    assert said == "按近8周速度预计8月15日完成（最早7月25日，最迟2022年1月2日）"


def test_an_even_pace_is_told_instead_of_an_interval_without_width() -> None:
    on = date(2021, 11, 28)
    said = forecast.sentence(one("expected", on, on, on, even=True), AS_OF, "项")
    assert said == "按近8周速度预计11月28日完成（近8周每周都完成2项，没有快慢可推区间）"


def test_an_interval_within_one_week_is_not_told_as_two_dates() -> None:
    on = date(2021, 11, 28)
    assert "最早、最迟在同一周" in forecast.sentence(one("expected", on, on, on), AS_OF, "项")


@pytest.mark.parametrize("state", ["too_short", "flat", "falling", "too_slow", "unsteady"])
def test_no_date_means_the_reason(state: str) -> None:
    said = forecast.sentence(one(state, why="因为"), AS_OF, "项")
    assert said == "剩10项，完成日期无法预测：因为"


def test_without_a_total_nothing_is_said_of_what_is_left() -> None:
    made = one("no_total", why="因为", left=0)
    assert forecast.sentence(made, AS_OF, "项") == "完成日期无法预测：因为"


def test_done_is_done() -> None:
    assert forecast.sentence(one("finished"), AS_OF, "项") == "已全部完成"
