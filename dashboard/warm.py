"""A rehearsal of every page, so that the first visitor does not pay for cold caches."""

from __future__ import annotations

import logging

from dashboard import read
from dashboard.components.frame import Frame
from dashboard.components.html import Html
from dashboard.menu import PAGES
from dashboard.view import View

log = logging.getLogger(__name__)


class _Rehearsal(Frame):
    """Builds every tile and shows none."""

    def board(self, *tiles: Html, layout: str = "") -> None:
        """Nothing reaches a screen."""


def up() -> None:
    """Draws each page of the newest week for the whole city; says so when there is no data."""
    try:
        warehouse = read.current()
        areas, weeks = read.areas(warehouse.version), read.weeks(warehouse.version)
        for page in PAGES:
            view = View(
                page=page.address,
                version=warehouse.version,
                data_as_of=warehouse.data_as_of,
                is_demo=warehouse.is_demo,
                built_at=read.built_at(warehouse.version),
                areas=areas,
                weeks=weeks,
                area=areas.city,
                as_of=weeks[-1],
            )
            page.render(_Rehearsal(view))
    except read.WarehouseError as problem:
        log.warning("预热略过：%s", problem)
