"""Isolated workers for whoever must answer in Chinese when they cannot even start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from etl.isolate import Outcome, run_isolated
from etl.loading.durable import StorageError

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS = 300.0
"""For one file: a million rows take seconds; what takes longer is an attack or a broken disk."""


def run_workers(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[tuple[Item, Outcome[Result]]]:
    """(item, outcome) as they are ready, as etl.isolate gives them.

    StorageError when no worker can start, and when one said that the disk took nothing more.
    """
    try:
        for item, outcome in run_isolated(function, items, workers=workers, seconds=SECONDS):
            failure = outcome.failure
            if failure is not None and isinstance(failure.error, StorageError):
                raise failure.error
            yield item, outcome
    except RuntimeError as error:
        if type(error) is not RuntimeError:  # our own errors, and faults of the program
            raise
        raise StorageError(f"{error}。请关闭其他程序，或减少 --workers 后重新执行。") from error
