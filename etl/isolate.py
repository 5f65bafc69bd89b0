"""Runs a function on each item in its own killable process: one bad item costs that item only.

Workers are fresh interpreters (polars' threads do not survive a fork), kept for many items. Each
has an address-space limit, a deadline per item, a short environment without secrets, and its
stderr in a file, because a panicking reader writes there. A worker that dies is replaced.

Starting one costs a third of a second: while it does, the next items are fetched, and a `Crew`
keeps workers from one run to the next.

Knows nothing of reading: any picklable function at the top level of a module can be run.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import IO, Any, Generic, Self

from etl.isolated import (
    DIED,
    MEMORY,
    PANIC,
    TEXTS,
    TIMEOUT,
    Assignment,
    Failure,
    Item,
    Outcome,
    Result,
    in_process,
)

MEMORY_BYTES = 3 * 2**30
SECONDS = 120.0
_MOST_WORKERS = 4
_DETAIL_BYTES = 4096
_KEPT = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_KEPT_PREFIXES = ("LC_", "PUCHA_", "PYTHON", "COVERAGE_")
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); import etl.isolated as i; i.serve()"
)


class Crew:
    """Workers that stay from one run to the next, whatever its function; `with` ends them.

    Their memory limit is that of the run they were started for.
    """

    def __init__(self) -> None:
        self.workers: list[_Worker[Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dismiss(self.workers)

    def dismiss(self, workers: Iterable[_Worker[Any]]) -> None:
        """Ends some of the workers."""
        for worker in list(workers):
            worker.kill()
            self.workers.remove(worker)

    def assign(self, task: bytes, count: int) -> None:
        """Gives those that are here a function to run; no more than `count` stay."""
        self.dismiss(self.workers[count:])
        self.dismiss([worker for worker in self.workers if not worker.assign(task)])


def run_isolated(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int | None = None,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
    crew: Crew | None = None,
) -> Iterator[tuple[Item, Outcome[Result]]]:
    """Yields (item, outcome) as the outcomes are ready; every item comes out exactly once.

    `workers`: how many processes; None = as many as there are processors, four at most; 0 = in
    this process, without limits. `memory_bytes`: what a worker may map beyond what it needs to
    start. `seconds`: wall-clock time for one item. `crew`: where workers come from and stay when
    all is done. KeyboardInterrupt and closing the generator kill the workers. Raises ValueError
    for a function no worker can import, RuntimeError when a worker cannot start.
    """
    if workers == 0:
        for item in items:
            yield item, in_process(function, item)
        return
    count = workers or min(_processors(), _MOST_WORKERS)
    if isinstance(items, Sized):  # a single file gets all processors' threads
        count = max(1, min(count, len(items)))
    task = _task(function, memory_bytes)
    threads = max(1, _processors() // count)
    used = crew if crew is not None else Crew()
    leaving = used.workers
    try:
        used.assign(task, count)
        yield from _run(iter(items), used.workers, count, lambda: _Worker(task, threads), seconds)
        if crew is not None:
            leaving = [worker for worker in used.workers if not worker.ready]
    finally:
        used.dismiss(leaving)


def _task(function: Callable[..., object], memory_bytes: int) -> bytes:
    advice = "要隔离运行的函数须定义在可导入的模块的顶层（不能在 __main__ 或别的函数中）"
    if getattr(function, "__module__", "") == "__main__":
        raise ValueError(advice)
    try:
        return pickle.dumps(Assignment(function, memory_bytes))
    except (pickle.PicklingError, AttributeError) as error:
        raise ValueError(advice) from error


def _run(
    queue: Iterator[Item],
    pool: list[_Worker[Item]],
    count: int,
    start: Callable[[], _Worker[Item]],
    seconds: float,
) -> Iterator[tuple[Item, Outcome[Any]]]:
    waiting: list[Item] = []
    drained = False
    done: list[tuple[Item, Outcome[Any]]] = []
    while True:
        for worker in _idle(pool)[: len(waiting)]:
            worker.give(waiting.pop(0), seconds)
        starting = sum(not worker.ready for worker in pool)
        while len(waiting) > starting and len(pool) < count:
            pool.append(start())
            starting += 1
        yield from done  # only now: the workers have something to do meanwhile
        done = []
        drained = drained or not _refill(queue, waiting, count + starting)
        if waiting and (_idle(pool) or (len(waiting) > starting and len(pool) < count)):
            continue
        if not waiting and not any(worker.busy for worker in pool):
            return
        for worker in _heard(pool):
            told = worker.outcome()
            if worker.gone:
                worker.kill()
                pool.remove(worker)
            if told is not None:
                done.append(told)


def _idle(pool: list[_Worker[Item]]) -> list[_Worker[Item]]:
    return [worker for worker in pool if worker.ready and not worker.busy]


def _refill(queue: Iterator[Item], waiting: list[Item], count: int) -> bool:
    """Takes items until `count` are waiting; False when there are no more."""
    while len(waiting) < count:
        try:
            waiting.append(next(queue))
        except StopIteration:
            return False
    return True


def _heard(pool: list[_Worker[Item]]) -> list[_Worker[Item]]:
    """The workers that said something, died, or are past their deadline; waits for one."""
    left = min(worker.deadline for worker in pool) - time.monotonic()
    heard = wait([worker.pipe for worker in pool], None if left == math.inf else max(0.0, left))
    now = time.monotonic()
    return [worker for worker in pool if worker.pipe in heard or worker.deadline <= now]


@dataclass(eq=False)
class _Worker(Generic[Item]):
    """One process, seen from here. Not ready until it has imported the function of its task."""

    task: bytes
    threads: int
    ready: bool = False
    busy: bool = False
    gone: bool = False
    deadline: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    item: Item | None = None

    def __post_init__(self) -> None:
        ours, theirs = socket.socketpair()  # when one process ends, the other reads end of file
        with theirs:
            self.stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by kill()
            self.pipe = Connection(ours.detach())
            self.process = subprocess.Popen(
                [sys.executable, "-c", _START, json.dumps(sys.path), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=self.stderr,
                stderr=self.stderr,
                pass_fds=[theirs.fileno()],
                env=_environment(self.threads),
                start_new_session=True,  # Ctrl-C is for us; we kill the workers
            )
        self.pipe.send_bytes(self.task)

    def assign(self, task: bytes) -> bool:
        """Gives an idle worker another function; False when it is no longer alive."""
        if task != self.task:
            self.task, self.ready, self.deadline = task, False, time.monotonic() + SECONDS
            try:
                self.pipe.send_bytes(task)
            except (BrokenPipeError, ConnectionResetError):
                return False
        return True

    def give(self, item: Item, seconds: float) -> None:
        """Hands an item over; its clock starts."""
        self.item, self.busy = item, True
        self.deadline = time.monotonic() + seconds
        try:
            self.pipe.send(item)
        except (BrokenPipeError, ConnectionResetError):
            self.deadline = 0.0  # died between two items: outcome() will tell how

    def outcome(self) -> tuple[Item, Outcome[Any]] | None:
        """The item and what became of it; None when the worker only came up or was idle."""
        answer = self._answer()
        if not self.ready:
            self.ready = answer.ok
            if not self.ready:
                raise RuntimeError(f"隔离进程启动失败：{_told(answer.failure)}")
            self.deadline = math.inf
            return None
        if not self.busy:
            self.gone = True
            return None
        item: Any = self.item
        self.busy, self.item, self.deadline = False, None, math.inf
        return item, answer

    def _answer(self) -> Outcome[Any]:
        if not self.pipe.poll():
            self.gone = True
            self.process.kill()
            return Outcome(failure=Failure(TIMEOUT, TEXTS[TIMEOUT], detail=self._said()))
        try:
            answer: Outcome[Any] = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self.gone = True
            return Outcome(failure=self._death())
        # after a panic or a failed allocation nobody knows what state the libraries are in
        self.gone = answer.failure is not None and answer.failure.kind in (PANIC, MEMORY)
        return answer

    def _death(self) -> Failure:
        code = self.process.wait()
        said = self._said()
        if "memory allocation" in said or "MemoryError" in said or "out of memory" in said.lower():
            return Failure(MEMORY, TEXTS[MEMORY], detail=said)
        how = f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"
        return Failure(DIED, f"{TEXTS[DIED]}（{how}）", detail=said)

    def _said(self) -> str:
        end = self.stderr.seek(0, os.SEEK_END)
        self.stderr.seek(max(0, end - _DETAIL_BYTES))
        return self.stderr.read().decode("utf-8", "replace")

    def kill(self) -> None:
        """Ends the process, whatever it is doing, and waits until it is gone."""
        self.process.kill()
        self.process.wait()
        self.pipe.close()
        self.stderr.close()


def _told(failure: Failure | None) -> str:
    return f"{failure.text}\n{failure.detail}".strip() if failure else ""


def _environment(threads: int) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_KEPT_PREFIXES)
    }
    # malloc keeps 64 MiB of address space per thread and arena: two arenas are enough
    return kept | {"POLARS_MAX_THREADS": str(threads), "MALLOC_ARENA_MAX": "2"}


def _processors() -> int:
    return len(os.sched_getaffinity(0))
