"""The one sentence of the page: what this community needs first, or which community to go to."""

from __future__ import annotations

from dashboard import format
from dashboard.components import metric as m
from dashboard.components import place
from dashboard.components.community import common
from dashboard.components.frame import Content
from dashboard.components.html import Child, el, link
from dashboard.reading import community
from dashboard.reading.community import Row
from dashboard.view import COMMUNITY, View

COMMUNITIES = "communities"


def sentence(view: View) -> Content:
    """For a community: threatened by what, lacking what, what first; for an area: who first."""
    if view.area.level == COMMUNITY:
        row = community.portrait(view.version, view.area.code, view.as_of)
        return _nothing(view) if row is None else _of_one(view, row)
    counts = community.summary(view.version, view.area.code, view.as_of)
    return _of_area(view, counts) if counts.communities else _nothing(view)


def _nothing(view: View) -> Content:
    said = f"{place.whole(view)}{common.NO_SURVEY}。"
    return Content(el("span", said, class_="sentence unknown"), None, 0)


def _of_one(view: View, row: Row) -> Content:
    lacking, unknown = common.lacks(view, row), common.unknown(view, row)
    parts: list[Child] = [view.area.name, _threatened(view, row), "；"]
    if lacking:
        parts += ["最先要补：", el("strong", lacking[0])]
        parts.append(f"，其次{'、'.join(lacking[1:])}" if lacking[1:] else "，别无缺项")
    else:
        parts.append("五项能力没有缺的" if not unknown else "已报的没有缺项")
    if unknown:
        parts.append(f"，另有{unknown}项{common.UNREPORTED}、不知有没有")
    parts.append(_standing(view, row))
    tone = "behind" if row["gap_index"] else "unknown" if lacking or unknown else "well"
    return Content(el("span", *parts, class_=f"sentence {tone}"), None, 1)


def _threatened(view: View, row: Row) -> str:
    kinds = common.threats(view, row)
    if kinds:
        return f"受{len(kinds)}种威胁（{common.threatened_by(view, row)}）"
    return "附近没有未治理的隐患点" if row["is_threat_known"] else "附近的隐患点未报"


def _standing(view: View, row: Row) -> str:
    """`。短板排在全市258个中第88、中韩街道30个中第5。`: 1 is whoever is to be helped first."""
    city = community.summary(view.version, view.areas.city.code, view.as_of)
    said = f"。短板排在全市{format.counted(city.communities, '个')}中第{row['gap_rank']}"
    above = view.areas.by_code[view.area.parent or view.areas.city.code]
    peers = community.gaps(view.version, above.code, view.as_of)
    for peer in peers:
        if peer["place_code"] == row["place_code"]:
            said += f"、{above.name}{format.counted(len(peers), '个')}中第{peer['place']}"
    return f"{said}。"


def _of_area(view: View, counts: community.Summary) -> Content:
    all_ = m.reading(view, COMMUNITIES)
    total = all_.figure(format.counted(int(all_.value or 0), "个"), all_.value)
    start: list[Child] = [place.whole(view), total, "社区(村)中"]
    if not counts.urgent:
        said: list[Child] = [*start, "没有受威胁而又有缺项的", *_rest(view, counts), "。"]
        return Content(el("span", *said, class_="sentence well"), None, counts.communities)
    first = community.gaps(view.version, view.area.code, view.as_of)[0]
    name = link(first["community_name"], view.address(area=first["area_code"]))
    said = [
        *start,
        el("strong", format.counted(counts.urgent, "个")),
        "受威胁又有缺项，常住人口",
        el("strong", str(format.quantity(counts.urgent_persons, "人"))),
        "；先去",
        name,
        _where(view, first),
        f"：{common.threatened_by(view, first)}威胁，缺{len(common.lacks(view, first))}项，"
        f"首先是{common.lacks(view, first)[0]}",
        *_rest(view, counts),
        "。",
    ]
    return Content(el("span", *said, class_="sentence behind"), None, counts.communities)


def _where(view: View, row: Row) -> str:
    if not place.compares(view):
        return ""
    area = place.of(view, row["area_code"])
    return f"（{area.short_name}）" if area else ""


def _rest(view: View, counts: community.Summary) -> list[Child]:
    """What the count leaves out: things unreported, and communities that nobody can place."""
    said: list[Child] = []
    if counts.unknown:
        said.append(f"；{format.counted(counts.unknown, '个')}有未报的项")
    if left := community.unclaimed(view.version, view.area.code, view.as_of):
        said.append(f"；另有{left}个待认领，不在清单中")
    return said
