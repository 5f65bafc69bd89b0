"""Layouts: how a file with other headings is read as one of our sources (`--layout file.toml`).

    title = "…"                        what the layout is for
    source = "shelter"                 the contract it leads to
    ignore = ["Latitude"]              captions that are not to be used (columns, never rows)
    [constants]                        column = "what stands in every cell"; also as_of, unit
    [aliases]                          column = ["caption", …]
    [values.column]                    "word in the file" = "word of the contract", "" for none
    [[split]]                          column, into = […], separator or pattern: one becomes several
    [[join]]                           into, separator, flags = {caption = word}: several become one
    [columns.column]                   required, unit, multiplier, minimum, maximum

Rows are never filtered: every row read must be accounted for.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from etl.contract import Column, Contract, ContractError, with_columns
from warehouse.common.oserrors import cause


@dataclass(frozen=True)
class Split:
    """One column of the file holds several of ours, apart by `separator` or `pattern`'s groups."""

    column: str
    into: tuple[str, ...]
    separator: str | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Join:
    """Flag columns (是/否, 1/empty) become the words of those that are set, in one of ours."""

    into: str
    flags: tuple[tuple[str, str], ...]
    separator: str = "、"


@dataclass(frozen=True)
class Override:
    """What a layout may change in a column of the contract; None leaves it as it is."""

    column: str
    required: bool | None = None
    unit: str | None = None
    multiplier: float | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Layout:
    """An overlay on one contract; made by `read_layout`, which checks its form."""

    title: str
    source: str
    ignore: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    splits: tuple[Split, ...] = ()
    joins: tuple[Join, ...] = ()
    columns: tuple[Override, ...] = ()
    as_of: str | None = None
    unit: str | None = None
    path: str = field(default="", compare=False)

    @property
    def hash(self) -> str:
        """First 12 hex digits of SHA-256 over what the layout says (not where it lies)."""
        body = asdict(self)
        del body["path"]
        text = json.dumps(body, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def filled(self) -> frozenset[str]:
        """Columns of the contract that need no caption of their own."""
        made = [column for split in self.splits for column in split.into]
        made += [join.into for join in self.joins]
        return frozenset([*made, *(column for column, _ in self.constants)])

    def values_of(self, column: str) -> tuple[tuple[str, str], ...]:
        """(word in the file, word of the contract) for one column."""
        return next((words for name, words in self.values if name == column), ())


_KEYS = ("title", "source", "ignore", "constants", "aliases", "values", "split", "join", "columns")
_CONTEXT = ("as_of", "unit")


def _fail(path: Path, place: str, problem: str, remedy: str) -> ContractError:
    return ContractError(f"布局 {path.name} › {place}：{problem}。{remedy}")


def _refuse_unknown(path: Path, place: str, given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(given) - known):
        raise _fail(
            path, place, f"不认识的键 {'、'.join(unknown)}", f"可用的键：{'、'.join(sorted(known))}"
        )


def read_layout(path: Path) -> Layout:
    """The layout in one TOML file; ContractError names the file, the place and the remedy."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fail(path, "全文", f"打不开（{cause(error)}）", "核对 --layout 的路径") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fail(path, "全文", f"不是合格的 TOML（{error}）", "按行号改正后重试") from error
    _refuse_unknown(path, "全文", body, set(_KEYS))
    for key in ("title", "source"):
        if not isinstance(body.get(key), str):
            raise _fail(path, key, f"缺少 {key} 或不是文字", f'补写 {key} = "…"')
    constants = {k: str(v) for k, v in _table(path, body, "constants").items()}
    return Layout(
        title=body["title"],
        source=body["source"],
        ignore=_words(path, "ignore", body.get("ignore", [])),
        constants=tuple((k, v) for k, v in constants.items() if k not in _CONTEXT),
        aliases=tuple(
            (k, _words(path, f"aliases.{k}", v)) for k, v in _table(path, body, "aliases").items()
        ),
        values=tuple(
            (k, tuple((str(a), str(b)) for a, b in _table(path, body["values"], k).items()))
            for k in _table(path, body, "values")
        ),
        splits=tuple(_split(path, part) for part in body.get("split", [])),
        joins=tuple(_join(path, part) for part in body.get("join", [])),
        columns=tuple(
            _override(path, name, body["columns"]) for name in _table(path, body, "columns")
        ),
        as_of=constants.get("as_of"),
        unit=constants.get("unit"),
        path=str(path),
    )


def _table(path: Path, body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = body.get(key, {})
    if not isinstance(table, dict):
        raise _fail(path, key, "应为一张表", f"写成 [{key}]")
    return table


def _words(path: Path, place: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        raise _fail(path, place, "应为文字的列表", '写成 ["…", "…"]')
    return tuple(given)


def _split(path: Path, body: Mapping[str, Any]) -> Split:
    place = f"split {body.get('column', '')}"
    _refuse_unknown(path, place, body, {f.name for f in fields(Split)})
    if not isinstance(body.get("column"), str) or ("separator" in body) == ("pattern" in body):
        raise _fail(path, place, "须写 column，以及 separator、pattern 之一", "补全后重试")
    into = _words(path, f"{place}.into", body.get("into", []))
    if (pattern := body.get("pattern")) is None:
        return Split(body["column"], into, separator=body["separator"])
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise _fail(path, place, f"pattern 不是合格的正则（{error}）", "改正后重试") from error
    if groups != len(into):
        raise _fail(path, place, f"pattern 有 {groups} 个组，into 有 {len(into)} 列", "一组对一列")
    return Split(body["column"], into, pattern=pattern)


def _join(path: Path, body: Mapping[str, Any]) -> Join:
    place = f"join {body.get('into', '')}"
    _refuse_unknown(path, place, body, {f.name for f in fields(Join)})
    flags = body.get("flags")
    if not isinstance(body.get("into"), str) or not isinstance(flags, dict) or not flags:
        raise _fail(path, place, "须写 into 和 flags", '写成 flags = {"标题" = "词"}')
    pairs = tuple((str(caption), str(word)) for caption, word in flags.items())
    return Join(body["into"], pairs, str(body.get("separator", Join.separator)))


def _override(path: Path, name: str, columns: Mapping[str, Any]) -> Override:
    body = _table(path, columns, name)
    _refuse_unknown(path, f"columns.{name}", body, {f.name for f in fields(Override)} - {"column"})
    return Override(column=name, **body)


def apply_layout(contract: Contract, layout: Layout) -> Contract:
    """The contract as the layout makes it. ContractError when the two do not fit."""
    path = Path(layout.path)
    if layout.source != contract.name:
        raise _fail(path, "source", f"用于 {layout.source}，不是 {contract.name}", "换用相应的布局")
    names = {column.name for column in contract.columns}
    used = {
        "constants": [name for name, _ in layout.constants],
        "aliases": [name for name, _ in layout.aliases],
        "values": [name for name, _ in layout.values],
        "split": [name for split in layout.splits for name in split.into],
        "join": [join.into for join in layout.joins],
        "columns": [override.column for override in layout.columns],
    }
    for place, columns in used.items():
        if unknown := sorted(set(columns) - names):
            raise _fail(
                path, place, f"合同 {contract.name} 中没有列 {'、'.join(unknown)}", "核对列名"
            )
    return with_columns(contract, tuple(_overlaid(c, layout) for c in contract.columns))


def _overlaid(column: Column, layout: Layout) -> Column:
    changes: dict[str, Any] = {}
    for override in layout.columns:
        if override.column == column.name:
            body = asdict(override)
            changes = {k: v for k, v in body.items() if k != "column" and v is not None}
    aliases = dict(layout.aliases).get(column.name, ())
    return replace(column, aliases=(*column.aliases, *aliases), **changes)
