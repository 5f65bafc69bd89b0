"""DuckDB's refusal of a query in Chinese: what is wrong, what was perhaps meant; no path."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from warehouse.errors import MisusedQuery, QueryError, QueryLimit, RefusedQuery

ONLY_QUERIES = "只能查询（select、with、from、describe、explain 等），不能改动数据、结构或设置"
NO_FILES = "不允许读写文件，也不允许装扩展；能查的只有库中的表（select * from meta.table 列出全部）"
MEMORY = "memory"
MEMORY_TEXT = "查询用的内存超过上限，已停止。可以：缩小范围（加 where），只取要用的列，先汇总再关联"
FILE_STATEMENTS = ("COPY", "COPY_DATABASE", "ATTACH", "DETACH", "LOAD", "EXPORT")

_LINE = re.compile(r"\bLINE (\d+):")
_NAME = r'"?([^"\n]+?)"?'
_UNKNOWN = (
    (re.compile(rf"Table with name {_NAME} does not exist"), "没有这张表"),
    (re.compile(rf"(?:Function|Macro) with name {_NAME} (?:does not|is not)"), "没有这个函数"),
    (re.compile(rf'Referenced (?:column|table) "{_NAME}" not found'), "没有这一列或这张表"),
    (re.compile(rf'Column "{_NAME}" in \w+ list not found'), "没有这一列"),
    (re.compile(rf'does not have a column named "{_NAME}"'), "没有这一列"),
)
_MEANT = re.compile(r'(?:Did you mean|Candidate (?:bindings|tables): ?:?) *((?:"[^"\n]+"(?:, )?)+)')
MEANT_SHOWN = 3
_NAME_SHOWN, _TECHNICAL_SHOWN = 60, 240  # characters
_NEAR = re.compile(r'at or near "([^"\n]*)"')
_PATH = re.compile(r"[/\\]|\.duckdb\b|\bwarehouse-\d{8}")
_BROKEN = ("IOException", "FatalException", "InternalException", "HTTPException")
_KINDS = {
    "ConversionException": "数据类型转换不了",
    "OutOfRangeException": "数值超出范围",
    "BinderException": "列名、类型或分组不对",
    "CatalogException": "没有这张表、列或函数",
    "InvalidInputException": "语句或参数不对",
    "NotImplementedException": "数据库不支持这种写法",
    "TypeMismatchException": "数据类型不符",
}


def statement_error(kind: str) -> RefusedQuery:
    """The refusal of a statement (named as DuckDB names its type) that is no query."""
    return RefusedQuery(NO_FILES if kind in FILE_STATEMENTS else ONLY_QUERIES)


def query_error(error: duckdb.Error) -> QueryError:
    """The refusal as a named error; technical text follows only where it holds no path."""
    return refused(type(error).__name__, str(error))


def refused(
    kind: str, text: str, meant: Sequence[str] | None = None, elsewhere: Sequence[str] = ()
) -> QueryError:
    """The refusal that DuckDB told as an exception of class `kind`; `meant` replaces its own guess.

    `elsewhere`: the tables that have the column which is missing at its place.
    MisusedQuery has no place yet where DuckDB's text does not name the line.
    """
    if kind in ("OutOfMemoryException", "MemoryError") or "failed to allocate" in text:
        return QueryLimit(MEMORY, MEMORY_TEXT)
    if "Cannot execute statement of type" in text or "configuration has been locked" in text:
        return RefusedQuery(ONLY_QUERIES)
    if kind == "PermissionException" or _is_about_files(text):
        return RefusedQuery(NO_FILES)
    if kind in _BROKEN:
        return QueryError(f"查询失败{_technical(text)}")
    if kind == "ParserException":
        near = _NEAR.search(text)
        word = (
            f"“{_cut(near.group(1), _NAME_SHOWN)}”附近"
            if near and not _PATH.search(near.group(1))
            else ""
        )
        return MisusedQuery(f"语法错误：{_place(text)}{word}{_technical(text)}")
    for pattern, what in _UNKNOWN:
        if found := pattern.search(text):
            name = found.group(1)
            if _PATH.search(name):  # from 'a file': what looks like a table is a path
                return RefusedQuery(NO_FILES)
            names = _guessed(text, name) if meant is None else tuple(meant)
            guess = f"；是不是要写 {'、'.join(names)}？" if names else _having(elsewhere)
            shown = _cut(name, _NAME_SHOWN)
            return MisusedQuery(f"{what}：{shown}{guess}{_technical(text)}", meant=names)
    return MisusedQuery(f"{_KINDS.get(kind, '查询失败')}{_technical(text)}")


def unknown_name(error: duckdb.Error) -> str | None:
    """The name of a table or column that DuckDB does not find; None when it is another error."""
    found = (pattern.search(str(error)) for pattern, _ in _UNKNOWN)
    return next((match.group(1).lower() for match in found if match), None)


def _is_about_files(text: str) -> bool:
    signs = ("file system operations are disabled", "external extensions", "exists in the")
    return any(sign in text for sign in signs)


def _place(text: str) -> str:
    found = _LINE.search(text)
    return f"第 {found.group(1)} 行" if found else ""


def _guessed(text: str, missing: str) -> tuple[str, ...]:
    found = _MEANT.search(text)
    names = re.findall(r'"([^"]+)"', found.group(1)) if found else []
    return tuple(name for name in names if name != missing)[:MEANT_SHOWN]


def _having(tables: Sequence[str]) -> str:
    if not tables:
        return ""
    shown = "、".join(tables[:MEANT_SHOWN])
    more = f" 等 {len(tables)} 张" if len(tables) > MEANT_SHOWN else ""
    return f"；有这一列的表：{shown}{more}"


def _technical(text: str) -> str:
    """DuckDB's own first sentence in brackets, unless it might name a file."""
    first = text.split("\n")[0].strip()
    return "" if not first or _PATH.search(first) else f"（{_cut(first, _TECHNICAL_SHOWN)}）"


def _cut(text: str, most: int) -> str:
    """A long one without its middle: what went wrong is told at both ends."""
    return text if len(text) <= most else f"{text[: most * 2 // 3]}…{text[-most // 3 :]}"
