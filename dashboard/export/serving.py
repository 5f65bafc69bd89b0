"""The dashboard of one export: a process of its own, held to one version and role.

`python -m dashboard.export.serving PORT`; it ends when its standard input does, so that it never
outlives the export, however that ends.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from dashboard.export.budget import STARTING, Budget
from dashboard.export.errors import ExportError

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
LOOK = 0.05  # s between two looks whether it answers


@contextmanager
def dashboard(log: Path, budget: Budget) -> Iterator[Callable[[], str]]:
    """Serves until the block ends; what it gives waits until it answers, and gives the address.

    The process has this one's environment, which says data, role and version.
    """
    with log.open("w", encoding="utf-8") as out:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield lambda: _answering(process, f"http://{HOST}:{port}", log, budget)
        finally:
            process.kill()  # it only reads: there is nothing to put in order
            process.communicate()


def _answering(process: subprocess.Popen[bytes], address: str, log: Path, budget: Budget) -> str:
    within = Budget(budget.left("启动看板", STARTING))
    while True:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=within.left("等候看板启动")):
                return address
        except (URLError, OSError):
            try:
                process.wait(LOOK)
            except subprocess.TimeoutExpired:
                continue
            said = log.read_text("utf-8", errors="replace").strip().splitlines()
            raise ExportError(f"看板没有起来：{said[-1] if said else '没有留下任何说明'}") from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serves until standard input ends."""
    from dashboard import server

    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.run(HOST, int(sys.argv[1]), rehearsed=False, has_people=False)


if __name__ == "__main__":
    main()
