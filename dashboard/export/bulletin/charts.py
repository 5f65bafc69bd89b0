"""Charts of the document: the tiles that the same export has photographed, counted as they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.export.bulletin.printing import BadTemplate, Printable
from dashboard.export.bulletin.slots import Member, Members
from dashboard.export.manifest import Manifest, Screen
from dashboard.menu import PRINTED


@dataclass
class Counter:
    """Numbers the charts in the order in which the document first speaks of them."""

    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        """The number of the chart."""
        return self.numbers.setdefault(name, len(self.numbers) + 1)


@dataclass(frozen=True)
class Chart(Members["Chart"]):
    """The picture of a tile; false where the tile had nothing to show, or was not exported."""

    file: Path | None = None
    size: tuple[int, int] = (0, 0)
    number: str = ""
    title: str = ""

    def __bool__(self) -> bool:
        return self.file is not None


CHART: Mapping[str, Member[Chart]] = {"号": lambda chart: Printable((chart.number,))}
Chart.MEMBERS = CHART


@dataclass(frozen=True)
class Charts:
    """The charts of one area, page by page: `图.hazards["flow"]`, `图.hazards.flow`."""

    manifest: Manifest
    folder: Path
    area: str
    counter: Counter

    def __getitem__(self, page: str) -> PageCharts:
        screens = {one.page: one for one in self.manifest.screens if one.area == self.area}
        return PageCharts(self, screens.get(page))


@dataclass(frozen=True)
class PageCharts:
    """The charts of one page; none where the page was not exported."""

    charts: Charts
    screen: Screen | None

    def __getitem__(self, tile: str) -> Chart:
        if self.screen is None:
            return Chart()
        known = {one.id: one for one in self.screen.tiles}
        if tile not in known:
            raise BadTemplate(f"{self.screen.title}页没有板块 {tile}。可用：{'、'.join(known)}")
        name = known[tile].files.get("png")
        if name is None:
            return Chart()
        file = self.charts.manifest.files[name]
        number = str(self.charts.counter.of(name))
        size = (file.width or 1, file.height or 1)
        return Chart(self.charts.folder / name, size, number, known[tile].title)


def pages() -> tuple[str, ...]:
    """The pages whose charts a template may name."""
    return tuple(page.name for page in PRINTED)
