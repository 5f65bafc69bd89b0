"""Contracts: one TOML file per source -> frozen dataclasses; an unknown key is refused.

A contract is the only place that knows a source's captions, units, code lists and rules. The
loader, the validator, the template, the dictionary and the demonstration data all read it here.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from etl.codes import CodeList, cadence_days, load_code_list
from warehouse.common.audience import AUDIENCES, PUBLIC

CONTRACT_DIR = Path(__file__).parent / "contracts"
STORED_TYPES: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "text": pl.String(),
        "code": pl.String(),
        "integer": pl.Int64(),
        "number": pl.Float64(),
        "date": pl.Date(),
        "boolean": pl.Boolean(),
        "multi": pl.List(pl.String()),
        "area": pl.String(),
        "area_key": pl.String(),
        "shape": pl.String(),
    }
)
"""Column type -> how its values are stored."""
TYPES = tuple(STORED_TYPES)
CONTEXT: Mapping[str, pl.DataType] = MappingProxyType(
    {"as_of": pl.Date(), "unit_code": pl.String()}
)
"""What a rule may use beside the columns of the row."""
LEVELS = ("error", "confirm")
SCOPES = ("district", "city")


class ContractError(ValueError):
    """A contract or layout that cannot be used; the text names file, place and remedy."""


@dataclass(frozen=True)
class Column:
    """One column of a source: what its caption is, what may stand in it and how it is stored.

    `unit` is what the form shows; the stored value is the cell times `multiplier` (万元 -> yuan).
    A coordinate pair with fewer than `least_decimals` in both is asked about (S1).
    A `personal` column may be checked but is never stored. Against the unit's previous return, a
    `cumulative` column may not fall (T1) and a `denominator` column should not move (T2).
    Values of a column that has an `audience` are for that role wherever they are passed on, unless
    a SQL header releases them; of the others the tables decide, and those of rows as they were
    returned are for analysts (warehouse/audience.py).
    """

    name: str
    title: str
    type: str = "text"
    aliases: tuple[str, ...] = ()
    group: str | None = None
    unit: str | None = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    range_rule: str = "V4"
    pattern: str | None = None
    pattern_hint: str | None = None
    codes: str | None = None
    separators: tuple[str, ...] = ("、", ",", "，", ";", "；", "|")
    multiplier: float = 1
    decimals: int | None = None
    least_decimals: int | None = None
    personal: bool = False
    personal_check: bool = False
    audience: str = PUBLIC
    default_from: str | None = None
    area_levels: tuple[str, ...] = ()
    unclaimed_when_missing: bool = False
    cumulative: bool = False
    denominator: bool = False
    example: str | None = None
    note: str | None = None

    @property
    def captions(self) -> tuple[str, ...]:
        """Every heading that names this column, the official one first."""
        return (self.title, *self.aliases)

    @property
    def code_list(self) -> CodeList | None:
        """The code list that the cell's words must come from, if any."""
        return load_code_list(self.codes) if self.codes else None


@dataclass(frozen=True)
class Rule:
    """A row rule: `check` is SQL that polars evaluates; null counts as passed.

    `level` error rejects the row, confirm keeps it and asks for a note. `columns` are the cells
    to name.
    """

    id: str
    name: str
    level: str
    columns: tuple[str, ...]
    check: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Contract:
    """A source: what its workbook is called, how rows are told apart, its columns and rules."""

    name: str
    title: str
    description: str
    grain: str
    key: tuple[str, ...]
    cadence: str
    scope: str
    owner: str
    sheet: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    path: str = field(default="", compare=False)

    def __hash__(self) -> int:
        # contracts are keys of caches: hashing every attribute of every column costs too much
        return hash(self.name)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def stored_columns(self) -> tuple[Column, ...]:
        """The columns that reach the warehouse: all but the personal ones."""
        return tuple(c for c in self.columns if not c.personal)

    def to_json(self) -> str:
        """The resolved contract as JSON, for the warehouse's dictionary (no file path)."""
        body = asdict(self)
        del body["path"]
        return json.dumps(body, ensure_ascii=False, sort_keys=True)

    @property
    def hash(self) -> str:
        """First 12 hex digits of SHA-256 over the resolved contract and its code lists.

        Who may see a column changes nothing in how a file is read, so nothing is read again.
        """
        body = json.loads(self.to_json())
        for column in body["columns"]:
            del column["audience"]
        digest = hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode())
        for column in self.columns:
            if column.code_list is not None:
                digest.update(column.code_list.hash.encode())
        return digest.hexdigest()[:12]


def _fail(path: Path, place: str, problem: str, remedy: str) -> ContractError:
    return ContractError(f"合同 {path.name} › {place}：{problem}。{remedy}")


def _refuse_unknown(path: Path, place: str, given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(given) - known):
        raise _fail(
            path, place, f"不认识的键 {'、'.join(unknown)}", f"可用的键：{'、'.join(sorted(known))}"
        )


def _frozen(body: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in body.items()}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fail(path, "全文", f"不是合格的 TOML（{error}）", "按行号改正后重试") from error


def _inherited(
    path: Path, name: str, shared: Mapping[str, Mapping[str, Any]], seen: tuple[str, ...] = ()
) -> dict[str, Any]:
    if name in seen:
        chain = " → ".join((*seen, name))
        raise _fail(path, f"columns.{name}", f"共用列互相引用（{chain}）", "去掉其中一个 use")
    if name not in shared:
        known = "、".join(shared)
        raise _fail(path, f"use = {name!r}", "共用列不存在", f"shared.toml 中有：{known}")
    body = dict(shared[name])
    base = body.pop("use", None)
    inherited = _inherited(path, base, shared, (*seen, name)) if base else {}
    return {**inherited, **body, "name": name}


def _column(path: Path, body: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Column:
    own = dict(body)
    base = own.pop("use", None)
    merged = {**(_inherited(path, base, shared) if base else {}), **own}
    place = f"列 {merged.get('name', '（无名）')}"
    _refuse_unknown(path, place, merged, {f.name for f in fields(Column)})
    for key in ("name", "title", "type"):
        if key not in merged:
            raise _fail(path, place, f"缺少 {key}", f"补写 {key} = …")
    if merged["type"] not in TYPES:
        raise _fail(path, place, f"类型 {merged['type']!r} 不存在", f"可用：{'、'.join(TYPES)}")
    column = Column(**_frozen(merged))
    if column.audience not in AUDIENCES:
        raise _fail(
            path, place, f"audience {column.audience!r} 不存在", f"可用：{'、'.join(AUDIENCES)}"
        )
    try:
        _ = column.code_list
    except FileNotFoundError as error:
        raise _fail(
            path, place, f"代码表 {column.codes} 不存在", "在 sql/codes/ 中补一张 CSV"
        ) from error
    return column


def _rule(path: Path, body: Mapping[str, Any], columns: tuple[Column, ...]) -> Rule:
    place = f"规则 {body.get('name', '（无名）')}"
    known = {f.name for f in fields(Rule)}
    _refuse_unknown(path, place, body, known)
    if missing := sorted(known - set(body)):
        raise _fail(path, place, f"缺少 {'、'.join(missing)}", "补写这些键")
    rule = Rule(**_frozen(body))
    if rule.level not in LEVELS:
        raise _fail(path, place, f"级别 {rule.level!r} 不存在", "可用：error、confirm")
    names = {c.name for c in columns}
    if unknown := [c for c in rule.columns if c not in names]:
        raise _fail(path, place, f"列 {'、'.join(unknown)} 不在合同中", "核对 columns")
    _try_check(path, place, rule, columns)
    return rule


def _try_check(path: Path, place: str, rule: Rule, columns: tuple[Column, ...]) -> None:
    """Refuses a check that polars cannot parse or run on the contract's columns."""
    types = {c.name: STORED_TYPES[c.type] for c in columns if not c.personal}
    types.update(CONTEXT)
    try:
        check = pl.sql_expr(rule.check)
        if unknown := sorted(set(check.meta.root_names()) - set(types)):
            names = "、".join(unknown)
            raise _fail(path, place, f"check 用到的列 {names} 不在合同中", "核对 check 中的列名")
        answer = pl.DataFrame(schema=types).select(check.alias("check")).schema["check"]
    except PolarsError as error:
        text = str(error).splitlines()[0]
        raise _fail(
            path, place, f"check 不能执行（{text}）", "写成能判断真假的 SQL 条件"
        ) from error
    if answer != pl.Boolean:
        raise _fail(path, place, f"check 的结果是 {answer}，不是真假", "写成能判断真假的 SQL 条件")


def read_contract(path: Path, shared_path: Path | None = None) -> Contract:
    """The contract in one TOML file; ContractError names the file, the place and the remedy."""
    shared_file = shared_path or path.parent / "shared.toml"
    shared = _read_toml(shared_file).get("columns", {}) if shared_file.exists() else {}
    body = _read_toml(path)
    known = {f.name for f in fields(Contract)} - {"path"}
    _refuse_unknown(path, "全文", body, known)
    if missing := sorted(known - set(body) - {"rules"}):
        raise _fail(path, "全文", f"缺少 {'、'.join(missing)}", "补写这些键")
    columns = tuple(_column(path, c, shared) for c in body.pop("columns"))
    names = [c.name for c in columns]
    if doubled := sorted({n for n in names if names.count(n) > 1}):
        raise _fail(path, "columns", f"列名重复 {'、'.join(doubled)}", "一个列名只写一次")
    rules = tuple(_rule(path, r, columns) for r in body.pop("rules", []))
    contract = Contract(columns=columns, rules=rules, path=str(path), **_frozen(body))
    if absent := [k for k in contract.key if k not in names]:
        raise _fail(path, "key", f"列 {'、'.join(absent)} 不存在", "key 只能用合同中的列")
    if contract.cadence not in cadence_days():
        raise _fail(
            path, "cadence", f"{contract.cadence!r} 不存在", f"可用：{list(cadence_days())}"
        )
    if contract.scope not in SCOPES:
        raise _fail(path, "scope", f"{contract.scope!r} 不存在", f"可用：{list(SCOPES)}")
    return contract


@cache
def load_contracts(folder: Path = CONTRACT_DIR) -> Mapping[str, Contract]:
    """All contracts of a folder by source name; two files that claim one source are refused."""
    contracts: dict[str, Contract] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "shared.toml":
            continue
        contract = read_contract(path)
        if contract.name in contracts:
            other = Path(contracts[contract.name].path).name
            raise _fail(path, "name", f"来源 {contract.name} 已由 {other} 声明", "改名或删去一个")
        contracts[contract.name] = contract
    return contracts


def with_columns(contract: Contract, columns: tuple[Column, ...]) -> Contract:
    """The same contract with other columns (what a layout makes of it)."""
    return replace(contract, columns=columns)
