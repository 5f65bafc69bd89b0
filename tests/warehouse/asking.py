"""An analyst for tests: asks a runner, and sees what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.warehouse.conftest import Place
from tests.warehouse.sites import Sites
from warehouse.common.audience import FULL
from warehouse.errors import WarehouseError
from warehouse.querylog import end_of
from warehouse.read import open_current
from warehouse.sandbox.query import Answer, Query
from warehouse.sandbox.runner import Runner, Ticket
from warehouse.sandbox.wire import Value
from warehouse.tuples import rows_of

ENDLESS = "select sum(a.i * b.j) from range(10000000) as a(i), range(10000000) as b(j)"
"""A query that never ends."""


@dataclass(frozen=True)
class Seen:
    """How a query ended (a word of the record), its rows or its error."""

    end: str
    answer: Answer | None
    error: WarehouseError | None

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows; there must be an answer."""
        assert self.answer is not None, self.error
        return rows_of(self.answer.table)

    @property
    def text(self) -> str:
        """What the analyst is told: the error, or how many rows there are."""
        return str(self.error) if self.answer is None else self.answer.told()

    @property
    def limit(self) -> str | None:
        """The limit it hit."""
        return getattr(self.error, "limit", None)


@dataclass(frozen=True)
class Analyst:
    """One person, one version, one edition."""

    runner: Runner
    place: Place | Sites
    who: str = "甲"
    params: dict[str, Value] = field(default_factory=dict)
    role: str = FULL

    def query(self, sql: str, **bounds: Any) -> Query:
        """The query as the runner takes it."""
        warehouse = open_current(self.place.paths, self.role)
        pinned = (warehouse.path, warehouse.version, warehouse.role)
        return Query(sql, *pinned, who=self.who, params=self.params, **bounds)

    def submit(self, sql: str, **bounds: Any) -> Ticket:
        """Asks, and does not wait."""
        return self.runner.submit(self.query(sql, **bounds))

    def ask(self, sql: str, **bounds: Any) -> Seen:
        """Asks, and waits for the end, whatever it is."""
        try:
            answer = self.runner.run(self.query(sql, **bounds))
        except WarehouseError as error:
            return Seen(end_of(error), None, error)
        return Seen(end_of(None), answer, None)
