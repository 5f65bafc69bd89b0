"""三维场景 in a real browser: drawn, turned, chosen; flat where it cannot be."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page

from tests.dashboard import bordered
from tests.dashboard.conftest import READY, Visit
from tests.dashboard.demo import BULLETIN, CITY, LAOSHAN, STREET
from tests.dashboard.served import Served, serve, stop

Start = Callable[..., Visit]
WEEK = f"asof={BULLETIN}"
NO_WEBGL = "HTMLCanvasElement.prototype.getContext = () => null;"
STILL = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Looked at from above: in how many pictures it gets there.
CHANGES = """() => new Promise(done => {
  const name = document.querySelector('.scene .names .group:not([hidden])');
  const seen = [name.style.transform];
  let quiet = 0;
  const look = () => {
    if (name.style.transform === seen.at(-1)) quiet += 1;
    else { seen.push(name.style.transform); quiet = 0; }
    if (quiet > 5) done(seen.length - 1); else requestAnimationFrame(look);
  };
  document.querySelector('.scene [data-turn=top]').click();
  requestAnimationFrame(look);
})"""
PLACES = """() => [...document.querySelectorAll('.scene .names .group:not([hidden])')]
  .map(e => [e.textContent, e.getBoundingClientRect().x, e.getBoundingClientRect().y])"""


WITHOUT_BORDERS = """
const parse = JSON.parse;
JSON.parse = (...told) => {
  const read = parse(...told);
  if (read?.borders && read.units) read.borders = [];
  return read;
};"""


@pytest.fixture
def with_borders(demo_home: Path, tmp_path: Path) -> Iterator[Served]:
    """The dashboard over the demonstration with made-up borders."""
    bordered.publish(tmp_path, demo_home)
    served = serve(tmp_path, tmp_path / "dashboard.log")
    yield served
    stop(served)


def picture(page: Page) -> bytes:
    """The stage as it is seen, once everything asked for is drawn."""
    page.evaluate(STILL)
    return page.locator(".scene .stage").screenshot()


def green(shown: bytes) -> int:
    """How many pixels are green: nothing else is but the columns of shelters."""
    with Image.open(io.BytesIO(shown)) as image:
        counts = image.convert("RGB").getcolors(1 << 20) or []
    return sum(n for n, (r, g, b) in counts if g - r > 40 and g - b > 15)


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures differ by no more than how an edge was smoothed."""
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        apart = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
    return first.size == second.size and max(high for _, high in apart.getextrema()) <= 2


def opened(seen: Visit, area: str = LAOSHAN, more: str = "") -> Page:
    """The page of the scene, ready."""
    told = seen.open(f"/scene?area={area}&{WEEK}{more}")
    assert told["error"] == "0"
    return seen.page


def drawn_as(page: Page) -> str | None:
    """Which of the two is on screen: space or flat."""
    return page.locator(".scene").get_attribute("data-drawn")


def unfold(page: Page) -> Locator:
    """The first list, unfolded: its names."""
    page.locator(".scene .drawn summary").first.click()
    return page.locator(".scene .drawn details").first.locator("[data-pick]")


@pytest.mark.parametrize(("width", "colour"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_columns_are_drawn_before_the_page_is_ready_and_nothing_comes_from_outside(
    visit: Start, demo: Served, width: int, colour: str
) -> None:
    seen = visit(width=width, colour=colour, base=demo.address)
    page = opened(seen, CITY)
    assert drawn_as(page) == "space"
    assert not page.is_visible(".scene .flat")
    assert green(picture(page)) > 100
    page.add_style_tag(content=".scene canvas { visibility: hidden; }")
    assert green(picture(page)) == 0
    assert page.locator(".scene canvas").evaluate("e => e.width / e.clientWidth") == 1
    assert seen.outside == []
    assert seen.errors == []


def test_borders_lie_on_the_ground_and_their_review_number_is_in_sight(
    visit: Start, with_borders: Served
) -> None:
    pages = []
    for script in ("", WITHOUT_BORDERS):
        seen = visit(base=with_borders.address)
        seen.page.add_init_script(script)
        pages.append(opened(seen, CITY))
    drawn, without = pages
    assert drawn_as(drawn) == drawn_as(without) == "space"
    assert not alike(picture(drawn), picture(without))
    for media in ("screen", "print"):
        drawn.emulate_media(media=media)
        number = drawn.locator(".scene .review:visible")
        assert [bordered.NUMBER in text for text in number.all_inner_texts()] == [True]


def test_the_page_is_not_ready_while_the_scene_is_not_drawn(visit: Start, demo: Served) -> None:
    seen = visit(base=demo.address)
    # The scene's own script never settles what is pending.
    seen.page.add_init_script("Element.prototype.removeAttribute = () => {};")
    seen.page.goto(f"{demo.address}/scene?area={LAOSHAN}&{WEEK}")
    seen.page.wait_for_selector('.scene[data-drawn="space"]')
    seen.page.wait_for_selector('[data-tile="source"]')
    seen.page.evaluate(STILL)
    assert seen.page.query_selector(READY) is None


def test_it_looks_the_same_each_time_it_is_opened(visit: Start, demo: Served) -> None:
    first, second = (picture(opened(visit(base=demo.address))) for _ in range(2))
    assert alike(first, second)


def test_the_colours_are_the_theme_s_and_follow_it(visit: Start, demo: Served) -> None:
    seen = visit(base=demo.address)
    page = opened(seen)
    light = picture(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]", state="attached")
    dark = picture(page)
    assert not alike(light, dark)
    fresh = picture(opened(visit(colour="dark", base=demo.address)))
    assert alike(dark, fresh)


def test_keys_turn_tilt_and_near_it_and_space_puts_it_back(visit: Start, demo: Served) -> None:
    page = opened(visit(base=demo.address))
    stage = page.locator(".scene .stage")
    stage.focus()
    home = picture(page)
    seen = [home]
    for key in ("ArrowLeft", "ArrowUp", "+"):
        stage.press(key)
        page.evaluate(STILL)
        now = picture(page)
        assert not any(alike(now, before) for before in seen), key
        seen.append(now)
    stage.press("Space")
    assert alike(picture(page), home)
    stage.press("ArrowRight")
    page.evaluate(STILL)
    assert page.evaluate("document.querySelector('.north').style.transform") != "rotate(0rad)"


def test_without_motion_a_button_takes_effect_at_once(visit: Start, demo: Served) -> None:
    assert opened(visit(base=demo.address)).evaluate(CHANGES) == 1


def test_with_motion_it_glides_there(browser: Browser, demo: Served) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{demo.address}/scene?area={LAOSHAN}&{WEEK}")
    page.wait_for_selector(READY, state="attached")
    changes = page.evaluate(CHANGES)
    context.close()
    assert changes > 1


def test_a_name_in_the_list_chooses_its_column_whose_facts_lead_on(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    page = opened(seen)
    name = unfold(page).nth(2)
    said = name.inner_text()
    before = picture(page)
    name.press("Enter")
    assert name.get_attribute("aria-pressed") == "true"
    picked = page.locator(".scene .picked")
    assert said == picked.locator("h3").inner_text()
    assert "险情等级：" in picked.inner_text()
    assert page.locator(".scene .names .hint").inner_text() == said
    assert not alike(picture(page), before)
    picked.locator("text=社区画像").click()
    told = seen.ready(page="community", asof=str(BULLETIN))
    assert told["area"].startswith(LAOSHAN)
    assert len(told["area"]) == 12
    page.go_back()
    seen.ready(page="scene", area=LAOSHAN)
    assert drawn_as(page) == "space"


def test_a_column_that_is_clicked_is_the_one_that_was_named_over_it(
    visit: Start, demo: Served
) -> None:
    page = opened(visit(base=demo.address), f"{STREET}003")
    names = unfold(page)
    said = names.first.inner_text()
    names.first.press("Enter")
    page.evaluate(STILL)
    box = page.locator(".scene .names .hint").bounding_box()
    assert box
    page.locator(".scene .stage").focus()
    page.keyboard.press("Escape")
    assert page.locator(".scene .picked h3").count() == 0
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] + 12)
    assert page.locator(".scene .picked h3").inner_text() == said


def test_the_wheel_alone_scrolls_the_page_and_with_ctrl_it_nears(
    visit: Start, demo: Served
) -> None:
    page = opened(visit(base=demo.address))
    before = page.evaluate(PLACES)
    page.locator(".scene .stage").hover()
    top = page.locator(".scene .stage").bounding_box()
    page.mouse.wheel(0, 120)
    page.wait_for_function(
        "y => document.querySelector('.scene .stage').getBoundingClientRect().y < y",
        arg=top and top["y"],
    )
    page.evaluate(STILL)
    after = page.evaluate(PLACES)
    assert [(name, x) for name, x, _ in after] == [(name, x) for name, x, _ in before]
    page.locator(".scene .stage").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.evaluate(STILL)
    assert page.evaluate(PLACES) != after


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of 390 pixels, with a finger."""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def test_a_finger_up_the_picture_scrolls_the_page_and_aside_turns_it(
    phone: Page, demo: Served
) -> None:
    phone.goto(f"{demo.address}/scene?area={LAOSHAN}&{WEEK}")
    phone.wait_for_selector(READY, state="attached")
    phone.locator(".scene .stage").scroll_into_view_if_needed()
    north = "document.querySelector('.scene .north').style.transform"
    still = phone.evaluate(north)
    where = "document.querySelector('.scene .stage').getBoundingClientRect().y"
    before = phone.evaluate(where)
    swipe(phone, 0, -150)
    phone.wait_for_function(f"{where} < {before} - 50")
    assert phone.evaluate(north) == still
    swipe(phone, 120, 0)
    phone.wait_for_function(f"{north} !== '{still}'")


def swipe(page: Page, across: int, down: int) -> None:
    """A finger over the stage, in ten steps."""
    box = page.locator(".scene .stage").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind: str, part: float) -> None:
        at = [{"x": x + across * part, "y": y + down * part}] if kind != "touchEnd" else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", 0)
    for step in range(1, 11):
        touch("touchMove", step / 10)
    touch("touchEnd", 1)


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_without_webgl_the_flat_map_stands_and_says_so_and_still_shows_what_is_chosen(
    visit: Start, demo: Served, colour: str
) -> None:
    seen = visit(colour=colour, base=demo.address)
    seen.page.add_init_script(NO_WEBGL)
    page = opened(seen)
    assert drawn_as(page) == "flat"
    assert page.is_visible(".scene .flat .plane")
    assert page.is_visible("text=这台设备的浏览器不能画三维图，改看平面图")
    assert not page.is_visible(".scene .stage")
    unfold(page).first.press("Enter")
    ring = page.locator(".scene .flat i.chosen").bounding_box()
    plane = page.locator(".scene .flat .plane").bounding_box()
    assert ring
    assert plane
    assert plane["x"] < ring["x"] + 15 < plane["x"] + plane["width"]
    assert grave(page) == []
    page.click(".scene .picked >> text=逐行查看")
    seen.ready(page="source")
    assert seen.errors == []


def test_a_driver_that_could_not_draw_all_of_it_leaves_the_flat_map(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    out_of_memory = "WebGL2RenderingContext.prototype.getError = () => 0x0505;"
    seen.page.add_init_script(out_of_memory)
    page = opened(seen)
    assert drawn_as(page) == "flat"
    assert page.is_visible(".scene .flat .plane")


def test_a_context_that_is_lost_leaves_the_flat_map_and_comes_back(
    visit: Start, demo: Served
) -> None:
    page = opened(visit(base=demo.address))
    page.evaluate(
        """() => {
          const gl = document.querySelector('.scene canvas').getContext('webgl2');
          window.lost = gl.getExtension('WEBGL_lose_context');
          window.lost.loseContext();
        }"""
    )
    page.wait_for_selector('.scene[data-drawn="flat"]')
    assert page.is_visible(".scene .flat .plane")
    page.evaluate("window.lost.restoreContext()")
    page.wait_for_selector('.scene[data-drawn="space"]')
    again = picture(page)
    assert alike(again, picture(opened(visit(base=demo.address))))


def test_another_kind_is_drawn_in_the_same_canvas_from_where_one_looked(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    page = opened(seen)
    page.locator(".scene .stage").focus()
    page.keyboard.press("ArrowLeft")
    page.evaluate(STILL)
    turned = page.evaluate("document.querySelector('.north').style.transform")
    page.evaluate("window.canvas = document.querySelector('.scene canvas')")
    page.click("#choose-show-shelters")
    page.wait_for_selector("#choose-show-shelters[aria-current]")
    seen.ready(page="scene")
    assert page.evaluate("window.canvas === document.querySelector('.scene canvas')")
    assert page.evaluate("document.querySelector('.north').style.transform") == turned


def test_on_paper_the_flat_map_stands_in_its_place(visit: Start, demo: Served) -> None:
    page = opened(visit(base=demo.address, colour="dark"))
    page.emulate_media(media="print")
    assert page.is_visible(".scene .flat .plane")
    assert not page.is_visible(".scene .stage")
    page.emulate_media(media="screen")
    page.evaluate(STILL)
    assert page.is_visible(".scene .stage")


def grave(page: Page) -> list[Any]:
    """What axe finds serious."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_axe_finds_nothing_serious_with_a_column_chosen_and_a_list_open(
    visit: Start, demo: Served, colour: str
) -> None:
    page = opened(visit(colour=colour, base=demo.address))
    unfold(page).first.press("Enter")
    assert grave(page) == []
