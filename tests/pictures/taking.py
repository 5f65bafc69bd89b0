"""A page as a picture, without what differs from one build of the same data to the next."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from dashboard import rotation
from dashboard.app_pages.wall import SCENES
from dashboard.menu import READ
from dashboard.theme import CODE_FONT, FONT
from dashboard.view import SOURCE

CITY, WEEK = "370200", "2021-03-21"
WALL = (1920, 1080)
SCALE = 0.5  # of the screen: small enough to be kept, large enough to see a label move
READY = "#pucha-ready"
_SCROLLED = ".stMain, .stMainBlockContainer, body"
# The version and the time it was built are other ones in each build; the wall's clock goes on.
_HIDE = """version => {
  const own = version.split('-').at(-1);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.includes(own)) node.data = '';
  }
}"""


@dataclass(frozen=True)
class Look:
    """An address in one width and theme: a page from top to foot, or the wall's one screen."""

    shown: str
    address: str
    width: int
    colour: str

    @property
    def name(self) -> str:
        """Such as overview-1440-light: the name of its picture."""
        return f"{self.shown}-{self.width}-{self.colour}"


METRIC = "geohazard_treatment_rate"
_AT = f"?area={CITY}&asof={WEEK}"
_PAGES = {
    **{page.name: f"/{page.address}{_AT}" for page in READ},
    # the page of sources lists all of them without a metric
    f"{SOURCE}-metric": f"/{SOURCE}{_AT}&metric={METRIC}",
}
# Scenes as they come round: the slowest pace leaves each time to be photographed.
_SCENES = {
    f"wall-{name}": f"/wall?pages={name}&areas={CITY}&seconds={rotation.SLOWEST}" for name in SCENES
}
LOOKS = (
    *(
        Look(shown, address, width, colour)
        for shown, address in _PAGES.items()
        for width, colour in ((1440, "light"), (390, "light"), (1440, "dark"))
    ),
    *(Look(shown, address, WALL[0], "dark") for shown, address in _SCENES.items()),
)


def take(browser: Browser, base: str, look: Look) -> Image.Image:
    """The whole of it, from top to foot, at SCALE."""
    context = browser.new_context(
        viewport={"width": look.width, "height": WALL[1] if look.width == WALL[0] else 900},
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
    page.add_style_tag(content="[data-wall-clock] { visibility: hidden; }")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return picture


def drawn_by(browser: Browser) -> str:
    """What drew a picture: the browser and the fonts it takes for ours. Others draw other pixels.

    Fonts that are installed besides draw nothing, and are not counted.
    """
    return f"Chromium {browser.version}，字体 {'、'.join(_font(one) for one in (FONT, CODE_FONT))}"


def _font(families: str) -> str:
    wanted = families.replace('"', "").replace(", ", ",")
    told = ["fc-match", "--format", "%{family[0]} %{fontversion}", f"{wanted}:lang=zh-cn"]
    return subprocess.run(told, capture_output=True, text=True, check=True).stdout


def write(picture: Image.Image, path: Path) -> None:
    """As lossless WebP."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "WEBP", lossless=True)
