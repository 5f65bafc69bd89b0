"""Renovations: begun and finished, no percentage."""

from __future__ import annotations

from dashboard.components.works import houses
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_a_count_without_a_total_has_no_percentage() -> None:
    made = content(houses.chart(demo.view()))
    assert made.title == "危房改造：实施107户，竣工65户"
    assert "%" not in text_of([made.title, made.body, made.note])
