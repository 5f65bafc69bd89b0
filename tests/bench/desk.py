"""How soon a long result stands on screen, beside a bare Streamlit app that shows the same frame.

Both ask the same file the same question, at a click, in the same browser; what is timed goes from
the click to the first rows in sight, with all the others there to be scrolled to.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from dashboard.export.chromium import found_chromium, headless
from tests.dashboard.served import Served, free_port, serve, start, stop
from warehouse.paths import data_paths
from warehouse.publish import read_pointer

ROWS = 100_000
SQL = f"""\
select t.n, a.area_code, a.area_name, t.n * 0.37 as x, date '2021-03-21' as as_of, t.n % 7 = 0 as b
from range({ROWS}) as t(n)
inner join (select *, row_number() over (order by area_code) as place from staging.area) as a
    on t.n % 50 + 1 = a.place
order by t.n"""
PATIENCE = 120_000.0  # ms
BARE_APP = Path(__file__).parent / "bare_desk_app.py"
DRAWN = f'[role="grid"][aria-rowcount="{ROWS + 1}"]'
"""What Streamlit's table tells of itself once it is drawn."""


@dataclass
class Times:
    """Milliseconds from the click to the rows, of the desk and of the bare app."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def measure(home: Path, place: Path, repeats: int) -> Times:
    """Each in turn, in a new browser window every time; the first turn is not counted."""
    times = Times()
    with _servers(home, place) as (ours, bare), headless(found_chromium()) as browser:
        for turn in range(repeats + 1):
            taken = _timed_desk(browser, ours.address), _timed_bare(browser, bare.address)
            if turn:
                times.ours.append(taken[0])
                times.bare.append(taken[1])
    return times


@contextmanager
def _servers(home: Path, place: Path) -> Iterator[tuple[Served, Served]]:
    paths, port = data_paths(home), free_port()
    asked = {"BENCH_FILE": str(paths.published / read_pointer(paths).file), "BENCH_SQL": SQL}
    command = [sys.executable, "-m", "streamlit", "run", str(BARE_APP)]
    command += ["--server.headless", "true", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    ours = serve(home, place / "dashboard.log")
    try:
        bare = start(command, port, place / "bare.log", asked)
        try:
            yield ours, bare
        finally:
            stop(bare)
    finally:
        stop(ours)


def _timed_desk(browser: Browser, address: str) -> float:
    def open_(page: Page) -> None:
        page.goto(f"{address}/sql")
        page.wait_for_selector(".list details")  # what the editor completes is there: idle
        page.click(".cm-content")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(SQL)
        page.select_option("[data-desk=rows]", str(ROWS))

    def run(page: Page) -> None:
        page.click("[data-desk=run]")
        page.wait_for_function(
            f"document.querySelector('.grid table')?.ariaRowCount === '{ROWS + 1}'"
            " && document.querySelectorAll('.grid tbody td').length > 6"
        )

    return _timed(browser, open_, run)


def _timed_bare(browser: Browser, address: str) -> float:
    def open_(page: Page) -> None:
        page.goto(address)
        page.wait_for_selector("button:has-text('运行')")

    def run(page: Page) -> None:
        page.click("button:has-text('运行')")
        page.wait_for_selector(DRAWN, state="attached")

    return _timed(browser, open_, run)


def _timed(browser: Browser, open_: Callable[[Page], None], run: Callable[[Page], None]) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        open_(page)
        started = time.perf_counter()
        run(page)
        return (time.perf_counter() - started) * 1000
    finally:
        context.close()
