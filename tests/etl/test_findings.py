"""Findings: addresses as Excel shows them, no personal data, every rule with a title."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from etl.checking.reasons import REASONS
from etl.codes import CODES_DIR
from etl.contract import load_contracts
from etl.findings import (
    HIDDEN,
    LEVELS,
    count_levels,
    finding,
    looks_personal,
    masked,
    place,
    rule_titles,
    shown,
)
from etl.reading import RULES


def test_a_message_begins_with_its_place():
    found = finding(
        "隐患台账.xlsx",
        "V3",
        "error",
        "“销号了”不在代码表中",
        "改",
        sheet="台账",
        cell="H128",
        value="销号了",
    )
    assert found.message == "隐患台账.xlsx › 台账!H128：“销号了”不在代码表中"
    assert place("a.csv") == "a.csv"
    assert place("a.csv", "表") == "a.csv › 表"


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "电话：138 0013 8000",
        "+86 13800138000",
        "１３８００１３８０００",
        "11010519491231002X",
        "身份证110105194912310021",
    ],
)
def test_what_looks_personal_is_never_printed(text):
    assert looks_personal(text)
    assert shown(text) == HIDDEN
    assert finding("f", "V3", "error", "t", "r", value=text).value == HIDDEN


@pytest.mark.parametrize(
    "text", ["370212001001", "3702120001", "0532-88888888", "2021-03-22", "12345678901234"]
)
def test_codes_and_dates_do_not_look_personal(text):
    assert not looks_personal(text)
    assert shown(text) == text


def test_a_printed_value_is_one_short_line():
    assert shown("一\n二") == "一 二"
    assert len(shown("长" * 500)) == 61


def test_levels_are_counted_with_none_left_out():
    found = finding("f", "V3", "error", "t", "r")
    assert count_levels([found, found]) == {"error": 2, "confirm": 0, "info": 0}


def _listed() -> dict[str, dict[str, str]]:
    text = (CODES_DIR / "quality_rule.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def test_every_listed_rule_has_a_title_and_a_level():
    rows = _listed()
    assert all(row["title"] and row["level"] in LEVELS for row in rows.values())
    assert rule_titles() == {code: row["title"] for code, row in rows.items()}
    numbers = [int(row["sort"]) for row in rows.values()]
    assert numbers == sorted(set(numbers))


def test_every_rule_that_can_be_named_is_listed(repository):
    named = {reason.rule for reason in REASONS.values()}
    named |= {rule.id for c in load_contracts().values() for rule in c.rules}
    named |= {c.range_rule for contract in load_contracts().values() for c in contract.columns}
    for path in Path(repository, "etl").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'"([A-Z]\d{1,2})"', text))
    named -= {"A1", "A2"}  # cells
    assert named - set(_listed()) == set()


def test_the_rules_of_reading_are_listed_as_reading_has_them():
    rows = _listed()
    assert {i: (r.title, r.level) for i, r in RULES.items()} == {
        i: (rows[i]["title"], rows[i]["level"]) for i in RULES
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("已核实 13812345678，属实", "已核实 ‹已隐去›，属实"),
        ("第 3 次核实 +86 138-1234-5678 张", "第 3 次核实 ‹已隐去› 张"),
        ("１３８１２３４５６７８ 已核实", "‹已隐去› 已核实"),
        ("联系电话 0532-88886666，2021 年已整改", "联系电话 ‹已隐去›，2021 年已整改"),
        ("2021-03-21 已整改 120 米", "2021-03-21 已整改 120 米"),
    ],
)
def test_only_the_number_is_masked(text, said):
    assert masked(text) == said
