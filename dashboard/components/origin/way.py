"""怎么来的: from the metric through the models to the returns, each with its SQL."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import format, read
from dashboard.components import source
from dashboard.components.frame import Content
from dashboard.components.html import Child, Html, el
from dashboard.components.origin import common
from dashboard.reading import origin
from dashboard.reading.origin import Step
from dashboard.view import View

# What each floor of the warehouse is for, from the figure down.
FLOORS = {"metrics": "指标", "marts": "汇总", "staging": "整理", "raw": "报表", "codes": "代码表"}
RETURNS = "各单位报来的工作簿，逐格照收，见下面各行"


def chain(view: View) -> Content:
    """The steps that lead to the metric's own sources; registers and code lists folded away."""
    steps = origin.steps(view.version, common.asked(view))
    sources = read.definition(view.version, common.asked(view)).sources
    on_way = _leading_to({f"raw.{name}" for name in sources}, steps)
    main = [step for step in steps if step.table in on_way]
    other = [step for step in steps if step.table not in on_way]
    body: list[Child] = [el("ol", *(_step(step) for step in main), class_="way")]
    if other:
        summary = el("summary", f"另用到{format.counted(len(other), '张登记表和代码表')}")
        body.append(
            el("details", summary, el("ul", *map(_step, other), class_="way"), class_="as-table")
        )
    return Content("怎么来的：从指标往下，一步一张表", body, len(steps))


def _leading_to(sources: Iterable[str], steps: tuple[Step, ...]) -> set[str]:
    """The tables that something of `sources` goes into, `sources` included."""
    found = set(sources)
    while more := {s.table for s in steps if s.table not in found and found & set(s.reads)}:
        found |= more
    return found


def _step(step: Step) -> Html:
    floor = step.table.partition(".")[0]
    title = None if floor == "codes" else el("strong", step.title)  # else but the file's name
    note = RETURNS if floor == "raw" else step.grain if floor != "codes" else None
    return el(
        "li",
        el("span", FLOORS[floor], class_="floor"),
        el(
            "div",
            el("p", title, el("code", step.table), el("span", note, class_="note")),
            el("details", el("summary", "取数语句"), source.statement(step.sql))
            if step.sql
            else None,
        ),
    )
