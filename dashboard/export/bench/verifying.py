"""The command `verify` over a finished export, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dashboard.export.bench.runs import CRASHED, ROOT, log, without_place
from warehouse.common.commandline import BAD, FINE
from warehouse.common.environment import needed
from warehouse.paths import DATA_VARIABLE, data_paths

SECONDS = 300.0


class NotVerified(Exception):
    """It is not known whether it agrees; the text says why, fit to show."""


def verified(folder: Path) -> tuple[bool, str]:
    """Whether all of it still agrees, and the command's own words; NotVerified where it fails."""
    known = {DATA_VARIABLE: str(data_paths().root), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", "verify", str(folder)],
            cwd=ROOT,
            env=needed(**known),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise NotVerified(f"{SECONDS:g} 秒还没有核完，已停止；请稍后再试") from late
    said = without_place(f"{done.stdout}{done.stderr}".strip())
    if done.returncode not in (FINE, BAD) or CRASHED in said or not said:
        log.error("核对没有做成，退出码 %s：%s", done.returncode, said)
        raise NotVerified("核对没有做成，详情已记入服务日志，请告知管理员")
    return done.returncode == FINE, said
