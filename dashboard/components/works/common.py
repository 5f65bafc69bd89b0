"""What the tiles of 防治工程 share: a bullet bar, and what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import format
from dashboard.components import metric as m
from dashboard.components import stale
from dashboard.components.frame import Empty
from dashboard.components.html import Child, Html, el
from dashboard.components.metric import Indicator
from dashboard.reading import works
from dashboard.reading.works import Works
from dashboard.view import View

PAID = Indicator("works_investment_paid_yuan")  # every work of every kind counts in it
COUNTS = ("项目", "逾期")  # heads of columns that count projects


def found(view: View, area: str | None = None) -> tuple[Works, ...]:
    """The works of `area`, or of the view's own, one row per kind and unit."""
    return works.works(view.version, view.as_of).get(area or view.area.code, ())


def nothing(view: View, title: Child) -> Empty:
    """Why there is nothing to draw: no ledger yet, or a ledger without a project here."""
    if m.reading(view, PAID.metric).value is None:
        return Empty(title, format.NO_DATA, "本周及以前没有报送过防治工程台账")
    return Empty(title, f"{view.area.name}没有防治工程项目")


def carried(view: View) -> Child:
    """`；数据截至…，已2周未报` behind a note, where the ledger is not this week's."""
    one = m.reading(view, PAID.metric)
    mark = stale.mark(view, one) or one.dated
    return ["；", mark] if mark else None


def bullet(part: float, whole: float, told: str, tone: str = "plain") -> Html:
    """How much of `whole` is there: the box is the whole, the bar the part; more is cut off."""
    share = min(100.0, part / whole * 100) if whole > 0 else 0.0
    return el(
        "span",
        el("b", style=f"width:{share:.2f}%") if share else None,
        class_=f"bar bullet {tone}",
        data_tip=told,
        role="img",
        aria_label=told,
    )


def heads(cells: Sequence[Child]) -> Html:
    """The head of a table of bullets; counts of projects give way on narrow screens."""
    return el(
        "thead",
        el(
            "tr",
            *(
                el("th", cell, scope="col", class_="projects" if cell in COUNTS else None)
                for cell in cells
            ),
        ),
    )


def scales(known: Iterable[tuple[str, float | None]]) -> dict[str, format.Scale]:
    """One scale per unit for a whole column: 万元 and 亿元 never stand below each other."""
    values: dict[str, list[float | None]] = {}
    for unit, value in known:
        values.setdefault(unit, []).append(value)
    return {unit: format.scale_for(those, unit) for unit, those in values.items()}


def written(value: float | None, scale: format.Scale) -> str:
    """A part with its column's decimals; 未填 when it was not stated."""
    return "未填" if value is None else format.scaled(value, scale)


def pair(part: float, whole: float, unit: str) -> tuple[str, str, str]:
    """Both by themselves in one scale, and its unit: `4.6`, `8.27`, `万米`."""
    scale = format.scale_for([part, whole], unit)
    short = (format.trimmed(written(value, scale)) for value in (part, whole))
    return next(short), next(short), scale.suffix


def told(name: str, done: tuple[str, str, str], words: tuple[str, str]) -> str:
    """`河道综合整治：计划8.27万米，完成4.6万米`."""
    part, whole, suffix = done
    return f"{name}：{words[0]}{whole}{suffix}，{words[1]}{part}{suffix}"
