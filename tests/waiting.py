"""The wait for something that another process or thread brings about."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 20.0  # s
LOOK = 0.01  # s between two looks


def until(is_so: Callable[[], bool], patience: float = PATIENCE, look: float = LOOK) -> bool:
    """Whether it came to be so before the patience was at an end."""
    over = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > over:
            return False
        time.sleep(look)
    return True
