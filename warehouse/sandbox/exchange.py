"""One query on one worker, seen from the runner: sends it, waits, takes nothing on trust.

The result is Arrow's stream format; its size is checked before it is read, its content before it is
handed on. A worker that is past its time, or whose query was cancelled, is killed.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.errors import CancelledQuery, SandboxError
from warehouse.sandbox import confine, wire
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.nursery import Nursery
from warehouse.sandbox.origins import Origin
from warehouse.sandbox.refuse import Told, limit_error, refusal
from warehouse.sandbox.worker import LOCKED

_STEP_BYTES = 1 << 18
_MEANT = 3
_FACTS = ("count", "kind", "names", "known", "withheld", "elsewhere")
_POLITE = 15
_SLACK = 2  # what a worker may send beyond the result's bytes: schema, dictionaries, padding


class Silent(Exception):
    """Time is up and the worker has said nothing more."""


class Died(Exception):
    """The worker ended without an answer; its status says how."""


class NeverTaken(Exception):
    """The worker had ended before it had the query: another one can be asked."""


@dataclass(frozen=True)
class Asked:
    """What a worker is sent; all bounds decided."""

    sql: str
    params: dict[str, wire.Value]
    seconds: float
    rows: int
    bytes: int
    polite_after: float
    is_explained: bool = False


@dataclass(frozen=True)
class Got:
    """A result: the rows, how many there are in all (None: not counted), what cut them, and which
    of its columns are a table's own."""

    table: pa.Table
    total: int | None
    cut: str | None
    origins: Sequence[Sequence[Origin]] = ()


@dataclass(eq=False)
class Worker:
    """One process that waits for its query."""

    file: Path
    pid: int
    pipe: socket.socket
    limits: Limits
    measures: dict[str, str] = field(default_factory=dict)
    _buffer: bytearray = field(default_factory=bytearray)
    _ended: int | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def start(cls, nursery: Nursery, file: Path) -> Worker:
        """Forked, opened, confined and checked; SandboxError says what was not so."""
        pid, pipe = nursery.fork(file)
        worker = cls(file, pid, pipe, nursery.limits)
        try:
            worker._greet(time.monotonic() + nursery.limits.start_seconds)
        except BaseException:
            worker.close(nursery)
            raise
        return worker

    def _greet(self, until: float) -> None:
        try:
            kind, body = self._frame(until, wire.JSON_BYTES)
            told = wire.unpack(body)
        except (EOFError, Silent, ValueError) as error:
            raise SandboxError("查询进程没有准备好；请管理员检查内存和系统限制") from error
        if kind != wire.HELLO:
            raise SandboxError(_not_opened(told))
        if told.get("settings") != LOCKED:
            raise SandboxError("查询进程的安全设置与规定不符，没有使用")
        self.measures = {name: str(told["measures"].get(name)) for name in confine.TITLES}

    def ask(self, asked: Asked, is_cancelled: threading.Event) -> Got:
        """The query's result; QueryError and its kinds say why there is none."""
        params = {name: wire.pack_value(value) for name, value in asked.params.items()}
        body = {
            "sql": asked.sql,
            "params": params,
            "rows": asked.rows,
            "bytes": asked.bytes,
            "is_explained": asked.is_explained,
        }
        until = time.monotonic() + asked.seconds
        polite_from = time.monotonic() + asked.polite_after
        try:
            self._hand_over(wire.pack(body))
            return self._take(asked, until, polite_from)
        except Silent:
            raise limit_error("time", asked.seconds) from None
        except (EOFError, OSError):
            if is_cancelled.is_set():
                raise CancelledQuery("已取消") from None
            raise Died from None
        except (pa.ArrowException, ValueError, KeyError, TypeError) as error:
            raise SandboxError("查询进程给出的结果不合格式，没有采用") from error

    def _hand_over(self, body: bytes) -> None:
        until = time.monotonic() + self.limits.start_seconds
        self.pipe.settimeout(self.limits.start_seconds)
        try:
            self.pipe.sendall(wire.HEAD.pack(wire.QUERY, len(body)) + body)
            kind, _ = self._frame(until, 0)
        except (EOFError, Silent, OSError):
            raise NeverTaken from None
        if kind != wire.TAKEN:
            raise ValueError("order")

    def _take(self, asked: Asked, until: float, polite_from: float) -> Got:
        parts, size, rows, cut, own = list[bytes](), 0, None, None, ()
        total: int | None = None
        while True:
            try:
                kind, body = self._frame(min(until, polite_from), wire.ARROW_BYTES)
            except Silent:
                if polite_from < min(until, time.monotonic()):
                    polite_from = float("inf")
                    self._give_way()
                    continue
                if rows is None:
                    raise
                total = rows if cut is None else None
                break  # the rows are here; if there are others, counting them took too long
            if kind == wire.ARROW and rows is None:
                size += len(body)
                if size > _SLACK * asked.bytes + wire.ARROW_BYTES:
                    raise limit_error("bytes", asked.bytes)
                parts.append(body)
                continue
            told = wire.unpack(body)
            if kind == wire.ERROR:
                raise refusal(_told(told), asked.sql, self.limits)
            if kind == wire.ROWS:
                rows, cut, own = int(told["rows"]), told["cut"], told["origins"]
                until = min(until, time.monotonic() + self.limits.counting_seconds)
                polite_from = float("inf")
                continue
            total = None if told["total"] is None else int(told["total"])
            break
        got = self._read(parts, asked, rows, cut, total)
        return replace(got, origins=_origins(own, got.table.num_columns))

    def _read(
        self,
        parts: list[bytes],
        asked: Asked,
        rows: int | None,
        cut: str | None,
        total: int | None,
    ) -> Got:
        table = pa.ipc.open_stream(pa.py_buffer(b"".join(parts))).read_all()
        table.validate(full=True)
        if table.num_rows != rows or table.num_rows > asked.rows:
            raise ValueError("rows")
        if len(table.schema) > self.limits.columns or cut not in (None, "rows", "bytes"):
            raise ValueError("shape")
        if (cut is None and total != table.num_rows) or (
            total is not None and total < table.num_rows
        ):
            raise ValueError("total")
        return Got(table.combine_chunks(), total, cut)

    def _frame(self, until: float, most: int) -> tuple[bytes, bytes]:
        """The next whole frame; what came of it before time was up stays for the next call."""
        self._fill(wire.HEAD.size, until)
        kind, length = wire.HEAD.unpack_from(self._buffer)
        if length > most:
            raise ValueError("frame")
        self._fill(wire.HEAD.size + length, until)
        body = bytes(self._buffer[wire.HEAD.size : wire.HEAD.size + length])
        del self._buffer[: wire.HEAD.size + length]
        return kind, body

    def _fill(self, count: int, until: float) -> None:
        while len(self._buffer) < count:
            left = until - time.monotonic()
            if left <= 0:
                raise Silent
            self.pipe.settimeout(left)
            try:
                part = self.pipe.recv(_STEP_BYTES)
            except TimeoutError:
                raise Silent from None
            if not part:
                raise EOFError
            self._buffer += part

    def _give_way(self) -> None:
        """The others' queries go first from now on: each of its threads gets a lower priority."""
        with contextlib.suppress(OSError):  # it may end at this very moment
            for thread in Path(f"/proc/{self.pid}/task").iterdir():
                os.setpriority(os.PRIO_PROCESS, int(thread.name), _POLITE)

    def is_alive(self) -> bool:
        """Whether it still waits; one that was killed while idle is of no use."""
        self.pipe.settimeout(0)
        try:
            return bool(self.pipe.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def end(self, nursery: Nursery) -> int:
        """Kills the process whatever it does, waits until it is gone; its status, also later."""
        with self._lock:
            if self._ended is None:
                self._ended = nursery.end(self.pid)
            return self._ended

    def close(self, nursery: Nursery) -> int:
        """Ends it and lets go of the pipe."""
        status = self.end(nursery)
        self.pipe.close()
        return status


def _origins(told: Any, columns: int) -> Sequence[Sequence[Origin]]:
    """As many as there are columns, or none; ValueError for what is nothing of the kind."""
    found = [tuple((str(table), str(column)) for table, column in one) for one in told]
    if found and len(found) != columns:
        raise ValueError("origins")
    return found


def _told(body: dict[str, Any]) -> Told:
    meant = body.get("meant") or []
    return Told(
        type=str(body.get("type", "")),
        text=str(body.get("text", "")),
        meant=tuple(str(name) for name in meant if isinstance(name, str))[:_MEANT],
        facts={k: v for k, v in body.items() if k in _FACTS},
    )


def _not_opened(told: dict[str, Any]) -> str:
    if told.get("text") == "stray wal":
        return "已发布的文件旁多了一个日志文件，没有打开。请管理员查明来源并移走它"
    return "查询进程打不开数据文件。请管理员检查文件权限，或重新 python -m warehouse build"
