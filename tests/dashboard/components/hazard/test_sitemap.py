"""The map of sites: states counted, no coordinate in any text."""

from __future__ import annotations

import re

from dashboard.components.hazard import common, sitemap
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


def test_no_coordinate_is_written_out() -> None:
    assert not re.search(r"1[12]\d\.\d{3}|3[5-7]\.\d{4}", str(content(sitemap.chart(demo.view()))))
