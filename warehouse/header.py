"""The TOML in a SQL file's opening comment -> frozen dataclasses; unknown keys are refused."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from warehouse.common.audience import AUDIENCES
from warehouse.errors import ModelError, Problem
from warehouse.rowspec import ROWS, ROWS_NEEDS, RowsBehind

OPENING = re.compile(r"\A\ufeff?\s*/\*(.*?)\*/", re.DOTALL)
TOML_PLACE = re.compile(r"at line (\d+)")
NAME = re.compile(r"[a-z][a-z0-9_]*")
CODE_FIGURE = re.compile(r"codes\.(\w+)\.(\w+)\.(\w+)")
METRIC_KEY = ("area_code", "as_of")
METRIC_GRAIN = "一行一周一个区划"
AREA_LEVELS = ("city", "district", "street", "community")  # coarse to fine
DIRECTIONS = ("up", "down", "none")
BASES = ("plan", "value")
CHECK_LEVELS = ("error", "warn")


@dataclass(frozen=True)
class CodeFigure:
    """A figure that has its home in a code list: `codes.<list>.<code>.<column>`."""

    table: str
    code: str
    column: str


Figure = float | CodeFigure
COMMON = {"title": str, "grain": str, "key": list, "description": str, "columns": dict}
COMMON |= {"audience": str, "released": str, "finest": str}
MODEL = COMMON | {"rows_of": str}
METRIC = COMMON | {
    "unit": str,
    "direction": str,
    "additive": bool,
    "owner": str,
    "definition": str,
    "phrase": str,
    "wordings": list,
    "planned_by": str,
    "target": CodeFigure,
    "level": str,
    "changes": list,
    "thresholds": dict,
    "zero_when_reported": bool,
    "rows": dict,
}
METRIC_MAY = ("additive", "zero_when_reported", "phrase", "planned_by")
CHECK = {
    "title": str,
    "message": str,
    "remedy": str,
    "level": str,
    "description": str,
    "columns": dict,
}
COLUMN = {"title": str, "unit": str, "note": str, "audience": str, "released": str}
THRESHOLDS = {"basis": str, "green": CodeFigure, "yellow": CodeFigure}
CHANGE = {"on": dt.date, "text": str}
MODEL_NEEDS = ("title", "grain", "key", "description")
METRIC_NEEDS = ("title", "unit", "direction", "owner", "definition", "level")
CHECK_NEEDS = ("title", "message", "remedy", "level")


@dataclass(frozen=True)
class ColumnNote:
    """What the header says of one column that is new in this model.

    `audience`: who may see it, where that is not what it is made from; `released`: why it may be
    shown to more people than that (audience.py holds both against its origins).
    """

    name: str
    title: str
    unit: str | None = None
    note: str | None = None
    audience: str | None = None
    released: str | None = None


@dataclass(frozen=True)
class Thresholds:
    """When the light is green or yellow: value as it is, or actual as a share of the plan."""

    basis: str
    green: Figure
    yellow: Figure


@dataclass(frozen=True)
class Change:
    """A dated change of a metric's definition or of its denominator."""

    on: dt.date
    text: str


@dataclass(frozen=True)
class MetricFacts:
    """The part of a metric's header that other models do not have."""

    unit: str
    direction: str
    owner: str
    definition: str
    level: str
    additive: bool = True
    zero_when_reported: bool = False
    phrase: str | None = None
    wordings: tuple[str, ...] = ()  # as other texts say it: dashboard/proof/wording.py reads them
    planned_by: str | None = None  # the count whose plan this share is judged by
    target: Figure | None = None
    thresholds: Thresholds | None = None
    changes: tuple[Change, ...] = ()
    rows: RowsBehind | None = None


@dataclass(frozen=True)
class CheckFacts:
    """What a check in sql/checks says when it returns rows."""

    message: str
    remedy: str
    level: str


@dataclass(frozen=True)
class Header:
    """The opening comment of a SQL file.

    `audience` and `released` are said of the rows as those of a column are of its values. Editions
    narrower than full hold no row of an area finer than `finest`.
    """

    title: str
    grain: str = ""
    key: tuple[str, ...] = ()
    description: str = ""
    columns: tuple[ColumnNote, ...] = ()
    metric: MetricFacts | None = field(default=None)
    check: CheckFacts | None = field(default=None)
    rows_of: str | None = None
    audience: str | None = None
    released: str | None = None
    finest: str | None = None


class _Fault(Exception):
    """Carries (key, problem, remedy) up to where file and line are known."""

    def __init__(self, key: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.key, self.problem, self.remedy = key, problem, remedy


def read_header(file: str, schema: str, text: str) -> Header:
    """The header of one file; ModelError names file, line and remedy."""
    opening = OPENING.match(text)
    if opening is None:
        raise ModelError(
            [Problem(file, 1, "开头没有写 /* … */ 说明", "在文件开头的注释里用 TOML 写 title 等键")]
        )
    first = text[: opening.start(1)].count("\n")
    try:
        body = tomllib.loads(opening.group(1))
    except tomllib.TOMLDecodeError as error:
        place = TOML_PLACE.search(str(error))
        line = first + int(place.group(1)) if place else first + 1
        problem = Problem(file, line, f"开头的说明不是合格的 TOML（{error}）", "按行号改正")
        raise ModelError([problem]) from error
    make = {"metrics": _metric, "checks": _check}.get(schema, _model)
    try:
        return make(body)
    except _Fault as fault:
        line = first + _line_of_key(opening.group(1), fault.key)
        raise ModelError([Problem(file, line, fault.problem, fault.remedy)]) from fault


def _line_of_key(toml: str, key: str) -> int:
    pattern = re.compile(rf"\b{re.escape(key)}\b") if key else None
    for number, line in enumerate(toml.split("\n"), start=1):
        if pattern and pattern.search(line):
            return number
    return 1


def _fits(value: Any, kind: type) -> bool:
    if kind is CodeFigure:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number or (isinstance(value, str) and bool(CODE_FIGURE.fullmatch(value)))
    return isinstance(value, kind)


def _look_at(body: Mapping[str, Any], known: Mapping[str, type], needs: tuple[str, ...]) -> None:
    """Refuse unknown keys, missing keys and wrong types."""
    for key in body:
        if key not in known:
            raise _Fault(key, f"不认识的键 {key}", f"可用的键：{'、'.join(known)}")
    if missing := [k for k in needs if k not in body]:
        raise _Fault("", f"说明里缺少 {'、'.join(missing)}", "补写这些键")
    for key, value in body.items():
        if not _fits(value, known[key]):
            word = {str: "文字", list: "列表", dict: "表", bool: "true 或 false"}
            kind = {**word, CodeFigure: "数，或 codes.代码表.代码.列"}.get(known[key], "日期")
            raise _Fault(key, f"{key} 应为{kind}", "改正它的写法")
        if isinstance(value, str) and not value.strip():
            raise _Fault(key, f"{key} 是空的", "补写内容")


def _choice(body: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> None:
    if key in body and body[key] not in choices:
        raise _Fault(key, f"{key} = {body[key]!r} 不存在", f"可用：{'、'.join(choices)}")


def _columns(body: Mapping[str, Any]) -> Iterator[ColumnNote]:
    for name, value in body.get("columns", {}).items():
        if isinstance(value, str):
            value = {"title": value}
        if not isinstance(value, dict):
            raise _Fault(name, f"列 {name} 应写中文名", '写成 列名 = "中文名"')
        _look_at(value, COLUMN, ("title",))
        _audience(value)
        yield ColumnNote(name, **value)


def _audience(body: Mapping[str, Any]) -> None:
    """The keys that say who may see something."""
    _choice(body, "audience", AUDIENCES)
    _choice(body, "finest", AREA_LEVELS)
    if "released" in body and "audience" not in body:
        raise _Fault("released", "released 要和 audience 一起写", "补写 audience，或删去 released")


def _names(body: Mapping[str, Any], key: str) -> tuple[str, ...]:
    names = body.get(key, [])
    if not all(isinstance(name, str) for name in names):
        raise _Fault(key, f"{key} 应为列名的列表", f'写成 {key} = ["as_of", "area_code"]')
    return tuple(names)


def _model(body: Mapping[str, Any]) -> Header:
    _look_at(body, MODEL, MODEL_NEEDS)
    _audience(body)
    if not _names(body, "key"):
        raise _Fault("key", "key 是空的", "写出能区分每一行的列")
    return Header(
        title=body["title"],
        grain=body["grain"],
        key=_names(body, "key"),
        description=body["description"],
        columns=tuple(_columns(body)),
        rows_of=body.get("rows_of"),
        **_shown_to(body),
    )


def _shown_to(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: body.get(key) for key in ("audience", "released", "finest")}


def _metric(body: Mapping[str, Any]) -> Header:
    _look_at(body, METRIC, METRIC_NEEDS)
    _audience(body)
    _choice(body, "direction", DIRECTIONS)
    _choice(body, "level", AREA_LEVELS)
    if "key" in body and set(_names(body, "key")) != set(METRIC_KEY):
        raise _Fault("key", "指标的 key 只能是 area_code、as_of", "改正或删去 key")
    facts = {k: body[k] for k in METRIC_NEEDS if k != "title"}
    facts |= {k: body[k] for k in METRIC_MAY if k in body}
    return Header(
        title=body["title"],
        grain=body.get("grain", METRIC_GRAIN),
        key=METRIC_KEY,
        description=body.get("description", body["definition"]),
        columns=tuple(_columns(body)),
        metric=MetricFacts(
            **facts,
            wordings=_wordings(body.get("wordings", [])),
            target=_figure(body["target"]) if "target" in body else None,
            thresholds=_thresholds(body),
            changes=tuple(_changes(body.get("changes", []))),
            rows=_rows(body),
        ),
        **_shown_to(body),
    )


def _wordings(given: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(one, str) and "{" in one for one in given):
        raise _Fault(
            "wordings",
            "wordings 应为句式的列表，每句有数的位置",
            '写成 wordings = ["完成治理{numerator}处"]',
        )
    return tuple(given)


def _thresholds(body: Mapping[str, Any]) -> Thresholds | None:
    if "thresholds" not in body:
        return None
    given = body["thresholds"]
    _look_at(given, THRESHOLDS, tuple(THRESHOLDS))
    _choice(given, "basis", BASES)
    return Thresholds(given["basis"], _figure(given["green"]), _figure(given["yellow"]))


def _figure(given: str | float) -> Figure:
    home = CODE_FIGURE.fullmatch(given) if isinstance(given, str) else None
    return CodeFigure(*home.groups()) if home else float(given)


def _rows(body: Mapping[str, Any]) -> RowsBehind | None:
    if "rows" not in body:
        return None
    given = dict(body["rows"])
    _look_at(given, ROWS, ROWS_NEEDS)
    names: dict[str, Any] = {key: _names(given, key) for key in ("on", "each", "cells")}
    if ("with" in given) != bool(names["on"]):
        raise _Fault("with" if "with" in given else "on", "with 和 on 要一起写", "补写另一个")
    renamed: dict[str, str] = {"from": "table", "with": "joined"}
    words: dict[str, Any] = {
        str(renamed.get(key, key)): v for key, v in given.items() if key not in names
    }
    return RowsBehind(**words, **names)


def _changes(given: list[Any]) -> Iterator[Change]:
    for change in given:
        if not isinstance(change, dict):
            raise _Fault("changes", "changes 的每一项应为 {on = 日期, text = …}", "改正它的写法")
        _look_at(change, CHANGE, tuple(CHANGE))
        yield Change(change["on"], change["text"])


def _check(body: Mapping[str, Any]) -> Header:
    _look_at(body, CHECK, CHECK_NEEDS)
    _choice(body, "level", CHECK_LEVELS)
    return Header(
        title=body["title"],
        description=body.get("description", ""),
        columns=tuple(_columns(body)),
        check=CheckFacts(body["message"], body["remedy"], body["level"]),
    )
