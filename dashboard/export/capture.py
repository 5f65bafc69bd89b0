"""One browser looking at one dashboard: opens views, waits for facts, reads and photographs them.

Nothing here waits for a span of time to pass: a page is complete when #pucha-ready is there for
the very view that was asked for, and still when its fonts are loaded and two frames were painted.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, TimeoutError

from dashboard import theme
from dashboard.components.paper import WIDE, Sheet
from dashboard.export.budget import ATTEMPT, Budget
from dashboard.export.chromium import ABSENT, SAME_PIXELS, chromium_path, headless
from dashboard.export.errors import Faulty, NoBrowser
from dashboard.view import View

SCALE = 2  # pixels of a picture for one of the page
TALLEST = 12_000  # px of a page: what was tried, and more than any page has
FIRST_HEIGHT = 900
SAMPLE = "普查预警隐患治理避难场所青岛市崂山区〔2021〕第1期"
UNPACKED = {"Accept-Encoding": "identity"}  # packing costs more than carrying it across no network
READY = "#pucha-ready"
OUR_PARTS = tuple(Path(__file__).with_name(name) for name in ("page.js", "vector.js"))
FONT_ADVICE = (
    "Chromium 画不出这些字：{missing}（缺中文字体）。"
    "请管理员执行：sudo apt-get install fonts-noto-cjk && fc-cache -f"
)


@dataclass(frozen=True)
class Shot:
    """A picture of a sheet (PNG) and what stood on the page when it was taken."""

    png: bytes
    height: int
    seen: dict[str, Any]


@contextmanager
def _told(place: str) -> Iterator[None]:
    """That the browser refuses, or is gone, is told as a fault of the page it was to show."""
    try:
        yield
    except Error as problem:
        raise Faulty(place, f"浏览器出错：{_first_line(problem)}") from problem


class Camera:
    """One window, which goes from view to view."""

    def __init__(self, page: Page, base: str, budget: Budget) -> None:
        self.page, self.base, self.budget = page, base, budget
        self._is_open = False
        self._protocol = page.context.new_cdp_session(page)

    def open(self, view: View, place: str) -> None:
        """Shows the view, complete; Faulty names what is missing or failed."""
        with _told(place):
            self._open(view, place)

    def _open(self, view: View, place: str) -> None:
        self.page.emulate_media(media="screen")
        self.page.evaluate("window.puchaSheet?.bare()")
        self._resize(WIDE.width, FIRST_HEIGHT)
        wait = self.budget.left(f"打开{place}", ATTEMPT) * 1000
        is_open, self._is_open = self._is_open, False  # what fails is loaded anew
        try:
            if is_open:
                self.page.evaluate("to => puchaSheet.go(to)", view.address())
            else:
                address = f"{self.base}/{view.address().removeprefix('.')}"
                self.page.goto(address, wait_until="commit", timeout=wait)
            self.page.wait_for_selector(
                f"{_marked(view)}, .stopped", state="attached", timeout=wait
            )
        except TimeoutError:
            raise Faulty(place, *self._awaited()) from None
        if self.page.query_selector(_marked(view)) is None:
            said = self.page.inner_text(".stopped").replace("\n", " ")
            raise Faulty(place, f"页面没有画出来：{said}")
        self._is_open = True

    def _awaited(self) -> tuple[str, str | None]:
        """Why the page is not complete, and the tile that is missing."""
        try:
            missing = self.page.evaluate("window.pucha?.awaited?.() ?? null")
        except Error:
            missing = None
        if missing:
            return "一直没有画完，等候超时", "、".join(missing)
        return "没有等到页面完成的标志，等候超时", None

    def shoot(
        self, view: View, sheet: Sheet, facts: Sequence[str], number: str, place: str
    ) -> Shot:
        """A picture of the open view on `sheet`, with its foot, and what stands on it."""
        with _told(place):
            return self._shoot(view, sheet, facts, number, place)

    def _shoot(
        self, view: View, sheet: Sheet, facts: Sequence[str], number: str, place: str
    ) -> Shot:
        self.budget.left(f"拍摄{place}")
        page = self.page
        page.emulate_media(media="print")
        self._resize(sheet.width, FIRST_HEIGHT)
        page.evaluate("([facts, number]) => puchaSheet.dress(facts, number)", [list(facts), number])
        height = int(page.evaluate("puchaSheet.height()"))
        if height > TALLEST:
            raise Faulty(place, f"页面长 {height} 像素，超过能完整拍下的 {TALLEST}")
        self._resize(sheet.width, height)
        page.evaluate("puchaSheet.settle()")
        if int(page.evaluate("puchaSheet.height()")) != height:
            raise Faulty(place, "页面高度随窗口变化，不能完整拍下")
        seen = page.evaluate("puchaSheet.look()")
        png = self.picture()
        if page.query_selector(_marked(view)) is None:
            raise Faulty(place, "拍摄时页面又刷新了")
        return Shot(png, height, seen)

    def _resize(self, width: int, height: int) -> None:
        """The window as large as that, drawn at SCALE.

        Said in the conversation that takes the pictures: what it does not know of it sets aside
        for each picture, and draws the whole page anew, twice.
        """
        self._protocol.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": SCALE, "mobile": False},
        )

    def picture(self) -> bytes:
        """The window as PNG, packed less tightly than Playwright has it done, in half the time."""
        asked = {"format": "png", "optimizeForSpeed": True}
        return base64.b64decode(self._protocol.send("Page.captureScreenshot", asked)["data"])

    def vector(self, tile: str, place: str) -> str | None:
        """A tile of the sheet as SVG, drawn as it stands there; None for one drawn by Plotly."""
        try:
            made: str | None = self.page.evaluate("id => puchaVector.of(id)", tile)
        except Error as problem:
            why = f"不能画成 SVG：{_first_line(problem)}"
            raise Faulty(place, why, tile) from problem
        return made

    def choices(self) -> dict[str, str]:
        """What the open view is chosen by, beside area and week: label -> option."""
        return dict(self.page.evaluate("puchaSheet.choices()"))

    def picture_of_failure(self, path: Path) -> None:
        """Whatever is on the screen now, for inspection; a browser that is gone shows nothing."""
        try:
            path.write_bytes(self.picture())
        except Error as problem:
            path.with_suffix(".txt").write_text(f"没有拍成：{problem.message}\n", encoding="utf-8")


def _marked(view: View) -> str:
    """The selector of #pucha-ready of exactly this view."""
    wanted = {
        "page": view.page,
        "area": view.area.code,
        "asof": view.as_of.isoformat(),
        "version": view.version,
    }
    return READY + "".join(f'[data-{name}="{value}"]' for name, value in wanted.items())


@contextmanager
def browser(budget: Budget) -> Iterator[Browser]:
    """The one browser of a job, ended with the block; NoBrowser says what to install."""
    path = chromium_path()
    if path is None:
        raise NoBrowser(ABSENT)
    budget.left("启动 Chromium")
    with ExitStack() as stack:
        try:
            started = stack.enter_context(headless(path, SAME_PIXELS))
        except Error as problem:
            raise NoBrowser(
                f"{path} 启动不了：{_first_line(problem)}。请管理员检查它能否运行："
                f"{path} --headless --no-sandbox --version"
            ) from problem
        yield started


def _first_line(problem: Error) -> str:
    return problem.message.splitlines()[0]


@contextmanager
def camera(chromium: Browser, answering: Callable[[], str], budget: Budget) -> Iterator[Camera]:
    """A window onto the dashboard that is `answering` at an address, tested for Chinese fonts."""
    context = chromium.new_context(
        no_viewport=True,  # Camera says how large it is
        extra_http_headers=UNPACKED,
        color_scheme="light",
        reduced_motion="reduce",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    try:
        for part in OUR_PARTS:
            context.add_init_script(path=part)
        page = context.new_page()
        _test_fonts(page)
        yield Camera(page, answering(), budget)
    finally:
        context.close()


def _test_fonts(page: Page) -> None:
    page.goto("about:blank")
    for font in (theme.FONT, theme.CODE_FONT):
        missing = page.evaluate("asked => puchaSheet.missingIn(...asked)", [font, SAMPLE])
        if missing:
            raise NoBrowser(FONT_ADVICE.format(missing="".join(missing)))
