"""The page's conclusion: how many projects, how many are late, the longest and whose duty."""

from __future__ import annotations

from dashboard import format
from dashboard.components import stale
from dashboard.components.frame import Content
from dashboard.components.html import Child, el
from dashboard.components.place import area_link
from dashboard.components.works import common
from dashboard.reading import works
from dashboard.view import View


def sentence(view: View) -> Content:
    """Projects are counted; what they build is not added up."""
    rows = works.projects(view.version, view.area.code, view.as_of)
    if rows.is_empty():
        why = common.nothing(view, "").reason
        said = (
            f"{view.area.name}本周及以前没有报送过防治工程台账。"
            if why == format.NO_DATA
            else f"{why}。"
        )
        return Content(el("span", said, class_="sentence unknown"), None, 0)
    upto = stale.upto(view, common.PAID.metric)
    done, late = int(rows["is_completed"].sum()), rows.filter(rows["is_late"])
    said_: list[Child] = [
        f"{view.area.name}防治工程{format.counted(rows.height, '个项目')}，"
        f"完工{format.counted(done, '个')}"
    ]
    if late.is_empty():
        said_ += ["，没有超过计划完工日期而未完工的。", upto]
        return Content(el("span", *said_, class_="sentence well"), None, rows.height)
    first = late.row(0, named=True)
    days = el("strong", format.days(first["days_overdue"]), class_="num")
    count = el("strong", format.counted(late.height, "个"), class_="num")
    said_ += ["，逾期未完工", count]
    tied = int((late["days_overdue"] == first["days_overdue"]).sum())
    if tied > 1:
        which = "" if tied == late.height else f"最长的{format.counted(tied, '个')}"
        said_ += [f"，{which}均已逾期", days, "。"]
    else:
        district = view.areas.by_code[first["district_code"]]
        place: Child = None
        if district not in view.areas.path(view.area):
            place = [area_link(view, district), "的"]
        duty = first["responsible_unit"] or "未注明"
        which = "，最长的是" if late.height > 1 else "，是"
        said_ += [which, place, f"{first['project_name']}，已逾期", days]
        said_.append(f"，责任单位：{duty}。")
    said_.append(upto)
    return Content(el("span", *said_, class_="sentence behind"), None, rows.height)
