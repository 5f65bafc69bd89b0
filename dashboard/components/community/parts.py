"""韧性得分的组成: each part's raw value, its score, weight and contribution, and the interval."""

from __future__ import annotations

from dashboard import format
from dashboard.components.community import common
from dashboard.components.community.common import UNREPORTED
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, framed, on_screen, scrolling, table
from dashboard.reading import community
from dashboard.reading.community import Row
from dashboard.view import View


def chart(view: View) -> Content | Empty:
    """Every part of the score, and in words how far the rank moves when the weights do."""
    row = community.portrait(view.version, view.area.code, view.as_of)
    if row is None:
        return common.no_survey("韧性得分")
    parts = community.components(view.version, view.area.code, view.as_of)
    head: list[Child] = ["组成", "原值", "归一化（0～100）", "权重", "计入得分"]
    body = framed(head, [_row(one) for one in parts], class_="list parts-of numbers")
    note: list[Child] = [
        _sum(parts),
        on_screen("；指向各项看计分办法 "),
        common.rule_button(common.PARTS, "组成与权重"),
        " ",
        common.rule_button(common.RANK, "名次规则"),
    ]
    inside = el("div", el("p", _moved(row), class_="moved"), scrolling(body), class_="stack")
    return Content([common.trial(), f" {_title(row)}"], inside, len(parts), note)


def averages(view: View) -> Content | Empty:
    """Every part with its rule and weight, and how the area's communities do in it."""
    found = community.averages(view.version, view.area.code, view.as_of)
    if not found:
        return common.no_survey("韧性得分的组成")
    known = [one for one in found if one["average"] is not None]
    if not known:
        return Empty("韧性得分的组成", f"各项全部{UNREPORTED}")
    low = min(known, key=lambda one: one["average"])
    weakest = f"{low['component_title']}最弱，平均{format.grouped(low['average'], 0)}分"
    said = f"{len(found)}项组成中{weakest}"
    head: list[Child] = ["组成", "计分办法", "权重", "已报的平均", UNREPORTED]
    body = scrolling(table(head, [_average(one) for one in found], class_="list"))
    weights = sum(one["weight_percent"] for one in found)
    note: list[Child] = [
        f"权重合计{weights}%；{common.rule(view, common.PARTS, UNREPORTED)} ",
        common.rule_button(common.PARTS),
    ]
    return Content([common.trial(), f" {said}"], body, len(found), note)


def _average(one: Row) -> list[Child]:
    average, missing = one["average"], one["unreported"]
    return [
        one["component_title"],
        one["component_rule"],
        f"{one['weight_percent']}%",
        f"全部{UNREPORTED}" if average is None else f"{format.grouped(average, 0)}分",
        format.counted(missing, "个") if missing else "—",
    ]


def _title(row: Row) -> str:
    if row["resilience_score"] is None:
        known = row["reported_weight_percent"]
        return f"韧性得分：已报各项权重只有{known}%，资料不足，不计分"
    score = format.grouped(row["resilience_score"], 1)
    return f"韧性得分{score}分，{common.between(row)}"


def _moved(row: Row) -> str:
    if row["resilience_score"] is None:
        return "未报的项不按0分算；报齐以后才计得分和名次。"
    all_ = format.counted(row["ranked_communities"], "个")
    said = f"按现在的权重排在全市{all_}社区(村)中第{row['resilience_rank']}；"
    said += f"每项权重各加一半、减一半，{common.between(row)}"
    if row["reported_weight_percent"] < 100:
        return f"{said}，已把未报的项按最低、最高各算一次。"
    return f"{said}。"


def _sum(parts: list[Row]) -> str:
    weights = sum(one["weight_percent"] for one in parts)
    missing = [one["component_title"] for one in parts if not one["is_reported"]]
    said = f"权重合计{weights}%"
    if missing:
        said += f"；{'、'.join(missing)}{UNREPORTED}，代入全市平均分"
    return said


def _row(one: Row) -> Html:
    rule = f"{one['component_title']}\n{one['component_rule']}"
    name = el("span", one["component_title"], data_tip=rule, tabindex="0")
    score = format.grouped(one["component_score"], 0)
    if not one["is_reported"]:
        score = f"{score}（代入）"
    width = one["contribution"] * 100 / one["weight_percent"]
    bar = el("span", el("b", style=f"width:{width:.2f}%"), class_="bar")
    return el(
        "tr",
        el("th", name, scope="row"),
        el("td", _raw(one), data_label="原值"),
        el(
            "td",
            el("span", bar, el("span", score, class_="num"), class_="barred"),
            data_label="归一化",
        ),
        el("td", f"{one['weight_percent']}%", data_label="权重"),
        el(
            "td",
            el("strong", format.grouped(one["contribution"], 1), class_="num"),
            data_label="计入得分",
        ),
        class_=None if one["is_reported"] else "missing",
    )


def _raw(one: Row) -> str:
    value, base, unit = one["raw_value"], one["raw_base"], one["raw_unit"]
    if value is None or (not one["is_reported"] and base is None and unit != "米"):
        return UNREPORTED
    if not unit:
        return "是" if value else "否"
    said = format.counted(int(value), unit)
    if one["component"] in ("shelter_capacity", "elderly"):
        whole = UNREPORTED if base is None else format.counted(int(base), unit)
        return f"{said}／{whole}"
    return said
