"""Treated, reviewed and removed stay three figures, and the gaps have names."""

from __future__ import annotations

from dashboard.components.hazard import common, stages
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_the_gaps_between_the_three_are_named_and_counted() -> None:
    view = demo.view(demo.LAOSHAN, family="geological")
    one = common.status(view)
    assert one is not None
    assert one.unreviewed_sites
    assert one.unremoved_sites
    assert one.treated_sites > one.reviewed_sites > one.removed_sites
    made = content(stages.chart(view))
    assert made.title == (
        f"完成治理{one.treated_sites}处：已治理未复核{one.unreviewed_sites}处、"
        f"已复核未销号{one.unremoved_sites}处"
    )
    said = text_of(made.body)
    for name, count in (
        ("完成治理", one.treated_sites),
        ("复核", one.reviewed_sites),
        ("销号", one.removed_sites),
    ):
        assert f"{name}{count}处" in said


def test_one_week_is_no_line() -> None:
    assert "three-lines" not in str(content(stages.chart(demo.view(as_of=demo.FIRST))).body)
    assert "three-lines" in str(content(stages.chart(demo.view())).body)
