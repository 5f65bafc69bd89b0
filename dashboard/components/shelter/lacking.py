"""Communities without a shelter, and communities without supplies: by area and by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import format
from dashboard.components import folded, place, source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, scrolling, table
from dashboard.components.shelter import common
from dashboard.components.shelter.lead import where_most
from dashboard.reading import shelters
from dashboard.reading.shelters import Row
from dashboard.view import COMMUNITY, View


@dataclass(frozen=True)
class Lack:
    """What is lacking: the column that says so, its counts, the words for it."""

    column: str
    communities: str
    persons: str
    what: str
    metric: str


SHELTER = Lack(
    "has_shelter",
    "unsheltered_communities",
    "unsheltered_persons",
    "避难场所",
    "shelter_coverage_rate",
)
SUPPLIES = Lack(
    "has_supplies",
    "unsupplied_communities",
    "unsupplied_persons",
    "应急物资",
    "communities_with_supplies",
)


def without_shelter(view: View) -> Content | Empty:
    """Communities without a shelter, with the nearest one there is."""
    rows = shelters.communities_lacking(view.version, SHELTER.column, view.area.code, view.as_of)
    head = ["社区(村)", *place.head(view), common.RESIDENTS, *common.NEAREST]
    cells = [[*common.community(view, row), *common.nearest(row)] for row in rows]
    return _tile(view, SHELTER, head, cells, f"{common.STRAIGHT}；最近的一处可在别的区(市)")


def without_supplies(view: View) -> Content | Empty:
    """Communities without supplies, how many in each area, and which."""
    rows = shelters.communities_lacking(view.version, SUPPLIES.column, view.area.code, view.as_of)
    head = ["社区(村)", *place.head(view), common.RESIDENTS]
    cells = [common.community(view, row) for row in rows]
    return _tile(view, SUPPLIES, head, cells, "按社区减灾能力调查表“是否配备基本应急物资”")


def _tile(
    view: View,
    lack: Lack,
    head: Sequence[Child],
    cells: Sequence[Sequence[Child]],
    note: str,
) -> Content | Empty:
    gaps = shelters.gaps(view.version, view.area.code, view.as_of)
    own = gaps.get(view.area.code)
    title = f"没有{lack.what}的社区(村)"
    if own is None or not own["communities"]:
        return Empty(title, format.NO_DATA, "本周及以前没有社区减灾能力调查表")
    if lack is SHELTER and not own["judged_communities"]:
        return Empty(title, "不能判断", "所在区(市)没有报过避难场所登记表")
    if not own[lack.communities]:
        every = "" if view.area.level == COMMUNITY else "的社区(村)都"
        said = f"{place.whole(view)}{every}有{lack.what}"
        return Empty(said, f"没有缺{lack.what}的社区(村)")
    body = [
        _by_area(view, gaps, lack),
        *folded.listing(
            head, cells, total=own[lack.communities], whole=folded.all_in(view, common.WHOLE)
        ),
    ]
    said_below: list[Child] = [note, " ", source.button(lack.metric)]
    return Content(_title(view, gaps, own, lack), body_of(body), own[lack.communities], said_below)


def body_of(parts: Sequence[Child]) -> Html:
    """The parts one below the other."""
    return el("div", *parts, class_="stack")


def _title(view: View, gaps: dict[str, Row], own: Row, lack: Lack) -> str:
    persons = format.quantity(own[lack.persons], "人")
    if view.area.level == COMMUNITY:
        return f"{view.area.name}没有{lack.what}，常住人口{persons}"
    said = f"{format.counted(own[lack.communities], '个')}社区(村)没有{lack.what}，共{persons}"
    where = where_most(view, gaps, lack.communities)
    return f"{said}；{where}" if where else said


def _by_area(view: View, gaps: dict[str, Row], lack: Lack) -> Child:
    """How many of how many in each area below, as a table folded away."""
    below = [row for code, row in gaps.items() if code != view.area.code]
    if not below or not place.compares(view):
        return None
    head = ["地区", f"没有{lack.what}（个）", "社区(村)（个）", "涉及常住人口（人）"]
    rows = [
        [
            place.heading(view, row["area_code"], lack.metric),
            format.grouped(row[lack.communities], 0),
            format.grouped(row["communities"], 0),
            format.grouped(row[lack.persons], 0),
        ]
        for row in below
    ]
    inside = scrolling(table(head, rows, class_="list numbers"))
    return el("details", el("summary", "各地区有多少"), inside, class_="more")
