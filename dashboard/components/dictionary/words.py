"""How the dictionary words things: identifiers set as code, kinds, types, levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.components import source
from dashboard.components.html import Child, Html, el, identified

KINDS: Mapping[str, str] = {
    "metric": "指标",
    "column": "列",
    "table": "表",
    "code": "代码表",
    "source": "来源",
}
SCHEMAS: Mapping[str, str] = {
    "marts": "统计表：按区划、按周算好的数",
    "staging": "报送明细：各来源到该周为止有效的行",
    "metrics": "指标的值和定义",
    "meta": "库的说明：版本、装载、问题、来源、表和列",
}
LEVELS: Mapping[str, str] = {"error": "不合的行退回", "confirm": "待确认，照收"}
DIRECTIONS: Mapping[str, str] = {"up": "越大越好", "down": "越小越好", "none": "不评价"}
TYPES: Mapping[str, str] = {
    "VARCHAR": "文字",
    "BIGINT": "整数",
    "INTEGER": "整数",
    "UINTEGER": "整数",
    "DOUBLE": "小数",
    "DATE": "日期",
    "BOOLEAN": "是否",
    "TIMESTAMP": "时间",
    "VARCHAR[]": "多个文字",
}


def prose(text: str | None) -> Child:
    """Text with the identifiers in it set as code; — for none."""
    return identified(text) if text else "—"


def enumerated(entries: Iterable[Html], none: str = "—") -> list[Child]:
    """Links one after another with 、 between them; `none` where there is none."""
    listed: list[Child] = []
    for entry in entries:
        listed += ["、", entry] if listed else [entry]
    return listed or [none]


def type_word(kind: str) -> Child:
    """`整数`; a type that has no word as it stands."""
    said = TYPES.get(kind.upper())
    return said if said else el("code", kind)


def code(text: str | None) -> Child:
    """An identifier or a value as it stands in the warehouse."""
    return "—" if text is None else el("code", text)


def statement(title: str, sql: str | None) -> Html | None:
    """A statement, folded away; nothing where no SQL made the thing."""
    if not sql:
        return None
    return el("details", el("summary", title), source.statement(sql))


def facts(*pairs: tuple[str, Child]) -> Html:
    """Names and what is said under them."""
    return el("dl", *([el("dt", name), el("dd", said)] for name, said in pairs), class_="facts")
