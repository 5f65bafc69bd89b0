"""The plan that progress is held against."""

from collections import defaultdict
from itertools import pairwise

from etl.sample.areas import districts
from etl.sample.plans import plan_rows
from etl.sample.story import story, table
from etl.sample.works import projects

CITY = story().city_unit


RATES = {rate["metric"] for rate in table("plan_rates")}


def test_the_citys_plan_of_a_count_is_the_sum_of_its_districts():
    sums = defaultdict(int)
    for row in plan_rows():
        if row["metric"] in RATES:
            continue
        sign = -1 if row["area_code"] == CITY else 1
        sums[row["metric"], row["due_on"]] += sign * row["planned"]
    assert set(sums.values()) == {0}


def test_cumulative_targets_never_fall():
    lines = defaultdict(list)
    for row in plan_rows():
        lines[row["metric"], row["area_code"]].append((row["due_on"], row["planned"]))
    for line in lines.values():
        assert line == sorted(line)
        assert all(before[1] <= after[1] for before, after in pairwise(line))


def test_every_district_has_a_responsible_unit_and_no_person():
    rows = plan_rows()
    assert {row["area_code"] for row in rows} == {CITY, *districts()}
    ends = ("普查办", "部门", "应急管理局")
    assert all(row["responsible_unit"].endswith(ends) for row in rows)


def test_the_pilot_is_to_finish_its_84_tasks_by_the_end_of_march():
    (planned,) = [
        row["planned"]
        for row in plan_rows()
        if row["metric"] == "census_tasks_completed"
        and row["area_code"] == story().pilot_unit
        and row["due_on"].isoformat() == "2021-03-31"
    ]
    assert planned == 84


def test_a_planned_rate_is_a_share_and_holds_for_an_area_of_its_own():
    planned = [row for row in plan_rows() if row["metric"] in RATES]
    assert planned
    assert all(0 <= row["planned"] <= 1 for row in planned)
    assert all(any(r["metric"] == m and r["area_code"] == CITY for r in planned) for m in RATES)


def test_a_district_without_seawalls_has_no_plan_for_them():
    with_plan = {r["area_code"] for r in plan_rows() if r["metric"] == "seawall_completion_rate"}
    assert with_plan - {CITY} == {
        unit
        for unit in districts()
        if any(p.row["project_type"] == "海堤建设" for p in projects(unit))
    }
    assert with_plan < {CITY, *districts()}
