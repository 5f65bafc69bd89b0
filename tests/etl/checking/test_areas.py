"""The register of division codes."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from etl.checking.areas import build_register, is_under, level_of
from tests.etl.tables import STREETS, check_table, contract_table, good_row, register


def test_the_register_knows_its_kind_and_changes_its_hash():
    assert not register().has_streets
    assert register(*STREETS).has_streets
    assert register().hash != register(*STREETS).hash
    assert register(*STREETS).hash == register(*reversed(STREETS)).hash


DAYS = pl.DataFrame(
    {
        "area_code": ["370212001", "370212001001", "370212001002", "370212001003"],
        "area_name": ["中韩街道", "旧社区", "新社区", "旧社区"],
        "valid_from": [None, None, date(2021, 3, 1), date(2021, 3, 1)],
        "valid_to": [None, date(2021, 2, 28), None, None],
    }
)


def test_days_of_use_are_part_of_the_register():
    assert build_register(DAYS).hash != build_register(DAYS.drop("valid_from", "valid_to")).hash


def test_a_row_under_a_code_out_of_use_waits_to_be_claimed_and_says_since_when():
    row = good_row("hazard_site", area_code="370212001001")
    checked = check_table(contract_table("hazard_site", row), register=build_register(DAYS))
    assert (checked.accepted, checked.unclaimed) == (1, 1)
    (found,) = [f for f in checked.findings if f.rule == "V1"]
    assert found.level == "confirm"
    assert "已于 2021-02-28 停用" in found.message
    waiting = checked.rows["_unclaimed"].to_list()
    assert waiting == ["区划代码已于 2021-02-28 停用：370212001001"]


def test_aliases_of_the_area_source_are_names_too():
    areas = pl.DataFrame(
        {"area_code": ["370212001"], "area_name": ["中韩街道"], "area_alias": ["中韩镇"]}
    )
    assert build_register(areas).names["中韩镇"] == frozenset({"370212001"})


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("370000", "province"),
        ("370200", "city"),
        ("370212", "district"),
        ("370212001", "street"),
        ("370212001001", "community"),
        ("37021", None),
    ],
)
def test_the_level_follows_from_the_code(code, level):
    assert level_of(code) == level


def test_what_lies_under_what():
    assert is_under("370212001001", "370212")
    assert is_under("370212", "370200")
    assert is_under("370200", "370200")
    assert not is_under("370212", "370202")
    assert not is_under("370300", "370200")
