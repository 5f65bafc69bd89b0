"""Sampling checks: share sampled, error rate recomputed, and what was printed beside it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from etl.contract import load_contracts
from tests.sql.harness import dicts, project
from tests.sql.returns import LAOSHAN, build, value
from warehouse.paths import SQL_DIR

W10, W11, W12 = "2021-03-14", "2021-03-21", "2021-03-28"


def check(check_id: str, as_of: str, **more: Any) -> dict[str, Any]:
    return {
        "check_id": check_id,
        "area_code": LAOSHAN,
        "task_code": "T001",
        "check_level": "city",
        "checked_on": "2021-03-10",
        "surveyed_objects": 1000,
        "sampled_objects": 100,
        "checked_indicators": 3000,
        "wrong_indicators": 60,
        "check_result": "passed",
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def test_the_citys_check_counts_and_the_countys_own_does_not() -> None:
    own = {"check_level": "county", "sampled_objects": 1000, "wrong_indicators": 0}
    warehouse = build("metrics.value", sampling_check=[check("A", W10), check("B", W10, **own)])
    assert value(warehouse, "sampling_rate", LAOSHAN, W10) == (100, 1000, 0.1)
    assert value(warehouse, "sampling_error_rate", LAOSHAN, W10) == (60, 3000, 0.02)


def test_an_earlier_check_stays_and_a_corrected_one_replaces_itself() -> None:
    warehouse = build(
        "metrics.value",
        sampling_check=[
            check("A", W10, wrong_indicators=60),
            check("B", W10, wrong_indicators=30),
            check("A", W11, wrong_indicators=90),
            check("C", W12, wrong_indicators=0),
        ],
    )
    errors = [value(warehouse, "sampling_error_rate", LAOSHAN, week) for week in (W10, W11, W12)]
    assert [found[:2] for found in errors if found] == [(90, 6000), (120, 6000), (120, 9000)]


def test_the_printed_rate_stands_beside_the_recomputed_one_with_its_own_parts() -> None:
    printed = {"checked_indicators": 24171, "wrong_indicators": 502, "printed_error_rate": 0.0291}
    warehouse = build("metrics.value", sampling_check=[check("A", W10, **printed), check("B", W10)])
    recomputed = value(warehouse, "sampling_error_rate", LAOSHAN, W10)
    stated = value(warehouse, "sampling_printed_error_rate", LAOSHAN, W10)
    assert recomputed is not None
    assert recomputed[:2] == (562, 27171)
    assert stated is not None
    assert stated[1:] == pytest.approx((24171, 0.0291))


def test_the_least_share_that_is_sampled_is_one_in_contract_check_and_words() -> None:
    """The metric's target is its home; the contract is read without a warehouse and must agree."""
    facts = project().models["metrics.sampling_rate"].header.metric
    assert facts is not None
    assert facts.target is not None
    assert facts.thresholds is not None
    assert facts.thresholds.green == facts.target
    [rule] = [r for r in load_contracts()["sampling_check"].rules if r.id == "Q1"]
    surveyed = 1000
    enough = round(facts.target * surveyed)
    share = pl.DataFrame({"surveyed_objects": surveyed, "sampled_objects": [enough, enough - 1]})
    assert share.select(pl.sql_expr(rule.check)).to_series().to_list() == [True, False]
    words = f"{facts.target:.0%}"
    described = (SQL_DIR / "codes" / "quality_rule.csv").read_text("utf-8")
    [line] = [text for text in described.splitlines() if text.startswith("Q1,")]
    assert all(words in text for text in (facts.definition, rule.message, line))


def test_a_printed_rate_apart_from_its_counts_is_marked_on_its_check() -> None:
    apart = {"checked_indicators": 390, "wrong_indicators": 4}
    warehouse = build(
        "staging.sampling_check",
        sampling_check=[
            check("A", W10, **apart, printed_error_rate=0.0291),
            check("B", W10, **apart, printed_error_rate=0.0103),
            check("C", W10, **apart),
        ],
    )
    found = dicts(warehouse, "select check_id, is_printed_apart from staging.sampling_check")
    assert {row["check_id"]: row["is_printed_apart"] for row in found} == {
        "A": True,
        "B": False,
        "C": False,
    }
