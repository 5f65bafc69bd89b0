"""The page's conclusion: how many untreated sites have no shelter near, and where most are."""

from __future__ import annotations

from collections import Counter

import polars as pl

from dashboard import format
from dashboard.components import metric as m
from dashboard.components import place
from dashboard.components.community.common import within
from dashboard.components.frame import Content
from dashboard.components.hazard.common import OPEN
from dashboard.components.html import Child, el
from dashboard.reading import scene
from dashboard.reading.hazards import ALL
from dashboard.view import View


def sentence(view: View) -> Content:
    """Counts all families, whatever is drawn below."""
    stock = m.reading(view, OPEN.metric)
    if stock.value is None:
        said: list[Child] = [f"{view.area.name}本周及以前没有报送过隐患点台账。"]
        return Content(el("span", *said, class_="sentence unknown"), None, 0)
    sites = scene.sites(view.version, view.area.code, ALL, view.as_of)
    waiting = sites.filter(~pl.col("is_treated"))
    count = stock.figure(str(format.quantity(stock.value, "处")), stock.value)
    said = [f"{view.area.name}在册隐患点", count]
    if sites.is_empty():
        return Content(el("span", *said, "。", class_="sentence"), None, 1)
    if waiting.is_empty():
        return Content(el("span", *said, "，都已完成治理。", class_="sentence well"), None, 1)
    said.append(f"，未治理{format.counted(waiting.height, '处')}")
    near = within(view, "shelter")
    judged = waiting.drop_nulls("has_shelter_near")
    unknown = _unknown(waiting.height - judged.height)
    if judged.is_empty():
        said.append(f"；{near}有没有避难场所都不能判断。")
        return Content(el("span", *said, class_="sentence unknown"), None, 1)
    alone = judged.filter(~pl.col("has_shelter_near"))
    if alone.is_empty():
        said += [f"，{near}都有避难场所", unknown, "。"]
        return Content(el("span", *said, class_="sentence well"), None, 1)
    number = el("strong", format.counted(alone.height, "处"))
    said += ["；其中", number, f"{near}没有避难场所", *_overdue(alone), *_most(view, alone)]
    said += [unknown, "。"]
    return Content(el("span", *said, class_="sentence behind"), None, alone.height)


def _unknown(number: int) -> str:
    if not number:
        return ""
    return f"；另有{format.counted(number, '处')}没有坐标或所在区(市)没有报过避难场所，不能判断"


def _overdue(alone: pl.DataFrame) -> list[Child]:
    late = int(alone["is_overdue"].sum())
    return ["，逾期的", el("strong", format.counted(late, "处"))] if late else []


def _most(view: View, alone: pl.DataFrame) -> list[Child]:
    """Where most of them are; nothing within a street, and all names of a tie."""
    if not place.leads(view):
        return []
    areas = (place.of(view, code) for code in alone["area_code"])
    counts = Counter(area for area in areas if area is not None and area != view.area)
    if len(counts) < 2:
        return []
    top = max(counts.values())
    most = [area for area in view.areas.children(view.area) if counts[area] == top]
    each = "各" if len(most) > 1 else ""
    shown = [place.area_link(view, area) for area in most[:2]]
    names: list[Child] = [shown[0], *(part for one in shown[1:] for part in ("、", one))]
    more = f"等{len(most)}个" if len(most) > 2 else ""
    return ["；最多的是", *names, more, f"，{each}{format.counted(top, '处')}"]
