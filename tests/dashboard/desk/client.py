"""The desk's routes behind a real server, and a plain client of them."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from dashboard.desk.routes import ROUTES

OURS = {"X_Pucha": "1"}
"""What only the page's own script sends."""


@dataclass(frozen=True)
class Reply:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> dict[str, Any]:
        """The body, an object."""
        found = json.loads(self.content)
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True)
class Client:
    """Asks the server at the port."""

    port: int

    def get(self, path: str, **headers: str) -> Reply:
        """GET; `X_User="…"` is a header."""
        return self._send("GET", path, None, headers)

    def post(self, path: str, body: bytes | Mapping[str, Any] = b"{}", **headers: str) -> Reply:
        """POST, with nothing that tells our own page from another unless it is given."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._send("POST", path, content, headers)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            got = connection.getresponse()
            found = {name.lower(): value for name, value in got.getheaders()}
            return Reply(got.status, found, got.read())
        finally:
            connection.close()


@contextmanager
def served(routes: Sequence[BaseRoute] | None = None) -> Iterator[Client]:
    """The routes (by themselves the desk's) on a port of their own."""
    routes = ROUTES if routes is None else routes
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(Starlette(routes=routes), log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        listener.listen()
        thread.start()
        try:
            yield Client(int(listener.getsockname()[1]))
        finally:
            server.should_exit = True
            thread.join()
