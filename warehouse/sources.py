"""Sources as the warehouse knows them: the contracts' JSON that `etl load` leaves in raw/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.common.audience import PUBLIC
from warehouse.errors import RawError
from warehouse.tables import cadence_days, column_types, raw_columns, stored_unit

AT_EVENTS = "event"  # sent whole when something has changed: facts, but nobody owes a return


@dataclass(frozen=True)
class Form:
    """How the column is filled in: what may stand in the cell, in the unit of the form."""

    is_required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    format: str | None = None
    aliases: tuple[str, ...] = ()
    example: str | None = None
    note: str | None = None


NO_FORM = Form()


@dataclass(frozen=True)
class SourceColumn:
    """A stored column of a source: DuckDB type, title, and the unit of the stored value.

    `audience`: who may see its values, wherever they are passed on.
    """

    name: str
    title: str
    type: str
    unit: str | None = None
    note: str | None = None
    codes: str | None = None
    form: Form = NO_FORM
    audience: str = PUBLIC


@dataclass(frozen=True)
class SourceRule:
    """A rule that each row of a source is held to, as the contract words it."""

    id: str
    level: str
    columns: tuple[str, ...]
    check: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Source:
    """One contract, as far as the warehouse needs it (personal columns are not in it)."""

    name: str
    title: str
    description: str
    cadence: str
    scope: str
    owner: str
    columns: tuple[SourceColumn, ...]
    key: tuple[str, ...] = ()
    rules: tuple[SourceRule, ...] = ()

    @property
    def cadence_days(self) -> int | None:
        """Days after which a return is missing; None where none is ever due (once, at events)."""
        return cadence_days().get(self.cadence)

    @property
    def is_dimension(self) -> bool:
        """Delivered once (register, catalogue, plan): says nothing of who reported this week."""
        return self.cadence_days is None and self.cadence != AT_EVENTS

    @property
    def all_columns(self) -> tuple[SourceColumn, ...]:
        """The contract's columns, then those of every raw table."""
        common = (
            SourceColumn(c.name, c.title, c.type, c.unit, c.note, audience=c.audience)
            for c in raw_columns()
        )
        return (*self.columns, *common)


def source_from_contract(contract: Mapping[str, Any], where: str) -> Source:
    """The source that a contract's JSON describes; RawError names the file `where`."""
    try:
        return Source(
            name=contract["name"],
            title=contract["title"],
            description=contract["description"],
            cadence=contract["cadence"],
            scope=contract["scope"],
            owner=contract["owner"],
            columns=tuple(_column(c) for c in contract["columns"] if not c["personal"]),
            key=tuple(contract["key"]),
            rules=tuple(_rule(r) for r in contract.get("rules", ())),
        )
    except KeyError as error:
        raise RawError(
            f"{where}：合同里缺少或不认识 {error.args[0]!r}。"
            "请重新运行 python -m etl load，由它重写合同"
        ) from error


def _column(body: Mapping[str, Any]) -> SourceColumn:
    note = body.get("note")
    if body.get("codes"):
        note = "；".join(filter(None, (note, f"代码表 codes.{body['codes']}")))
    return SourceColumn(
        name=body["name"],
        title=body["title"],
        type=column_types()[body["type"]],
        unit=stored_unit(body["name"], body.get("unit"), body.get("multiplier", 1)),
        note=note,
        codes=body.get("codes"),
        audience=body["audience"],
        form=Form(
            is_required=bool(body.get("required")),
            minimum=body.get("minimum"),
            maximum=body.get("maximum"),
            unit=body.get("unit"),
            format=body.get("pattern_hint") or body.get("pattern"),
            aliases=tuple(body.get("aliases", ())),
            example=body.get("example"),
            note=body.get("note"),
        ),
    )


def _rule(body: Mapping[str, Any]) -> SourceRule:
    return SourceRule(
        id=body["id"],
        level=body["level"],
        columns=tuple(body["columns"]),
        check=body["check"],
        message=body["message"],
        remedy=body["remedy"],
    )
