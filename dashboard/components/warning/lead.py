"""The one sentence of the page: which flash-flood communities cannot be warned, and where."""

from __future__ import annotations

from dashboard import format
from dashboard.components import place, stale
from dashboard.components.frame import Content
from dashboard.components.html import Child, el
from dashboard.reading import broadcast
from dashboard.reading.broadcast import Row
from dashboard.view import COMMUNITY, View

METRIC = "broadcast_installed_flash_flood_communities"


def sentence(view: View) -> Content:
    """Flash-flood communities not installed and not up to the rule, and where most of them are."""
    gaps = broadcast.gaps(view.version, view.area.code, view.as_of)
    own = gaps.get(view.area.code)
    if own is None or not own["flash_flood_communities"]:
        why = "本周及以前没有社区减灾能力调查表" if own is None else "没有位于山洪危险区的社区(村)"
        said = f"{place.whole(view)}{why}。"
        return Content(el("span", said, class_="sentence unknown"), None, 0)
    missing, short = own["uninstalled_communities"], own["uncompliant_communities"]
    tone = "behind" if missing or short else "well"
    told = [*_said(view, gaps, own), stale.upto(view, METRIC)]
    return Content(el("span", *told, class_=f"sentence {tone}"), None, 1)


def _said(view: View, gaps: dict[str, Row], own: Row) -> list[Child]:
    missing, short = own["uninstalled_communities"], own["uncompliant_communities"]
    if view.area.level == COMMUNITY:
        state = "未安装预警广播" if missing else "预警广播已安装未达标" if short else "预警广播达标"
        return [f"{view.area.name}位于山洪危险区，{state}。"]
    total = format.counted(own["flash_flood_communities"], "个")
    start = f"{place.whole(view)}{total}山洪危险区社区(村)"
    if not missing and not short:
        return [f"{start}的预警广播都达标。"]
    parts: list[Child] = [f"{start}中，"]
    if missing:
        parts += [
            el("strong", format.counted(missing, "个")),
            f"未安装预警广播（常住人口{format.quantity(own['uninstalled_persons'], '人')}）",
        ]
    if short:
        parts += ["，" if missing else None, el("strong", format.counted(short, "个"))]
        parts.append(f"已安装未达标（{format.quantity(own['uncompliant_persons'], '人')}）")
    return [*parts, _most(view, gaps, missing), _unclaimed(own), "。"]


def _most(view: View, gaps: dict[str, Row], missing: int) -> str:
    """`；未安装最多的是平度，4个`: by what is missing altogether, else by what falls short.

    Where nobody else has any, `；未安装的都在平度`.
    """
    column, word = ("uninstalled_communities", "未安装")
    if not missing:
        column, word = ("uncompliant_communities", "未达标")
    below = [row for code, row in gaps.items() if code != view.area.code and row[column]]
    if not below or not place.leads(view):
        return ""
    top = max(row[column] for row in below)
    names = [place.short(view, row["area_code"]) for row in below if row[column] == top]
    told, number = format.listed(names, 2, place.counter(view)), format.counted(top, "个")
    each = "各" if len(names) > 1 else ""
    if len(below) > len(names):
        return f"；{word}最多的是{told}，{each}{number}"
    return f"；{word}的{told}各{number}" if each else f"；{word}的都在{told}"


def _unclaimed(own: Row) -> str:
    left = own["unclaimed_communities"]
    return f"；其中{left}个待认领，无法与终端对应，按未安装计" if left else ""
