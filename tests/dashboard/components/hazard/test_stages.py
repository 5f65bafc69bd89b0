"""Treated, reviewed and removed stay three figures, and the gaps have names."""

from __future__ import annotations

import re
from pathlib import Path

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


def test_two_names_that_are_pushed_apart_do_not_touch_on_paper(repository: Path) -> None:
    """The drawing is as high in print as its names need; its dates take 22 px of it."""
    style = (repository / "dashboard/static/style/30-hazards.css").read_text("utf-8")
    printed = style[style.rindex("@media print") :]
    found = re.search(r"\.three-lines \{ height: (\d+)px", printed)
    assert found is not None
    line = 13 * 1.3  # px: the size of a name, and what its line takes
    assert (int(found[1]) - 22) * stages.APART / 100 >= line
