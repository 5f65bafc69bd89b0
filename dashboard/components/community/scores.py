"""韧性得分: the area's communities by their trial score, and how far the weights move them."""

from __future__ import annotations

from dashboard import format
from dashboard.components import folded, place
from dashboard.components.community import common
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el, link
from dashboard.reading import community
from dashboard.reading.community import Row
from dashboard.view import View


def chart(view: View) -> Content | Empty:
    """The lowest first, each with its rank in the city and the interval of it."""
    name = "韧性得分"
    rows = community.lowest(view.version, view.area.code, view.as_of)
    if not rows:
        return common.no_survey(name)
    counts = community.summary(view.version, view.area.code, view.as_of)
    scored = [row for row in rows if row["resilience_score"] is not None]
    moved = community.movement(view.version, view.area.code, view.as_of)
    title: list[Child] = [common.trial(), f" {_title(name, scored, moved)}"]
    head: list[Child] = ["社区(村)", *place.head(view), "得分", "全市名次", "权重变动时"]
    cells = [_cells(view, row) for row in rows]
    body = folded.listing(
        head, cells, total=counts.communities, whole=folded.all_in(view, "marts.community_rank")
    )
    note: list[Child] = [
        "满分100，只看能力不看威胁；每项权重加减一半，看名次落在哪里 ",
        common.rule_button(common.PARTS, "组成与权重"),
        " ",
        common.rule_button(common.RANK, "名次规则"),
    ]
    return Content(title, el("div", *body, class_="stack"), counts.communities, note)


def _title(name: str, scored: list[Row], moved: float | None) -> str:
    if not scored or moved is None:
        return f"{name}：已报的不足，都不计分"
    low = format.grouped(scored[0]["resilience_score"], 1)
    by = format.grouped(moved, 0)
    return f"{name}：最低{low}分；权重变动时，半数社区(村)的名次移动{by}位以上"


def _cells(view: View, row: Row) -> list[Child]:
    name = link(row["community_name"], view.address(area=row["area_code"]))
    where = place.cell(view, row["area_code"])
    if row["resilience_score"] is None:
        return [name, *where, "资料不足", "不排", "—"]
    return [
        name,
        *where,
        el("strong", format.grouped(row["resilience_score"], 1), class_="num"),
        f"{row['resilience_rank']}／{row['ranked_communities']}",
        common.interval(row),
    ]
