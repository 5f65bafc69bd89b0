"""What lies around a community: hazard sites, shelters, works; lists and a plane without a map."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded, pointmap, source
from dashboard.components.community import common
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard.sitemap import STATES as SITE_STATES
from dashboard.components.html import Child, el, on_screen
from dashboard.components.pointmap import Key, Point, Shape, Tone
from dashboard.reading import LISTED, community
from dashboard.reading.community import Row
from dashboard.view import View

HERE: tuple[Tone, Shape] = ("plain", "square")
NEAR = "list near"
SHELTER: tuple[Tone, Shape] = ("good", "circle")


def sites(view: View) -> Content | Empty:
    """Sites on the register: untreated first, then the nearest."""
    within = common.within(view, "hazard_site")
    row = community.portrait(view.version, view.area.code, view.as_of)
    name = "附近的隐患点"
    if row is None:
        return common.no_survey(name)
    found = community.sites(view.version, view.area.code, view.as_of)
    if not found:
        why = "没有在册的隐患点" if row["is_threat_known"] else "隐患点未报"
        return Empty(name, f"本社区和{within}{why}")
    open_ = [one for one in found if not one["is_treated"]]
    here = sum(one["is_registered_here"] for one in open_)
    title = f"{within}在册{format.counted(len(found), '处')}隐患点，已治理待销号"
    if open_:
        where = f"登记在本社区{here}处、在附近{len(open_) - here}处"
        title = f"{format.counted(len(open_), '处')}隐患点未治理：{where}"
    head: list[Child] = ["隐患点", "距离", "登记在", "状态", "威胁人数", "责任单位"]
    cells = [_site(one) for one in found[:LISTED]]
    body = folded.listing(
        head,
        cells,
        total=len(found),
        unit="处",
        whole=folded.all_in(view, "marts.hazard_site"),
        class_=NEAR,
    )
    note: list[Child] = [
        f"登记在本社区(村)或{within}，未销号的；先未治理，后由近到远 ",
        source.button("hazard_open_sites"),
    ]
    return Content(title, el("div", *body, class_="stack"), len(found), note)


def _site(row: Row) -> list[Child]:
    state = _state(row)
    title, tone, _ = SITE_STATES[state]
    what = "，".join(filter(None, (row["kind"], row["grade"])))
    persons = row["threatened_persons"]
    return [
        [row["site_name"], el("span", f" {what}", class_="note") if what else None],
        common.distance(row),
        "本社区" if row["is_registered_here"] else "附近",
        el("span", title, class_=f"light {tone}"),
        "未填" if persons is None else format.counted(persons, "人"),
        row["responsible_unit"] or "未注明",
    ]


def _state(row: Row) -> str:
    if row["is_overdue"]:
        return "overdue"
    return "treated" if row["is_treated"] else "untreated"


def plane(view: View) -> Content | Empty:
    """The community in the middle, sites and shelters around it."""
    row = community.portrait(view.version, view.area.code, view.as_of)
    name = "周边示意"
    if row is None:
        return common.no_survey(name)
    if row["longitude"] is None or row["latitude"] is None:
        return Empty(name, "本社区没有坐标", "请在社区减灾能力调查表中填写代表点经纬度")
    found = community.sites(view.version, view.area.code, view.as_of)
    homes = community.shelters(view.version, view.area.code, view.as_of)
    placed = pointmap.placed(found)
    roofs = pointmap.placed(homes)
    points = [Point(row["longitude"], row["latitude"], *HERE, f"{view.area.name}代表点")]
    points += [_site_point(one) for one in placed]
    points += [_shelter_point(one) for one in roofs]
    title = f"{common.within(view, 'shelter')}有{_told(placed, roofs)}"
    drawn = pointmap.draw(points, title, keys=_keys(placed, roofs))
    note: list[Child] = ["位置为代表点和登记的坐标", on_screen("；指向标记看名称")]
    return Content(title, drawn, len(points), note)


def _told(placed: list[Row], roofs: list[Row]) -> str:
    open_ = sum(not one["is_treated"] for one in placed)
    return f"未治理隐患点{format.counted(open_, '处')}、避难场所{format.counted(len(roofs), '处')}"


def _site_point(row: Row) -> Point:
    title, tone, shape = SITE_STATES[_state(row)]
    tip = f"{row['site_name']}\n{title}，{common.distance(row)}"
    return Point(row["longitude"], row["latitude"], tone, shape, tip)


def _shelter_point(row: Row) -> Point:
    capacity = format.counted(row["capacity_persons"], "人")
    tip = f"{row['shelter_name']}（{row['register']}）\n可容纳{capacity}，{common.distance(row)}"
    return Point(row["longitude"], row["latitude"], *SHELTER, tip)


def _keys(placed: list[Row], roofs: list[Row]) -> list[Key]:
    keys = [Key(*HERE, "本社区代表点")]
    for state, (title, tone, shape) in SITE_STATES.items():
        if count := sum(_state(one) == state for one in placed):
            keys.append(Key(tone, shape, f"{title} {format.counted(count, '处')}"))
    if roofs:
        keys.append(Key(*SHELTER, f"避难场所 {format.counted(len(roofs), '处')}"))
    return keys


def shelters(view: View) -> Content | Empty:
    """Shelters: the community's own first, then the nearest."""
    within = common.within(view, "shelter")
    name = "附近的避难场所"
    row = community.portrait(view.version, view.area.code, view.as_of)
    if row is None:
        return common.no_survey(name)
    found = community.shelters(view.version, view.area.code, view.as_of)
    if not found:
        return Empty(name, f"本社区没有，{within}也没有", "最近的一处见上面的卡片")
    own = sum(one["is_registered_here"] for one in found)
    title = f"{_own(own)}，{within}另有{format.counted(len(found) - own, '处')}"
    head: list[Child] = ["避难场所", "距离", "登记类别", "可容纳", "状态"]
    cells = [
        [
            one["shelter_name"],
            common.distance(one),
            [one["register"], "（本社区）" if one["is_registered_here"] else None],
            format.counted(one["capacity_persons"], "人"),
            one["state"] or "未填",
        ]
        for one in found[:LISTED]
    ]
    body = folded.listing(
        head,
        cells,
        total=len(found),
        unit="处",
        whole=folded.all_in(view, "marts.counted_shelter"),
        class_=NEAR,
    )
    note: list[Child] = [
        "先本社区，后由近到远；两类登记的容量从不相加；直线距离，不是步行路程 ",
        source.button("shelters"),
    ]
    return Content(title, el("div", *body, class_="stack"), len(found), note)


def _own(count: int) -> str:
    return f"本社区有避难场所{format.counted(count, '处')}" if count else "本社区没有避难场所"


def projects(view: View) -> Content | Empty:
    """Works in the street and around: the late ones first."""
    within = common.within(view, "project")
    name = "周边的防治工程"
    row = community.portrait(view.version, view.area.code, view.as_of)
    if row is None:
        return common.no_survey(name)
    found = community.projects(view.version, view.area.code, view.as_of)
    if not found:
        return Empty(name, f"本镇(街道)和{within}没有登记的工程")
    late = [one for one in found if one["is_late"]]
    going = sum(not one["is_completed"] for one in found)
    title = f"周边防治工程{format.counted(len(found), '个')}，未完工{going}个"
    title += f"，其中逾期{len(late)}个" if late else "，没有逾期的"
    head: list[Child] = ["工程", "距离", "类别", "完成／计划", "状态"]
    cells = [_project(one) for one in found[:LISTED]]
    body = folded.listing(
        head,
        cells,
        total=len(found),
        whole=folded.all_in(view, "marts.project_status"),
        class_=NEAR,
    )
    note: list[Child] = [
        f"登记在本社区或本镇(街道)的，和{within}的；先逾期，后由近到远 ",
        source.button("works_payment_rate"),
    ]
    return Content(title, el("div", *body, class_="stack"), len(found), note)


def _project(row: Row) -> list[Child]:
    unit = row["unit"] or ""
    done, planned = (
        "未填" if row[part] is None else format.plain(row[part])
        for part in ("completed_quantity", "planned_quantity")
    )
    state: Child = row["state"] or "未注明"
    if row["is_late"]:
        late = f"逾期{format.days(row['days_overdue'])}"
        state = [state, "，", el("strong", late, class_="late")]
    return [
        row["project_name"],
        common.distance(row),
        row["kind"] or "未注明",
        f"{done}／{planned}{unit}",
        state,
    ]
