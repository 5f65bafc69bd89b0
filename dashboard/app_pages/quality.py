"""数据质量: who owes a return, which cell is wrong, where work leaks, what does not agree."""

from __future__ import annotations

from dashboard.components import source
from dashboard.components.census import sampling, steps
from dashboard.components.frame import Frame
from dashboard.components.quality import (
    crosschecks,
    lead,
    leaks,
    lineage,
    problems,
    ranked,
    received,
)

NAMED = (
    *("census_inspection_rate", "sampling_rate"),
    *("sampling_error_rate", "sampling_printed_error_rate"),
)


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    frame.board(frame.tile("lead", lead.sentence), layout="lead")
    frame.board(frame.tile("problems", problems.listing))
    frame.board(
        frame.tile("weeks", received.weeks),
        frame.tile("freshness", received.freshness),
        layout="wide-narrow lists",
    )
    frame.board(frame.tile("now", received.now))
    frame.board(frame.tile("states", problems.states))
    frame.board(
        frame.tile("by-rule", ranked.by_rule),
        frame.tile("by-unit", ranked.by_unit),
        layout="wide-narrow",
    )
    frame.board(frame.tile("steps", steps.chart))
    frame.board(frame.tile("leaks", leaks.table))
    frame.board(
        frame.tile("sampling", sampling.chart),
        frame.tile("printed", crosschecks.printed),
        layout="wide-narrow lists",
    )
    frame.board(frame.tile("checks", crosschecks.listing))
    frame.board(frame.tile("lineage", lineage.listing))
    frame.board(frame.tile("source", source.note, NAMED), layout="bare")
