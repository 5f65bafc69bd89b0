"""The list of cases and its two counts: the longest overdue first, sums that close."""

from __future__ import annotations

import re

from dashboard import read
from dashboard.components.dispatch import common, matters
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of


def test_late_ones_come_first_then_by_deadline() -> None:
    rows = common.open_matters(demo.view())
    late = [row["days_overdue"] for row in rows if row["is_overdue"]]
    assert late == sorted(late, reverse=True)
    rest = [row["due_on"] for row in rows[len(late) :]]
    assert not any(row["is_overdue"] for row in rows[len(late) :])
    assert rest == sorted(rest)


def test_each_says_owner_deadline_state_since_when_and_analysis() -> None:
    view = demo.view()
    first = common.open_matters(view)[0]
    said = text_of(content(matters.listing(view)).body)
    for words in (
        first["matter_title"],
        first["responsible_unit"],
        f"逾期{first['days_overdue']}天",
        f"{first['state']} {common.day(view, first['state_since'])}起",
        first["analysis"],
        first["measure"],
    ):
        assert words in said


def test_what_was_so_in_the_first_return_is_not_dated() -> None:
    assert "有数据以来" in text_of(content(matters.listing(demo.view(as_of=demo.FIRST))).body)


def test_the_title_counts_as_the_metrics_do() -> None:
    view = demo.view()
    counts = [
        read.value(view.version, name, demo.CITY, view.as_of)
        for name in ("open_matters", "overdue_matters")
    ]
    opened, late = (int(one.value or 0) for one in counts if one is not None)
    owners = {row["responsible_unit"] for row in common.overdue(common.open_matters(view))}
    assert str(content(matters.listing(view)).title) == (
        f"未办结事项{opened}件，其中{len(owners)}个责任单位的{late}件逾期"
    )


def test_the_age_of_the_ledgers_is_told() -> None:
    assert "各单位台账截至" in text_of(content(matters.listing(demo.view())).note)
    note = text_of(content(matters.listing(demo.view("370283", demo.NEWEST))).note)
    assert "台账截至3月7日" in note


def test_kinds_and_places_add_up_to_all_matters() -> None:
    view = demo.view()
    opened = len(common.open_matters(view))
    for made in (matters.by_kind(view), matters.by_owner(view)):
        rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", str(content(made).body))
        counts = [re.findall(r"<td[^>]*>(\d+)</td>", row) for row in rows]
        assert sum(int(one[0]) for one in counts) == opened


def test_a_district_is_counted_by_its_departments() -> None:
    assert "责任单位" in str(content(matters.by_owner(demo.view("370283"))).body)
    assert str(content(matters.by_owner(demo.view())).title).startswith("各地：")


def test_no_ledger_is_told_from_no_open_matter() -> None:
    none = empty(matters.listing(demo.view("370283", demo.FIRST)))
    assert none.remedy == "平度市本周及以前没有报送过问题事项台账"
    assert "没有未办结" in empty(matters.listing(demo.view(demo.LAOSHAN, demo.NEWEST))).reason
