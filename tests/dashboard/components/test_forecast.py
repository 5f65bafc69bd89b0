"""What is said about a finish date, and about there being none."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.components import forecast
from dashboard.reading.forecast import Forecast
from dashboard.view import Area

AS_OF = date(2021, 3, 21)


def one(state: str, *dates: date | None, why: str = "", title: str = "") -> Forecast:
    finish, earliest, latest = dates or (None, None, None)
    return Forecast("m", "370212", 10.0, 8, 1.0, state, title, why, finish, earliest, latest)


def district(name: str, made: Forecast) -> tuple[Area, Forecast]:
    return Area(code=name, name=f"{name}区", short_name=name, level="district", parent=None), made


AUGUST = one("expected", date(2021, 8, 15), date(2021, 7, 25), date(2021, 9, 5))
JUNE = one("expected", date(2021, 6, 6), date(2021, 5, 2), None)


def test_the_city_is_done_with_the_district_that_is_named() -> None:
    said = forecast.city(AUGUST, [district("甲", JUNE), district("乙", AUGUST)], AS_OF)
    assert said == ("按近期速度乙最晚，预计8月15日完成，全市随之完成（最早7月25日，最迟9月5日）")


def test_the_city_tells_which_district_holds_it_up_and_when_the_others_are_done() -> None:
    flat = one("flat", title="近期没有进展")
    held = one("held_up", why="有区(市)无法预测")
    said = forecast.city(held, [district("甲", flat), district("乙", AUGUST)], AS_OF)
    assert said == ("全市完成日期无法预测：甲近期没有进展，其余最晚的乙预计8月15日完成")


def test_a_city_whose_districts_are_all_done_is_done() -> None:
    done = one("finished")
    assert forecast.city(done, [district("甲", done)], AS_OF) == "已全部完成"


def test_the_date_stands_with_its_interval_and_the_weeks_it_rests_on() -> None:
    made = one("expected", date(2021, 8, 15), date(2021, 7, 25), date(2022, 1, 2))
    said = forecast.sentence(made, AS_OF)
    assert said == "按近8周速度预计8月15日完成（最早7月25日，最迟2022年1月2日）"


def test_a_missing_latest_date_is_told() -> None:
    made = one("expected", date(2021, 8, 15), date(2021, 7, 25), None)
    assert "最迟无法预测" in forecast.sentence(made, AS_OF)


@pytest.mark.parametrize("state", ["too_short", "flat", "falling", "too_slow", "no_total"])
def test_no_date_means_the_reason(state: str) -> None:
    assert forecast.sentence(one(state, why="因为"), AS_OF) == "完成日期无法预测：因为"


def test_done_is_done() -> None:
    assert forecast.sentence(one("finished"), AS_OF) == "已全部完成"
