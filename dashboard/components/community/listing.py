"""短板清单: communities ranked by what they lack against what threatens them."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded, place, stale
from dashboard.components import metric as m
from dashboard.components.community import common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el, join, link
from dashboard.reading import community
from dashboard.reading.community import Row
from dashboard.view import COMMUNITY, View

WHOLE = "marts.community_gap"


def chart(view: View) -> Content | Empty:
    """The area's communities, whoever is threatened and lacks most first.

    Beside a community's portrait: those of its own street, so that it is seen among its peers.
    """
    name = "短板清单"
    area = view.area
    if area.level == COMMUNITY and area.parent is not None:
        area = view.areas.by_code[area.parent]
    counts = community.summary(view.version, area.code, view.as_of)
    if not counts.communities:
        return common.no_survey(name)
    rows = community.gaps(view.version, area.code, view.as_of)
    wide = place.compares(view)
    head: list[Child] = [
        *("社区(村)", "位次", *place.head(view), "受什么威胁", "缺什么（按先补的次序）"),
        *("未报", "威胁人数", "常住人口"),
    ]
    cells = [_cells(view, row, wide=wide) for row in rows]
    body = folded.listing(
        head, cells, total=counts.communities, whole=folded.all_in(view, WHOLE), class_="list gaps"
    )
    note: list[Child] = [
        common.rule(view, common.GAP, "位次"),
        _carried(view),
        " ",
        common.rule_button(common.GAP),
    ]
    title: list[Child] = [common.trial(), " ", f"{area.name}{name}：{_conclusion(counts)}"]
    return Content(title, el("div", *body, class_="stack"), counts.communities, note)


def _carried(view: View) -> Child:
    """Whose surveys are not this week's."""
    said = stale.words(view, m.reading(view, "communities"))
    return stale.told(f"调查表{said}。" if said else "")


def _conclusion(counts: community.Summary) -> str:
    of = format.counted(counts.communities, "个")
    if not counts.urgent:
        return f"{of}社区(村)没有受威胁而又有缺项的"
    spared = counts.lacking - counts.urgent
    others = f"，另{format.counted(spared, '个')}有缺项而未见威胁" if spared else ""
    return f"{of}中{format.counted(counts.urgent, '个')}受威胁又有缺项{others}"


def _cells(view: View, row: Row, *, wide: bool) -> list[Child]:
    persons = row["nearby_persons"]
    own = row["area_code"] == view.area.code
    name = link(
        row["community_name"],
        view.address(area=row["area_code"]),
        aria_current="true" if own else None,
    )
    return [
        [name, "（本社区）"] if own else name,
        el("strong", row["place"], class_="num"),
        *(place.cell(view, row["area_code"]) if wide else []),
        _threats(view, row),
        _lacks(view, row),
        format.counted(row["unknown_lacks"], "项") if row["unknown_lacks"] else "—",
        "—" if persons is None else format.counted(persons, "人"),
        format.counted(row["residents_persons"], "人"),
    ]


def _threats(view: View, row: Row) -> Child:
    words = common.threats(view, row)
    said: list[Child] = [el("span", word, class_="tag threat") for word in words]
    if not row["is_threat_known"]:
        said.append(el("span", "隐患点未报", class_="tag unknown"))
    return join(said) if said else "没有"


def _lacks(view: View, row: Row) -> Child:
    words = common.lacks(view, row)
    if not words:
        return "不缺" if not row["unknown_lacks"] else "已报的不缺"
    first, *rest = words
    tags = [el("span", first, class_="tag lack first")]
    return join([*tags, *(el("span", word, class_="tag lack") for word in rest)])
