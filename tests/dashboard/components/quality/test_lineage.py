"""What is made of each source."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.components.quality import lineage
from dashboard.reading import quality
from dashboard.view import View
from tests.dashboard.conftest import content, text_of

FEEDS = (
    quality.Feed(
        *("hazard_site", "隐患点台账", "市应急管理局", True),
        tables=(("marts.delay", "进度滞后"),),
        metrics=(("hazard_open_sites", "在册隐患点数"),),
    ),
    quality.Feed("area", "行政区划", "市普查办", False, (), (("a", "甲"), ("b", "乙"))),
)


def test_a_source_counts_and_names_what_is_made_of_it(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "feeds", lambda *_: FEEDS)
    made = content(lineage.listing(view_of()))
    # the register feeds everything: that says nothing of the returns
    assert text_of(made.title).endswith("报表中隐患点台账用得最多（1个）")
    markup = str(made.body)
    assert "→ 表1张" in markup
    assert "dictionary?area=370200&amp;asof=2021-04-25&amp;table=marts.delay" in markup
    assert "metric=hazard_open_sites" in markup
    assert "没有用于表" in markup
