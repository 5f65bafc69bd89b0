"""分类通报: order per class, ties, and who stands still."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.census import praise
from dashboard.reading import census
from dashboard.view import View
from tests.dashboard.conftest import content, empty, text_of


def test_each_class_praises_in_the_order_of_the_week_s_pace(
    demo_view: Callable[..., View],
) -> None:
    view = demo_view()
    rows = census.pace(view.version, "passed", view.as_of).to_dicts()
    moving = sorted(
        (row for row in rows if row["census_class"] == "housing" and row["place"]),
        key=lambda row: row["place"],
    )
    gained = [row["gained_share"] for row in moving]
    assert gained == sorted(gained, reverse=True)
    names = [view.areas.by_code[row["area_code"]].short_name for row in moving]
    line = text_of(content(praise.listing(view)).body).split("房屋建筑")[1].split("交通设施")[0]
    assert [line.index(name) for name in names] == sorted(line.index(name) for name in names)


def test_who_stands_still_is_listed_and_who_is_done_is_not_blamed(
    demo_view: Callable[..., View],
) -> None:
    made = content(praise.listing(demo_view()))
    assert "平度本周无进展最多（10类）" in text_of(made.title)
    assert "已全部完成：崂山" in text_of(made.body)


def test_a_district_that_did_not_report_has_no_place(demo_view: Callable[..., View]) -> None:
    view = demo_view(as_of="2021-02-14")
    rows = census.pace(view.version, "passed", view.as_of).to_dicts()
    silent = [row for row in rows if row["area_code"] == "370281"]
    assert {(row["state"], row["place"]) for row in silent} == {("carried", None)}
    assert "本周未报：胶州" in text_of(content(praise.listing(view)).body)


def test_equals_share_a_place_and_are_told_so(demo_view: Callable[..., View]) -> None:
    view = demo_view()
    rows = [
        {"area_code": code, "place": 1, "gained_share": 0.1, "state": "moving"}
        for code in ("370202", "370203")
    ]
    assert text_of(praise._ordered(view, rows, strong=True)) == "1市南并列1市北并列"


def test_the_first_week_ranks_nobody(demo_view: Callable[..., View]) -> None:
    assert "不排名次" in empty(praise.listing(demo_view(as_of="2020-12-06"))).reason
