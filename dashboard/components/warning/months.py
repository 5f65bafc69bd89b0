"""Installation over time: terminals by month, and the communities that had one by then."""

from __future__ import annotations

from dashboard import format
from dashboard.components import source
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Html, el, framed
from dashboard.reading import broadcast
from dashboard.reading.broadcast import Row
from dashboard.view import View

UNKNOWN = "不详"


def chart(view: View) -> Content | Empty:
    """The last months, what came before them as one row."""
    rows = broadcast.months(view.version, view.area.code, view.as_of)
    if not rows:
        return Empty("安装过程", format.NO_DATA, "本周及以前没有登记终端")
    note = [
        "按登记表里未停用终端的安装日期；停用、拆除的不在内 ",
        source.button("broadcast_installed_communities"),
    ]
    last = rows[-1]
    return Content(_title(rows), _table(rows), last["terminals_so_far"], note)


def _title(rows: list[Row]) -> str:
    last = rows[-1]
    total = format.counted(last["communities_so_far"], "个")
    said = f"累计{total}社区(村)装上预警广播"
    dated = [row for row in rows if row["month"][0].isdigit()]
    if not dated:
        return said
    newest = dated[-1]
    top = max(row["terminals"] for row in dated)
    busiest = [_month(row["month"]) for row in dated if row["terminals"] == top]
    said += f"，最近一次安装在{_month(newest['month'])}"
    if len(busiest) > 1 or len(dated) < 2:
        return said
    # What came before the listed months stands in one row, which no single month competes with.
    among = "" if len(dated) == len(rows) else "所列月份中"
    return f"{said}；{among}单月最多的是{busiest[0]}，{format.counted(top, '个')}终端"


def _month(month: str) -> str:
    """`2021年3月` of `2021-03`; other text unchanged."""
    year, dash, number = month.partition("-")
    return f"{year}年{int(number)}月" if dash else month


def _table(rows: list[Row]) -> Html:
    top = max(row["terminals"] for row in rows)
    head = ["月份", el("span", "终端", class_="unseen"), "装终端（个）", "累计社区(村)（个）"]
    return framed(head, (_row(row, top) for row in rows), class_="ranking months")


def _row(row: Row, top: int) -> Html:
    width = row["terminals"] / top * 100
    month = f"日期{UNKNOWN}" if row["month"] == UNKNOWN else _month(row["month"])
    return el(
        "tr",
        el("th", month, scope="row"),
        el("td", el("span", el("b", style=f"width:{width:.2f}%"), class_="bar"), class_="bar-cell"),
        el("td", format.grouped(row["terminals"], 0), class_="value"),
        el("td", format.grouped(row["communities_so_far"], 0), class_="delta"),
    )
