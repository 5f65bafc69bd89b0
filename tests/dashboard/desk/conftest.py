"""The desk over the demonstration, its record in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.desk import asking
from dashboard.desk import room as rooms
from tests.dashboard.desk.client import OURS, Client, served
from warehouse.paths import DATA_VARIABLE, DataPaths
from warehouse.querylog import QueryLog
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.runner import Runner

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def record(tmp_path: Path) -> QueryLog:
    """Where queries are put on record."""
    return QueryLog(DataPaths(tmp_path))


@pytest.fixture
def client(demo_home: Path, record: QueryLog, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv(DATA_VARIABLE, str(demo_home))
    monkeypatch.delenv(asking.USER_HEADER_VARIABLE, raising=False)
    with Runner(Limits(warm=1, rows=1200), log=record) as runner:
        monkeypatch.setattr(rooms, "_rooms", [rooms.Room(runner)])
        with served() as client:
            yield client


@pytest.fixture
def ask(client: Client) -> Ask:
    """Asks and waits for the end."""

    def asked(sql: str, **frame: str) -> dict[str, Any]:
        begun = client.post("/pucha/desk/ask", {"sql": sql, **frame}, **OURS).json()
        if "error" in begun:
            return dict(begun)
        while True:
            now = client.get(f"/pucha/desk/{begun['id']}/state").json()
            if now["state"] != "waiting":
                return {"id": begun["id"], **now}

    return asked
