"""The wall screen in a real browser of its size: it goes round by itself and never goes blank."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard import read, rotation
from dashboard.app_pages.wall import SCENES
from tests.dashboard import small
from tests.dashboard.conftest import READY, Visit
from tests.dashboard.demo import CITY, LAOSHAN, STREET
from tests.dashboard.served import Served, serve, start, stop
from tests.dashboard.test_server import ENGLISH, FIGURES

Start = Callable[..., Visit]
PINGDU = "370283"
FAST = 10.0  # times as fast as it runs on a wall
LEGIBLE = 24.0  # px: the smallest letter that is read from five metres
# Whatever is cut off, reaches out of the screen, or lies outside its tile.
OUTSIDE = """() => [...document.querySelectorAll('#pucha-wall *')]
  .filter(e => !e.closest('.unseen, svg, .end, details:not([open]) > :not(summary)'))
  .filter(e => {
    const box = e.getBoundingClientRect();
    const cut = getComputedStyle(e).overflowX === 'hidden' &&
      (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
    return box.width > 0 && (cut || box.right > 1920.5 || box.bottom > 1080.5 || box.left < -0.5);
  }).map(e => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('#pucha-wall *')]
  .filter(e => !e.closest('.unseen, details:not([open]) > :not(summary)') &&
    e.getBoundingClientRect().width > 0 &&
    [...e.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize) * (e.currentCSSZoom ?? 1)))"""
# Texts of the head that lie over one another.
COLLIDING = """() => {
  const all = [...document.querySelectorAll(
    '#pucha-wall header :is(h1, .facts > span, .round > *, time, .clock p)')];
  const boxes = all.map(e => e.getBoundingClientRect());
  return all.flatMap((e, n) => all.slice(n + 1).filter((_, m) => {
    const a = boxes[n], b = boxes[n + 1 + m];
    return e.tagName !== 'H1' && a.left < b.right - 1 && b.left < a.right - 1 &&
      a.top < b.bottom - 1 && b.top < a.bottom - 1;
  }).map(other => `${e.textContent} / ${other.textContent}`));
}"""
# Every scene as it is drawn, noted in the page itself: a reader from outside may come too late.
DRAWN = """() => {
  window.drawn = [];
  let last;
  new MutationObserver(() => {
    const stage = document.getElementById('pucha-wall');
    if (!stage?.dataset.drawn || stage.dataset.drawn === last) return;
    last = stage.dataset.drawn;
    const text = (place) => stage.querySelector(`header ${place}`).textContent;
    window.drawn.push(`${text('h1')} ${text('.round p')}`);
  }).observe(document, { subtree: true, childList: true, attributes: true });
}"""
# A clock that the test sets forward: a scene stays until then, however long it is looked at.
CLOCK = """() => {
  const now = Date.now.bind(Date);
  window.ahead = 0;
  Date.now = () => now() + window.ahead;
}"""
CONTROLS = """() => [...document.querySelectorAll('a, button, select, input, summary')]
  .filter(e => {
    const { x, y } = e.getBoundingClientRect();
    return !e.closest('#pucha-wall[inert]') && document.elementFromPoint(x + 1, y + 1) === e;
  })
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def screen(browser: Browser) -> Iterator[Start]:
    """A browser as it hangs on the wall: `screen(base)`, at FAST pace."""
    contexts = []

    def begin(base: str, pace: float = FAST) -> Visit:
        context = browser.new_context(
            viewport={"width": 1920, "height": 1080},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(f"window.puchaPace = {pace}")
        page.add_init_script(f"({CLOCK})()")
        page.add_init_script(f"({DRAWN})()")
        made = Visit(page, base, [], [])
        page.on("request", lambda request: made.requests.append(request.url))
        page.on("websocket", lambda socket: made.requests.append(socket.url))
        page.on("pageerror", lambda error: made.errors.append(str(error)))
        return made

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def own_home(small_home: Path, tmp_path: Path) -> Path:
    """The small warehouse in a folder of the test's own."""
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    return home


@pytest.fixture
def own(own_home: Path, tmp_path: Path) -> Iterator[Served]:
    """A server over it."""
    served = serve(own_home, tmp_path / "own.log")
    yield served
    if served.process.poll() is None:
        stop(served)


def _next(seen: Visit) -> None:
    """The time of the scene on the screen is over."""
    seen.page.evaluate("seconds => { window.ahead += seconds * 1000 }", rotation.SLOWEST)


def _trouble(seen: Visit) -> str:
    return seen.page.inner_text("footer [data-wall-trouble]")


def _wait_for_trouble(seen: Visit, said: str) -> None:
    seen.page.wait_for_function(
        "said => document.querySelector('footer [data-wall-trouble]')?.textContent.includes(said)",
        arg=said,
        timeout=60_000,
    )


# ------------------------------------------------------------------ the scenes


@pytest.mark.parametrize("area", [CITY, LAOSHAN, PINGDU])
def test_every_scene_fits_the_screen_is_legible_and_shows_the_warehouse_s_figures(
    screen: Start, demo: Served, demo_home: Path, area: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    seen = screen(demo.address, pace=1.0)
    seen.page.goto(f"{demo.address}/wall?areas={area}&seconds={rotation.SLOWEST}")
    for name, scene in SCENES.items():
        told = seen.ready(scene=name)
        assert (told["page"], told["area"], told["error"]) == ("wall", area, "0")
        assert told["version"] == read.current().version
        assert scene.title in seen.page.inner_text("#pucha-wall h1")
        assert seen.page.evaluate(OUTSIDE) == [], name
        assert seen.page.evaluate(SMALLEST) >= LEGIBLE, name
        assert seen.page.evaluate(COLLIDING) == [], name
        assert seen.page.evaluate(CONTROLS) == [], name
        assert seen.page.evaluate(ENGLISH) == [], name
        figures: list[dict[str, str]] = seen.page.eval_on_selector_all("[data-metric]", FIGURES)
        values = [one for one in figures if "/" not in one["metric"]]
        assert values, name
        for one in values:
            as_of = date.fromisoformat(one["asof"])
            known = read.value(told["version"], one["metric"], one["area"], as_of)
            assert (float(one["value"]) if one["value"] else None) == (known and known.value), one
        _next(seen)
    assert seen.outside == []
    assert seen.errors == []


def test_a_street_s_empty_tiles_and_long_lists_stay_on_the_screen(
    screen: Start, demo: Served
) -> None:
    seen = screen(demo.address, pace=1.0)
    seen.page.goto(f"{demo.address}/wall?areas={STREET}&seconds={rotation.SLOWEST}")
    for name in SCENES:
        assert seen.ready(scene=name)["error"] == "0"
        assert seen.page.evaluate(OUTSIDE) == [], name
        _next(seen)


def test_nothing_can_be_pointed_at_scrolled_or_reached_by_a_key(screen: Start, own: Served) -> None:
    seen = screen(own.address, pace=1.0)
    seen.page.goto(f"{own.address}/wall?pages=overview")
    seen.ready(scene="overview")
    assert seen.page.evaluate("getComputedStyle(document.body).cursor") == "none"
    seen.page.mouse.move(400, 500)
    seen.page.mouse.wheel(0, 500)
    seen.page.keyboard.press("Tab")
    inside = "document.getElementById('pucha-wall').contains(document.activeElement)"
    assert seen.page.evaluate(inside) is False
    assert seen.page.evaluate("[scrollX, scrollY]") == [0, 0]
    assert seen.page.query_selector(".pucha-tip.on") is None


def test_another_screen_shows_the_same_picture_larger_or_smaller(
    screen: Start, own: Served
) -> None:
    seen = screen(own.address, pace=1.0)
    seen.page.set_viewport_size({"width": 1280, "height": 800})
    seen.page.goto(f"{own.address}/wall?pages=overview")
    seen.ready(scene="overview")
    box = seen.page.locator("#pucha-wall").bounding_box()
    assert box == {"x": 0, "y": 40, "width": 1280, "height": 720}


# ------------------------------------------------------------------ the round


def test_the_scenes_go_round_and_the_clock_goes_on(screen: Start, own: Served) -> None:
    seen = screen(own.address)
    seen.page.goto(f"{own.address}/wall?pages=overview,late&areas={CITY},{LAOSHAN}&seconds=5")
    begun = seen.page.evaluate("performance.timeOrigin")
    seen.page.wait_for_function("window.drawn.length >= 6", timeout=60_000)
    of = [(scene, area) for area in ("青岛市", "崂山区") for scene in ("总览", "滞后事项")]
    numbered = [f"{scene}{area} 第 {n}/4 屏" for n, (scene, area) in enumerate(of, start=1)]
    assert seen.page.evaluate("window.drawn")[:6] == [*numbered, *numbered[:2]]
    shown = seen.page.inner_text("#pucha-wall time")
    assert re.fullmatch(r"\d\d:\d\d:\d\d", shown)
    seen.page.wait_for_function(
        "shown => document.querySelector('#pucha-wall time').textContent !== shown", arg=shown
    )
    head = seen.page.inner_text("#pucha-wall header")
    assert re.search(r"\d{4}年\d+月\d+日 星期[一二三四五六日]", head)
    assert "数据截至2021年4月25日" in head
    assert "演示数据" in head
    assert seen.page.evaluate("performance.timeOrigin") == begun
    assert seen.page.evaluate("history.length") <= 2


def test_a_bad_address_is_explained_on_the_screen(screen: Start, own: Served) -> None:
    seen = screen(own.address)
    seen.page.goto(f"{own.address}/wall?pages=late,nowhere&areas=000000&seconds=0")
    told = seen.ready(scene="late")
    assert told["area"] == CITY
    said = seen.page.inner_text("#pucha-wall footer")
    assert "网址中没有“nowhere”这一屏" in said
    assert "网址中的地区“000000”行政区划登记中没有，已改为显示青岛市" in said
    assert f"每屏最短{rotation.FASTEST}秒" in said
    assert seen.page.evaluate(OUTSIDE) == []


# ------------------------------------------------------------------ versions, troubles


def test_a_new_version_is_followed_without_loading_the_page_anew(
    screen: Start, tmp_path: Path
) -> None:
    small.publish(tmp_path, weeks=9)
    own = serve(tmp_path, tmp_path / "own.log")
    try:
        seen = screen(own.address)
        seen.page.goto(f"{own.address}/wall?pages=overview,late")
        assert seen.ready()["asof"] == small.WEEKS[8].isoformat()
        begun = seen.page.evaluate("performance.timeOrigin")
        version = small.publish(tmp_path, weeks=10)
        assert seen.ready(version=version)["asof"] == small.WEEKS[9].isoformat()
        assert version[-12:] in seen.page.inner_text("#pucha-wall header")
        assert seen.page.evaluate("performance.timeOrigin") == begun
    finally:
        stop(own)


def _remove(home: Path) -> None:
    (home / "published/current.json").unlink()


def _spoil(home: Path) -> None:
    """A new version is pointed to whose file is not what was published."""
    file = home / "published/warehouse-20210501T010203000000Z-0badc0de0bad.duckdb"
    file.write_bytes(b"DUCK")
    small.point_to(home, file, "20210501T010203000000Z-0badc0de0bad")
    file.write_bytes(b"duck")


@pytest.mark.parametrize(
    ("harm", "said"), [(_remove, "没有可用的数据库"), (_spoil, "数据库不能使用")]
)
def test_what_cannot_be_read_leaves_the_last_scene_and_is_told_since_when(
    screen: Start, own: Served, own_home: Path, harm: Callable[[Path], None], said: str
) -> None:
    seen = screen(own.address)
    seen.page.goto(f"{own.address}/wall?pages=overview")
    seen.ready(scene="overview")
    pointer = own_home / "published/current.json"
    good = pointer.read_text("utf-8")
    harm(own_home)
    _wait_for_trouble(seen, said)
    assert re.match(r"自\d+月\d+日\d\d:\d\d起读不到数据（", _trouble(seen))
    assert seen.page.is_visible('[data-tile="headline"]')
    assert seen.page.is_visible('[data-tile="card-census_task_completion_rate"]')
    assert seen.page.query_selector(READY) is None
    assert seen.page.query_selector(".stopped, .failed") is None
    assert seen.page.evaluate(OUTSIDE) == []
    assert seen.page.evaluate(ENGLISH) == []
    pointer.write_text(good, "utf-8")
    seen.ready(scene="overview")
    assert _trouble(seen) == ""
    assert own.log.read_text("utf-8").count("大屏：") == 1  # however often it was tried


def test_a_screen_that_never_had_a_scene_waits_and_then_shows_it(
    screen: Start, own: Served, own_home: Path
) -> None:
    pointer = own_home / "published/current.json"
    good = pointer.read_text("utf-8")
    pointer.unlink()
    seen = screen(own.address)
    seen.page.goto(f"{own.address}/wall?pages=late")
    seen.page.wait_for_selector("#pucha-wall >> text=正在等待数据")
    assert "没有可用的数据库" in seen.page.inner_text("#pucha-wall main")
    pointer.write_text(good, "utf-8")
    seen.ready(scene="late")


def test_it_survives_a_restart_of_the_server_with_the_last_scene_in_sight(
    screen: Start, own: Served, own_home: Path, tmp_path: Path
) -> None:
    seen = screen(own.address)
    seen.page.goto(f"{own.address}/wall?pages=overview")
    seen.ready(scene="overview")
    stop(own)
    _wait_for_trouble(seen, "看板服务没有应答，画面是此前的内容")
    assert seen.page.is_visible('[data-tile="headline"]')
    on_top = "document.elementsFromPoint(960, 540)[0].closest('#pucha-wall') !== null"
    seen.page.evaluate("document.getElementById('pucha-wall').inert = false")
    seen.page.add_style_tag(content=".pucha.wall { pointer-events: auto !important }")
    assert seen.page.evaluate(on_top)  # no box of Streamlit's lies over it
    port = int(own.address.rpartition(":")[2])
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
    again = start(command, port, tmp_path / "again.log", {"PUCHA_DATA": str(own_home)})
    try:
        seen.ready(scene="overview")
        assert _trouble(seen) == ""
    finally:
        stop(again)


def test_answers_that_do_not_come_make_the_page_load_anew_without_going_blank(
    screen: Start, own: Served
) -> None:
    seen = screen(own.address)
    seen.page.goto(f"{own.address}/wall?pages=overview")
    seen.ready(scene="overview")
    begun = seen.page.evaluate("performance.timeOrigin")
    seen.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        " window.first = document.querySelector('#pucha-wall [data-tile]') !== null; })"
    )
    seen.page.evaluate("window.pucha.wall = () => {}")
    seen.page.wait_for_function("begun => performance.timeOrigin !== begun", arg=begun)
    seen.ready(scene="overview")
    assert seen.page.evaluate("window.first")
