"""What the processes of an export may know of the environment: what they need, and no secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from warehouse.common.audience import ROLE_VARIABLE
from warehouse.common.environment import needed
from warehouse.paths import DATA_VARIABLE, data_paths
from warehouse.read import VERSION_VARIABLE


@contextmanager
def needed_only(role: str) -> Iterator[None]:
    """Until the block ends this process, and so all it starts, sees what programs need, the data,
    `role`, and the one version that the deployment is held to, if it is."""
    before = dict(os.environ)
    pinned = {VERSION_VARIABLE: held} if (held := before.get(VERSION_VARIABLE)) else {}
    _become(needed(**{DATA_VARIABLE: str(data_paths().root), ROLE_VARIABLE: role}, **pinned))
    try:
        yield
    finally:
        _become(before)


def _become(environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
