"""对象记录: the objects registered one by one, down to the communities; the returns go no lower."""

from __future__ import annotations

from functools import partial

from dashboard import format, read
from dashboard.components import folded, stale
from dashboard.components import metric as m
from dashboard.components.census import place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, framed, link, scrolling, table
from dashboard.components.place import only_by_district
from dashboard.reading import records
from dashboard.reading.records import Records
from dashboard.view import Area, View

TITLE = "对象记录"
MEANT = "只含逐个登记的任务，按各环节日期计，不代替周报；官方进度以区(市)周报为准"
UNIT = "个"


def sentence(view: View) -> Content | Empty:
    """Below the districts: what is registered here, and where the official progress is told."""
    one = records.places(view.version, view.as_of).get(view.area.code)
    if one is None:
        return place.nothing(view, "普查进度")
    said: list[Child] = [
        f"{view.area.name}逐个登记普查对象",
        _told(view, one, one.recorded, "recorded"),
        f"{UNIT}，采集{format.plain(one.collected)}{UNIT}、校对{format.plain(one.proofread)}{UNIT}、"
        "检验",
        _told(view, one, one.inspected, "inspected"),
        f"{UNIT}（{format.quantity(one.share, format.PERCENT)}）；",
        only_by_district(view, "任务进度"),
        "。",
    ]
    return Content(el("span", *said, class_="sentence unknown"), None, rows=1)


def places(view: View) -> Content | Empty:
    """The areas below by the share of their objects that is inspected, the highest first."""
    known = records.places(view.version, view.as_of)
    found = [(a, known[a.code]) for a in view.areas.children(view.area) if a.code in known]
    if not found:
        return Empty(f"{TITLE}：各地区", format.NO_DATA, "这里以下没有逐个登记的对象")
    found.sort(key=lambda pair: -pair[1].share)
    rows = [_row(view, pair, found) for pair in found]
    head = ["位次", "地区", el("span", "进度", class_="unseen"), "检验率", "检验／登记"]
    body = folded.places(rows, partial(framed, head, class_="ranking"))
    note: list[Child] = [f"{view.area.name}；{MEANT}", _old(view)]
    return Content(f"{TITLE}：{_conclusion(found)}", body, len(found), note)


def _conclusion(found: list[tuple[Area, Records]]) -> str:
    """Who is last, unless all are as far."""
    (_, first), (last, one) = found[0], found[-1]
    if len(found) > 1 and first.share == one.share:
        same = format.quantity(one.share, format.PERCENT)
        return f"{len(found)}个地区检验率均为{same}"
    lowest = "检验率最低" if len(found) > 1 else "检验"
    counts = f"{format.plain(one.recorded)}{UNIT}中{format.plain(one.inspected)}{UNIT}"
    return f"{last.short_name}{lowest}，{counts}"


def tasks(view: View) -> Content | Empty:
    """The registered tasks of the view's own area, step by step."""
    found = _tasks(view)
    if not found:
        return Empty(f"{TITLE}：各任务", format.NO_DATA, "没有逐个登记的对象")
    head = ["任务", "登记", "采集", "校对", "检验", "检验率"]
    rows = [
        (
            one.name,
            *map(format.plain, (one.recorded, one.collected, one.proofread, one.inspected)),
            str(format.quantity(one.share, format.PERCENT)),
        )
        for one in found
    ]
    total = sum(one.recorded for one in found)
    title = f"{TITLE}：{len(found)}项任务登记{format.plain(total)}{UNIT}"
    body = scrolling(table(head, rows, class_="list"))
    return Content(title, body, len(found), f"{view.area.name}，单位：{UNIT}")


def _tasks(view: View) -> tuple[Records, ...]:
    """Of the city, its districts' together: the mart begins below it."""
    if view.area != view.areas.city:
        return records.tasks(view.version, view.area.code, view.as_of)
    sums: dict[str, Records] = {}
    for area in view.areas.children(view.area):
        for one in records.tasks(view.version, area.code, view.as_of):
            had = sums.get(one.name, Records(one.name, 0, 0, 0, 0))
            sums[one.name] = Records(
                one.name,
                had.recorded + one.recorded,
                had.collected + one.collected,
                had.proofread + one.proofread,
                had.inspected + one.inspected,
            )
    return tuple(sorted(sums.values(), key=lambda one: (-one.recorded, one.name)))


def _row(view: View, pair: tuple[Area, Records], found: list[tuple[Area, Records]]) -> Html:
    area, one = pair
    before = sum(other.share > one.share for _, other in found)
    width = f"width:{one.share * 100:.2f}%"
    return el(
        "tr",
        el("td", before + 1, class_="place"),
        el("th", link(area.name, view.address(area=area.code)), scope="row"),
        el("td", el("span", el("b", style=width), class_="bar plain"), class_="bar-cell"),
        el("td", str(format.quantity(one.share, format.PERCENT)), class_="value"),
        el("td", _told(view, one, one.inspected, "inspected"), f"／{format.plain(one.recorded)}",
           class_="delta"),
    )  # fmt: skip


def _told(view: View, one: Records, value: int, aspect: str) -> Html:
    return figure(
        format.plain(value),
        metric=f"{records.SOURCE}/{aspect}",
        area=one.name,
        as_of=view.as_of,
        value=value,
    )


def _old(view: View) -> Child:
    """Where the district's register is overdue, how old it is."""
    unit = m.unit_of(view, view.area.code)
    age = read.stale_returns(view.version, view.as_of).get((unit, records.SOURCE))
    return None if age is None else ["；", stale.told(format.stale(*age))]
