"""The wall screen left running: its page, its server and what goes between them, counted twice.

A week at 20 s a scene is 30,240 scenes; here they follow as fast as they are drawn, in a browser
that is never reloaded, and a new version is published over and over as it is in a week.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from playwright.sync_api import CDPSession, Page

from dashboard.app_pages.wall import SCENES
from dashboard.components.wall.stage import short_version
from dashboard.export.chromium import found_chromium, headless
from tests.bench.viewers import resident_mib
from tests.dashboard import small
from tests.dashboard.served import Served, serve, stop

PACE = 40  # times as fast as on the wall
# Rounds of all scenes before the first count, until when the browser still compiles what it runs
# often; and per version after it.
WARM_ROUNDS, DAY_ROUNDS = 60, 12
WARM_VERSIONS = 3  # as many as are kept open: from then on each new one takes an old one's place
PATIENCE = 120_000  # ms for a round


@dataclass(frozen=True)
class Counts:
    """How much there was at one moment, garbage collected, with the first scene on the screen."""

    nodes: int
    heap: int
    listeners: int
    resident: float
    files: int
    messages: float  # that a scene took, since the count before


@dataclass(frozen=True)
class Counted:
    """One thing that must not grow."""

    title: str
    unit: str
    of: Callable[[Counts], float]
    reach: float


COUNTED = (
    Counted("页面节点", "个", lambda one: one.nodes, 1.02),
    Counted("脚本内存（回收后）", "KiB", lambda one: one.heap / 1024, 1.05),
    Counted("事件监听", "个", lambda one: one.listeners, 1.02),
    Counted("服务内存", "MiB", lambda one: one.resident, 1.1),
    Counted("服务打开的文件", "个", lambda one: one.files, 1.1),
    Counted("每换一屏的消息", "条", lambda one: one.messages, 1.02),
)


@dataclass(frozen=True)
class Watched:
    """The two counts, and how many scenes lay between them."""

    warm: Counts
    end: Counts
    scenes: int


class Watch:
    """A wall screen in a browser over a server, which is told of new versions."""

    def __init__(self, page: Page, served: Served, home: Path) -> None:
        self.page, self.served, self.home = page, served, home
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("Performance.enable")
        self.received, self.published = 0, 0
        self.counted = (0, 0)  # scenes and messages at the count before
        page.on("websocket", lambda socket: socket.on("framereceived", self._receive))
        page.add_init_script(f"window.puchaPace = {PACE}")
        page.goto(f"{served.address}/wall?seconds=5")
        self._until("document.getElementById('pucha-wall')?.dataset.drawn > 0")
        self.begun = page.evaluate("performance.timeOrigin")

    def _receive(self, _: object) -> None:
        self.received += 1

    @property
    def drawn(self) -> int:
        """How many scenes the page has shown so far."""
        return int(self.page.get_attribute("#pucha-wall", "data-drawn") or 0)

    def _until(self, condition: str) -> None:
        """Waits without a handle of any element: one would keep it in memory, and be counted."""
        self.page.wait_for_function(condition, timeout=PATIENCE).dispose()

    def go_on(self, rounds: int) -> None:
        """Waits until so many rounds of all scenes were shown, nothing being amiss."""
        for _ in range(rounds):
            wanted = self.drawn + len(SCENES)
            self._until(f"document.getElementById('pucha-wall').dataset.drawn >= {wanted}")
        trouble = self.page.text_content("footer [data-wall-trouble]")
        if trouble or self.page.evaluate("performance.timeOrigin") != self.begun:
            raise RuntimeError(f"大屏：{trouble or '页面重新载入过'}")

    def publish(self) -> None:
        """The same warehouse under a new name, as the next day's."""
        self.published += 1
        version = f"20270101T000000{self.published:06d}Z-{self.published:012x}"
        folder = self.home / "published"
        pointer = json.loads((folder / "current.json").read_text("utf-8"))
        file = folder / f"warehouse-{version}.duckdb"
        shutil.copy(folder / pointer["file"], file)
        file.chmod(0o644)
        with duckdb.connect(str(file)) as con:
            con.execute("update meta.version set version = ?", [version])
        file.chmod(0o444)
        as_of = date.fromisoformat(pointer["data_as_of"])
        small.point_to(self.home, file, version, data_as_of=as_of)
        shown = "document.querySelector('#pucha-wall .facts code')?.textContent"
        self._until(f"{shown} === '{short_version(version)}'")

    def count(self) -> Counts:
        """Everything, at the first scene of a round: scenes differ in what they hold."""
        while True:
            self._until("document.getElementById('pucha-wall').dataset.turn === '0'")
            drawn = self.drawn
            self.cdp.send("HeapProfiler.collectGarbage")
            told = self.cdp.send("Performance.getMetrics")["metrics"]
            if self.drawn == drawn and self.page.get_attribute("#pucha-wall", "data-turn") == "0":
                break
        got = {one["name"]: one["value"] for one in told}
        before, self.counted = self.counted, (drawn, self.received)
        pid = self.served.process.pid
        return Counts(
            *(int(got[name]) for name in ("Nodes", "JSHeapUsedSize", "JSEventListeners")),
            resident_mib(pid),
            len([*Path(f"/proc/{pid}/fd").iterdir()]),
            (self.received - before[1]) / max(1, drawn - before[0]),
        )


def watch(home: Path, place: Path, days: int) -> Watched:
    """Warms up, counts, lets `days` new versions pass, and counts again."""
    own = place / "wall"
    shutil.copytree(home / "published", own / "published")
    served = serve(own, place / "wall.log")
    try:
        with headless(found_chromium()) as browser:
            page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
            wall = Watch(page, served, own)
            for _ in range(WARM_VERSIONS):
                wall.publish()
                wall.go_on(WARM_ROUNDS // WARM_VERSIONS)
            warm, begun = wall.count(), wall.drawn
            for _ in range(days):
                wall.publish()
                wall.go_on(DAY_ROUNDS)
            return Watched(warm, wall.count(), wall.drawn - begun)
    finally:
        stop(served)
