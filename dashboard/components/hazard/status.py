"""各地状态: sites by state in every place below, the largest untreated share first."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format, read
from dashboard.components import folded, source, stale
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child, Html, el, framed, table, table_view
from dashboard.components.peers import Peer, below_or_beside, own_row, whose
from dashboard.components.place import area_link
from dashboard.reading import LISTED, hazards
from dashboard.reading.hazards import Status
from dashboard.view import View

WIDE, NARROW = 0.07, 0.14  # of the bar: a part has no room for its number; none on a phone
# The words are the code list's; 5 steps from what is most to do to what is done.
STATES = (
    ("待整改", "pending_sites", 4),
    ("整改中", "ongoing_sites", 3),
    ("已整改待复核", "awaiting_sites", 2),
    ("已销号", "removed_sites", 1),
    ("已合并", "merged_sites", 0),
)


def chart(view: View) -> Content | Empty:
    """Stacked bars, one per place; every place's bar is as long, its count stands beside it."""
    title = f"{common.family_title(view)}整改状态"
    peers = below_or_beside(view, common.OPEN)
    known = hazards.statuses(view.version, view.as_of, common.family(view))
    rows = [(p, known[p.area.code]) for p in (peers.all if peers else ()) if p.area.code in known]
    if peers is None or not rows:
        return common.nothing(view, title)
    ranked = sorted(rows, key=lambda row: -_share(row[1])) if view.ranks else rows
    silent = [p for p in peers.all if p.area.code not in known]
    drawn = [_row(view, peer, one) for peer, one in ranked]
    total = known.get(peers.parent.code)
    level = read.level_title(view.version, peers.level)
    note: list[Child] = [
        f"{peers.parent.name}各{level}，横条为各状态占累计排查的比例，数为处数",
        "；按在册未治理占比排" if view.ranks else None,
        "；状态照台账所写：已整改待复核的，也含已复核而未销号的",
        " ",
        source.button("hazard_remediation_rate"),
    ]
    said = _conclusion(ranked, level) if view.ranks or total is None else _of_all(total)
    own = own_row(peer for peer, _ in ranked)
    body = [_keys(total), folded.places(drawn, _part, own), _silent(silent, level), _table(ranked)]
    return Content(f"{whose(view, peers)}{title}：{said}", body, len(ranked), note)


def _share(one: Status) -> float:
    return one.untreated_sites / one.found_sites if one.found_sites else 0.0


def _of_all(one: Status) -> str:
    found = format.counted(one.found_sites, "处")
    return f"排查{found}，未治理{format.counted(one.untreated_sites, '处')}"


def _conclusion(ranked: list[tuple[Peer, Status]], level: str) -> str:
    first, one = ranked[0]
    if one.untreated_sites == 0:
        return f"{len(ranked)}个{level}均已完成治理"
    if len(ranked) == 1:
        return f"{first.area.short_name}{_of_all(one)}"
    tied = [peer for peer, other in ranked if _share(other) == _share(one)]
    if len(tied) > 1:
        names = format.listed([peer.area.short_name for peer in tied], unit=f"个{level}")
        return f"{names}未治理占比并列最高"
    return (
        f"{first.area.short_name}未治理占比最高，"
        f"{format.counted(one.found_sites, '处')}中{format.counted(one.untreated_sites, '处')}"
    )


def _keys(total: Status | None) -> Html:
    """What each tone stands for, with the whole's count."""
    said = [
        el(
            "span",
            el("i", class_=f"ramp-{step}", aria_hidden="true"),
            name if total is None else f"{name}{format.grouped(getattr(total, field), 0)}处",
        )
        for name, field, step in STATES
    ]
    return el("p", *said, class_="states-key")


def _row(view: View, peer: Peer, one: Status) -> Html:
    parts, told = [], []
    for name, field, step in STATES:
        if not (count := getattr(one, field)):
            continue
        width = count / one.found_sites
        text = format.grouped(count, 0)
        told.append(f"{name}{text}处")
        label = text if width >= WIDE else None
        class_ = f"ramp-{step}" + (" thin" if width < NARROW else "")
        parts.append(el("b", label, class_=class_, style=f"width:{width * 100:.2f}%"))
    return el(
        "tr",
        el(
            "th",
            area_link(view, peer.area),
            scope="row",
        ),
        el(
            "td",
            el("span", *parts, class_="segments", data_tip="\n".join(told), role="img",
               aria_label="、".join(told)),
            stale.mark(view, peer.reading),
            class_="bar-cell",
        ),
        el(
            "td",
            format.grouped(one.untreated_sites, 0),
            el("span", f"／{format.grouped(one.found_sites, 0)}", class_="of"),
            class_="value",
        ),
        class_="chosen" if peer.chosen else None,
        aria_current="true" if peer.chosen else None,
    )  # fmt: skip


def _part(rows: Sequence[Html]) -> Html:
    head = ["地区", el("span", "各状态", class_="unseen"), "未治理／排查（处）"]
    return framed(head, rows, class_="stacks")


def _silent(peers: list[Peer], level: str) -> Html | None:
    """Places without a bar, and why."""
    if not peers:
        return None
    peers = sorted(peers, key=lambda p: not p.chosen)  # the view's own is not just counted
    none = [p.area.short_name for p in peers if p.reading.value is not None]
    unknown = [p.area.short_name for p in peers if p.reading.value is None]
    said = [f"没有此类隐患点：{format.listed(none, unit=f'个{level}')}"] if none else []
    said += [f"没有数据：{format.listed(unknown, unit=f'个{level}')}"] if unknown else []
    return el("p", "；".join(said), class_="note")


def _table(ranked: list[tuple[Peer, Status]]) -> Html:
    head = ["地区", *(f"{name}（处）" for name, *_ in STATES), "未治理（处）", "排查（处）"]
    rows = [
        (
            peer.area.short_name,
            *(format.grouped(getattr(one, field), 0) for _, field, _ in STATES),
            format.grouped(one.untreated_sites, 0),
            format.grouped(one.found_sites, 0),
        )
        for peer, one in ranked[:LISTED]
    ]
    return table_view(table(head, rows))
