"""Who counts when several files speak for the same source, unit and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.loading.claims import (
    CONFLICT,
    EARLIER,
    PASSED_OVER,
    STALE,
    TAKE,
    UNCHANGED,
    Claim,
    Past,
    judge,
    revision,
)
from etl.loading.ledger import Load
from tests.etl.loading.test_ledger import LOAD

KEY = ("hazard_site", "370212", "2021-03-21")


def claim(content: str, name: str = "", answers: str | None = None, rules: str = "1") -> Claim:
    """A file `content` that wants to be the return of KEY, read under `rules`."""
    return Claim(name or f"{content}.xlsx", content, KEY, f"raw/{content}-{rules}", answers)


def load(number: int, content: str, rules: str = "1") -> Load:
    """A ledger line that took `content`."""
    return replace(LOAD, load_no=number, sha256=content, data=f"raw/{content}-{rules}")


def past(
    *loads: Load,
    answers: dict[int, str] | None = None,
    conflicts: dict[str, int] | None = None,
    first_no: int = 1000,
) -> Past:
    """What happened before: `answers` load_no -> original, `conflicts` content -> load_no."""
    known = {(content, KEY): number for content, number in (conflicts or {}).items()}
    return Past(tuple(loads), lambda one: (answers or {}).get(one.load_no), known, first_no)


def kinds(claims: Sequence[Claim], before: Past, supersede: bool = False) -> dict[str, str]:
    """Content -> verdict."""
    return {v.claim.sha256: v.kind for v in judge(claims, before, supersede)}


def test_a_new_file_is_taken_and_then_unchanged() -> None:
    assert kinds([claim("A")], past()) == {"A": TAKE}
    assert kinds([claim("A")], past(load(1, "A"))) == {"A": UNCHANGED}


def test_a_corrected_resubmission_supersedes_and_the_old_file_stays_old() -> None:
    assert kinds([claim("A"), claim("B")], past(load(1, "A"))) == {"A": UNCHANGED, "B": TAKE}
    both = past(load(1, "A"), load(2, "B"))
    assert kinds([claim("A"), claim("B")], both) == {"A": EARLIER, "B": UNCHANGED}


def test_the_same_content_under_new_rules_is_taken_anew_in_place() -> None:
    assert kinds([claim("A", rules="2")], past(load(1, "A"))) == {"A": TAKE}
    corrected = past(load(1, "A"), load(2, "B"))
    assert kinds([claim("A", rules="2")], corrected) == {"A": EARLIER}


def test_two_new_files_with_different_content_are_both_refused_and_named() -> None:
    verdicts = judge([claim("A"), claim("B")], past())
    assert [(v.kind, v.others) for v in verdicts] == [
        (CONFLICT, ("B.xlsx",)),
        (CONFLICT, ("A.xlsx",)),
    ]


def test_two_copies_of_one_file_are_one_file() -> None:
    verdicts = judge([claim("A", "a/周报.xlsx"), claim("A", "b/周报.xlsx")], past())
    assert [(v.claim.hint, v.kind) for v in verdicts] == [
        ("a/周报.xlsx", TAKE),
        ("b/周报.xlsx", UNCHANGED),
    ]


def test_a_name_that_says_correction_goes_last_and_counts() -> None:
    verdicts = judge([claim("B", "周报-更正.xlsx"), claim("A", "周报.xlsx")], past())
    assert [(v.claim.sha256, v.kind) for v in verdicts] == [("A", TAKE), ("B", TAKE)]


def test_two_corrections_of_equal_rank_are_refused_and_the_original_taken() -> None:
    claims = [claim("A", "周报.xlsx"), claim("B", "周报更正.xlsx"), claim("C", "周报修正.xlsx")]
    assert kinds(claims, past()) == {"A": TAKE, "B": CONFLICT, "C": CONFLICT}


def test_a_return_workbook_goes_after_the_file_that_it_answers() -> None:
    claims = [claim("R", "a.xlsx", answers="A"), claim("A", "b.xlsx")]
    assert [v.claim.sha256 for v in judge(claims, past()) if v.kind == TAKE] == ["A", "R"]


def test_a_return_workbook_of_a_file_no_longer_in_force_is_refused() -> None:
    before = past(load(1, "A"), load(2, "B"))
    assert kinds([claim("R", answers="A")], before) == {"R": STALE}
    assert kinds([claim("R", answers="A")], before, supersede=True) == {"R": TAKE}


def test_a_return_workbook_may_be_sent_twice() -> None:
    before = past(load(1, "A"), load(2, "R1"), answers={2: "A"})
    assert kinds([claim("R2", answers="A")], before) == {"R2": TAKE}
    assert kinds([claim("R2", answers="R1")], before) == {"R2": TAKE}


def test_a_file_refused_in_a_conflict_stays_out_once_the_other_was_chosen() -> None:
    chosen = past(load(3, "B"), conflicts={"A": 1, "B": 2})
    assert kinds([claim("A"), claim("B")], chosen) == {"A": PASSED_OVER, "B": UNCHANGED}
    undecided = past(conflicts={"A": 1, "B": 2})
    assert kinds([claim("A")], undecided) == {"A": TAKE}


def test_supersede_brings_an_older_file_back_but_settles_no_conflict() -> None:
    before = past(load(1, "A"), load(2, "B"))
    assert kinds([claim("A")], before, supersede=True) == {"A": TAKE}
    assert kinds([claim("C"), claim("D")], before, supersede=True) == {"C": CONFLICT, "D": CONFLICT}


def test_what_this_very_load_took_is_not_superseded_by_it() -> None:
    assert kinds([claim("B")], past(load(5, "A"), first_no=5)) == {"B": CONFLICT}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("周报.xlsx", 0), ("周报(1).xlsx", 0), ("周报-更正.xlsx", 1), ("周报（修正2）.xlsx", 2),
        ("周报更正稿（3）.xlsx", 3), ("周报第2版.xlsx", 1), ("周报第三版.xlsx", 2),
        ("周报v2.xlsx", 1),
        ("周报_V10.xlsx", 9), ("周报重报.xls", 1), ("退回修正单-周报-0a1b2c3d.xlsx", 0),
        ("rev2.csv", 0),
        ("普查v1.2.xlsx", 0),
    ],
)  # fmt: skip
def test_a_name_says_which_version_it_is(name: str, number: int) -> None:
    assert revision(name) == number


@given(st.lists(st.lists(st.sampled_from("ABCD"), max_size=4), max_size=6))
def test_loading_again_changes_nothing_whatever_came_before(runs: list[list[str]]) -> None:
    """Runs any sequence of loads; after each, the same load again takes nothing."""
    lines: list[Load] = []
    refused: dict[str, int] = {}
    number = 0
    for contents in runs:
        for attempt in (1, 2):
            verdicts = judge(
                [claim(c) for c in contents], past(*lines, conflicts=refused, first_no=number + 1)
            )
            taken = [v for v in verdicts if v.kind == TAKE]
            if attempt == 2:
                assert not taken
            assert len({v.claim.sha256 for v in taken}) <= 1
            for v in verdicts:
                number += 1
                if v.kind == TAKE:
                    lines.append(load(number, v.claim.sha256))
                elif v.kind == CONFLICT:
                    refused.setdefault(v.claim.sha256, number)
