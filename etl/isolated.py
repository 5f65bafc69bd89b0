"""The worker's side of etl.isolate: runs what it is given, and says what became of each item."""

from __future__ import annotations

import pickle
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

ERROR, PANIC, MEMORY, TIMEOUT, DIED = "error", "panic", "memory", "timeout", "died"
TEXTS = {
    PANIC: "处理程序出错（panic）",
    MEMORY: "所需内存超过上限",
    TIMEOUT: "超过时限，已停止",
    DIED: "处理程序意外中止",
}

NO_THREAD = "can't start new thread"
"""What Python says when the address space has no room for the stack of one more thread."""


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


def in_process(function: Callable[[Item], Result], item: Item) -> Outcome[Result]:
    """The outcome of a call; only what ends a process passes through."""
    try:
        return Outcome(function(item))
    except MemoryError:
        return Outcome(failure=Failure(MEMORY, TEXTS[MEMORY]))
    except Exception as error:  # noqa: BLE001 - the outcome carries it to the caller
        if str(error) == NO_THREAD:
            return Outcome(failure=Failure(MEMORY, TEXTS[MEMORY], detail=NO_THREAD))
        return Outcome(failure=Failure(ERROR, str(error), error))
    except BaseException as error:
        # A panic of a Rust library is a BaseException, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return Outcome(failure=Failure(PANIC, TEXTS[PANIC], detail=str(error)))


@dataclass(frozen=True)
class Assignment:
    """What a worker is told before it gets items: the function, and how much it may map."""

    function: Callable[[Any], Any]
    memory_bytes: int


def serve() -> None:
    """Takes a function, then items, now and then another function, until the other end closes."""
    pipe = Connection(int(sys.argv[2]))
    function: Callable[[Any], Any] | None = None
    while True:
        try:
            message = pipe.recv_bytes()
        except EOFError:
            return
        try:
            told = pickle.loads(message)
        except Exception as error:  # noqa: BLE001 - told to the parent, which raises
            pipe.send(Outcome(failure=Failure(ERROR, f"{type(error).__name__}: {error}")))
            continue
        if isinstance(told, Assignment):
            if function is None:
                _limit_memory(told.memory_bytes)
            function = told.function
            pipe.send(Outcome())
        elif function is not None:
            pipe.send_bytes(_packed(in_process(function, told)))


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
