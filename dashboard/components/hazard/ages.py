"""在册与逾期天数: how old the untreated sites are, and how far past their deadline."""

from __future__ import annotations

from dashboard import format
from dashboard.components import source
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child, Html, el
from dashboard.reading import hazards
from dashboard.reading.hazards import Age
from dashboard.view import View

# basis, heading, what those without the date are called
BASES = (
    ("overdue", "按逾期天数", "未填整改时限"),
    ("registered", "按在册天数", "未填发现日期"),
)


def chart(view: View) -> Content | Empty:
    """Two histograms of the same sites: by days past the deadline, and by days since found."""
    name = "未治理隐患点的天数"
    one = common.status(view)
    if one is None:
        return common.nothing(view, name)
    if not one.untreated_sites:
        return Empty(name, f"{view.area.name}没有未治理的{common.called(view)}")
    found = hazards.ages(view.version, view.area.code, common.family(view), view.as_of)
    top = max(age.sites for age in found)
    parts = [
        el("div", el("h3", heading), _bars([a for a in found if a.basis == basis], top, unstated))
        for basis, heading, unstated in BASES
    ]
    note: list[Child] = [
        f"{view.area.name}，在册而未完成治理的{common.family_title(view)}，单位：处",
        common.carried(view),
        " ",
        source.button("hazard_sites_overdue"),
    ]
    title = _conclusion(one.untreated_sites, one.overdue_sites, found)
    return Content(title, el("div", *parts, class_="ages"), len(found), note)


def _conclusion(untreated: int, overdue: int, found: tuple[Age, ...]) -> str:
    """Where no deadline is registered nobody can say that nothing is overdue."""
    undated = sum(a.sites for a in found if a.basis == "overdue" and not a.is_stated)
    said = f"未治理{format.counted(untreated, '处')}"
    if undated == untreated:
        return f"{said}，均未填整改时限，无从判断逾期"
    apart = f"，另有{format.counted(undated, '处')}未填整改时限" if undated else ""
    if not overdue:
        dated = format.counted(untreated - undated, "处")
        return f"{said}，有时限的{dated}均未逾期{apart}" if undated else f"{said}，均未逾期"
    late = [a for a in found if a.is_late and a.sites]
    longest = late[-1]
    how = "均为" if longest.sites == overdue else ""
    many = "" if how else f"的{format.counted(longest.sites, '处')}"
    return f"{said}，其中逾期{format.counted(overdue, '处')}，{how}{longest.title}{many}{apart}"


def _bars(ages: list[Age], top: int, unstated: str) -> Html:
    rows = [
        el(
            "tr",
            el("th", age.title if age.is_stated else unstated, scope="row"),
            el("td", _bar(age, top), class_="bar-cell"),
            el("td", f"{format.grouped(age.sites, 0)}处", class_="value"),
        )
        for age in ages
    ]
    return el("table", el("tbody", *rows), class_="histogram")


def _bar(age: Age, top: int) -> Html:
    tone = "red" if age.is_late else "plain"
    width = f"width:{age.sites / top * 100:.2f}%"
    return el("span", el("b", style=width) if age.sites else None, class_=f"bar {tone}")
