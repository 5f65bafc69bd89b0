"""威胁对短板: how many communities there are of each number of threats and of lacks."""

from __future__ import annotations

from dashboard import format
from dashboard.components.community import common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, framed, scrolling
from dashboard.reading import community
from dashboard.view import View

STEPS = 4  # of the ramp: 0 is the paper's own colour
ZERO = "无"


def chart(view: View) -> Content | Empty:
    """Lacks along the top, threats down the side; the worst corner is at the lower right."""
    found = community.matrix(view.version, view.area.code, view.as_of)
    name = "威胁与短板"
    if not found:
        return common.no_survey(name)
    kinds = range(len(community.threats(view.version)) + 1)
    lacking = range(len(community.lacks(view.version)) + 1)
    worst = max(found, key=lambda cell: (cell[0] * cell[1], cell[1]))
    head: list[Child] = ["威胁", *(_lack(n) for n in lacking)]
    rows = [
        el(
            "tr",
            el("th", _threat(k), scope="row"),
            *(_cell(k, n, found.get((k, n), 0)) for n in lacking),
        )
        for k in kinds
    ]
    table = framed(head, rows, class_="matrix")
    note = "单位：个社区(村)；颜色越深，威胁种数 × 缺项数越大"
    return Content(_title(worst, found[worst]), scrolling(table), sum(found.values()), note)


def _title(worst: tuple[int, int], count: int) -> str:
    kinds, lacking = worst
    if not kinds * lacking:
        return "没有受威胁而又有缺项的社区(村)"
    return f"最重的是受{kinds}种威胁、缺{lacking}项，{format.counted(count, '个')}"


def _lack(number: int) -> str:
    return f"缺{number}项" if number else "不缺"


def _threat(number: int) -> str:
    return f"{number}种" if number else ZERO


def _cell(kinds: int, lacking: int, count: int) -> Html:
    index = kinds * lacking
    step = 0 if not index else min(STEPS, 1 + index // 4)
    shown = format.grouped(count, 0) if count else "—"
    return el("td", shown, class_=f"ramp-{step}" if count else "void")
