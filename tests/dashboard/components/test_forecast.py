"""What is said about a finish date, and about there being none."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.components import forecast
from dashboard.reading.forecast import Forecast

AS_OF = date(2021, 3, 21)


def one(state: str, *dates: date | None, why: str = "") -> Forecast:
    finish, earliest, latest = dates or (None, None, None)
    return Forecast("m", "370212", 10.0, 8, 1.0, state, "", why, finish, earliest, latest)


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
