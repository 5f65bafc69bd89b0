"""How soon a page stands complete in a real browser, beside an empty Streamlit app."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page

from dashboard.export.chromium import found_chromium, headless
from dashboard.menu import MENU, READ
from tests.dashboard.served import Served, free_port, serve, start, stop

READY = "#pucha-ready"
EMPTY = "text=空白"
EMPTY_APP = Path(__file__).parent / "empty_app.py"
CITY, DISTRICTS = "370200", ("370212", "370283", "370215", "370281", "370285", "370213", "370214")
# Told beside the others but promised nothing: here WebGL is drawn by the processor.
TIMED = tuple(page for page in MENU if page in READ)
"""The pages whose speed is promised: a bench is complete before what it is made of has come."""
IN_3D = next(page.title for page in MENU if page.address == "scene")


@dataclass
class Times:
    """Milliseconds of each kind of step, by page title; the floor's first draws apart."""

    floor: list[float] = field(default_factory=list)
    first: dict[str, list[float]] = field(default_factory=dict)
    filtered: dict[str, list[float]] = field(default_factory=dict)
    switched: dict[str, list[float]] = field(default_factory=dict)


@contextmanager
def servers(home: Path, place: Path) -> Iterator[tuple[Served, Served]]:
    """The dashboard over `home`, and the empty app, until the block ends."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(EMPTY_APP),
        "--server.headless",
        "true",
    ]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    ours = serve(home, place / "dashboard.log")
    try:
        floor = start(command, port, place / "empty.log", {})
        try:
            yield ours, floor
        finally:
            stop(floor)
    finally:
        stop(ours)


def measure(home: Path, place: Path, weeks: list[date], repeats: int) -> Times:
    """Every page once per repeat, each time in weeks not looked at before, the floor in between."""
    times = Times()
    with servers(home, place) as (ours, floor), headless(found_chromium()) as browser:
        for n in range(repeats):
            for page in TIMED:
                times.floor.append(_first(browser, floor.address, EMPTY))
                week = weeks[-1 - 2 * n]
                query = "" if n == 0 else f"?asof={week}"  # the newest week is what most open
                _visit(browser, ours.address, page.title, f"/{page.address}{query}", times, n)
    return times


def _first(browser: Browser, address: str, sign: str) -> float:
    """Milliseconds from asking for the address to its sign, nothing cached in the browser."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    taken = _timed(lambda: _open(page, address, sign))
    context.close()
    return taken


def _open(page: Page, address: str, sign: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_selector(sign, state="attached")


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _visit(
    browser: Browser, base: str, title: str, address: str, times: Times, number: int
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    first = _timed(lambda: _open(page, f"{base}{address}", READY))
    times.first.setdefault(title, []).append(first)
    area = DISTRICTS[number % len(DISTRICTS)]

    def choose() -> None:
        page.select_option("#area-0", area)
        page.wait_for_selector(f'{READY}[data-area="{area}"]', state="attached")

    times.filtered.setdefault(title, []).append(_timed(choose))
    here = page.get_attribute(READY, "data-page") or ""
    other = next(one for one in MENU if one.address != here)
    _switch(page, other.address)  # the first visit is not counted, the way back is
    times.switched.setdefault(title, []).append(_timed(lambda: _switch(page, here)))
    context.close()


def _switch(page: Page, address: str) -> None:
    page.click(f'nav a[data-go][href^="{address or "."}?"]')
    page.wait_for_selector(f'{READY}[data-page="{address}"]', state="attached")


def median(values: list[float]) -> float:
    """The middle of the times."""
    return statistics.median(values)
