"""The dashboard of one export: a process of its own, held to one version and role.

`python -m dashboard.export.serving` reads one line, the port and the version, and then a line for
each page that will be asked for, which it rehearses. It ends when its standard input does, so that
it never outlives the export, however that ends.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from urllib.error import URLError
from urllib.request import urlopen

from dashboard.export.budget import STARTING, Budget
from dashboard.export.errors import ExportError
from dashboard.view import View
from warehouse.read import VERSION_VARIABLE

log = logging.getLogger(__name__)
HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
LOOK = 0.05  # s between two looks whether it answers


class Dashboard:
    """A process that waits to be told what to serve."""

    def __init__(self) -> None:
        self.address = ""
        self._said = TemporaryFile()  # noqa: SIM115 (closed by `end`)
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=subprocess.STDOUT,
        )

    def begin(self) -> None:
        """Has it serve the version that this process is held to."""
        port = _free_port()
        self.address = f"http://{HOST}:{port}"
        self._tell(f"{port} {os.environ.get(VERSION_VARIABLE, '')}")

    def rehearse(self, view: View) -> None:
        """Has it work out what the view will show, while the browser is busy with another."""
        self._tell(" ".join((view.area.code, view.as_of.isoformat(), view.page)))

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None  # Popen was asked for it
        with suppress(BrokenPipeError):  # it has ended: told by whoever waits for its answer
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def answering(self, budget: Budget) -> str:
        """Its address, when it answers; ExportError with its last words if it has ended."""
        within = Budget(budget.left("启动看板", STARTING))
        while True:
            try:
                left = within.left("等候看板启动")
                with urlopen(f"{self.address}/_stcore/health", timeout=left):
                    return self.address
            except (URLError, OSError):
                try:
                    self._process.wait(LOOK)
                except subprocess.TimeoutExpired:
                    continue
                raise ExportError(f"看板没有起来：{self._last_words()}") from None

    def still_there(self) -> None:
        """ExportError if it has ended: then nothing that a page lacks is the page's fault."""
        if self._process.poll() is not None:
            raise ExportError(f"看板中途停了：{self._last_words()}。请检查内存是否够用后再试")

    def _last_words(self) -> str:
        said = self.words().strip().splitlines()
        return said[-1] if said else "没有留下任何说明"

    def words(self) -> str:
        """All that it has said; read without moving the place where it writes, which is shared."""
        file = self._said.fileno()
        return os.pread(file, os.fstat(file).st_size, 0).decode("utf-8", errors="replace")

    def end(self) -> None:
        """It only reads: there is nothing to put in order."""
        self._process.kill()
        self._process.communicate()
        self._said.close()


_EARLY: list[Dashboard] = []


@contextmanager
def early() -> Iterator[None]:
    """Calls the dashboard of the block before it is known what it will serve.

    It takes as long to come as all else that an export begins with.
    """
    called = Dashboard()
    _EARLY.append(called)
    try:
        yield
    finally:
        if called in _EARLY:  # nobody wanted it
            _EARLY.remove(called)
            called.end()


@contextmanager
def dashboard(log: Path, first: View | None = None) -> Iterator[Dashboard]:
    """Serves until the block ends, `first` to begin with: the one called early, or another.

    The process has this one's environment, which says data and role. All that it said is in `log`
    in the end.
    """
    served = _EARLY.pop() if _EARLY else Dashboard()
    try:
        served.begin()
        if first is not None:
            served.rehearse(first)
        yield served
    finally:
        try:
            log.write_text(served.words(), encoding="utf-8")
        finally:  # a full disk keeps no process alive
            served.end()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _rehearse() -> None:
    """Draws each view that standard input names, and ends the process when that ends."""
    from dashboard import read, warm

    for line in sys.stdin.buffer:
        area, as_of, page = line.decode().rstrip("\n").split(" ")
        try:
            warehouse = read.current()
            found = read.areas(warehouse.version).by_code[area]
            warm.draw(read.view(warehouse, page, found, date.fromisoformat(as_of)))
        except Exception:  # whatever it is, it will be met again, and told, when the page is asked
            log.exception("预热“%s”出错", page)
    os._exit(0)


def main() -> None:
    """Serves what the first line of standard input says, until that ends."""
    from dashboard import server  # the long part, while the export finds out what it will ask for

    port, _, version = sys.stdin.buffer.readline().decode().strip().partition(" ")
    if not port:
        return
    if version:
        os.environ[VERSION_VARIABLE] = version
    threading.Thread(target=_rehearse, daemon=True).start()
    server.run(HOST, int(port), rehearsed=False, has_people=False)


if __name__ == "__main__":
    main()
