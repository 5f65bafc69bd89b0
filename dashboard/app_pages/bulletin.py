"""简报: the week's export is started, followed and fetched here."""

from __future__ import annotations

from dashboard.components.bulletin import bench, rules
from dashboard.components.frame import Frame


def render(frame: Frame) -> None:
    """Draws the page into `frame`; the bench lives in the browser and asks over HTTP."""
    frame.board(frame.tile("rules", rules.told))
    frame.late(bench.KEY, bench.SCRIPT, bench.OPENS, bench.data(frame.view))
