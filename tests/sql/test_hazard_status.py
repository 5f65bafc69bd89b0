"""Hazard sites rolled up to every area: states, ages, exposure."""

from __future__ import annotations

from typing import Any

from tests.sql.harness import dicts, rows
from tests.sql.returns import CITY, COMMUNITY, LAOSHAN, STREET, build, register, site

W11 = "2021-03-21"


def test_every_area_above_a_site_counts_it_and_all_families_are_summed() -> None:
    warehouse = build(
        "marts.hazard_status",
        area=register(),
        hazard_site=[
            site("A", W11, "pending", area_code=COMMUNITY),
            site("B", W11, "ongoing", area_code=COMMUNITY, hazard_type="power_line"),
        ],
    )
    assert rows(
        warehouse,
        "select area_code, hazard_family, open_sites from marts.hazard_status order by 1, 2",
    ) == [
        (area, family, count)
        for area in (CITY, LAOSHAN, STREET, COMMUNITY)
        for family, count in (("all", 2), ("forest_fire", 1), ("geological", 1))
    ]


def test_treated_reviewed_and_removed_are_three_things_with_two_gaps() -> None:
    warehouse = build(
        "marts.hazard_status",
        hazard_site=[
            site("A", W11, "pending"),
            site("B", W11, "treated", treated_on="2021-03-01"),
            site("C", W11, "treated", treated_on="2021-03-01", reviewed_on="2021-03-10"),
            site("D", W11, "closed", treated_on="2021-03-01", reviewed_on="2021-03-10"),
        ],
    )
    [one] = dicts(
        warehouse,
        "select * from marts.hazard_status "
        f"where area_code = '{LAOSHAN}' and hazard_family = 'all'",
    )
    expected: dict[str, Any] = {
        "found_sites": 4,
        "treated_sites": 3,
        "reviewed_sites": 2,
        "removed_sites": 1,
        "untreated_sites": 1,
        "unreviewed_sites": 1,
        "unremoved_sites": 1,
    }
    assert {name: one[name] for name in expected} == expected


def test_ages_fall_into_one_bucket_each_and_a_missing_date_into_none() -> None:
    warehouse = build(
        "marts.hazard_age",
        hazard_site=[
            site("A", W11, "pending", found_on="2021-02-19", due_on="2021-03-20"),  # 30, 1
            site("B", W11, "pending", found_on="2021-02-18", due_on=W11),  # 31, not overdue
            site("C", W11, "pending", found_on="2020-01-01", due_on=None),
            site("D", W11, "treated", treated_on="2021-03-01", due_on="2021-03-01"),
        ],
    )
    assert rows(
        warehouse,
        "select age_bucket, untreated_sites from marts.hazard_age "
        f"where area_code = '{LAOSHAN}' and hazard_family = 'all' order by 1",
    ) == [
        ("overdue_30", 1),
        ("overdue_none", 1),
        ("registered_30", 1),
        ("registered_90", 1),
        ("registered_more", 1),
        ("unstated_overdue", 1),
    ]


def test_the_treated_threaten_nobody_and_no_grade_is_a_grade_of_its_own() -> None:
    warehouse = build(
        "marts.hazard_exposure",
        hazard_site=[
            site("A", W11, "pending", hazard_grade="small", threatened_persons=10),
            site("B", W11, "pending", hazard_grade=None, threatened_persons=3),
            site("C", W11, "treated", treated_on="2021-03-01", threatened_persons=90),
        ],
    )
    assert rows(
        warehouse,
        "select hazard_grade, untreated_sites, exposed_persons from marts.hazard_exposure "
        f"where area_code = '{LAOSHAN}' and hazard_family = 'all' order by 1",
    ) == [("small", 1, 10), ("unstated", 1, 3)]
