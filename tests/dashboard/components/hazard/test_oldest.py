"""The oldest untreated sites: in order of the day they were found, and the first one named."""

from __future__ import annotations

from dashboard.components.hazard import common, oldest
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of


def test_every_untreated_site_is_listed_the_oldest_first_and_undated_ones_last() -> None:
    view = demo.view(as_of=demo.NEWEST)
    one = common.status(view)
    found = hazards.oldest(view.version, demo.CITY, "all", view.as_of)
    assert one is not None
    assert found.height == one.untreated_sites
    days = found["found_on"].to_list()
    known = [on for on in days if on is not None]
    assert days == [*sorted(known), *[None] * (len(days) - len(known))]


def test_the_title_names_the_oldest_since_when_and_who_answers() -> None:
    view = demo.view(as_of=demo.NEWEST)
    first = hazards.oldest(view.version, demo.CITY, "all", view.as_of).row(0, named=True)
    made = content(oldest.listing(view))
    said = text_of(made.title)
    assert first["site_name"] in said or "处自" in said
    assert f"已{first['days_open']}天" in said
    assert text_of(made.body).index(first["site_name"]) < 400


def test_a_place_with_nothing_open_says_so() -> None:
    view = demo.view(as_of=demo.NEWEST)
    within = hazards.oldest(view.version, demo.CITY, "all", view.as_of)["area_code"].to_list()
    quiet = next(
        area.code
        for area in view.areas.all
        if area.level == "community"
        and area.code not in within
        and common.status(demo.view(area.code, demo.NEWEST)) is not None
    )
    assert "没有未治理的隐患点" in empty(oldest.listing(demo.view(quiet, demo.NEWEST))).reason
