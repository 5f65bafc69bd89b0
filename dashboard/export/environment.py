"""What the processes of an export may know of the environment: what they need, and no secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from warehouse.common.audience import ROLE_VARIABLE
from warehouse.paths import DATA_VARIABLE, data_paths

FONTS = ("FONTCONFIG_FILE", "FONTCONFIG_PATH")
KEPT = (
    *("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR"),
    *("LANG", "LC_ALL", "LC_CTYPE", "TZ", *FONTS),
)
"""Where programs, fonts and temporary files are, and the language."""


@contextmanager
def needed_only(role: str) -> Iterator[None]:
    """Until the block ends this process, and so all it starts, sees KEPT, the data and `role`."""
    before = dict(os.environ)
    kept = {name: before[name] for name in KEPT if name in before}
    _become({**kept, DATA_VARIABLE: str(data_paths().root), ROLE_VARIABLE: role})
    try:
        yield
    finally:
        _become(before)


def _become(environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
