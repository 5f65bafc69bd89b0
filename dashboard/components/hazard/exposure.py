"""仍受威胁: people by grade and property, place by place; the two are never added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from dashboard import format, read
from dashboard.components import folded, source, unstated
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child, Html, el, framed
from dashboard.components.peers import Peer, below_or_beside, own_row, whose
from dashboard.components.place import area_link
from dashboard.reading import hazards
from dashboard.reading.hazards import Exposed
from dashboard.view import View

STEPS = {"extreme": 4, "large": 3, "medium": 2, "small": 1, "unstated": 0}


def chart(view: View) -> Content | Empty:
    """Places by the number of people still threatened, the most first."""
    name = "仍受威胁的人和财产"
    peers = below_or_beside(view, common.EXPOSED)
    family = common.family(view)
    exposed = hazards.exposed(view.version, view.as_of, family)
    rows = [
        (p, exposed[p.area.code]) for p in (peers.all if peers else ()) if p.area.code in exposed
    ]
    if peers is None or common.status(view) is None:
        return common.nothing(view, name)
    if not rows:
        return Empty(name, f"{view.area.name}没有未治理的{common.called(view)}")
    ranked = sorted(rows, key=lambda row: (-row[1].known_persons, -row[1].known_yuan))
    own = own_row(peer for peer, _ in ranked)
    grades = _grades(view, family)
    level = read.level_title(view.version, peers.level)
    blank = unstated.left_out(exposed.get(peers.parent.code))
    note: list[Child] = [
        f"{peers.parent.name}各{level}，在册而未完成治理的点；横条为威胁人数，按险情等级分段；"
        "同一人受几处威胁的重复计",
        f"；{blank}" if blank else None,
        None if own is not None or peers.parent == view.area else f"；{_without(view)}",
        " ",
        source.button("hazard_persons_threatened", "查看人数来源"),
        " ",
        source.button("hazard_assets_threatened_yuan", "查看财产来源"),
    ]
    money = format.scale_for([one.known_yuan for _, one in ranked], "元")
    top = ranked[0][1].known_persons or 1
    drawn = [_row(view, p, one, grades.get(p.area.code, {}), money, top) for p, one in ranked]
    title = f"{whose(view, peers)}{name}：{_conclusion(ranked, level)}"
    body = [
        _keys(view, exposed, grades, peers.parent.code),
        folded.places(drawn, partial(_part, money=money), own),
    ]
    return Content(title, body, len(ranked), note)


def _without(view: View) -> str:
    """Why the view's own area has no row among its neighbours'."""
    return f"{view.area.name}没有未治理的{common.called(view)}"


def _grades(view: View, family: str) -> dict[str, dict[str, int]]:
    """Persons by area and grade."""
    found: dict[str, dict[str, int]] = {}
    rows = hazards.exposure(view.version, view.as_of, family)
    for row in rows.iter_rows(named=True):
        found.setdefault(row["area_code"], {})[row["hazard_grade"]] = row["exposed_persons"]
    return found


def _conclusion(ranked: list[tuple[Peer, Exposed]], level: str) -> str:
    known = [one for _, one in ranked if one.persons is not None]
    if not known:
        return "各处均未填威胁人数"
    most = ranked[0][1].known_persons
    if not most:
        return "填报的威胁人数均为零，财产见各行"
    tied = [peer for peer, one in ranked if one.known_persons == most]
    persons = format.quantity(float(most), "人")
    if len(ranked) == 1:
        yuan = ranked[0][1].yuan
        worth = "未填" if yuan is None else format.quantity(yuan, "元")
        return f"{tied[0].area.short_name}{persons}、财产{worth}"
    if len(tied) > 1:
        return f"{len(tied)}个{level}各{persons}，并列最多"
    richest = max(ranked, key=lambda row: row[1].known_yuan)
    said = f"{tied[0].area.short_name}人数最多，{persons}"
    if not richest[1].known_yuan:
        return said
    whose = "财产也最多" if richest[0] is tied[0] else f"{richest[0].area.short_name}财产最多"
    return f"{said}；{whose}，{format.quantity(richest[1].known_yuan, '元')}"


def _keys(
    view: View,
    exposed: Mapping[str, Exposed],
    grades: Mapping[str, Mapping[str, int]],
    whole: str,
) -> Html:
    persons = grades.get(whole, {})
    said = [
        el(
            "span",
            el("i", class_=f"ramp-{STEPS[code]}", aria_hidden="true"),
            f"{title}{format.quantity(float(persons.get(code, 0)), '人')}",
        )
        for code, title in hazards.grades(view.version).items()
        if persons.get(code)
    ]
    if whole in exposed and (yuan := exposed[whole].yuan) is not None:
        said.append(el("span", f"财产合计{format.quantity(yuan, '元')}"))
    return el("p", *said, class_="states-key")


def _row(
    view: View,
    peer: Peer,
    one: Exposed,
    grades: Mapping[str, int],
    money: format.Scale,
    top: int,
) -> Html:
    titles = hazards.grades(view.version)
    present = [code for code in titles if grades.get(code)]
    told = "、".join(f"{titles[code]}{format.grouped(grades[code], 0)}人" for code in present)
    parts = [
        el("b", class_=f"ramp-{STEPS[code]}", style=f"width:{grades[code] / top * 100:.2f}%")
        for code in present
    ]
    bar = el(
        "span", *parts, class_="segments", data_tip=told or None, role="img",
        aria_label=told or ("未填" if one.persons is None else "没有受威胁的人"),
    )  # fmt: skip
    return el(
        "tr",
        el("th", area_link(view, peer.area), scope="row"),
        el("td", bar, class_="bar-cell"),
        el("td", _stated(one.persons, one.without_persons), class_="value"),
        el("td", _stated(one.yuan, one.without_yuan, money), class_="value"),
        el("td", format.grouped(one.sites, 0), class_="value"),
        class_="chosen" if peer.chosen else None,
        aria_current="true" if peer.chosen else None,
    )


def _stated(value: float | None, without: int, scale: format.Scale | None = None) -> Child:
    """The sum of what is filled in, 未填 where nothing is; pointed at, how many are left out."""
    if value is None:
        return "未填"
    text = format.grouped(value, 0) if scale is None else format.scaled(value, scale)
    return el("span", text, data_tip=f"另有{without}处未填" if without else None)


def _part(rows: Sequence[Html], money: format.Scale) -> Html:
    unseen = el("span", "按险情等级", class_="unseen")
    head = ["地区", unseen, "人", f"财产（{money.suffix}）", "处"]
    return framed(head, rows, class_="stacks")
