"""Workers that wait with their file open; those that were used are replaced in the background."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from warehouse.errors import SandboxError
from warehouse.sandbox.exchange import Worker
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.nursery import Nursery


class Pool:
    """Idle workers of the files that were asked for last; safe between threads."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nursery = Nursery(limits)
        self._idle: dict[Path, list[Worker]] = {}  # the file that was asked for last stands last
        self._changed = threading.Condition()
        self._closed = False
        self._keeper = threading.Thread(target=self._keep, name="sandbox-keeper", daemon=True)
        self._keeper.start()

    def take(self, file: Path) -> Worker:
        """A worker with `file` open, warm when there is one; SandboxError when none can start."""
        while True:
            with self._changed:
                idle = self._idle.pop(file, [])
                self._idle[file] = idle
                worker = idle.pop(0) if idle else None
                self._changed.notify_all()
            if worker is None:
                return Worker.start(self.nursery, file)
            if worker.is_alive():
                return worker
            worker.close(self.nursery)

    def warm(self, file: Path) -> None:
        """Has workers started for `file` before anybody asks."""
        with self._changed:
            self._idle.setdefault(file, [])
            self._changed.notify_all()

    def ready(self, file: Path) -> int:
        """How many idle workers there are for `file`."""
        with self._changed:
            return len(self._idle.get(file, []))

    def close(self) -> None:
        """Ends all workers, those that are at work too."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.nursery.close()
        self._keeper.join()
        for idle in self._idle.values():
            for worker in idle:
                worker.pipe.close()
        self._idle.clear()

    def _keep(self) -> None:
        """Fills up what is short, ends what is not wanted any more; until closed."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._short() or self._stale())
                if self._closed:
                    return
                stale, file = self._stale(), self._short()
                dismissed = self._idle.pop(stale) if stale else []
            for worker in dismissed:
                worker.close(self.nursery)
            if file is not None:
                self._add(file)

    def _add(self, file: Path) -> None:
        try:
            worker = Worker.start(self.nursery, file)
        except SandboxError:
            with self._changed:  # whoever asks for this file next is told; nothing is kept for it
                self._idle.pop(file, None)
            return
        with self._changed:
            if not self._closed and file in self._idle:
                self._idle[file].append(worker)
                self._changed.notify_all()
                return
        with contextlib.suppress(SandboxError):
            worker.close(self.nursery)

    def _short(self) -> Path | None:
        short = (f for f, idle in reversed(self._idle.items()) if len(idle) < self.limits.warm)
        return next(short, None)

    def _stale(self) -> Path | None:
        return next(iter(self._idle)) if len(self._idle) > self.limits.files else None
