"""A small published warehouse, views of it, and the dashboard served to a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboard import read
from dashboard.components.frame import Content, Empty
from dashboard.view import View
from tests.dashboard import bordered, small
from tests.dashboard.served import Served, serve, stop

READY = "#pucha-ready"


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A $PUCHA_DATA with the small warehouse published; do not write to it."""
    home = tmp_path_factory.mktemp("small")
    small.publish(home)
    return home


@pytest.fixture
def use_small(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the small warehouse the one that is read."""
    monkeypatch.setenv("PUCHA_DATA", str(small_home))
    return small_home


@pytest.fixture
def view_of(use_small: Path) -> Callable[..., View]:
    """A view of the small warehouse: `view_of("370212", small.LAST, metric="…")`."""
    return _views()


@pytest.fixture(scope="session")
def bordered_home(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A $PUCHA_DATA with the small warehouse and made-up borders; do not write to it."""
    home = tmp_path_factory.mktemp("bordered")
    bordered.publish(home, small_home)
    return home


@pytest.fixture
def bordered_view_of(bordered_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., View]:
    """The same of the warehouse with borders."""
    monkeypatch.setenv("PUCHA_DATA", str(bordered_home))
    return _views()


def _views() -> Callable[..., View]:
    def make(area: str = small.CITY, as_of: date = small.LAST, **choices: str) -> View:
        warehouse = read.current()
        found = read.areas(warehouse.version).by_code[area]
        return read.view(warehouse, "", found, as_of, choices)

    return make


def content(made: object) -> Content:
    """The tile's content; fails when it is empty."""
    assert isinstance(made, Content)
    return made


def empty(made: object) -> Empty:
    """The tile's empty state; fails when it has content."""
    assert isinstance(made, Empty)
    return made


def text_of(html: object) -> str:
    """What a reader sees of the markup, white space folded."""
    bare = re.sub(r"<(dialog|details)\b.*?</\1>", "", str(html), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", bare))).strip()


@pytest.fixture(scope="session")
def dashboard(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard serving the small warehouse."""
    served = serve(small_home, tmp_path_factory.mktemp("log") / "dashboard.log")
    yield served
    if served.process.poll() is None:
        stop(served)


@pytest.fixture(scope="session")
def demo(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard serving the whole demonstration."""
    served = serve(demo_home, tmp_path_factory.mktemp("log") / "dashboard.log")
    yield served
    stop(served)


@dataclass
class Visit:
    """One page in a browser, with every request it made."""

    page: Page
    base: str
    requests: list[str]
    errors: list[str]

    def open(self, address: str) -> dict[str, str]:
        """Opens the address and waits until everything declared is on screen."""
        self.page.goto(f"{self.base}{address}")
        return self.ready()

    def ready(self, **wanted: str) -> dict[str, str]:
        """Waits for #pucha-ready (with these data- attributes) and gives its data- attributes."""
        also = "".join(f'[data-{name}="{value}"]' for name, value in wanted.items())
        # The element waited for is asked, not sought again: a wall may have moved on since.
        marked = self.page.wait_for_selector(READY + also, state="attached")
        assert marked is not None
        found: dict[str, str] = marked.evaluate("e => ({...e.dataset})")
        return found

    @property
    def outside(self) -> list[str]:
        """Requests to anything but the dashboard itself."""
        own = (self.base, self.base.replace("http", "ws", 1), "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture
def visit(browser: Browser, dashboard: Served) -> Iterator[Callable[..., Visit]]:
    """Opens a new browser window: `visit(width=390, colour="dark")`."""
    contexts = []

    def start(*, width: int = 1440, colour: str = "light", base: str = "") -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme=colour,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        made = Visit(page, base or dashboard.address, [], [])
        page.on("request", lambda request: made.requests.append(request.url))
        page.on("websocket", lambda socket: made.requests.append(socket.url))
        page.on("pageerror", lambda error: made.errors.append(str(error)))
        return made

    yield start
    for context in contexts:
        context.close()
