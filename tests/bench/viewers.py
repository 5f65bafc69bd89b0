"""Many viewers at once, without browsers: each speaks Streamlit's own protocol over a WebSocket.

What is timed is the server's part, from asking for another view to the run's end; each viewer's
browser draws on a machine of its own. Every figure sent is compared with the warehouse.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.dashboard.drawn import FIGURE
from warehouse.metric import value
from warehouse.read import Warehouse

EVERY_SECONDS = 3.0
ANSWERED_WITHIN = 60.0


class Viewer:
    """One open session."""

    def __init__(self, address: str) -> None:
        self.socket: ClientConnection = connect(
            address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=address,  # type: ignore[arg-type]
            max_size=None,
        )

    def look(self, area: str, as_of: date) -> tuple[float, str]:
        """Seconds until the overview of the area and week was sent whole, and its markup."""
        asked = BackMsg()
        asked.rerun_script.query_string = f"area={area}&asof={as_of.isoformat()}"
        started = time.perf_counter()
        self.socket.send(asked.SerializeToString())
        parts: list[str] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._next())
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                return time.perf_counter() - started, "".join(parts)
            if kind == "delta":
                made = message.delta.new_element.bidi_component
                parts.append(json.loads(made.json).get("html", "") if made.json else "")

    def _next(self) -> bytes:
        data = self.socket.recv(timeout=ANSWERED_WITHIN)
        return data if isinstance(data, bytes) else data.encode()

    def close(self) -> None:
        """Ends the session."""
        self.socket.close()


@dataclass
class Watched:
    """What a crowd saw: seconds per change, and figures that were not the warehouse's."""

    seconds: list[float] = field(default_factory=list)
    figures: int = 0
    wrong: list[str] = field(default_factory=list)

    def p95(self) -> float:
        """The time that 19 of 20 changes took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def watch(
    address: str,
    warehouse: Warehouse,
    areas: list[str],
    weeks: list[date],
    viewers: int,
    turns: int,
) -> Watched:
    """`viewers` sessions, each changing area and week at random `turns` times, 3 s apart."""
    seen = Watched()
    lock = threading.Lock()

    def view(seed: int) -> None:
        chance = random.Random(seed)
        own = Viewer(address)
        due = time.monotonic() + chance.random() * EVERY_SECONDS
        for _ in range(turns):
            time.sleep(max(0.0, due - time.monotonic()))  # the viewer reads; nothing is awaited
            due += EVERY_SECONDS
            taken, html = own.look(chance.choice(areas), chance.choice(weeks))
            with lock:
                seen.seconds.append(taken)
                _compare(seen, warehouse, html)
        own.close()

    crowd = [threading.Thread(target=view, args=(seed,)) for seed in range(viewers)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return seen


def _compare(seen: Watched, warehouse: Warehouse, html: str) -> None:
    figures = FIGURE.findall(html)
    metric, area, as_of, shown = figures[len(seen.seconds) % len(figures)]
    known = value(warehouse, metric, area, date.fromisoformat(as_of))
    told = None if known is None or known.value is None else known.value
    seen.figures += 1
    if (float(shown) if shown else None) != told:
        seen.wrong.append(f"{metric} {area} {as_of}: {shown} / {told}")


def resident_mib(pid: int) -> float:
    """Memory of the server process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def open_many(address: str, number: int, area: str, as_of: date) -> list[Viewer]:
    """`number` sessions that have each drawn one view and stay open."""
    crowd = []
    for _ in range(number):
        one = Viewer(address)
        one.look(area, as_of)
        crowd.append(one)
    return crowd


def pass_through(address: str, number: int, area: str, as_of: date) -> None:
    """`number` sessions opened, drawn and closed, one after another."""
    for _ in range(number):
        one = Viewer(address)
        one.look(area, as_of)
        one.close()
