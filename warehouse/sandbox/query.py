"""A query as the runner takes it, its answer, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.sandbox.origins import Origin
from warehouse.sandbox.wire import Value


@dataclass(frozen=True)
class Query:
    """What somebody asks of one version's file for `role`; bounds left out are the usual ones."""

    sql: str
    file: Path
    version: str
    role: str
    who: str
    params: Mapping[str, Value] = field(default_factory=dict)
    seconds: float | None = None
    rows: int | None = None
    is_explained: bool = False
    """Asked for its plan (one column of JSON), not for its rows."""


@dataclass(frozen=True)
class Answer:
    """A result. `total`: rows in all, None when they were not counted to the end.

    `cut`: what left rows out, "rows" or "bytes"; None when the table is whole.
    `seconds`: from the moment the worker had the query; `queued_seconds`: before that.
    """

    table: pa.Table
    total: int | None
    cut: str | None
    seconds: float
    queued_seconds: float
    version: str
    measures: dict[str, str]
    """Of the wall that stood around it: "on", or why not (titles: `confine.TITLES`)."""
    origins: Sequence[Sequence[Origin]] = ()
    """For each column the table's column that it is: one of several where a text joins by name;
    empty where it is none. All empty: () for short."""

    def told(self) -> str:
        """How many rows are shown of how many, for the screen."""
        shown = f"{self.table.num_rows:,}"
        if self.cut is None:
            return f"共 {shown} 行"
        reason = "" if self.cut == "rows" else "，其余超过结果的大小上限"
        if self.total is None:
            return f"显示 {shown} 行，还有更多（没有数完）{reason}"
        return f"显示 {shown} / 共 {self.total:,} 行{reason}"


@dataclass(frozen=True)
class Outcome:
    """How a query ended, for the record: an answer or an error."""

    query: Query
    answer: Answer | None
    error: WarehouseError | None
    seconds: float
