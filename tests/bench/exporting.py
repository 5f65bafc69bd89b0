"""The weekly export, timed as the commands it is, beside the script one would write without it.

`python -m tests.bench.exporting plain ADDRESS OUT` is that script: each page in a new context, the
same readiness, one picture. It finds a dashboard that runs already; the export starts its own.
`python -m tests.bench.exporting wide OUT` is the export of only what that script makes;
`… whole OUT` the export as it is, which leaves in OUT.json how long each part took.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest import mock

from dashboard.__main__ import main as command
from dashboard.components.paper import WIDE
from dashboard.export import parts, screens
from dashboard.export.chromium import found_chromium, headless
from dashboard.export.job import Job, Part
from dashboard.menu import PRINTED
from tests.dashboard.export.processes import descendants
from tests.dashboard.served import ROOT, serve, stop

WEEK, AS_OF = "2021-W11", "2021-03-21"
READY = "#pucha-ready"
LOOK = 0.1  # s between two looks at the memory
_HEIGHT = """Math.max(...[...document.querySelectorAll('.stMain, .stMainBlockContainer, body')]
  .map(e => e.scrollHeight))"""


@dataclass
class Times:
    """Seconds of each way, median of the repeats; MiB and files of the whole export."""

    plains: list[float] = field(default_factory=list)
    wides: list[float] = field(default_factory=list)
    wholes: list[float] = field(default_factory=list)
    parts: list[dict[str, float]] = field(default_factory=list)
    peak_mib: float = 0.0
    files: int = 0
    pages: int = len(PRINTED)

    @property
    def plain(self) -> float:
        """The plain script."""
        return statistics.median(self.plains)

    @property
    def wide(self) -> float:
        """The export of the wide pictures only."""
        return statistics.median(self.wides)

    @property
    def whole(self) -> float:
        """The whole export but for what is neither picture nor drawing."""
        return statistics.median(self.wholes) - self.papers - self.pdf

    @property
    def papers(self) -> float:
        """The document and the workbook."""
        names = ("document.try_template", "document.make", "workbook.make")
        return statistics.median(sum(one[name] for name in names) for one in self.parts)

    @property
    def pdf(self) -> float:
        """The document printed by LibreOffice; next to nothing where there is none."""
        return statistics.median(one["pdf.make"] for one in self.parts)

    @property
    def page(self) -> float:
        """One page of the plain script."""
        return self.plain / self.pages


def measure(home: Path, place: Path, repeats: int) -> Times:
    """The three ways in turn, as often as asked for."""
    times, out = Times(), place / "exported"
    data = {"PUCHA_DATA": str(home), "PUCHA_ROLE": "full"}
    served = serve(home, place / "dashboard.log")
    try:
        for _ in range(repeats):
            script = [sys.executable, "-m", __name__]
            seconds, _peak = _timed([*script, "plain", served.address, str(place)], data)
            times.plains.append(seconds)
            seconds, _peak = _timed([*script, "wide", str(out)], data)
            times.wides.append(seconds)
            seconds, peak = _timed([*script, "whole", str(out)], data)
            times.wholes.append(seconds)
            times.parts.append(json.loads(_told(out).read_text("utf-8")))
            times.peak_mib = max(times.peak_mib, peak)
    finally:
        stop(served)
    times.files = sum(path.is_file() for path in out.rglob("*"))
    return times


def _timed(words: Sequence[str], more: dict[str, str]) -> tuple[float, float]:
    """Seconds of a command, and the peak of its memory with that of all it starts, in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=ROOT, env={**os.environ, **more}, stdout=subprocess.DEVNULL
    )
    peak = 0.0
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(LOOK):
            peak = max(peak, sum(map(_mib, [process.pid, *descendants(process.pid)])))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    over.set()
    watcher.join()
    if code:
        raise RuntimeError(f"{' '.join(words)}: exit {code}")
    return seconds, peak


def _mib(pid: int) -> float:
    """A process's own share of the memory; 0 for one that has ended meanwhile."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0.0
    return (
        next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) / 1024
    )


def plain(address: str, out: Path) -> None:
    """What one writes first."""
    with headless(found_chromium()) as browser:
        for shot in PRINTED:
            context = browser.new_context(
                viewport={"width": WIDE.width, "height": 900}, device_scale_factor=2
            )
            page = context.new_page()
            page.goto(f"{address}/{shot.address}?asof={AS_OF}")
            page.wait_for_selector(READY, state="attached")
            height = int(page.evaluate(_HEIGHT))
            page.set_viewport_size({"width": WIDE.width, "height": height})
            page.wait_for_selector(READY, state="attached")
            page.screenshot(path=out / f"{shot.name}.png")
            context.close()


def wide(out: str) -> int:
    """The export without the second sheet and the tiles."""
    only = partial(screens.make, sheets=(WIDE,), tiles_of=None)
    with mock.patch.object(parts, "PARTS", (only,)):
        return command(["export", "--week", WEEK, "--out", out])


def whole(out: str) -> int:
    """The export as it is, and the seconds of each of its parts."""
    seconds: dict[str, float] = {}

    def timed(part: Part, job: Job) -> None:
        started = time.perf_counter()
        part(job)
        name = f"{part.__module__.rpartition('.')[2]}.{part.__name__}"
        seconds[name] = time.perf_counter() - started

    parts_timed = tuple(partial(timed, part) for part in parts.PARTS)
    with mock.patch.object(parts, "PARTS", parts_timed):
        code = command(["export", "--week", WEEK, "--out", out])
    _told(Path(out)).write_text(json.dumps(seconds), "utf-8")
    return code


def _told(out: Path) -> Path:
    return out.with_suffix(".json")


if __name__ == "__main__":
    if sys.argv[1] == "plain":
        plain(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit({"wide": wide, "whole": whole}[sys.argv[1]](sys.argv[2]))
