"""Places by state, the largest untreated share first."""

from __future__ import annotations

import re

from dashboard.components.hazard import common, status
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_places_are_ranked_by_the_untreated_share_and_lead_further_down() -> None:
    view = demo.view()
    body = str(content(status.chart(view)).body)
    codes = re.findall(r'<th scope="row"><a href="[^"]*area=(\d+)', body)
    known = hazards.statuses(view.version, view.as_of, common.family(view))
    shares = [known[code].untreated_sites / known[code].found_sites for code in codes]
    assert len(codes) == 10
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_the_title_names_the_place_with_the_largest_share_and_its_parts() -> None:
    assert content(status.chart(demo.view())).title == (
        "全部隐患点整改状态：莱西未治理占比最高，56处中40处"
    )


def test_the_states_of_a_place_add_up_to_what_was_found() -> None:
    view = demo.view()
    for one in hazards.statuses(view.version, view.as_of, "all").values():
        assert sum(getattr(one, field) for _, field, _ in status.STATES) == one.found_sites


def test_a_place_that_lacks_the_kind_is_said_to_have_none() -> None:
    view = demo.view(family="flash_flood")
    body = str(content(status.chart(view)).body)
    known = hazards.statuses(view.version, view.as_of, "flash_flood")
    missing = [a for a in view.areas.children(view.area) if a.code not in known]
    assert ("没有此类隐患点" in body) == bool(missing)


def test_among_its_neighbours_a_community_is_told_whose_rows_these_are_and_sees_its_own() -> None:
    made = content(status.chart(demo.view("370212001001", demo.NEWEST)))
    assert text_of(made.title).startswith("中韩街道各社区(村)全部隐患点整改状态：")
    assert "示例中韩一" in text_of(str(made.body).split("<details")[0])
