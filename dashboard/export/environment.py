"""What the processes of an export may know of the environment: what they need, and no secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from warehouse.common.audience import ROLE_VARIABLE
from warehouse.common.environment import needed
from warehouse.paths import DATA_VARIABLE, data_paths


@contextmanager
def needed_only(role: str) -> Iterator[None]:
    """Until the block ends this process, and so all it starts, sees what programs need, the data
    and `role`."""
    before = dict(os.environ)
    _become(needed(**{DATA_VARIABLE: str(data_paths().root), ROLE_VARIABLE: role}))
    try:
        yield
    finally:
        _become(before)


def _become(environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
