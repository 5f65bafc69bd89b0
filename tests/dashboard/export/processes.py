"""Processes that a process has started, and the wait for their end."""

from __future__ import annotations

import os
import select
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Every process below `pid`, nearest first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = stat.read_text("utf-8", errors="replace")
        except OSError:  # it ended in the meantime
            continue
        parent = int(facts.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = children.get(waiting.pop(0), [])
        found += below
        waiting += below
    return found


def environment_of(pid: int) -> str:
    """What a process was given as its environment."""
    return Path(f"/proc/{pid}/environ").read_text("utf-8", errors="replace")


class Watched:
    """Processes held by their descriptors, so that a number used again is not taken for them."""

    def __init__(self, pids: list[int]) -> None:
        self.handles = {os.pidfd_open(pid): pid for pid in pids}

    def still_there(self, within: float) -> list[int]:
        """Those that have not ended when `within` seconds have passed."""
        waiting = dict(self.handles)
        while waiting and (ended := select.select(list(waiting), [], [], within)[0]):
            for handle in ended:
                del waiting[handle]
        for handle in self.handles:
            os.close(handle)
        return list(waiting.values())
