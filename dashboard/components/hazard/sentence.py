"""The page's conclusion: how many sites are open, how many overdue, the longest, whose duty."""

from __future__ import annotations

from dashboard import format
from dashboard.components import metric as m
from dashboard.components.frame import Content
from dashboard.components.hazard.common import OPEN
from dashboard.components.html import Child, el
from dashboard.components.place import area_link
from dashboard.reading import hazards
from dashboard.reading.hazards import ALL
from dashboard.view import View

OVERDUE = "hazard_sites_overdue"


def sentence(view: View) -> Content:
    """Counts all families, whatever the page compares below."""
    stock, late = m.reading(view, OPEN.metric), m.reading(view, OVERDUE)
    if stock.value is None:
        said: list[Child] = [f"{view.area.name}本周及以前没有报送过隐患点台账。"]
        return Content(el("span", *said, class_="sentence unknown"), None, 0)
    count = stock.figure(str(format.quantity(stock.value, "处")), stock.value)
    said = [f"{view.area.name}在册隐患点", count]
    if not late.value:
        tail = "，没有逾期未治理的。" if late.value == 0 else "。"
        return Content(el("span", *said, tail, class_="sentence well"), None, 1)
    text = el("strong", str(format.quantity(late.value, "处")))
    said += ["，逾期未治理", late.figure(text, late.value), *_longest(view), "。"]
    return Content(el("span", *said, class_="sentence behind"), None, int(late.value))


def _longest(view: View) -> list[Child]:
    """The site overdue longest and who answers for it; how many share that when several do."""
    rows = hazards.overdue(view.version, view.area.code, ALL, view.as_of)
    if rows.is_empty():
        return []
    first = rows.row(0, named=True)
    days = el("strong", format.days(first["days_overdue"]), class_="num")
    tied = int((rows["days_overdue"] == first["days_overdue"]).sum())
    if tied > 1:
        return [f"，最长的{format.counted(tied, '处')}均已逾期", days]
    district = view.areas.by_code[first["district_code"]]
    place: Child = None
    if district not in view.areas.path(view.area):
        place = area_link(view, district)
    duty = first["responsible_unit"] or "未注明"
    return ["，最长的是", place, f"{first['site_name']}，已逾期", days, f"，责任单位：{duty}"]
