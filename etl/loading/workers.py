"""Isolated workers for whoever must answer in Chinese when they cannot even start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from etl.isolate import Crew, run_isolated
from etl.isolated import Outcome
from etl.loading.durable import StorageError

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS = 300.0
"""For one file: a million rows take seconds; what takes longer is an attack or a broken disk."""


def run_workers(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    crew: Crew | None = None,
) -> Iterator[tuple[Item, Outcome[Result]]]:
    """(item, outcome) as they are ready, as etl.isolate gives them.

    StorageError when no worker can start, and when one said that the disk took nothing more.
    """
    try:
        outcomes = run_isolated(function, items, workers=workers, seconds=SECONDS, crew=crew)
        for item, outcome in outcomes:
            failure = outcome.failure
            if failure is not None and isinstance(failure.error, StorageError):
                raise failure.error
            yield item, outcome
    except RuntimeError as error:
        if type(error) is not RuntimeError:  # our own errors, and faults of the program
            raise
        raise StorageError(f"{error}。请关闭其他程序，或减少 --workers 后重新执行。") from error
