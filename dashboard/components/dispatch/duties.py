"""Who does what: 1+7+24 and 1+8 as a grid of classes, the other bodies by name, the two lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard import format
from dashboard.components import folded
from dashboard.components.dispatch import common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, on_screen, scrolling, table
from dashboard.reading import census, dispatch
from dashboard.reading.dispatch import Row
from dashboard.view import CITY, View

NAME, LEDGER = "责任分工", "责任分工与专业团队表"
LIST_NAME, LIST_LEDGER = "两张清单", "清单与方案表"
MATRIX, TEAM, GROUP, OFFICE, FORCES = (
    "duty_matrix",
    "technical_team",
    "leading_group",
    "census_office",
    "grassroots",
)
OVERALL, LEAD, PARTICIPATING, SPECIALISED = "overall", "lead", "participating", "specialised"
TASK, SHARED, MERGED, SCHEME, DETAILED = (
    "task",
    "shared",
    "merged",
    "overall_scheme",
    "detailed_scheme",
)
Counts = Mapping[tuple[str, str, str], Row]


def grid(view: View) -> Content | Empty:
    """Every class with the department that leads it and the team that surveys it."""
    area = common.home(view)
    rows = dispatch.roster(view.version, area.code, view.as_of)
    if not rows:
        return common.nothing(view, NAME, LEDGER)
    leads = [r for r in rows if r["duty_system"] == MATRIX and r["duty_role"] != PARTICIPATING]
    teams = [r for r in rows if r["duty_system"] == TEAM]
    head = ["普查类别", "牵头部门", "技术机构", "投入人员"]
    classes = dispatch.census_classes(view.version)
    lines = [_class(code, title, leads, teams) for code, title in classes]
    if not teams:
        head, lines = head[:2], [line[:2] for line in lines]
    taken = census.undertaken(view.version, area.code, view.as_of)
    left = [
        title
        for (code, title), line in zip(classes, lines, strict=True)
        if line[1] == "—" and code in taken
    ]
    said = _said(view, rows)
    said += f"，{format.listed(left, 2, '类')}没有明确牵头" if left else "，承担的各类都有牵头"
    body: list[Child] = [scrolling(table(head, lines, class_="list duties")), _bodies(rows)]
    told = common.note(view, "只到单位，不列个人；报“…余人”的按下限")
    return Content(f"{NAME}：{said}", body, len(rows), told)


def _said(view: View, rows: Sequence[Row]) -> str:
    area = common.home(view).code
    counts = dispatch.duty_counts(view.version, view.as_of)
    parts = [f"按“{_formula(counts, area, MATRIX)}”分工"]
    if any(row["duty_system"] == TEAM for row in rows):
        parts.append(f"“{_formula(counts, area, TEAM)}”专业团队{_staff(counts, area)}")
    return "、".join(parts)


def _formula(counts: Counts, area: str, system: str) -> str:
    """`1+7+24`, `1+8`; parts nobody has are left out, 8 alone is 8."""
    roles = (OVERALL, LEAD, PARTICIPATING) if system == MATRIX else (OVERALL, SPECIALISED)
    known = [
        counts[(area, system, role)]["units"] for role in roles if (area, system, role) in counts
    ]
    return "+".join(str(n) for n in known) if known else "—"


def _staff(counts: Counts, area: str) -> str:
    known = [row for (a, s, _), row in counts.items() if (a, s) == (area, TEAM)]
    total = sum(row["staff_persons"] or 0 for row in known)
    if not total:
        return "—"
    return common.staff(total, is_at_least=any(row["is_at_least"] for row in known))


def _class(code: str, title: str, leads: Sequence[Row], teams: Sequence[Row]) -> tuple[Child, ...]:
    own = [row for row in leads if code in (row["census_classes"] or ())]
    team = [row for row in teams if code in (row["census_classes"] or ())]
    shared = any(len(row["census_classes"]) > 1 for row in team)
    staff = "、".join(common.persons(row) for row in team)
    return (
        title,
        "、".join(row["member_name"] for row in own) or "—",
        "、".join(row["member_name"] for row in team) or "—",
        (f"{staff}（几类合用）" if shared else staff) or "—",
    )


def _bodies(rows: Sequence[Row]) -> Html:
    """The bodies that the grid does not show, each on one line, names folded away."""
    groups = [
        ("参与部门", _of(rows, MATRIX, PARTICIPATING)),
        ("领导小组成员", _of(rows, GROUP, "member")),
        ("已组建领导小组的区(市)", _of(rows, GROUP, "below")),
        ("普查办内设小组", _of(rows, OFFICE, "member")),
        ("基层力量", _of(rows, FORCES, "force")),
    ]
    lines: list[Child] = []
    for name, members in groups:
        if members:
            names = "、".join(row["member_name"] for row in members)
            lines += [el("dt", name, " ", common.strong(str(len(members)))), el("dd", names)]
    for row in _of(rows, FORCES, "mobilised"):
        lines += [el("dt", row["member_name"]), el("dd", common.persons(row))]
    return el("dl", *lines, class_="kinds bodies")


def _of(rows: Iterable[Row], system: str, role: str) -> list[Row]:
    return [r for r in rows if (r["duty_system"], r["duty_role"]) == (system, role)]


def lists(view: View) -> Content | Empty:
    """What the lists hold: counts, then who shares what with whom; by district in the city."""
    area = common.home(view)
    counts = dispatch.list_counts(view.version, view.as_of)
    if area.level == CITY:
        return _by_district(view, counts)
    rows = dispatch.list_items(view.version, area.code, view.as_of)
    if not rows:
        return common.nothing(view, LIST_NAME, LIST_LEDGER)
    said = (
        f"{LIST_NAME}：任务清单{_n(counts, area.code, TASK)}项、"
        f"共享清单{_n(counts, area.code, SHARED)}项，合并调查字段{_n(counts, area.code, MERGED)}项"
    )
    scheme = f"{_n(counts, area.code, SCHEME)}+{_n(counts, area.code, DETAILED)}"
    head = ("清单", "提供（责任）单位", "使用单位", "项数", "内容")
    shown = [
        (
            row["kind"] or common.UNSTATED,
            row["responsible_unit"] or common.UNSTATED,
            row["user_units"] or "—",
            format.grouped(row["items"], 0),
            _titles(row),
        )
        for row in rows
    ]
    total = sum(row["items"] for row in rows)
    body = folded.listing(head, shown, total=len(rows), unit="行", class_="list two-lists")
    told = common.note(view, f"方案体系“{scheme}”；共{format.grouped(total, 0)}项")
    return Content(said, body, total, told)


def _titles(row: Row) -> Child:
    names: str = row["titles"]
    if row["items"] <= 1:
        return names
    return el("details", el("summary", "看内容"), names)


def _n(counts: Mapping[tuple[str, str], int], area: str, kind: str) -> int:
    return counts.get((area, kind), 0)


def _by_district(view: View, counts: Mapping[tuple[str, str], int]) -> Content | Empty:
    areas = view.areas.children(view.areas.city)
    duty = dispatch.duty_counts(view.version, view.as_of)
    known = {code for code, _ in counts} | {code for code, *_ in duty}
    if not known & {area.code for area in areas}:
        return common.nothing(view, LIST_NAME, LIST_LEDGER)
    kinds = (TASK, SHARED, MERGED)
    head = ["区(市)", "责任分工", "专业团队", "人员", "任务清单", "共享清单", "合并字段", "方案"]
    lines = [
        (
            common.where(view, area.code),
            _formula(duty, area.code, MATRIX),
            _formula(duty, area.code, TEAM),
            _staff(duty, area.code),
            *(str(_n(counts, area.code, kind) or "—") for kind in kinds),
            _scheme(counts, area.code),
        )
        for area in areas
    ]
    ready = sum((area.code, SHARED) in counts for area in areas)
    said = f"各区(市)分工与清单：{len(areas)}个区(市)中{ready}个建了共享清单"
    body = scrolling(table(head, lines, class_="list numbers by-district"))
    return Content(said, body, len(lines), common.note(view, "项数", on_screen("；点区(市)看内容")))


def _scheme(counts: Mapping[tuple[str, str], int], area: str) -> str:
    if (area, SCHEME) not in counts:
        return "—"
    return f"{_n(counts, area, SCHEME)}+{_n(counts, area, DETAILED)}"
