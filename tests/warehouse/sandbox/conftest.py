"""A runner with small limits over a small deployment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.warehouse.asking import Analyst
from tests.warehouse.conftest import Place
from warehouse.sandbox.limits import MEBIBYTE, Limits
from warehouse.sandbox.runner import Runner

SMALL = Limits(
    seconds=20,
    rows=1000,
    bytes=4 * MEBIBYTE,
    columns=100,
    text_bytes=64 * 1024,
    memory_bytes=512 * MEBIBYTE,
    duckdb_bytes=256 * MEBIBYTE,
    counting_seconds=0.5,
    warm=2,
)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """One runner for a module's tests."""
    with Runner(SMALL) as one:
        yield one


@pytest.fixture(scope="module")
def analyst(runner: Runner, shared: Place) -> Analyst:
    """Somebody who asks it."""
    return Analyst(runner, shared, params={"area": "370212"})
