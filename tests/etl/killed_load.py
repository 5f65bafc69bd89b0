"""Runs a load in this process and kills it at the n-th touch of the data folder (0: never).

python -m tests.etl.killed_load DATA N        prints the number of touches when it lives to the end
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from etl.loading.load import load_files
from warehouse.paths import data_paths

TOUCHES = {"open", "os.rename", "os.mkdir", "os.link", "os.truncate", "os.remove", "os.chmod"}
"""Audit events that make, change or move a file; `open` counts when it may write."""


def main() -> None:
    """Loads the inbox of DATA, unless killed before."""
    root, last = Path(sys.argv[1]), int(sys.argv[2])
    count = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event not in TOUCHES or not str(arguments[0]).startswith(str(root)):
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & 0o3):
            return
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    load_files(data_paths(root), workers=0)
    print(count)


if __name__ == "__main__":
    main()
