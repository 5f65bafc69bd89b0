"""One problem that comes again with every return is one problem, and its first day is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.sql.harness import dicts
from tests.sql.returns import CHENGYANG, LAOSHAN, build, load

DAYS = ("2021-03-07", "2021-03-14", "2021-03-21")


def finding(load_no: int, as_of: str, **facts: Any) -> dict[str, Any]:
    return {
        "load_no": load_no,
        "finding_no": 1,
        "source": "hazard_site",
        "unit_code": LAOSHAN,
        "as_of": as_of,
        "file": "甲.xlsx",
        "sheet": "台账",
        "cell": "D9",
        "row_no": 9,
        "column_name": "area_code",
        "value": None,
        "rule": "V1",
        "level": "confirm",
        "message": "甲.xlsx › 台账!D9：为空",
        "remedy": "补填",
        "state": "已退回",
        **facts,
    }


def status(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    loads = [load("hazard_site", LAOSHAN, day) for day in DAYS]
    made = build("marts.finding_status", loads=loads, tables={"meta.finding": findings})
    return dicts(made, "select * from marts.finding_status order by load_no, finding_no")


def test_the_same_problem_in_later_returns_leads_back_to_its_first_day() -> None:
    rows = status(
        [
            finding(1, DAYS[0]),
            finding(2, DAYS[1], cell="D10", message="乙.xlsx › 台账!D10：为空"),
            finding(3, DAYS[2], cell="D11", message="丙.xlsx › 台账!D11：为空"),
        ]
    )
    assert {row["first_as_of"] for row in rows} == {dt.date(2021, 3, 7)}
    assert {(row["first_load_no"], row["first_finding_no"]) for row in rows} == {(1, 1)}


def test_two_of_a_kind_in_one_return_are_two() -> None:
    both = [finding(1, DAYS[0]), finding(1, DAYS[0], finding_no=2, cell="D12")]
    rows = status([*both, finding(2, DAYS[1])])
    assert [(row["first_load_no"], row["first_finding_no"]) for row in rows] == [
        *((1, 1), (1, 2)),
        (1, 1),
    ]


def test_another_unit_or_another_value_is_another_problem() -> None:
    rows = status(
        [
            finding(1, DAYS[0]),
            finding(2, DAYS[1], value="销号了"),
            finding(3, DAYS[2], unit_code=CHENGYANG),
        ]
    )
    assert [row["first_load_no"] for row in rows] == [1, 2, 3]


def test_a_problem_belongs_to_the_return_in_use_until_the_next_one_comes() -> None:
    rows = status([finding(1, DAYS[0]), finding(3, DAYS[2])])
    assert [row["next_as_of"] for row in rows] == [dt.date(2021, 3, 14), None]


def test_only_what_is_wanted_of_somebody_is_listed_and_says_whether_it_is_open() -> None:
    states = ("待退回", "已退回", "已修正", "确认保留并说明", None)
    rows = status([finding(1, DAYS[0], finding_no=n, state=s) for n, s in enumerate(states)])
    assert [(row["state"], row["is_open"]) for row in rows] == [
        *(("待退回", True), ("已退回", True)),
        *(("已修正", False), ("确认保留并说明", False)),
    ]


def test_the_place_stands_in_its_own_columns_not_in_the_words() -> None:
    [row] = status([finding(1, DAYS[0])])
    assert (row["message"], row["sheet"], row["cell"]) == ("为空", "台账", "D9")
