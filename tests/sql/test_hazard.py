"""Hazard sites: status by week, stock and flow, what is overdue and who is still threatened."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import duckdb
import pytest

from tests.sql.harness import dicts, project, rows
from tests.sql.returns import CHENGYANG, COMMUNITY, LAOSHAN, build, load, site, value

W10, W11, W12 = "2021-03-14", "2021-03-21", "2021-03-28"
FLOW = "opening, baseline, added, reopened, reclassified, removed, merged, vanished, closing"
Row = dict[str, Any]


def flow(warehouse: duckdb.DuckDBPyConnection, as_of: str, kind: str = "landslide") -> Row:
    """The non-zero figures of Laoshan's flow in one week."""
    [row] = dicts(
        warehouse,
        f"select {FLOW} from marts.hazard_flow "
        f"where as_of = '{as_of}' and area_code = '{LAOSHAN}' and hazard_type = '{kind}'",
    )
    return {name: count for name, count in row.items() if count}


def two_weeks(before: list[Row], after: list[Row]) -> duckdb.DuckDBPyConnection:
    """Laoshan's ledgers of two weeks, and a third week in which nothing came."""
    return build(
        "marts.hazard_flow",
        hazard_site=[*before, *after],
        loads=[load("census_return", LAOSHAN, W12)],
    )


# ------------------------------------------------------------------ status by week


def test_newest_report_of_a_site_wins() -> None:
    warehouse = build(
        "staging.hazard_site",
        hazard_site=[
            site("A", W10, "pending"),
            site("A", W11, "treated", unit_code=CHENGYANG, area_code=CHENGYANG),
        ],
    )
    assert rows(
        warehouse,
        "select as_of, unit_code, remediation_status from staging.hazard_site order by as_of",
    ) == [
        (dt.date(2021, 3, 14), LAOSHAN, "pending"),
        (dt.date(2021, 3, 21), CHENGYANG, "treated"),
    ]


def test_a_midweek_correction_counts_for_its_week() -> None:
    warehouse = build(
        "staging.hazard_site",
        hazard_site=[site("A", "2021-03-16", "pending"), site("A", "2021-03-19", "ongoing")],
    )
    assert rows(warehouse, "select as_of, remediation_status from staging.hazard_site") == [
        (dt.date(2021, 3, 21), "ongoing")
    ]


def test_the_last_ledger_stands_in_for_weeks_without_one() -> None:
    warehouse = build(
        "marts.hazard_progress",
        hazard_site=[site("A", W10)],
        loads=[load("census_return", LAOSHAN, W12)],
    )
    assert rows(
        warehouse, "select as_of, open_sites from marts.hazard_progress order by as_of"
    ) == [(dt.date(2021, 3, 14), 1), (dt.date(2021, 3, 21), 1), (dt.date(2021, 3, 28), 1)]


def test_treated_reviewed_and_removed_are_counted_apart() -> None:
    warehouse = build(
        "marts.hazard_progress",
        hazard_site=[
            site("A", W10, "pending"),
            site("B", W10, "treated"),
            site("C", W10, "treated", reviewed_on="2021-03-10"),
            site("D", W10, "closed", reviewed_on="2020-12-04"),
            site("E", W10, "closed", treated_on=None, removal_reason="relocation"),
            site("F", W10, "merged", merged_into_id="A"),
        ],
    )
    [counts] = dicts(
        warehouse,
        "select found_sites, treated_sites, reviewed_sites, removed_sites, merged_sites, "
        "open_sites, untreated_sites from marts.hazard_progress",
    )
    assert counts == {
        "found_sites": 6,
        "treated_sites": 3,
        "reviewed_sites": 2,
        "removed_sites": 2,
        "merged_sites": 1,
        "open_sites": 3,
        "untreated_sites": 1,
    }


def test_an_unclaimed_site_counts_in_its_district_and_nowhere_below() -> None:
    warehouse = build(
        "metrics.geohazard_open_sites",
        "marts.unclaimed_object",
        hazard_site=[
            site("A", W10),
            site("B", W10, area_code="370212999999", _unclaimed="区划不在登记表"),
            site("C", W10, area_code=None, _unclaimed="未填区划"),
            site("D", W10, area_code=CHENGYANG, _unclaimed="不属报送单位"),
        ],
    )
    assert rows(
        warehouse,
        "select area_code, numerator from metrics.geohazard_open_sites order by area_code",
    ) == [(LAOSHAN, 3), (COMMUNITY, 1)]
    assert rows(
        warehouse,
        "select object_id, district_code, reported_code, reason, file, row_no "
        "from marts.unclaimed_object order by object_id",
    ) == [
        ("B", LAOSHAN, "370212999999", "区划不在登记表", "表.xlsx", 6),
        ("C", LAOSHAN, None, "未填区划", "表.xlsx", 7),
        ("D", LAOSHAN, CHENGYANG, "不属报送单位", "表.xlsx", 8),
    ]


def test_a_site_whose_code_left_the_register_counts_in_its_district() -> None:
    warehouse = build("staging.hazard_site", area=[], hazard_site=[site("A", W10)])
    assert rows(warehouse, "select area_code, is_unclaimed from staging.hazard_site") == [
        (LAOSHAN, False)
    ]


# ------------------------------------------------------------------ stock and flow


def test_the_first_ledger_is_the_opening_balance_and_nothing_new() -> None:
    warehouse = two_weeks([site("A", W10), site("B", W10, "closed")], [])
    assert flow(warehouse, W10) == {"opening": 1, "baseline": 1, "closing": 1}


def test_a_week_without_a_return_moves_nothing() -> None:
    warehouse = two_weeks([site("A", W10)], [])
    assert flow(warehouse, W11) == {"opening": 1, "closing": 1}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, "pending", {"added": 1, "closing": 1}),
        (None, "closed", {"added": 1, "removed": 1}),
        (None, "merged", {"added": 1, "merged": 1}),
        ("pending", "treated", {"opening": 1, "closing": 1}),
        ("treated", "closed", {"opening": 1, "removed": 1}),
        ("ongoing", "merged", {"opening": 1, "merged": 1}),
        ("ongoing", None, {"opening": 1, "vanished": 1}),
        ("closed", "ongoing", {"reopened": 1, "closing": 1}),
        ("closed", None, {}),
    ],
)
def test_one_site_from_one_week_to_the_next(
    before: str | None, after: str | None, expected: Row
) -> None:
    keeps = "closed"  # another site keeps both ledgers from being empty and the stock as it is
    warehouse = two_weeks(
        [site("Z", W10, keeps), *([site("A", W10, before)] if before else [])],
        [site("Z", W11, keeps), *([site("A", W11, after)] if after else [])],
    )
    assert flow(warehouse, W11) == expected


def test_a_site_that_comes_back_to_the_ledger_is_not_new() -> None:
    warehouse = build(
        "marts.hazard_flow",
        hazard_site=[
            *(site("Z", week) for week in (W10, W11, W12)),
            site("A", W10),
            site("A", W12),
        ],
    )
    assert flow(warehouse, W11) == {"opening": 2, "vanished": 1, "closing": 1}
    assert flow(warehouse, W12) == {"opening": 1, "reopened": 1, "closing": 2}


def test_a_corrected_type_moves_a_site_without_adding_or_removing_it() -> None:
    warehouse = two_weeks([site("A", W10)], [site("A", W11, hazard_type="collapse")])
    assert flow(warehouse, W11, "landslide") == {"opening": 1, "reclassified": -1}
    assert flow(warehouse, W11, "collapse") == {"reclassified": 1, "closing": 1}


def test_newly_treated_are_those_whose_date_came_this_week() -> None:
    warehouse = two_weeks(
        [site("A", W10), site("B", W10, "treated")],
        [site("A", W11, "treated"), site("B", W11, "closed")],
    )
    assert rows(
        warehouse,
        f"select newly_treated, treated_sites from marts.hazard_flow where as_of = '{W11}'",
    ) == [(1, 2)]


def test_whatever_happens_to_the_sites_stock_and_flow_close() -> None:
    chance = random.Random(20210321)
    weeks = [dt.date(2021, 1, 3) + dt.timedelta(weeks=n) for n in range(8)]
    statuses = ["pending", "ongoing", "treated", "closed", "merged"]
    ledgers = [
        site(
            f"S{number}",
            week.isoformat(),
            chance.choice(statuses),
            unit_code=chance.choice([LAOSHAN, CHENGYANG]),
            area_code=None,
            _unclaimed="未填区划",
            hazard_type=chance.choice(["landslide", "collapse", "cemetery"]),
        )
        for week in weeks
        for number in range(40)
        if chance.random() < 0.8
    ]
    warehouse = build("marts.hazard_flow", "marts.hazard_progress", hazard_site=ledgers)
    checks = [c for c in project().checks if c.name.startswith("hazard_flow")]
    assert len(checks) == 3
    for check in checks:
        assert rows(warehouse, check.text) == [], check.name
    [moved] = rows(
        warehouse,
        "select min(n) from (select unnest([sum(added), sum(reopened), sum(removed), sum(merged), "
        "sum(vanished), sum(abs(reclassified))]) as n from marts.hazard_flow)",
    )
    assert moved[0] > 0


# ------------------------------------------------------------------ overdue and threatened


def test_a_site_is_overdue_from_the_day_after_its_due_date() -> None:
    warehouse = build(
        "marts.overdue_site",
        "marts.hazard_progress",
        hazard_site=[
            site("due today", W10, due_on=W10),
            site("due yesterday", W10, due_on="2021-03-13"),
            site("treated late", W10, "treated", due_on="2020-11-01"),
            site("removed", W10, "closed", due_on="2020-11-01"),
            site("no date", W10),
        ],
    )
    assert rows(
        warehouse, "select site_id, days_overdue, site_name, row_no from marts.overdue_site"
    ) == [("due yesterday", 1, "示例due yesterday", 6)]
    assert rows(warehouse, "select sum(overdue_sites) from marts.hazard_progress") == [(1,)]


def test_a_unit_that_does_not_report_grows_more_overdue() -> None:
    warehouse = build(
        "marts.overdue_site",
        hazard_site=[site("A", W10, due_on="2021-03-20")],
        loads=[load("census_return", LAOSHAN, W12)],
    )
    assert rows(
        warehouse, "select as_of, days_overdue, used_as_of from marts.overdue_site order by as_of"
    ) == [
        (dt.date(2021, 3, 21), 1, dt.date(2021, 3, 14)),
        (dt.date(2021, 3, 28), 8, dt.date(2021, 3, 14)),
    ]


def test_people_are_threatened_until_the_work_is_done() -> None:
    warehouse = build(
        "metrics.value",
        hazard_site=[
            site("A", W10, threatened_persons=10, threatened_assets_yuan=1000000.5),
            site("B", W10, "ongoing", threatened_persons=5, threatened_assets_yuan=0.25),
            site("C", W10, "treated", threatened_persons=100, threatened_assets_yuan=9e6),
            site("D", W10, "merged", threatened_persons=1000),
        ],
    )
    assert value(warehouse, "hazard_persons_threatened", LAOSHAN, W10) == (15, None, 15)
    assert value(warehouse, "hazard_assets_threatened_yuan", LAOSHAN, W10) == (
        1000000.75,
        None,
        1000000.75,
    )


def test_the_bulletins_rate_keeps_its_parts() -> None:
    ledger = [site(f"A{n}", W11, "treated" if n < 61 else "ongoing") for n in range(124)]
    warehouse = build("metrics.value", hazard_site=ledger)
    assert value(warehouse, "geohazard_treatment_rate", LAOSHAN, W11) == (61, 124, 61 / 124)
    assert value(warehouse, "forest_fire_rectification_rate", LAOSHAN, W11) is None
    assert value(warehouse, "forest_fire_hazards_found", LAOSHAN, W11) == (0, None, 0)
    assert value(warehouse, "forest_fire_hazards_found", CHENGYANG, W11) is None
