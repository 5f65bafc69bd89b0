"""查询记录: what was asked of the warehouse, for administrators."""

from __future__ import annotations

from dashboard.components.audit import listing
from dashboard.components.frame import Frame
from dashboard.reading import audit


def render(frame: Frame) -> None:
    """Draws the page into `frame`: the records, or that they are not for whoever looks."""
    try:
        stamp = audit.state()
    except audit.Forbidden:
        frame.board(frame.tile("refusal", listing.refusal))
        return
    frame.board(frame.tile("queries", listing.show, stamp))
