"""各地工程量: one kind of works, place by place, done against plan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dashboard import format, read
from dashboard.components import choice, folded, source, stale
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el
from dashboard.components.peers import Peer, below_or_beside, own_row, whose
from dashboard.components.place import area_link
from dashboard.components.works import common
from dashboard.reading.works import Works
from dashboard.view import View

KIND = "kind"


def chart(view: View) -> Content | Empty:
    """Places by the share of their own plan that is done, the least first."""
    name = "各地工程量"
    whole = common.found(view, view.areas.city.code)
    peers = below_or_beside(view, common.PAID)
    if peers is None or not whole:
        return common.nothing(view, name)
    options = {one.key: one for one in whole}
    chosen = options[view.choice(KIND, tuple(options))]
    rows = [
        (peer, one)
        for peer in peers.all
        for one in common.found(view, peer.area.code)
        if one.key == chosen.key and one.quantity_pairs
    ]
    chips = [(key, _label(one)) for key, one in options.items()]
    chosen_from = choice.chips(view, KIND, "工程类别", chips, chosen.key)
    if not rows:
        level = read.level_title(view.version, peers.level)
        none = f"{chosen.title}：{peers.parent.name}各{level}没有可比的项目"
        why = "项目登记在上一级，或没有此类工程，或没有同时填写计划和完成工程量"
        return Content(none, [chosen_from, el("p", why, class_="note")], 0)
    ranked = sorted(rows, key=lambda row: _share(row[1])) if view.ranks else rows
    note: list[Child] = [
        f"{peers.parent.name}，{format.day(view.as_of)}；完成占各地自己计划的比例",
        "，由低到高" if view.ranks else None,
        " ",
        source.button(common.PAID.metric),
    ]
    level = read.level_title(view.version, peers.level)
    said = _conclusion(ranked, level) if view.ranks else _done(chosen)
    body = [chosen_from, _folded(view, ranked, chosen), _silent(peers.all, rows, level)]
    return Content(f"{whose(view, peers)}{chosen.title}：{said}", body, len(ranked), note)


def _label(one: Works) -> str:
    return f"{one.title}（{one.unit or '单位未填'}）"


def _share(one: Works) -> float:
    return one.completed / one.planned if one.planned > 0 else 1.0


def _conclusion(ranked: list[tuple[Peer, Works]], level: str) -> str:
    first, one = ranked[0]
    if _share(one) >= 1:
        return f"{len(ranked)}个{level}均已完成计划"
    tied = [peer for peer, other in ranked if _share(other) == _share(one)]
    if len(tied) > 1:
        return f"{len(tied)}个{level}完成占比并列最低"
    said = f"{first.area.short_name}{'' if len(ranked) == 1 else '最慢，'}"
    return f"{said}{_done(one)}"


def _done(one: Works) -> str:
    done, planned, suffix = common.pair(one.completed, one.planned, one.unit)
    return f"计划{planned}{suffix}，完成{done}{suffix}"


def _folded(view: View, ranked: list[tuple[Peer, Works]], chosen: Works) -> Html:
    known = [value for _, one in ranked for value in (one.completed, one.planned)]
    scale = format.scale_for(known, chosen.unit)
    rows = [_row(view, peer, one, scale) for peer, one in ranked]
    own = own_row(peer for peer, _ in ranked)
    return folded.places(rows, partial(_part, scale=scale), own)


def _row(view: View, peer: Peer, one: Works, scale: format.Scale) -> Html:
    done, planned = format.scaled(one.completed, scale), format.scaled(one.planned, scale)
    told = common.told(peer.area.short_name, (done, planned, scale.suffix), ("计划", "完成"))
    late = one.late_projects
    return el(
        "tr",
        el(
            "th",
            area_link(view, peer.area),
            scope="row",
        ),
        el(
            "td",
            common.bullet(one.completed, one.planned, told),
            stale.mark(view, peer.reading),
            class_="bar-cell",
        ),
        el("td", done, el("span", f"／{planned}", class_="of"), class_="value"),
        el("td", format.counted(one.projects, "个"), class_="projects"),
        el("td", format.counted(late, "个") if late else "—", class_="projects"),
        class_="chosen" if peer.chosen else None,
        aria_current="true" if peer.chosen else None,
    )


def _part(rows: Sequence[Html], scale: format.Scale) -> Html:
    unseen = el("span", "进度", class_="unseen")
    head = ["地区", unseen, f"完成／计划（{scale.suffix}）", "项目", "逾期"]
    return el(
        "table",
        common.heads(head),
        el("tbody", *rows),
        class_="bullets",
    )


def _silent(peers: tuple[Peer, ...], rows: list[tuple[Peer, Works]], level: str) -> Html | None:
    """Places without a bar, and why."""
    drawn = {peer.area.code for peer, _ in rows}
    rest = [peer for peer in peers if peer.area.code not in drawn]
    rest.sort(key=lambda peer: not peer.chosen)  # the view's own is not just counted
    none = [p.area.short_name for p in rest if p.reading.value is not None]
    unknown = [p.area.short_name for p in rest if p.reading.value is None]
    said = [f"没有此类工程：{format.listed(none, unit=f'个{level}')}"] if none else []
    said += [f"没有数据：{format.listed(unknown, unit=f'个{level}')}"] if unknown else []
    return el("p", "；".join(said), class_="note") if said else None
