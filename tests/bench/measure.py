"""Runs a case in a process of its own and tells seconds and peak memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Measure:
    """Median seconds of the timed part (no imports); largest peak of the process tree in MiB."""

    seconds: float
    peak_mib: float


def _tree(pid: int) -> list[int]:
    pids, todo = [], [pid]
    while todo:
        current = todo.pop()
        pids.append(current)
        try:
            tasks = Path(f"/proc/{current}/task").iterdir()
            for task in tasks:
                todo.extend(int(c) for c in (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pids


def _resident_mib(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _watch(process: subprocess.Popen[str], done: threading.Event, peaks: list[float]) -> None:
    peak = 0.0
    while not done.wait(POLL_SECONDS):
        peak = max(peak, sum(_resident_mib(p) for p in _tree(process.pid)))
    peaks.append(peak)


def run_once(case: str, arguments: Mapping[str, str]) -> Measure:
    """Runs a case once in a new process; one that fails stops the benchmark with its output."""
    command = [sys.executable, "-m", "tests.bench.cases", case, json.dumps(dict(arguments))]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    done, peaks = threading.Event(), list[float]()
    watcher = threading.Thread(target=_watch, args=(process, done, peaks))
    watcher.start()
    out, err = process.communicate()
    done.set()
    watcher.join()
    if process.returncode != 0:
        raise RuntimeError(f"{case}: exit {process.returncode}\n{out}\n{err}")
    return Measure(float(json.loads(out.strip().splitlines()[-1])["seconds"]), peaks[0])


def interleaved(
    cases: Sequence[tuple[str, str, Mapping[str, str]]], repeats: int
) -> dict[str, Measure]:
    """Runs (label, case, arguments) in turn `repeats` times; median seconds, largest peak by label.

    In turn, so that a noisy minute hits all of them alike.
    """
    runs: dict[str, list[Measure]] = {label: [] for label, _, _ in cases}
    for _ in range(repeats):
        for label, case, arguments in cases:
            runs[label].append(run_once(case, arguments))
    return {
        label: Measure(statistics.median(m.seconds for m in ms), max(m.peak_mib for m in ms))
        for label, ms in runs.items()
    }
