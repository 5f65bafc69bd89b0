"""The one runner of this process, and the queries whose answers a page may still ask for."""

from __future__ import annotations

import atexit
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import read
from dashboard import who as looking
from warehouse.common.audience import may_see
from warehouse.paths import data_paths
from warehouse.querylog import QueryLog
from warehouse.sandbox.query import Query
from warehouse.sandbox.runner import Runner, Ticket
from warehouse.sandbox.wire import Value

KEPT_EACH = 4
"""Results of one person that are kept for paging and download, and as many plans and glimpses of
a table, which take no result's place; the oldest go first, none before it is done."""
KEPT_BYTES = 512 << 20
"""Of all answers together."""


@dataclass(frozen=True)
class Held:
    """A query that was asked here."""

    id: str
    ticket: Ticket
    is_glimpse: bool = False
    """A plan, or some rows of a table that were only looked at: no result to work on."""

    @property
    def bytes(self) -> int:
        """What its answer takes; 0 while there is none."""
        answer = self.ticket.answer()
        return 0 if answer is None else answer.table.nbytes


class Room:
    """Keeps what was asked by whom; safe between threads."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self._held: dict[str, Held] = {}  # the newest last
        self._lock = threading.Lock()

    def ask(
        self,
        who: str,
        sql: str,
        params: Mapping[str, Value],
        *,
        rows: int | None = None,
        is_explained: bool = False,
        is_glimpse: bool = False,
    ) -> Held:
        """Puts the query in the queue, on the version that is current now; QueryError when it
        cannot be asked at all. `rows`: at most so many, None for as many as usual; `is_explained`:
        for its plan only; `is_glimpse`: some rows of a table, beside what is worked on."""
        warehouse = read.current()
        pinned = (warehouse.path, warehouse.version, warehouse.role)
        query = Query(sql, *pinned, who=who, params=params, rows=rows, is_explained=is_explained)
        ticket = self.runner.submit(query)
        held = Held(secrets.token_urlsafe(18), ticket, is_explained or is_glimpse)
        with self._lock:
            self._held[held.id] = held
            self._forget(who)
        return held

    def find(self, who: str, id_: str) -> Held | None:
        """What this person asked under that number; None for another's and what is forgotten, and
        for what was read in a role that is this person's no more."""
        with self._lock:
            held = self._held.get(id_)
        if held is None or held.ticket.who != who:
            return None
        return held if may_see(looking.role(), held.ticket.query.role) else None

    def ready(self) -> None:
        """Has workers started for the current version before anybody asks."""
        self.runner.warm(read.current().path)

    def _forget(self, who: str) -> None:
        """What is waited for stays: how many that are is the queue's to bound."""
        done = [held for held in self._held.values() if held.ticket.is_done()]
        own = [held for held in done if held.ticket.who == who]
        stale = [
            held
            for is_glimpse in (False, True)
            for held in [one for one in own if one.is_glimpse is is_glimpse][:-KEPT_EACH]
        ]
        total = sum(held.bytes for held in done) - sum(held.bytes for held in stale)
        for held in done:
            if total <= KEPT_BYTES:
                break
            if held not in stale:
                stale.append(held)
                total -= held.bytes
        for held in stale:
            del self._held[held.id]


_opening = threading.Lock()
_rooms: list[Room] = []


def room() -> Room:
    """The room of this process, opened by whoever comes first; its workers end with it."""
    with _opening:
        if not _rooms:
            runner = Runner(log=QueryLog(data_paths()))
            atexit.register(runner.close)
            _rooms.append(Room(runner))
        return _rooms[0]
