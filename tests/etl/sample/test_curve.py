"""Cumulative curves: exact on their points, never ahead of them."""

import datetime as dt

from etl.sample.curve import curve

START, MIDDLE, END = dt.date(2021, 1, 3), dt.date(2021, 1, 31), dt.date(2021, 3, 21)
LINE = curve([(END, 50), (START, 0), (MIDDLE, 20)])


def test_counts_are_exact_on_the_points():
    assert [LINE.at(day) for day in (START, MIDDLE, END)] == [0, 20, 50]
    days = LINE.days("key")
    assert [sum(d <= day for d in days) for day in (START, MIDDLE, END)] == [0, 20, 50]


def test_a_curve_is_flat_before_its_first_and_after_its_last_point():
    assert LINE.at(START - dt.timedelta(days=400)) == 0
    assert LINE.at(END + dt.timedelta(days=400)) == 50


def test_the_day_of_an_amount_is_the_first_on_which_it_is_reached():
    day = LINE.day_of(10)
    assert day is not None
    assert LINE.at(day) >= 10 > LINE.at(day - dt.timedelta(days=1))
    assert LINE.day_of(51) is None


def test_days_come_in_order_and_are_always_the_same():
    days = LINE.days("key")
    assert days == sorted(days) == LINE.days("key")
    assert days != LINE.days("another key")
