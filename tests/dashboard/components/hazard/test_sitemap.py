"""The map of sites: states counted, no coordinate in any text."""

from __future__ import annotations

import re

from dashboard.components.hazard import common, sitemap
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import content


def test_the_title_counts_the_states_and_they_add_up_to_the_register() -> None:
    view = demo.view()
    one = common.status(view)
    title = str(content(sitemap.chart(view)).title)
    first, *parts = (int(n) for n in re.findall(r"(\d+)处", title))
    assert one is not None
    assert first == one.open_sites == sum(parts)
    assert parts[0] == one.overdue_sites


def test_the_map_and_the_list_of_ages_agree_on_who_has_no_deadline() -> None:
    view = demo.view(as_of=demo.NEWEST)
    found = hazards.ages(view.version, demo.CITY, "all", view.as_of)
    undated = sum(a.sites for a in found if a.basis == "overdue" and not a.is_stated)
    in_time = sum(a.sites for a in found if a.basis == "overdue" and a.is_stated and not a.is_late)
    title = str(content(sitemap.chart(view)).title)
    assert f"未治理而未逾期{in_time}处、未治理、未填整改时限{undated}处" in title


def test_no_coordinate_is_written_out() -> None:
    assert not re.search(r"1[12]\d\.\d{3}|3[5-7]\.\d{4}", str(content(sitemap.chart(demo.view()))))
