"""What the address asks for, and what is said when it cannot be had."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.address import neighbours, parse_day, resolve, several, unknown
from dashboard.view import Area, Areas

WEEKS = (date(2021, 3, 7), date(2021, 3, 14), date(2021, 3, 21))
AREAS = Areas.of(
    (
        Area("370200", "青岛市", "青岛", "city", None),
        Area("370212", "崂山区", "崂山", "district", "370200"),
        Area("370212001", "中韩街道", "中韩", "street", "370212"),
        Area("370202001", "示例街道", "示例", "street", "370202"),
        Area("370212002", "示例街道", "示例", "street", "370212"),
    )
)


def sunday(on: date) -> date:
    return on - timedelta(days=on.isoweekday() % 7)


def found(**query: str) -> tuple[str, date, tuple[str, ...]]:
    got = resolve(query, AREAS, WEEKS, sunday)
    return got.area.code, got.as_of, got.notices


def test_nothing_asked_is_the_city_in_the_newest_week_without_a_word() -> None:
    assert found() == ("370200", WEEKS[-1], ())


@pytest.mark.parametrize(
    "written", ["370212", "370212000", "370212000000", "崂山区", "崂山", " 370212 "]
)
def test_an_area_is_found_by_code_or_name(written: str) -> None:
    assert found(area=written)[::2] == ("370212", ())


def test_an_exact_sunday_needs_no_word() -> None:
    assert found(asof="2021-03-14") == ("370200", date(2021, 3, 14), ())


@pytest.mark.parametrize("written", ["2021-03-17", "20210317", "2021/3/17", "2021年3月17日"])
def test_any_day_rounds_down_to_its_week_and_says_so(written: str) -> None:
    _, as_of, (notice,) = found(asof=written)
    assert as_of == date(2021, 3, 14)
    assert "2021年3月17日是周三" in notice
    assert "2021年第10周" in notice


def test_a_week_number_is_its_sunday() -> None:
    assert found(asof="2021-W11")[1:] == (date(2021, 3, 21), ())


def test_a_day_in_the_week_after_the_last_rounds_down() -> None:
    _, as_of, (notice,) = found(asof="2021-03-27")
    assert as_of == WEEKS[-1]
    assert "周六" in notice


@pytest.mark.parametrize(
    ("asked", "as_of", "words"),
    [
        ("2020-01-01", WEEKS[0], "早于第一期数据"),
        ("2029-01-01", WEEKS[-1], "还没有数据"),
        ("昨天", WEEKS[-1], "“昨天”无法识别"),
        ("2021-02-30", WEEKS[-1], "无法识别"),
        ("<script>alert(1)</script>9999999999", WEEKS[-1], "“<script>alert(1)</sc…”"),
    ],
)
def test_a_week_that_cannot_be_had_is_named_and_replaced(
    asked: str, as_of: date, words: str
) -> None:
    _, shown, (notice,) = found(asof=asked)
    assert shown == as_of
    assert words in notice
    assert "已改为显示" in notice


@pytest.mark.parametrize("asked", ["999999", "不存在区", "370212999", "0"])
def test_an_unknown_area_is_named_and_replaced_by_the_city(asked: str) -> None:
    code, _, (notice,) = found(area=asked)
    assert code == "370200"
    assert f"“{asked}”" in notice
    assert "已改为显示青岛市" in notice


def test_a_name_that_several_areas_bear_is_not_guessed() -> None:
    code, _, (notice,) = found(area="示例街道")
    assert code == "370200"
    assert "2个区划" in notice


def test_both_faults_are_told() -> None:
    assert len(found(area="x", asof="y")[2]) == 2


def test_years_beyond_the_calendar_are_garbage_not_a_crash() -> None:
    assert parse_day("0000-01-01") is None
    assert parse_day("9999-W60") is None


def test_steps_lead_to_the_weeks_beside_and_end_at_the_ends() -> None:
    assert neighbours(WEEKS[1], WEEKS) == (WEEKS[0], WEEKS[2])
    assert neighbours(WEEKS[0], WEEKS) == (None, WEEKS[1])
    assert neighbours(WEEKS[2], WEEKS) == (WEEKS[1], None)


def test_a_choice_that_the_page_does_not_have_is_told_and_another_page_s_is_not() -> None:
    options = {"family": ("all", "geological")}
    assert unknown({"family": "flood", "q": "x"}, options) == (
        "地址中的“family=flood”没有这个选项，已按默认显示。",
    )
    assert unknown({"family": "geological"}, options) == unknown({}, options) == ()


@pytest.mark.parametrize("text", ["370212,市南", "370212，市南", " 370212 、市南;市南 "])
def test_a_list_is_split_at_commas_of_any_kind_each_part_once(text: str) -> None:
    assert several(text) == ["370212", "市南"]
