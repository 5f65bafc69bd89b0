"""Areas resolved against the register: codes in every form, names, days of use."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from etl.checking.areas import build_register, is_unchecked
from etl.checking.parse_area import parse_area, parse_area_key
from etl.contract import Column
from tests.etl.tables import STREETS, register

AREA = Column("area_code", "行政区划代码", "area")


COMMUNITY = Column("area_code", "社区(村)代码", "area", area_levels=("community",))


CLAIMABLE = Column(
    "area_code",
    "社区(村)代码",
    "area",
    area_levels=("community",),
    unclaimed_when_missing=True,
)


def _resolved(cell, column=AREA, areas=STREETS, unit="370212"):
    parsed = parse_area(pl.Series([cell], dtype=pl.String), column, register(*areas), unit)
    reasons = parsed.problems["reason"].to_list()
    return parsed.values[0], reasons[0] if reasons else None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("370212", "370212"),
        ("370212000000", "370212"),
        ("370212001000", "370212001"),
        ("370212001001", "370212001001"),
        ("370212000", "370212"),
        ("3702", "370200"),
        ("37", "370000"),
        ("370200000000", "370200"),
        (" ３７０２１２ ", "370212"),
        ("370212001001.0", "370212001001"),
        ("3.70212001001E+11", "370212001001"),
        ("—", None),
        (None, None),
    ],
)
def test_codes_have_one_normal_form(cell, code):
    parsed = parse_area_key(pl.Series([cell], dtype=pl.String))
    assert parsed.values.to_list() == [code]
    assert parsed.problems.is_empty()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("37021", "bad_area"),
        ("3702120010012", "bad_area"),
        ("37021A", "bad_area"),
        ("崂山区", "bad_area"),
        ("3.70212E+11", "long_code"),
        ("#REF!", "error_cell"),
    ],
)
def test_what_is_no_code_is_refused_as_key(cell, reason):
    parsed = parse_area_key(pl.Series([cell]))
    assert parsed.values.to_list() == [None]
    assert parsed.problems["reason"].to_list() == [reason]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("370212001001", "370212001001"),
        ("370212001000", "370212001"),
        ("崂山区", "370212"),
        ("崂山", "370212"),
        (" 崂 山 区 ", "370212"),
        ("青岛市崂山区", "370212"),
        ("山东省青岛市崂山区", "370212"),
        ("中韩街道", "370212001"),
        ("崂山区中韩街道", "370212001"),
        ("中韩社区居民委员会", "370212001001"),
        ("中韩社区", "370212001001"),
        ("崂山区中韩街道中韩社区", "370212001001"),
    ],
)
def test_codes_names_and_aliases_are_resolved(cell, code):
    assert _resolved(cell) == (code, None)


@pytest.mark.parametrize("name", ["西海岸新区", "黄岛区", "青岛西海岸新区", "西海岸新区（黄岛区）"])
def test_the_new_area_and_its_old_name_are_one(name):
    assert _resolved(name, unit="370200") == ("370211", None)


@pytest.mark.parametrize(
    ("cell", "code", "reason"),
    [
        ("370212009", "370212009", "unknown_area"),
        ("370299", "370299", "unknown_area"),
        ("011002", "011002", "unknown_area"),
        ("370202001001", "370202001001", "foreign_area"),
        ("市南区", "370202", "foreign_area"),
        ("某某街道", None, "unknown_area"),
        ("Oklahoma City", None, "bad_area"),
        ("3702120010", None, "bad_area"),
    ],
)
def test_what_cannot_be_resolved_says_why(cell, code, reason):
    assert _resolved(cell) == (code, reason)


def test_the_citys_own_units_answer_for_every_district():
    assert _resolved("370202001001", unit="370200") == ("370202001001", None)


def test_an_unknown_unit_makes_nothing_foreign():
    assert _resolved("370202001001", unit=None) == ("370202001001", None)


def test_levels_are_held_to():
    assert _resolved("370212001", COMMUNITY) == ("370212001", "area_level")
    assert _resolved("370212001", CLAIMABLE) == ("370212001", "coarse_area")
    assert _resolved("370212001001", COMMUNITY) == ("370212001001", None)


TWINS = (*STREETS, ("370212002", "沙子口街道"), ("370212002001", "南村"), ("370212001009", "南村"))


def test_a_name_that_several_areas_bear_is_ambiguous_but_a_longer_one_is_not():
    assert _resolved("南村", areas=TWINS) == (None, "ambiguous_area")
    assert _resolved("沙子口街道南村", areas=TWINS) == ("370212002001", None)


def test_of_two_areas_of_one_name_the_units_own_is_meant():
    areas = (*STREETS, ("370212001009", "南村"), ("370202001009", "南村"))
    assert _resolved("南村", areas=areas) == ("370212001009", None)


def test_without_an_area_source_only_form_and_district_are_checked():
    assert _resolved("370212009009", areas=()) == ("370212009009", None)
    assert _resolved("370299009009", areas=()) == ("370299009009", "unknown_area")
    assert is_unchecked(pl.Series(["370212009009"]), register())
    assert not is_unchecked(pl.Series(["370212"]), register())
    assert not is_unchecked(pl.Series(["370212009009"]), register(*STREETS))


DAYS = pl.DataFrame(
    {
        "area_code": ["370212001", "370212001001", "370212001002", "370212001003"],
        "area_name": ["中韩街道", "旧社区", "新社区", "旧社区"],
        "valid_from": [None, None, date(2021, 3, 1), date(2021, 3, 1)],
        "valid_to": [None, date(2021, 2, 28), None, None],
    }
)


@pytest.mark.parametrize(
    ("cell", "day", "reason"),
    [
        ("370212001001", date(2021, 2, 28), None),
        ("370212001001", date(2021, 3, 1), ("past_area", "2021-02-28")),
        ("370212001002", date(2021, 3, 1), None),
        ("370212001002", date(2021, 2, 28), ("future_area", "2021-03-01")),
        ("370212001", date(2021, 3, 1), None),
        ("370212001001", None, None),
        ("370203", date(2012, 11, 30), ("future_area", "2012-12-01")),
    ],
)
def test_a_code_is_resolved_on_the_days_on_which_it_is_in_use(cell, day, reason):
    parsed = parse_area(pl.Series([cell]), AREA, build_register(DAYS), None, day)
    assert parsed.values.to_list() == [cell]
    assert parsed.problems.select("reason", "hint").rows() == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2021, 2, 28), "370212001001"), (date(2021, 3, 1), "370212001003")],
)
def test_a_name_that_two_codes_bear_in_turn_is_the_one_in_use(day, code):
    parsed = parse_area(pl.Series(["旧社区"]), AREA, build_register(DAYS), None, day)
    assert parsed.values.to_list() == [code]
    assert parsed.problems.is_empty()
