"""Each kind of works by itself: quantity done against plan, and money paid against approved."""

from __future__ import annotations

from collections.abc import Callable

from dashboard import format
from dashboard.components import source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el
from dashboard.components.works import common
from dashboard.reading.works import Works
from dashboard.view import View

Row = tuple[Works, float, float, str]  # the work, the part, the whole, their unit


def quantities(view: View) -> Content | Empty:
    """Quantity done against plan, only of projects that state both."""
    name = "完成工程量与计划"
    found = common.found(view)
    rows: list[Row] = [
        (one, one.completed, one.planned, one.unit) for one in found if one.quantity_pairs
    ]
    if not rows:
        return _nothing(view, name, found, "各项目都没有同时填写计划和完成工程量")
    note: list[Child] = [
        f"{view.area.name}；各类工程单位不同，各自成条，从不相加；只比计划、完成都填了的项目",
        common.carried(view),
        " ",
        source.button("river_regulation_completion_rate"),
    ]
    body = [_table(rows, ("计划", "完成"), _measured), _unplanned(found)]
    return Content(f"{name}：{_conclusion(rows)}", body, len(rows), note)


def money(view: View) -> Content | Empty:
    """Money paid against approved, only of projects that state both."""
    name = "已支付与批复投资"
    found = common.found(view)
    rows: list[Row] = [
        (one, one.paid_yuan, one.approved_yuan, "元") for one in found if one.money_pairs
    ]
    if not rows:
        return _nothing(view, name, found, "各项目都没有同时填写批复和已支付投资")
    note: list[Child] = [
        f"{view.area.name}；批复与支付从不相加；只比两个数都填了的项目",
        common.carried(view),
        " ",
        source.button("works_payment_rate"),
    ]
    body = _table(rows, ("批复", "已支付"), _paired)
    return Content(f"{name}：{_conclusion(rows)}", body, len(rows), note)


def _nothing(view: View, name: str, found: tuple[Works, ...], reason: str) -> Empty:
    return Empty(name, format.NO_DATA, reason) if found else common.nothing(view, name)


def _measured(one: Works) -> int:
    return one.quantity_pairs


def _paired(one: Works) -> int:
    return one.money_pairs


def _share(row: Row) -> float:
    _, part, whole, _ = row
    return part / whole if whole > 0 else 1.0


def _said(row: Row) -> str:
    one, part, whole, unit = row
    done, planned, suffix = common.pair(part, whole, unit)
    return f"{one.title}，{planned}{suffix}中{done}{suffix}"


def _conclusion(rows: list[Row]) -> str:
    """The kind with the least of its own whole; unlike units are compared by share only."""
    if len(rows) == 1:
        return _said(rows[0])
    least = min(rows, key=_share)
    if _share(least) >= 1:
        return f"{len(rows)}类均已达到"
    tied = [row for row in rows if _share(row) == _share(least)]
    if len(tied) > 1:
        return f"{format.listed([one.title for one, *_ in tied])}比例并列最低"
    return f"比例最低的是{_said(least)}"


def _table(rows: list[Row], words: tuple[str, str], count: Callable[[Works], int]) -> Html:
    scales = common.scales((unit, value) for _, *both, unit in rows for value in both)
    drawn = []
    for one, part, whole, unit in rows:
        scale = scales[unit]
        done, all_ = common.written(part, scale), common.written(whole, scale)
        suffix = scale.suffix
        told = common.told(one.title, (done, all_, suffix), words)
        drawn.append(
            el(
                "tr",
                el("th", one.title, scope="row"),
                el("td", common.bullet(part, whole, told), class_="bar-cell"),
                el("td", done, el("span", f"／{all_}", class_="of"), class_="value"),
                el("td", suffix or "单位未填", class_="unit"),
                el("td", format.counted(count(one), "个"), class_="projects"),
            )
        )
    unseen = el("span", "进度", class_="unseen")
    head = ["类别", unseen, f"{words[1]}／{words[0]}", "单位", "项目"]
    return el(
        "table",
        common.heads(head),
        el("tbody", *drawn),
        class_="bullets",
    )


def _unplanned(found: tuple[Works, ...]) -> Html | None:
    """What was done without a plan has no bar."""
    said = [
        f"{one.title}{format.quantity(one.unplanned, one.unit)}" for one in found if one.unplanned
    ]
    return (
        el("p", f"没有计划、不能相比的完成量：{'、'.join(said)}", class_="note") if said else None
    )
