"""Runs analysts' SQL: one query, one killable process, on one published file.

    with Runner() as runner:
        answer = runner.run(Query("select …", file, version, role, who="…"))

or, where the screen wants to tell the place in the queue and to offer a cancel button:

    ticket = runner.submit(query)
    ticket.place(); ticket.cancel(); ticket.result()

Safe between threads. A process needs one runner; `close` ends all workers, and so does the end of
this process, however it ends.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from warehouse.common.oserrors import cause
from warehouse.errors import CancelledQuery, MisusedQuery, QueryError, SandboxError, WarehouseError
from warehouse.sandbox import confine
from warehouse.sandbox.courtesy import Courtesy
from warehouse.sandbox.exchange import Asked, Died, NeverTaken, Worker
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.pool import Pool
from warehouse.sandbox.query import Answer, Outcome, Query
from warehouse.sandbox.queue import Queue
from warehouse.sandbox.refuse import TEXT, death_error, limit_error

_log = logging.getLogger(__name__)
_TRIES = 3  # an idle worker may be killed by the system between two queries


class Ticket:
    """A query on its way; every method may be called from any thread."""

    def __init__(self, runner: Runner, query: Query) -> None:
        self.query, self._runner = query, runner
        self.who = query.who
        self.asked_at = time.monotonic()
        self.cancelled = threading.Event()
        self._done = threading.Event()
        self._answer: Answer | None = None
        self._error: WarehouseError | None = None
        self._worker: Worker | None = None
        self._lock = threading.Lock()

    def place(self) -> int:
        """The place in the queue: 1 is next, 0 when it runs or is done."""
        return self._runner.queue.place(self)

    def is_done(self) -> bool:
        """Whether there is a result or an error."""
        return self._done.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until done, at most so long; whether it is."""
        return self._done.wait(seconds)

    def result(self, seconds: float | None = None) -> Answer:
        """The answer; its error is raised. TimeoutError when it is not there in time."""
        if not self._done.wait(seconds):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        assert self._answer is not None
        return self._answer

    def answer(self) -> Answer | None:
        """The answer that is there by now, if any."""
        return self._answer

    def error(self) -> WarehouseError | None:
        """The error it ended with, if it did."""
        return self._error

    def cancel(self) -> None:
        """Ends the query at once, wherever it is."""
        self.cancelled.set()
        if self._runner.queue.leave(self):
            self._runner.settle(self, CancelledQuery("已取消"))
            return
        with self._lock:
            worker = self._worker
        if worker is not None:
            worker.end(self._runner.pool.nursery)

    def given(self, worker: Worker | None) -> None:
        """The runner's: who is at work on it."""
        with self._lock:
            self._worker = worker

    def finish(self, answer: Answer | None, error: WarehouseError | None) -> None:
        """The runner's: how it ended."""
        self._answer, self._error = answer, error
        self._done.set()


class Runner:
    """The one who runs queries. `log` is told every outcome before the asker is; when it fails, so
    does the query: nothing is answered that is not on record."""

    def __init__(
        self, limits: Limits | None = None, log: Callable[[Outcome], None] | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._log = log
        self.pool = Pool(self.limits)
        self.queue: Queue[Ticket] = Queue(self.limits)
        self.courtesy = Courtesy(self.limits)
        self._running: set[Ticket] = set()
        self._lock = threading.Lock()
        self._lanes = [
            threading.Thread(target=self._lane, name=f"sandbox-{n}", daemon=True)
            for n in range(self.limits.at_once)
        ]
        for lane in self._lanes:
            lane.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self, file: Path) -> None:
        """Has workers started for `file` before anybody asks."""
        self.pool.warm(file)

    def run(self, query: Query) -> Answer:
        """The answer; QueryError and its kinds say in Chinese why there is none."""
        ticket = self.submit(query)
        try:
            return ticket.result()
        except BaseException:
            ticket.cancel()  # nobody waits any more
            raise

    def submit(self, query: Query) -> Ticket:
        """Puts a query in the queue. What cannot be asked at all is raised (and logged) here."""
        ticket = Ticket(self, query)
        try:
            self._check(query)
            self.queue.add(ticket)
        except QueryError as error:
            self.settle(ticket, error)
            raise
        return ticket

    def measures(self, file: Path) -> dict[str, str]:
        """Each measure of the wall by its title: "on", or why not. Starts a worker to see."""
        worker = self.pool.take(file)
        worker.close(self.pool.nursery)
        return {confine.TITLES[name]: told for name, told in worker.measures.items()}

    def close(self) -> None:
        """Cancels what waits and runs, ends all workers."""
        waiting = self.queue.close()
        with self._lock:
            running = list(self._running)
        for ticket in [*waiting, *running]:
            ticket.cancelled.set()
        for ticket in waiting:
            self.settle(ticket, CancelledQuery("已取消：查询服务停了"))
        self.pool.close()
        for lane in self._lanes:
            lane.join()

    def settle(self, ticket: Ticket, end: Answer | WarehouseError) -> None:
        """Puts the end on record, then tells the asker."""
        answer = end if isinstance(end, Answer) else None
        error = None if isinstance(end, Answer) else end
        seconds = answer.seconds if answer else time.monotonic() - ticket.asked_at
        try:
            if self._log is not None:
                self._log(Outcome(ticket.query, answer, error, seconds))
        except Exception as failed:  # noqa: BLE001 - what is not on record is not answered
            _log.exception("a query could not be put on record")
            why = cause(failed) if isinstance(failed, OSError) else type(failed).__name__
            answer = None
            error = SandboxError(f"查询记录写不进去（{why}），没有给出结果。请管理员检查")
        ticket.finish(answer, error)

    def _check(self, query: Query) -> None:
        size = len(query.sql.encode("utf-8", "surrogatepass"))
        if size > self.limits.text_bytes:
            raise limit_error(TEXT, self.limits.text_bytes)
        try:
            query.sql.encode("utf-8")
        except UnicodeEncodeError:
            raise MisusedQuery("语句里有不成字的编码，请重新输入") from None
        seconds, rows = self._bounds(query)
        if not 0 < seconds <= self.limits.most_seconds:
            raise MisusedQuery(f"时间上限须在 0 到 {self.limits.most_seconds:g} 秒之间")
        if not 0 < rows <= self.limits.most_rows:
            raise MisusedQuery(f"行数上限须在 1 到 {self.limits.most_rows:,} 行之间")

    def _bounds(self, query: Query) -> tuple[float, int]:
        seconds = self.limits.seconds if query.seconds is None else query.seconds
        return seconds, self.limits.rows if query.rows is None else query.rows

    def _lane(self) -> None:
        while (ticket := self.queue.next()) is not None:
            with self._lock:
                self._running.add(ticket)
            try:
                self._serve(ticket)
            finally:
                with self._lock:
                    self._running.discard(ticket)
                self.queue.done(ticket)

    def _serve(self, ticket: Ticket) -> None:
        """Has the query answered; the asker has the answer before the worker is gone."""
        for _ in range(_TRIES):
            worker: Worker | None = None
            try:
                worker = self._worker(ticket)
                self.settle(ticket, self._work(ticket, worker))
                return
            except NeverTaken:
                continue
            except WarehouseError as error:
                self.settle(ticket, error)
                return
            except Exception as error:  # noqa: BLE001 - told to the asker; others are served
                _log.exception("a query ended by a fault of the runner")
                self.settle(
                    ticket, SandboxError(f"查询服务出错（{type(error).__name__}），已记入日志")
                )
                return
            finally:
                if worker is not None:
                    ticket.given(None)
                    worker.close(self.pool.nursery)
        self.settle(ticket, SandboxError("查询进程一再在开始之前结束；请管理员检查内存"))

    def _worker(self, ticket: Ticket) -> Worker:
        try:
            worker = self.pool.take(ticket.query.file)
        except OSError as error:
            raise SandboxError(
                f"查询进程起不来（{cause(error)}）；请管理员检查内存和系统限制"
            ) from error
        ticket.given(worker)
        return worker

    def _work(self, ticket: Ticket, worker: Worker) -> Answer:
        query = ticket.query
        seconds, rows = self._bounds(query)
        started = time.monotonic()
        courteous = self.courtesy.left(query.who)
        asked = Asked(
            *(query.sql, dict(query.params), seconds, rows, self.limits.bytes, courteous),
            is_explained=query.is_explained,
        )
        if ticket.cancelled.is_set():
            raise CancelledQuery("已取消")
        try:
            got = worker.ask(asked, ticket.cancelled)
        except NeverTaken:
            if ticket.cancelled.is_set():
                raise CancelledQuery("已取消") from None
            raise
        except Died:
            status = worker.end(self.pool.nursery)
            if ticket.cancelled.is_set():
                raise CancelledQuery("已取消") from None
            raise death_error(status) from None
        finally:
            self.courtesy.used(query.who, time.monotonic() - started)
        ended = time.monotonic()
        waited = started - ticket.asked_at
        return Answer(
            *(got.table, got.total, got.cut, ended - started, waited),
            version=query.version,
            measures=worker.measures,
            origins=got.origins,
        )
