"""The demonstration's hazard ledgers: stock and flow close, lives do not change afterwards."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest

from etl.sample.areas import districts
from etl.sample.hazards import FOREST_FIRE, GEOLOGICAL, ledger_rows, sites
from etl.sample.story import story, table

UNITS = tuple(districts())
BULLETIN = dt.date(2021, 3, 21)
FIXED = ("site_name", "hazard_type", "area_code", "found_on", "due_on", "threatened_persons")


def _family(row):
    return {"D": GEOLOGICAL, "S": FOREST_FIRE}.get(row["site_id"][6])


@pytest.mark.parametrize("unit", UNITS)
def test_a_site_once_found_stays_in_the_ledger_as_it_was(unit):
    for before, after in pairwise(story().weeks):
        later = {row["site_id"]: row for row in ledger_rows(unit, after)}
        for row in ledger_rows(unit, before):
            same = later[row["site_id"]]
            assert [same.get(name) for name in FIXED] == [row.get(name) for name in FIXED]
            for name in ("treated_on", "reviewed_on", "removed_on"):
                assert row[name] is None or same[name] == row[name]


@pytest.mark.parametrize("unit", UNITS)
def test_the_counts_are_those_of_the_table_on_its_dates(unit):
    for point in table("hazards"):
        day = dt.date.fromisoformat(point["on"])
        if point["unit_code"] != unit or unit == story().stalled["unit"]:
            continue
        lives = [site for site in sites(unit) if site.family == point["hazard_family"]]
        for kind in ("found", "treated", "removed", "merged"):
            days = [getattr(site, f"{kind}_on") for site in lives]
            assert sum(d is not None and d <= day for d in days) == int(point[kind])


def test_the_pilots_figures_are_the_bulletins():
    rows = ledger_rows(story().pilot_unit, BULLETIN)
    found = Counter(_family(row) for row in rows)
    treated = Counter(_family(row) for row in rows if row["treated_on"])
    assert (found[GEOLOGICAL], treated[GEOLOGICAL]) == (124, 61)
    assert (found[FOREST_FIRE], treated[FOREST_FIRE]) == (309, 309)


@pytest.mark.parametrize("unit", UNITS)
def test_events_follow_one_another(unit):
    for site in sites(unit):
        dates = [site.found_on, site.treated_on, site.reviewed_on, site.removed_on]
        known = [d for d in dates if d is not None]
        assert known == sorted(known)
        assert site.merged_on is None or site.treated_on is None
        assert (site.merged_on is None) == (site.merged_into is None)


def test_two_sites_are_under_supervision_with_order_and_deadline():
    supervised = [
        row
        for unit in UNITS
        for row in ledger_rows(unit, story().last_week)
        if row["is_supervised"]
    ]
    assert len(supervised) == 2
    assert all(row["supervision_order"] and row["supervision_due_on"] for row in supervised)


def test_some_sites_are_overdue_and_the_stalled_district_has_most():
    day = story().last_week
    overdue = {
        unit: sum(
            row["remediation_status"] in ("待整改", "整改中")
            and row["due_on"] is not None
            and row["due_on"] < day
            for row in ledger_rows(unit, day)
        )
        for unit in UNITS
    }
    assert sum(n > 0 for n in overdue.values()) >= 3
    assert max(overdue, key=overdue.__getitem__) == story().stalled["unit"]
