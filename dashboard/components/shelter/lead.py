"""The one sentence of the page: how many communities have no shelter, and whom that leaves."""

from __future__ import annotations

from dashboard import format
from dashboard.components import place, stale
from dashboard.components.frame import Content
from dashboard.components.html import Child, el
from dashboard.reading import shelters
from dashboard.reading.shelters import Row
from dashboard.view import COMMUNITY, View

METRIC = "communities_with_shelters"


def sentence(view: View) -> Content:
    """Communities without a shelter, their residents, and where most of them are."""
    gaps = shelters.gaps(view.version, view.area.code, view.as_of)
    own = gaps.get(view.area.code)
    if own is None or own["judged_communities"] == 0:
        why = f"{place.whole(view)}本周及以前没有可用的避难场所登记表和社区调查表。"
        return Content(el("span", why, class_="sentence unknown"), None, 0)
    if view.area.level == COMMUNITY:
        return _of_one(view, own)
    lacking = own["unsheltered_communities"]
    if not lacking:
        said: list[Child] = [
            f"{place.whole(view)}{own['judged_communities']}个社区(村)都有避难场所。",
            stale.upto(view, METRIC),
        ]
        return Content(el("span", *said, class_="sentence well"), None, 1)
    persons = format.quantity(own["unsheltered_persons"], "人")
    said = [
        f"{place.whole(view)}{format.counted(own['judged_communities'], '个')}社区(村)中",
        el("strong", format.counted(lacking, "个")),
        "没有避难场所，涉及常住人口",
        el("strong", str(persons)),
        *_most(view, gaps),
        _unclaimed(own),
        "。",
        stale.upto(view, METRIC),
    ]
    return Content(el("span", *said, class_="sentence behind"), None, lacking)


def _of_one(view: View, own: Row) -> Content:
    upto = stale.upto(view, METRIC)
    if own["unsheltered_communities"]:
        persons = format.quantity(own["unsheltered_persons"], "人")
        said = f"{view.area.name}没有社区避难场所，常住人口{persons}。"
        return Content(el("span", said, upto, class_="sentence behind"), None, 1)
    said = f"{view.area.name}有社区避难场所。"
    return Content(el("span", said, upto, class_="sentence well"), None, 1)


def most_lacking(view: View, gaps: dict[str, Row], count: str) -> list[Row]:
    """The areas below the view's with the largest `count`, ties included; none in a street."""
    if not place.leads(view):
        return []
    below = [row for code, row in gaps.items() if code != view.area.code and row[count]]
    top = max((row[count] for row in below), default=0)
    return [row for row in below if row[count] == top]


def where_most(view: View, gaps: dict[str, Row], count: str) -> str:
    """`最多的是崂山，54个`; where nobody else lacks any, `都在崂山` or `崂山、平度各1个`."""
    most = most_lacking(view, gaps, count)
    if not most:
        return ""
    names = format.listed(
        [place.short(view, row["area_code"]) for row in most], 2, place.counter(view)
    )
    number = format.counted(most[0][count], "个")
    each = "各" if len(most) > 1 else ""
    lacking = sum(bool(row[count]) for code, row in gaps.items() if code != view.area.code)
    if lacking > len(most):
        return f"最多的是{names}，{each}{number}"
    return f"{names}各{number}" if each else f"都在{names}"


def _most(view: View, gaps: dict[str, Row]) -> list[Child]:
    said = where_most(view, gaps, "unsheltered_communities")
    if not said:
        return []
    most = most_lacking(view, gaps, "unsheltered_communities")
    if len(most) > 1 or said.startswith("都在"):
        return [f"；{said}"]
    return [f"；{said}、{format.quantity(most[0]['unsheltered_persons'], '人')}"]


def _unclaimed(own: Row) -> str:
    left = own["unclaimed_communities"]
    unknown = own["communities"] - own["judged_communities"] - left
    told = f"；另有{left}个待认领，无法对应" if left else ""
    return told + (f"；{unknown}个所在区(市)未报登记表，不能判断" if unknown > 0 else "")
