"""已安装 and 达标 side by side by area, each by its own stated rule."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components import folded, place, source
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, join
from dashboard.components.metric import Indicator, Reading
from dashboard.components.peers import under
from dashboard.read import Definition
from dashboard.view import Area, View

INSTALLED = "broadcast_installed_flash_flood_rate"
COMPLIANT = "broadcast_compliant_flash_flood_rate"
Pair = tuple[Area, Reading, Reading]


def rule(meant: Definition) -> str:
    """The rule as the definition states it: its sentence that begins with the word it defines."""
    sentences = [one.strip() for one in meant.definition.split("。")]
    return next((one for one in sentences if one.startswith(("已安装：", "达标："))), "")


def chart(view: View) -> Content | Empty:
    """Both shares of every area below the view's or beside it, in customary order."""
    meant = [read.definition(view.version, name) for name in (INSTALLED, COMPLIANT)]
    children = view.areas.children(view.area)
    parent = view.area if children else view.areas.by_code[view.area.parent or view.area.code]
    installed = under(view, Indicator(INSTALLED), parent)
    compliant = under(view, Indicator(COMPLIANT), parent)
    pairs: list[Pair] = [
        (one.area, one.reading, other.reading)
        for one, other in zip(installed.all, compliant.all, strict=True)
        if one.reading.value is not None
    ]
    title = "已安装与达标对照"
    if not pairs:
        return Empty(title, format.NO_DATA, "没有位于山洪危险区的社区(村)")
    without = len(installed.all) - len(pairs)
    note: list[Child] = [
        "；".join(rule(one) for one in meant),
        f"；{format.ROUNDED}",
        f"；{without}个地区没有山洪危险区社区(村)，未列" if without else None,
        " ",
        source.button(INSTALLED),
    ]
    return Content(_title(view, parent, pairs), _table(view, pairs), len(pairs), note)


def _title(view: View, parent: Area, pairs: list[Pair]) -> Child:
    """Both shares of the area whose parts are listed, by its name where that is not the view's."""
    whole = [m.reading(view, name, parent.code) for name in (INSTALLED, COMPLIANT)]
    of = "" if parent == view.area else parent.name
    if not all(one.value is not None for one in whole):
        return f"{of}{len(pairs)}个地区的安装率与达标率"
    shares = [
        one.figure(str(format.quantity(one.value, one.definition.unit)), one.value) for one in whole
    ]
    gap = format.difference((whole[0].value or 0) - (whole[1].value or 0), format.PERCENT)
    tail = "，两者相同" if whole[0].value == whole[1].value else f"，相差{gap}"
    return [f"{of}山洪危险区社区安装率", shares[0], "、达标率", shares[1], tail]


def _table(view: View, pairs: list[Pair]) -> Html:
    head = ["地区", "已安装（%）", "达标（%）", "达标社区／山洪危险区社区（个）"]
    rows = [_row(view, *pair) for pair in pairs]
    own = next((n for n, (area, *_) in enumerate(pairs) if area == view.area), None)
    return join(folded.body(head, rows, class_="ranking both", own=own))


def _row(view: View, area: Area, installed: Reading, compliant: Reading) -> Html:
    done = None if compliant.now is None else compliant.now.numerator
    total = None if compliant.now is None else compliant.now.denominator
    return el(
        "tr",
        el("th", place.heading(view, area.code, INSTALLED), scope="row"),
        el("td", _bar(installed, "accent"), class_="bar-cell"),
        el("td", _bar(compliant, "good"), class_="bar-cell"),
        el(
            "td",
            compliant.figure(format.plain(done), done, "/numerator"),
            "／",
            compliant.figure(format.plain(total), total, "/denominator"),
            class_="delta",
        ),
        class_="chosen" if area == view.area else None,
    )


def _bar(one: Reading, tone: str) -> Html:
    width = (one.value or 0.0) * 100
    scale = format.scale_for([], format.PERCENT)
    return el(
        "span",
        el("span", el("b", style=f"width:{width:.2f}%"), class_=f"bar {tone}"),
        one.figure(format.scaled(one.value, scale), one.value),
        class_="barred",
    )
