"""采集→校对→检验，检验不合格退回修正再检验，到合格、汇交: how many at each step, how many lost."""

from __future__ import annotations

from typing import Any

from dashboard import format
from dashboard.components import metric as m
from dashboard.components import source, stale
from dashboard.components.census import place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, table, table_view
from dashboard.reading import census
from dashboard.view import View

TITLE = "普查环节"
UNIT = "个"
SOURCE = "census_inspection_rate"
# step: title, the metric whose numerator it is, what is still missing to reach it
STEPS = {
    "required": ("应查", "census_collection_rate/denominator", ""),
    "collected": ("采集", "census_collection_rate/numerator", "应查未采集"),
    "proofread": ("校对", "census_proofreading_rate/numerator", "采集未校对"),
    "inspected": ("检验", "census_inspection_rate/numerator", "校对未检验"),
    "passed": ("合格", "census_objects_passed/value", "退回未修正合格"),
    "submitted": ("汇交", "census_submission_rate/numerator", "合格未汇交"),
}


def chart(view: View) -> Content | Empty:
    """The steps as a chain with the loop of corrections, the biggest loss in the title."""
    counts = census.steps(view.version, view.area.code, view.as_of)
    if counts is None:
        return place.nothing(view, TITLE)
    shares = {
        row["step"]: row
        for row in census.step_shares(view.version, view.area.code, view.as_of).iter_rows(
            named=True
        )
    }
    rows = [shares[step] for step in STEPS]
    chain = el("ol", *(_step(view, row) for row in rows), class_="chain")
    note: list[Child] = [
        f"{view.area.name}，单位：{UNIT}；百分数为占应查数的比例；包括全部承担任务。",
        stale.mark(view, m.reading(view, SOURCE)),
        " ",
        source.button(SOURCE),
    ]
    told = el(
        "div", chain, _loop(view, counts), class_="steps", role="group", aria_label=_said(rows)
    )
    return Content(conclusion(rows), [told, _table(rows)], len(rows), note)


def conclusion(rows: list[dict[str, Any]]) -> str:
    """`普查环节：最大的缺口是应查未采集，450,694个（占应查数62.6%）`, ties and none told."""
    if not rows[0]["objects"]:
        return f"{TITLE}：应查数为0"
    losses = [row for row in rows if (row["lost"] or 0) > 0]
    if not losses:
        return f"{TITLE}：应查对象全部采集、校对、检验合格并汇交"
    most = max(row["lost"] for row in losses)
    named = "、".join(STEPS[row["step"]][2] for row in losses if row["lost"] == most)
    share = next(row["lost_share"] for row in losses if row["lost"] == most)
    size = format.quantity(float(most), UNIT)
    told = format.quantity(share, format.PERCENT)
    return f"{TITLE}：最大的缺口是{named}，{size}（占应查数{told}）"


def _said(rows: list[dict[str, Any]]) -> str:
    return "，".join(
        f"{STEPS[row['step']][0]}{format.quantity(float(row['objects']), UNIT)}" for row in rows
    )


def _step(view: View, row: dict[str, Any]) -> Html:
    title, metric, missing = STEPS[row["step"]]
    count = _figure(view, row["objects"], metric)
    lost: Child = None
    if row["lost"]:
        negative = row["lost"] < 0
        text = "比上一步多" if negative else f"{missing} "
        size = format.plain(float(abs(row["lost"])))
        lost = el("span", f"{text}{size}", class_="lost worse" if negative else "lost")
    width = max(0.0, min(1.0, row["share"] or 0.0)) * 100
    return el(
        "li",
        lost,
        el("span", title, class_="name"),
        el("strong", count),
        el("span", str(format.quantity(row["share"], format.PERCENT)), class_="share num"),
        el("span", el("b", style=f"width:{width:.2f}%"), class_="bar"),
        class_=row["step"],
    )


def _loop(view: View, counts: dict[str, Any]) -> Html:
    """检验不合格 → 退回修正 → 再检验: the fourth step goes round, it is no station on the line."""
    rate = "census_correction_pass_rate"
    back = _figure(view, counts["returned_objects"], f"{rate}/denominator")
    again = _figure(view, counts["corrected_objects"], f"{rate}/numerator")
    waiting = format.plain(float(counts["uncorrected_objects"]))
    return el(
        "p",
        el("span", "↓ 检验不合格，退回 ", back),
        el("span", el("strong", "修正"), f"：待修正合格 {waiting}", class_="station"),
        el("span", "↑ 修正后再检验合格 ", again),
        class_="loop",
    )


def _figure(view: View, value: int, metric: str) -> Html:
    return figure(
        format.plain(float(value)),
        metric=metric,
        area=view.area.code,
        as_of=view.as_of,
        value=float(value),
    )


def _table(rows: list[dict[str, Any]]) -> Html:
    body = [
        (
            STEPS[row["step"]][0],
            format.plain(float(row["objects"])),
            str(format.quantity(row["share"], format.PERCENT)),
            "—" if row["lost"] is None else format.plain(float(row["lost"])),
            str(format.quantity(row["lost_share"], format.PERCENT)) if row["lost"] else "—",
        )
        for row in rows
    ]
    return table_view(
        table(["环节", f"数（{UNIT}）", "占应查数", "到这一步还差", "占应查数 "], body)
    )
