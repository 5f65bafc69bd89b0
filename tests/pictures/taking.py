"""A page as a picture, without what differs from one build of the same data to the next."""

from __future__ import annotations

import hashlib
import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from dashboard.menu import READ, Page, page_at
from dashboard.view import SOURCE

CITY, WEEK = "370200", "2021-03-21"
SCALE = 0.5  # of the screen: small enough to be kept, large enough to see a label move
READY = "#pucha-ready"
_SCROLLED = ".stMain, .stMainBlockContainer, body"
# The version and the time it was built are other ones in each build.
_HIDE = """version => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.includes(version)) node.data = '';
  }
}"""


@dataclass(frozen=True)
class Look:
    """One page in one width and theme."""

    page: Page
    width: int
    colour: str
    metric: str = ""  # the page of sources lists all of them without one

    @property
    def name(self) -> str:
        """Such as overview-1440-light: the name of its picture."""
        page = f"{self.page.name}{'-metric' if self.metric else ''}"
        return f"{page}-{self.width}-{self.colour}"

    @property
    def address(self) -> str:
        """Where it is looked at."""
        metric = f"&metric={self.metric}" if self.metric else ""
        return f"/{self.page.address}?area={CITY}&asof={WEEK}{metric}"


METRIC = "geohazard_treatment_rate"
LOOKS = tuple(
    Look(page, width, colour, metric)
    for page, metric in (*((page, "") for page in READ), (page_at(SOURCE), METRIC))
    if page is not None
    for width, colour in ((1440, "light"), (390, "light"), (1440, "dark"))
)


def take(browser: Browser, base: str, look: Look) -> Image.Image:
    """The whole page, from top to foot, at SCALE."""
    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        device_scale_factor=SCALE,
        color_scheme=look.colour,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto(f"{base}{look.address}")
    page.wait_for_selector(READY, state="attached")
    height = page.evaluate(
        f"Math.max(...[...document.querySelectorAll('{_SCROLLED}')].map(e => e.scrollHeight))"
    )
    page.set_viewport_size({"width": look.width, "height": int(height)})
    page.wait_for_selector(READY, state="attached")
    page.evaluate(_HIDE, page.get_attribute(READY, "data-version"))
    page.evaluate("() => document.fonts.ready.then(() => null)")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def drawn_by(browser: Browser) -> str:
    """What drew a picture: the browser's version and the fonts. Others draw other pixels."""
    listed = subprocess.run(
        ["fc-list", "--format", "%{family} %{fontversion}\n"],
        capture_output=True,
        text=True,
        check=True,
    )
    fonts = "".join(sorted(set(listed.stdout.splitlines(keepends=True))))
    return f"Chromium {browser.version}，字体 {hashlib.sha256(fonts.encode()).hexdigest()[:12]}"


def write(picture: Image.Image, path: Path) -> None:
    """As lossless WebP."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "WEBP", lossless=True)
