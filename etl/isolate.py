"""Runs a function on each item in its own killable process: one bad item costs that item only.

Workers are fresh interpreters (polars' threads do not survive a fork), kept for many items. Each
has an address-space limit, a deadline per item, a short environment without secrets, and its
stderr in a file, because a panicking reader writes there. A worker that dies is replaced.

Knows nothing of reading: any picklable function at the top level of a module can be run.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import IO, Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MEMORY_BYTES = 3 * 2**30
SECONDS = 120.0
_MOST_WORKERS = 4
_DETAIL_BYTES = 4096
_KEPT = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_KEPT_PREFIXES = ("LC_", "PUCHA_", "PYTHON", "COVERAGE_")
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); import etl.isolate as i; i.serve()"
)

ERROR, PANIC, MEMORY, TIMEOUT, DIED = "error", "panic", "memory", "timeout", "died"
_TEXTS = {
    PANIC: "处理程序出错（panic）",
    MEMORY: "所需内存超过上限",
    TIMEOUT: "超过时限，已停止",
    DIED: "处理程序意外中止",
}


@dataclass(frozen=True)
class Failure:
    """Why an item has no result.

    `kind`: 'error' (the function raised: `error` is what it raised, if that can be pickled),
    'panic', 'memory', 'timeout', 'died' (a signal or an exit). `text` is Chinese; `detail` is
    for a log: the end of what the worker wrote to stderr, or the traceback.
    """

    kind: str
    text: str
    error: Exception | None = None
    detail: str = ""


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """What became of one item: a result, or a failure."""

    result: Result | None = None
    failure: Failure | None = None

    @property
    def ok(self) -> bool:
        """Whether there is a result."""
        return self.failure is None


def run_isolated(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int | None = None,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
) -> Iterator[tuple[Item, Outcome[Result]]]:
    """Yields (item, outcome) as the outcomes are ready; every item comes out exactly once.

    `workers`: how many processes; None = as many as there are processors, four at most; 0 = in
    this process, without limits. `memory_bytes`: what a worker may map beyond what it needs to
    start. `seconds`: wall-clock time for one item. KeyboardInterrupt and closing the generator
    kill the workers. Raises ValueError for a function no worker can import, RuntimeError when a
    worker cannot start.
    """
    if workers == 0:
        for item in items:
            yield item, _in_process(function, item)
        return
    count = workers or min(_processors(), _MOST_WORKERS)
    if isinstance(items, Sized):  # a single file gets all processors' threads
        count = max(1, min(count, len(items)))
    task = _task(function, memory_bytes)
    threads = max(1, _processors() // count)
    pool: list[_Worker[Item]] = []
    queue = iter(items)
    try:
        yield from _run(queue, pool, count, lambda: _Worker(task, threads), seconds)
    finally:
        for worker in pool:
            worker.kill()


def _task(function: Callable[..., object], memory_bytes: int) -> bytes:
    advice = "要隔离运行的函数须定义在可导入的模块的顶层（不能在 __main__ 或别的函数中）"
    if getattr(function, "__module__", "") == "__main__":
        raise ValueError(advice)
    try:
        return pickle.dumps((function, memory_bytes))
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
        drained = drained or not _refill(queue, waiting, count)
        idle = [worker for worker in pool if worker.ready and not worker.busy]
        for worker in idle[: len(waiting)]:
            worker.give(waiting.pop(0), seconds)
        starting = sum(not worker.ready for worker in pool)
        while len(waiting) > starting and len(pool) < count:
            pool.append(start())
            starting += 1
        yield from done  # only now: the workers have something to do meanwhile
        if not waiting and not any(worker.busy for worker in pool):
            return
        done = []
        for worker in _heard(pool):
            told = worker.outcome()
            if worker.gone:
                worker.kill()
                pool.remove(worker)
            if told is not None:
                done.append(told)


def _refill(queue: Iterator[Item], waiting: list[Item], count: int) -> bool:
    """Takes as many items as there could be workers; False when there are no more."""
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
    """One process, seen from here. Not ready until it has imported the function."""

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
            return Outcome(failure=Failure(TIMEOUT, _TEXTS[TIMEOUT], detail=self._said()))
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
            return Failure(MEMORY, _TEXTS[MEMORY], detail=said)
        how = f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"
        return Failure(DIED, f"{_TEXTS[DIED]}（{how}）", detail=said)

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


def _in_process(function: Callable[[Item], Result], item: Item) -> Outcome[Result]:
    """The outcome of a call; only what ends a process passes through."""
    try:
        return Outcome(function(item))
    except MemoryError:
        return Outcome(failure=Failure(MEMORY, _TEXTS[MEMORY]))
    except Exception as error:  # noqa: BLE001 - the outcome carries it to the caller
        return Outcome(failure=Failure(ERROR, str(error), error))
    except BaseException as error:
        # A panic of a Rust library is a BaseException, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return Outcome(failure=Failure(PANIC, _TEXTS[PANIC], detail=str(error)))


def serve() -> None:
    """The worker's side: takes the function, then items, until the other end closes."""
    pipe = Connection(int(sys.argv[2]))
    try:
        function, memory_bytes = pickle.loads(pipe.recv_bytes())
    except Exception as error:  # noqa: BLE001 - told to the parent, which raises
        pipe.send(Outcome(failure=Failure(ERROR, f"{type(error).__name__}: {error}")))
        return
    _limit_memory(memory_bytes)
    pipe.send(Outcome())
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        pipe.send_bytes(_packed(_in_process(function, item)))


def _packed(outcome: Outcome[Any]) -> bytes:
    """The outcome pickled; an error that does not survive that is left out, its text stays."""
    try:
        message = pickle.dumps(outcome)
        if outcome.failure:
            pickle.loads(message)
    except Exception as error:  # noqa: BLE001 - what cannot be pickled can only be named
        told = outcome.failure.text if outcome.failure else f"结果无法传回：{error}"
        return pickle.dumps(Outcome(failure=Failure(ERROR, told)))
    return message


def _limit_memory(memory_bytes: int) -> None:
    """Bounds the address space to what is mapped now, with the libraries loaded, and some more."""
    with open("/proc/self/statm") as file:  # noqa: PTH123 - no pathlib in a bare worker
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    limit = mapped + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
