"""Checking the demonstration finds what was planted, where it was planted, and nothing else."""

from collections import Counter

import pytest

from etl.checking.areas import build_register
from etl.checking.check import check_file
from etl.contract import load_contracts
from etl.sample.areas import districts
from etl.sample.planted import DUPLICATE, mistakes, planted_in, row_key
from etl.sample.returns import planned_returns
from etl.sample.story import story
from etl.sample.write import form_of

CONTRACTS = load_contracts()
RETURNS = {
    one.path: one for one in planned_returns((story().city_unit, *districts()), story().last_week)
}
FULL_MONTH = "2021-03-21"
HIDDEN_ROWS = "F11"


def _looked_at():
    """Files in which a mistake begins, corrections, the odd ones, and a full month of each unit."""
    begins = {(m.unit, m.since) for m in mistakes()}
    odd = (story().preface["unit"], story().preface["as_of"])
    return [
        path
        for path, one in RETURNS.items()
        if (one.unit, one.as_of) in begins
        or (one.unit, one.as_of) == odd
        or one.as_of.isoformat() == FULL_MONTH
        or one.unit == story().city_unit
        or path.startswith("更正")
    ]


@pytest.fixture(scope="session")
def register(sample):
    """The area register as it is once the city office's own workbook has been loaded."""
    inbox, _ = sample
    path = next(p for p, one in RETURNS.items() if one.unit == story().city_unit)
    checked = check_file(inbox / path, contracts=CONTRACTS, register=build_register())
    (areas,) = [sheet.rows for sheet in checked.sheets if sheet.source == "area"]
    return build_register(areas)


def _expected(one):
    """(source, row, column, rule, level) of everything that checking must say about a file."""
    expected = Counter()
    for sheet in one.sheets:
        first = form_of(one, sheet).first_row + 1
        keys = [row_key(sheet.contract, row) for row in sheet.rows]
        for mistake in planted_in(sheet.contract.name, one.unit, one.as_of):
            if mistake.rule and not one.path.startswith("更正"):
                place = keys.index(mistake.key)
                if mistake.kind == DUPLICATE:
                    place = keys.index(mistake.key, place + 1)
                place = (sheet.contract.name, first + place, mistake.found_at)
                expected[(*place, mistake.rule, mistake.level)] += 1
    return expected


@pytest.mark.parametrize("path", _looked_at())
def test_checking_says_exactly_what_was_planted(sample, register, path):
    inbox, _ = sample
    one = RETURNS[path]
    checked = check_file(inbox / path, contracts=CONTRACTS, register=register)
    found = Counter(
        (sheet.source, f.row, f.column, f.rule, f.level)
        for sheet in checked.sheets
        for f in sheet.findings
        if f.rule != HIDDEN_ROWS
    )
    assert found == _expected(one)
    assert [f.message for f in checked.findings] == []
    for plan, sheet in zip(one.sheets, checked.sheets, strict=True):
        assert sheet.source == plan.contract.name
        assert (sheet.unit_code, sheet.as_of, sheet.is_demo) == (one.unit, one.as_of, True)
        errors = sum(key[0] == sheet.source and key[4] == "error" for key in found)
        assert (sheet.read, sheet.rejected) == (len(plan.rows) + _totals(plan), errors)


def _totals(plan):
    return plan.total is not None


def test_hidden_rows_are_told_in_the_one_workbook_that_has_them(sample, register):
    inbox, _ = sample
    plan = story().preface
    (path,) = [
        p for p, one in RETURNS.items() if (one.unit, one.as_of) == (plan["unit"], plan["as_of"])
    ]
    checked = check_file(inbox / path, contracts=CONTRACTS, register=register)
    told = [f for f in checked.all_findings if f.rule == HIDDEN_ROWS]
    assert [(f.sheet, f.level) for f in told] == [("隐患点台账", "info")]


def test_every_kind_of_mistake_is_there():
    rules = {m.rule for m in mistakes() if m.rule}
    assert {"C1", "V1", "V3", "V4", "S1", "T3", "L4", "L5", "X7", "Q1", "X5", "U1"} <= rules
    assert {m.level for m in mistakes() if m.rule} == {"error", "confirm"}


def test_no_mistake_touches_the_figures_of_the_bulletin():
    pilot = story().pilot_unit
    assert [m for m in mistakes() if m.unit == pilot] == []


def test_a_correction_says_what_the_first_return_should_have_said():
    for one in RETURNS.values():
        if one.path.startswith("更正"):
            (first,) = [
                other
                for other in RETURNS.values()
                if (other.unit, other.as_of) == (one.unit, one.as_of) and other is not one
            ]
            old = {sheet.contract.name: sheet.rows for sheet in first.sheets}
            for sheet in one.sheets:
                assert sheet.rows != old[sheet.contract.name]
                assert len(sheet.rows) == len(old[sheet.contract.name])
