"""The dashboard as a process of its own: started, asked for, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from warehouse.common.audience import FULL, ROLE_VARIABLE

ROOT = Path(__file__).parents[2]
STARTED_WITHIN = 60.0


@dataclass(frozen=True)
class Served:
    """A running server."""

    address: str
    process: subprocess.Popen[str]
    log: Path


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(home: Path, log: Path, module: str = "dashboard") -> Served:
    """Starts `python -m dashboard serve` over `home` and waits until it answers.

    It reads the full edition, for pictures and benchmarks too, unless the environment says another.
    """
    port = free_port()
    command = [sys.executable, "-m", module, "serve", "--port", str(port)]
    role = os.environ.get(ROLE_VARIABLE, FULL)
    return start(command, port, log, {"PUCHA_DATA": str(home), ROLE_VARIABLE: role})


def start(command: Sequence[str], port: int, log: Path, extra: Mapping[str, str]) -> Served:
    """Starts a Streamlit server and waits until it is healthy; RuntimeError with its log if not."""
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **extra},
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1):
                return Served(address, process, log)
        except (URLError, OSError):
            process.poll()
    process.kill()
    raise RuntimeError(f"看板没有起来：{log.read_text('utf-8')}")


def stop(served: Served) -> int:
    """Ctrl+C, and how it ended."""
    served.process.send_signal(signal.SIGINT)
    return served.process.wait(timeout=30)
