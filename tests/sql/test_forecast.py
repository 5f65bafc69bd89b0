"""Forecast: the recent pace, its interval, and every reason for not giving a date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.sql.harness import dicts
from tests.sql.returns import CHENGYANG, CITY, LAOSHAN, build, task

FIRST = dt.date(2021, 1, 10)


def week(number: int) -> str:
    return (FIRST + dt.timedelta(weeks=number)).isoformat()


def forecast_after(
    done: list[int | None], *, required: int = 1000, area: str = LAOSHAN, **other: list[int]
) -> dict[str, Any]:
    """The collection forecast of the last week; None is a week in which Laoshan did not report."""
    rows = [
        task("T001", week(k), required=required, done=n)
        for k, n in enumerate(done)
        if n is not None
    ]
    for unit, counts in other.items():
        rows += [
            {
                **task("T001", week(k), required=required, done=n),
                "unit_code": unit.removeprefix("u"),
                "area_code": unit.removeprefix("u"),
            }
            for k, n in enumerate(counts)
        ]
    warehouse = build("marts.forecast", "metrics.value", census_return=rows)
    found = dicts(
        warehouse,
        "select * from marts.forecast where metric = 'census_collection_rate'"
        f" and area_code = '{area}' and as_of = '{week(len(done) - 1)}'",
    )
    [one] = found
    return one


def test_an_even_pace_gives_one_date_and_no_width_which_the_reader_is_to_be_told() -> None:
    one = forecast_after([100 * k for k in range(8)])
    assert (one["forecast_state"], one["steps"], one["remaining"]) == ("expected", 7, 300)
    assert one["weekly_pace"] == one["slowest_pace"] == one["fastest_pace"] == 100
    expected = FIRST + dt.timedelta(weeks=7 + 3)
    assert one["finish_on"] == one["earliest_on"] == one["latest_on"] == expected


def test_the_interval_is_the_mean_and_t_times_s_over_root_n() -> None:
    one = forecast_after([0, 10, 40, 50, 80, 90, 120])  # steps 10 and 30 by turns
    half = 2.571 * 120**0.5 / 6**0.5  # s² of 10,30,10,30,10,30 is 120
    assert one["steps"] == 6
    assert one["weekly_pace"] == 20
    assert one["slowest_pace"] == pytest.approx(20 - half)
    assert one["fastest_pace"] == pytest.approx(20 + half)
    assert one["earliest_on"] < one["finish_on"] < one["latest_on"]


def test_only_the_last_eight_steps_count() -> None:
    one = forecast_after([0, 300, *range(310, 400, 10)])
    assert (one["steps"], one["weekly_pace"]) == (8, 10)


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ([0, 10, 20, 30, 40, 50], "too_short"),
        ([50] * 8, "flat"),
        ([100, 90, 80, 70, 60, 50, 40], "falling"),
        ([1000] * 8, "finished"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "too_slow"),
    ],
)
def test_where_no_date_can_be_given_the_reason_is(done: list[int | None], state: str) -> None:
    one = forecast_after(done)
    assert one["forecast_state"] == state
    assert one["finish_on"] is one["earliest_on"] is one["latest_on"] is None


@pytest.mark.parametrize(
    ("done", "may_stand_still"),
    [
        ([0, 0, 0, 0, 300, 300, 300, 300], True),  # one leap
        ([996, 996, 996, 996, 996, 996, 997, 997, 997], True),  # the last few, hardly moving
        ([0, 4, 25, 29, 50, 54, 75, 79, 100], False),  # three years from the end at its slowest
    ],
)
def test_a_pace_that_may_never_get_there_gives_no_date_at_all(
    done: list[int | None], may_stand_still: bool
) -> None:
    one = forecast_after(done)
    assert one["forecast_state"] == "unsteady"
    assert (one["slowest_pace"] <= 0) is may_stand_still
    assert one["finish_on"] is one["earliest_on"] is one["latest_on"] is None


def test_a_carried_week_and_the_catching_up_after_it_are_no_steps() -> None:
    # Chengyang's returns keep the calendar going while Laoshan is silent in week 4.
    others = list(range(9))
    one = forecast_after([0, 10, 20, 30, None, 250, 260, 270, 280], **{f"u{CHENGYANG}": others})
    assert (one["steps"], one["weekly_pace"]) == (6, 10)


def test_a_city_is_held_up_by_a_district_that_cannot_be_foretold() -> None:
    one = forecast_after([10 * k for k in range(9)], area=CITY, **{f"u{CHENGYANG}": [0, 5]})
    assert one["forecast_state"] == "held_up"
    assert one["finish_on"] is one["earliest_on"] is one["latest_on"] is None


def test_a_city_is_done_when_its_last_district_is_not_at_its_own_pace() -> None:
    fast, slow = [100 * k for k in range(9)], [10 * k for k in range(9)]
    district = forecast_after(fast, area=CHENGYANG, **{f"u{CHENGYANG}": slow})
    whole = forecast_after(fast, area=CITY, **{f"u{CHENGYANG}": slow})
    assert whole["forecast_state"] == "expected"
    assert whole["finish_on"] == district["finish_on"]
    assert (whole["earliest_on"], whole["latest_on"]) == (
        district["earliest_on"],
        district["latest_on"],
    )


def test_a_district_that_is_done_neither_holds_the_city_up_nor_hurries_it() -> None:
    fast, done = [100 * k for k in range(9)], [1000] * 9
    whole = forecast_after(fast, area=CITY, **{f"u{CHENGYANG}": done})
    assert whole["finish_on"] == forecast_after(fast, **{f"u{CHENGYANG}": done})["finish_on"]


def test_a_city_is_held_up_by_a_district_whose_interval_has_no_end() -> None:
    even, doubtful = [100 * k for k in range(8)], [0, 0, 0, 0, 300, 300, 300, 300]
    whole = forecast_after(even, area=CITY, **{f"u{CHENGYANG}": doubtful})
    assert whole["forecast_state"] == "held_up"
    assert whole["finish_on"] is whole["latest_on"] is None
