"""The overdue list: duty, days, people, and supervision only where an order exists."""

from __future__ import annotations

from dashboard.components import folded
from dashboard.components.hazard import overdue
from dashboard.reading import hazards, origin
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of


def test_the_longest_comes_first_and_the_rest_is_folded_after_a_dozen() -> None:
    view = demo.view(as_of=demo.NEWEST)
    made = content(overdue.listing(view))
    rows = hazards.overdue(view.version, demo.CITY, "all", view.as_of)
    assert rows.height > folded.SHOWN
    rest = rows.filter(rows["supervision_order"].is_null())
    assert rest["days_overdue"].is_sorted(descending=True)
    assert f"其余{rows.height - folded.SHOWN}处" in str(made.body)
    assert rows["site_name"][0] in text_of(made.body)
    assert str(made.title).startswith(
        f"逾期清单：{rows.height}处，最长{rows['days_overdue'].max()}天"
    )


def test_what_a_leader_ordered_stands_before_what_is_longer_overdue() -> None:
    view = demo.view(as_of=demo.NEWEST)
    rows = hazards.overdue(view.version, demo.CITY, "all", view.as_of)
    ordered = rows["supervision_order"].is_not_null()
    assert ordered.is_sorted(descending=True)
    assert rows["days_overdue"][0] < rows["days_overdue"].max()
    shown = str(content(overdue.listing(view)).body).split("<summary>")[0]
    assert shown.count("<strong>督办</strong>") == ordered.sum()


def test_a_list_of_one_has_no_longest() -> None:
    view = demo.view()
    for area in view.areas.children(view.areas.city):
        rows = hazards.overdue(view.version, area.code, "all", demo.NEWEST)
        if rows.height == 1:
            title = str(content(overdue.listing(demo.view(area.code, demo.NEWEST))).title)
            assert "最长" not in title
            assert f"1处，已逾期{rows['days_overdue'][0]}天" in title
            return
    raise AssertionError("the demonstration has no district with a single overdue site")


def test_each_site_leads_to_its_row_in_the_ledger() -> None:
    view = demo.view(as_of=demo.BULLETIN)
    body = str(content(overdue.listing(view)).body)
    rows = hazards.overdue(view.version, demo.CITY, "all", view.as_of)
    assert rows.height
    for name, site, area in rows.select("site_name", "site_id", "area_code").rows():
        address = view.source(overdue.OVERDUE, area)
        assert f'<a href="{address}"'.replace("&", "&amp;") in body
        assert name in body
        there = origin.rows(
            view.version, overdue.OVERDUE, "hazard_site", area, view.as_of, origin.PAGE, 0
        )
        assert site in there.frame["site_id"].to_list()


def test_supervision_is_marked_with_number_and_deadline_and_nowhere_else() -> None:
    view = demo.view(as_of=demo.NEWEST)
    body = str(content(overdue.listing(view)).body)
    rows = hazards.overdue(view.version, demo.CITY, "all", view.as_of)
    ordered = rows["supervision_order"].drop_nulls().to_list()
    assert ordered
    assert body.count("<strong>督办</strong>") == len(ordered)
    assert all(number in body for number in ordered)
    assert "期限" in body


def test_nothing_overdue_is_an_empty_state_and_no_table() -> None:
    assert "没有逾期未治理" in empty(overdue.listing(demo.view(demo.LAOSHAN))).reason


def test_the_unit_that_has_to_act_and_the_department_in_charge_are_told_apart() -> None:
    view = demo.view(as_of=demo.NEWEST)
    first = hazards.overdue(view.version, demo.CITY, "all", view.as_of).row(0, named=True)
    said = text_of(content(overdue.listing(view)).body)
    assert f"{first['responsible_unit']}（主管：{first['sector_department']}）" in said
