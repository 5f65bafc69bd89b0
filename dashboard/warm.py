"""A rehearsal of every page and scene, so that the first visitor does not pay for cold caches."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from dashboard import read, wall
from dashboard.app_pages.wall import SCENES
from dashboard.components.frame import Frame
from dashboard.components.html import Html
from dashboard.menu import PAGES, page_at
from dashboard.view import View

log = logging.getLogger(__name__)


class _Rehearsal(Frame):
    """Builds every tile and shows none."""

    def board(self, *tiles: Html, layout: str = "") -> None:
        """Nothing reaches a screen."""

    def late(self, key: str, script: str, opens: str, data: Mapping[str, Any]) -> None:
        """Nor a browser."""


def draw(view: View) -> None:
    """Draws the page of one view, for no one."""
    page = page_at(view.page)
    assert page is not None, view.page
    page.render(_Rehearsal(view))


def up() -> None:
    """Draws each page of the newest week for the whole city; says so when there is no data."""
    try:
        warehouse = read.current()
        city = read.areas(warehouse.version).city
        newest = read.weeks(warehouse.version)[-1]
        for page in PAGES:
            draw(read.view(warehouse, page.address, city, newest))
        for name, scene in SCENES.items():
            view = read.view(warehouse, wall.ADDRESS, city, newest, {"scene": name})
            scene.compose(_Rehearsal(view))
    except read.WarehouseError as problem:
        log.warning("预热略过：%s", problem)
