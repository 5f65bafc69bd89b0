"""The runner's handle of the zygote: starts it, has workers forked and ended, starts it again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from warehouse.errors import SandboxError
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.zygote import MESSAGE_BYTES

ROOT = Path(__file__).parent.parent.parent
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from warehouse.sandbox.zygote import main; main(int(sys.argv[2]))"
)


class Nursery:
    """One zygote; safe between threads. `close` ends it and with it every worker."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False

    def fork(self, file: Path) -> tuple[int, socket.socket]:
        """A new worker for `file`: its process id and our end of its socket."""
        ours, theirs = socket.socketpair()
        with theirs:
            asked = {"fork": str(file), "limits": asdict(self.limits)}
            try:
                with self._lock:
                    try:
                        answer = self._ask(asked, theirs)
                    except OSError:  # the zygote was killed: its workers are gone, one more try
                        self._stop()
                        answer = self._ask(asked, theirs)
            except BaseException:
                ours.close()
                raise
        return int(answer["pid"]), ours

    def end(self, pid: int) -> int:
        """Kills a worker and waits until it is gone; the status as waitpid tells it."""
        with self._lock:
            if self._control is None:
                return 0
            try:
                return int(self._ask({"end": pid})["status"])
            except OSError:
                self._stop()
                return 0

    def close(self) -> None:
        """Ends the zygote and all workers."""
        with self._lock:
            self._closed = True
            self._stop()

    def _ask(self, asked: dict[str, Any], handle: socket.socket | None = None) -> dict[str, Any]:
        control = self._control or self._start()
        message = json.dumps(asked).encode()
        if handle is None:
            control.send(message)
        else:
            socket.send_fds(control, [message], [handle.fileno()])
        return self._hear(control)

    def _hear(self, control: socket.socket) -> dict[str, Any]:
        answer = control.recv(MESSAGE_BYTES)
        if not answer:
            raise ConnectionResetError
        found: dict[str, Any] = json.loads(answer)
        return found

    def _start(self) -> socket.socket:
        if self._closed:
            raise SandboxError("查询服务已经停了")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, str(ROOT), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={},
                cwd=os.sep,
            )
        ours.settimeout(self.limits.start_seconds)
        self._control = ours
        try:
            hello = self._hear(ours)
        except OSError as error:
            self._stop()
            raise SandboxError("查询进程起不来；请管理员检查内存和系统限制") from error
        if not hello["ready"]:
            self._stop()
            raise SandboxError(
                f"查询进程的母进程有 {hello['threads']} 个线程，不能安全地分出子进程"
            )
        return ours

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
