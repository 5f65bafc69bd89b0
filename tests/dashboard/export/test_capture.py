"""What the camera does to a page, and whether its drawings show what its pictures show."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from dashboard.components import paper
from dashboard.components.paper import TEXT, WIDE, Sheet
from dashboard.export import capture
from dashboard.export.budget import Budget
from dashboard.export.capture import SCALE, Camera, Shot
from dashboard.export.errors import Faulty, TimedOut
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.served import Served

Make = Callable[..., View]
COARSE = 16  # pixels of a side that are looked at together: letters may lie a pixel elsewhere
SEEN = 30  # of 255: a letter or a stripe that is missing differs by more
NOISE = 1  # such places: a line of a table may fall between two of them
VISIBLE = """selector => [...document.querySelectorAll(selector)]
  .filter(e => e.checkVisibility()).map(e => e.textContent.trim())"""


@pytest.fixture(scope="module")
def chrome(chromium: str) -> Iterator[Browser]:
    """The browser of an export, which draws otherwise than that of the other tests."""
    with capture.browser(Budget.of(1)) as started:
        yield started


@pytest.fixture
def camera(chrome: Browser, dashboard: Served) -> Iterator[Camera]:
    with capture.camera(chrome, lambda: dashboard.address, Budget.of(3)) as made:
        yield made


def shoot(camera: Camera, view: View, sheet: Sheet) -> Shot:
    camera.open(view, "总览")
    return camera.shoot(view, sheet, paper.facts(view, "总览", ["甲：乙"]), "第1页，共1页", "总览")


@pytest.mark.parametrize("sheet", [WIDE, TEXT])
def test_a_sheet_has_a_foot_and_nothing_that_needs_a_screen(
    camera: Camera, view_of: Make, sheet: Sheet
) -> None:
    view = view_of()
    shot = shoot(camera, view, sheet)
    with Image.open(io.BytesIO(shot.png)) as picture:
        assert picture.size == (sheet.width * 2, shot.height * 2)
    [foot] = camera.page.evaluate(VISIBLE, ".sheet-foot")
    for fact in (
        *("演示数据，不反映真实进度", "总览", "青岛市", "2021年第16周", "甲：乙", view.version),
        *("库内数据截至2021年4月25日", "第1页，共1页"),
    ):
        assert fact in foot
    assert camera.page.evaluate(VISIBLE, ".pucha :is(nav, select, button, .chips)") == []
    camera.open(view_of(small.LAOSHAN), "总览")
    assert camera.page.query_selector(".sheet-foot") is None


def test_it_goes_from_view_to_view_without_loading_the_page_anew(
    camera: Camera, view_of: Make
) -> None:
    shoot(camera, view_of(), WIDE)
    begun = camera.page.evaluate("performance.timeOrigin")
    shoot(camera, view_of(small.LAOSHAN, small.MISSED), TEXT)
    assert camera.page.evaluate("performance.timeOrigin") == begun
    assert "崂山区" in camera.page.inner_text("h1")


def test_a_view_that_is_never_complete_is_told_with_the_tile(
    camera: Camera, view_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of()
    camera.open(view, "总览")
    monkeypatch.setattr(capture, "ATTEMPT", 3.0)
    camera.page.evaluate(
        """() => new MutationObserver(() =>
          document.querySelector('[data-tile=late]')?.setAttribute('data-tile', 'lost'))
          .observe(document.body, { subtree: true, childList: true })"""
    )
    with pytest.raises(Faulty, match="板块 late：一直没有画完，等候超时"):
        camera.open(view_of(small.LAOSHAN), "总览")


def test_a_browser_that_is_gone_is_told(camera: Camera, view_of: Make) -> None:
    view = view_of()
    camera.open(view, "总览（青岛市）")
    camera.page.close()
    with pytest.raises(Faulty, match=r"总览（青岛市）：浏览器出错：.*closed"):
        camera.shoot(view, WIDE, [], "", "总览（青岛市）")


def test_a_page_that_never_answers_is_given_up_when_the_time_is_up(
    camera: Camera, view_of: Make
) -> None:
    camera.open(view_of(), "总览")
    with (
        pytest.raises(TimedOut, match=r"等不到回应：已用 \d 秒，超过整个导出的时限 2 秒"),
        Budget(2.0).enforced(),
    ):
        camera.page.evaluate("() => new Promise(() => {})")


def test_a_character_that_no_font_has_is_found_and_others_are_not(camera: Camera) -> None:
    camera.page.evaluate("document.body.innerHTML = '<p>普查\\ue000 Aa〔1〕，−①②</p>'")
    find = "puchaSheet.missingIn('sans-serif', document.body.textContent)"
    assert camera.page.evaluate(find) == ["\ue000"]


CUT = {
    "<p style='position:absolute; left:1400px; width:200px'>很长的字</p>": "很长的字",
    "<p style='width:40px; overflow:hidden; white-space:nowrap'>很长的字很长</p>": "很长的字很长",
    "<p style='height:10px; overflow:hidden'>一行<br>两行</p>": "一行两行",
    "<details><summary>其余</summary><p style='width:9999px'>折叠</p></details>": None,
    "<p style='width:200px; overflow:hidden'>放得下</p>": None,
}


@pytest.mark.parametrize(("html", "said"), CUT.items())
def test_what_would_be_cut_is_found(
    camera: Camera, view_of: Make, html: str, said: str | None
) -> None:
    shoot(camera, view_of(), WIDE)
    camera.page.eval_on_selector(
        '[data-tile="changes"]', "(e, html) => e.insertAdjacentHTML('beforeend', html)", html
    )
    seen = camera.page.evaluate("puchaSheet.look()")
    mine = [one["text"] for one in seen["cut"] if one["tile"] == "changes"]
    assert mine[-1:] == ([said] if said else [])


# ------------------------------------------------------------------ drawings


def drawn(page: Page, drawing: str, box: list[float]) -> Image.Image:
    """The drawing where its tile lies, so that it falls on the same pixels."""
    page.set_viewport_size({"width": TEXT.width, "height": int(box[1] + box[3]) + 1})
    place = f"position:absolute;left:{box[0]}px;top:{box[1]}px"
    page.set_content(f'<body style="margin:0"><div style="{place}">{drawing}</div></body>')
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> int:
    """How many coarse pixels differ."""
    apart = ImageChops.difference(one.reduce(COARSE), other.reduce(COARSE)).convert("L")
    return sum(apart.histogram()[SEEN:])


@pytest.mark.parametrize("week", [small.LAST, small.MISSED])
def test_each_drawing_shows_what_the_picture_shows(
    chrome: Browser, camera: Camera, view_of: Make, week: object
) -> None:
    shot = shoot(camera, view_of(as_of=week), TEXT)
    with Image.open(io.BytesIO(shot.png)) as opened:
        whole = opened.convert("RGB")
    page = chrome.new_page(device_scale_factor=SCALE)
    compared = {}
    for tile in shot.seen["tiles"]:
        if tile["state"] != "done" or tile["box"] is None:
            continue
        drawing = camera.vector(tile["id"], "总览")
        assert drawing is not None
        left, top, wide, high = tile["box"]
        edges = [round(at * 2) for at in (left, top, left + wide, top + high)]
        area = (edges[0], edges[1], edges[2], edges[3])
        alone = drawn(page, drawing, tile["box"]).crop(area)
        compared[tile["id"]] = differing(whole.crop(area), alone)
        blank = Image.new("RGB", alone.size, "white")
        assert differing(whole.crop(area), blank) > 10
    page.context.close()
    assert len(compared) > 10
    assert {id_: pixels for id_, pixels in compared.items() if pixels > NOISE} == {}


def test_drawing_a_tile_leaves_the_page_as_it_was(camera: Camera, view_of: Make) -> None:
    shot = shoot(camera, view_of(), TEXT)
    for tile in shot.seen["tiles"]:
        camera.vector(tile["id"], "总览")
    with Image.open(io.BytesIO(shot.png)) as before:
        after = Image.open(io.BytesIO(camera.picture()))
        assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None


def test_what_cannot_be_drawn_is_told_and_not_left_out(camera: Camera, view_of: Make) -> None:
    shoot(camera, view_of(), TEXT)
    camera.page.eval_on_selector(
        '[data-tile="late"]',
        "e => e.insertAdjacentHTML('beforeend', '<svg><text y=\"10\">字</text></svg>')",
    )
    with pytest.raises(Faulty, match=r"板块 late：不能画成 SVG：.*<text>"):
        camera.vector("late", "总览")
