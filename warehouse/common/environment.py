"""What a child process may know of the environment: what programs need, and no secret."""

from __future__ import annotations

import os

KEPT = (
    *("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR"),
    *("LANG", "LC_ALL", "LC_CTYPE", "TZ", "FONTCONFIG_FILE", "FONTCONFIG_PATH"),
)
"""Where programs, fonts and temporary files are, and the language."""


def needed(**more: str) -> dict[str, str]:
    """What is kept of this process's environment, and `more`."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | more
