"""The dashboard in a real browser: it waits for #pucha-ready and reads data- attributes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard import assets, read, server
from tests.dashboard import small
from tests.dashboard.conftest import READY, Visit
from tests.dashboard.served import Served, serve, stop

Start = Callable[..., Visit]
FIGURES = "els => els.map(e => ({...e.dataset}))"
# Latin words a Chinese page may hold: identifiers in the source dialog, which is closed, and names
# of tables and files, which are marked up as such.
# So is a version (time and hash), known by its form: letters in a row of a hash are chance.
ENGLISH = """() => {
  const found = [];
  const version = /[0-9]{8}T[0-9]{12}Z-[0-9a-f]{12}/g;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode, parent = at.parentElement;
    if (parent.closest("script, style, noscript, dialog, code, [hidden]")) continue;
    const said = at.nodeValue.replaceAll(version, "").replaceAll("SQL", "");  // its own name
    if (/[A-Za-z]{3,}/.test(said)) found.push(said.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const e of document.querySelectorAll(`[${name}]`))
      if (/[A-Za-z]{3,}/.test(e.getAttribute(name))) found.push(e.getAttribute(name));
  return found;
}"""


# ------------------------------------------------------------------ what stands on the page


@pytest.mark.parametrize(
    ("width", "colour"), [(1440, "light"), (1440, "dark"), (768, "light"), (390, "dark")]
)
@pytest.mark.parametrize("area", [small.CITY, small.LAOSHAN])
def test_every_tile_is_drawn_without_error_overflow_or_outside_request(
    visit: Start, width: int, colour: str, area: str
) -> None:
    seen = visit(width=width, colour=colour)
    told = seen.open(f"/?area={area}&asof=2021-03-21")
    tiles = json.loads(told["tilesJson"])
    assert len(tiles) == int(told["tiles"]) == int(told["done"]) + int(told["empty"])
    assert told["error"] == "0"
    assert (told["page"], told["area"], told["asof"]) == ("", area, "2021-03-21")
    assert seen.outside == []
    assert seen.errors == []
    widest = "Math.max(...[...document.querySelectorAll('.pucha *')]"
    widest += ".filter(e => !e.closest('.scroll, .unseen'))"
    widest += ".map(e => e.getBoundingClientRect().right))"
    assert seen.page.evaluate(widest) <= width + 0.5
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_value_read_from_the_page_equals_the_warehouse(visit: Start, use_small: Path) -> None:
    seen = visit()
    told = seen.open(f"/?area={small.CITY}&asof=2021-03-21")
    assert told["version"] == read.current().version
    figures: list[dict[str, str]] = seen.page.eval_on_selector_all("[data-metric]", FIGURES)
    values = [f for f in figures if "/" not in f["metric"]]
    assert len(values) > 20
    for one in values:
        asof = date.fromisoformat(one["asof"])
        known = read.value(told["version"], one["metric"], one["area"], asof)
        assert (float(one["value"]) if one["value"] else None) == (known and known.value)


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("area", [small.CITY, small.ZHONGHAN])
def test_axe_finds_nothing_serious(visit: Start, colour: str, area: str) -> None:
    seen = visit(colour=colour)
    seen.open(f"/?area={area}&asof=2021-03-21")
    found = Axe().run(seen.page).response["violations"]
    grave = [
        (v["id"], [n["html"][:120] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_no_english_is_left_on_the_screen(visit: Start) -> None:
    seen = visit()
    seen.open("/")
    assert seen.page.evaluate(ENGLISH) == []
    assert seen.page.eval_on_selector("html", "e => e.lang") == "zh-CN"
    assert re.search("[\u4e00-\u9fff]", seen.page.title())


@pytest.mark.parametrize("path", ["/nowhere", "/no/where"])
def test_an_unknown_page_leads_to_the_first_one_which_says_so(visit: Start, path: str) -> None:
    seen = visit()
    told = seen.open(f"{path}?area={small.LAOSHAN}")
    assert (told["page"], told["area"]) == ("", small.LAOSHAN)
    assert f"没有“{path[1:]}”这一页，已打开总览。" in seen.page.inner_text(".notices")


# ------------------------------------------------------------------ moving about


def test_a_select_changes_figures_and_address_and_back_undoes_it(visit: Start) -> None:
    seen = visit()
    seen.open("/?area=370200&asof=2021-03-21")
    seen.page.select_option("#area-0", small.LAOSHAN)
    seen.ready(area=small.LAOSHAN)
    assert seen.page.url.endswith("?area=370212&asof=2021-03-21")
    seen.page.select_option("#asof", "2021-03-14")
    seen.ready(area=small.LAOSHAN, asof="2021-03-14")
    seen.page.go_back()
    seen.ready(area=small.LAOSHAN, asof="2021-03-21")
    seen.page.go_back()
    seen.ready(area=small.CITY, asof="2021-03-21")
    assert seen.page.input_value("#area-0") == small.CITY
    seen.page.go_forward()
    seen.ready(area=small.LAOSHAN)


def test_a_tile_of_the_map_drills_down_without_loading_the_page_anew(visit: Start) -> None:
    seen = visit()
    seen.open("/?area=370200&asof=2021-03-21")
    seen.page.evaluate("window.stillHere = true")
    seen.page.click('[data-tile="map"] a[href*="370283"]')
    seen.ready(area=small.PINGDU)
    assert seen.page.evaluate("window.stillHere") is True
    assert "平度市" in seen.page.title()


def test_a_link_reopens_the_view_in_a_new_window(visit: Start) -> None:
    first = visit()
    first.open("/?area=370200&asof=2021-03-21")
    first.page.click("#choose-metric-supplies_coverage_rate")
    first.page.wait_for_selector('[data-tile="ranking"] h2:has-text("应急物资")')
    first.ready()
    other = visit()
    told = other.open(first.page.url.removeprefix(first.base))
    assert (told["area"], told["asof"]) == (small.CITY, "2021-03-21")
    assert "应急物资" in other.page.inner_text('[data-tile="ranking"] h2')


def test_the_bare_address_names_area_and_week_once_opened(visit: Start) -> None:
    seen = visit()
    seen.open("/")
    assert seen.page.url.endswith(f"?area=370200&asof={small.LAST.isoformat()}")


def test_what_cannot_be_had_is_told_and_the_address_put_right(visit: Start) -> None:
    seen = visit()
    told = seen.open("/?area=999999&asof=2021-03-24")
    assert (told["area"], told["asof"]) == (small.CITY, "2021-03-21")
    said = seen.page.inner_text("[role=status]")
    assert "“999999”" in said
    assert "周三" in said
    assert seen.page.url.endswith("?area=370200&asof=2021-03-21")


def test_the_keyboard_reaches_the_choices_and_keeps_the_focus(visit: Start) -> None:
    seen = visit()
    seen.open("/?area=370200&asof=2021-03-21")
    seen.page.focus("#choose-metric-hazard_persons_threatened")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector('[data-tile="ranking"] h2:has-text("威胁")')
    focused = seen.page.evaluate("document.activeElement.id")
    assert focused == "choose-metric-hazard_persons_threatened"


def test_the_source_of_a_figure_opens_and_closes(visit: Start) -> None:
    seen = visit()
    seen.open("/")
    seen.page.click('[data-tile="card-census_task_completion_rate"] .source')
    assert "口径" in seen.page.inner_text("dialog[open]")
    seen.page.click("dialog[open] summary")
    assert "select" in seen.page.inner_text("dialog[open]")
    seen.page.keyboard.press("Escape")
    assert seen.page.query_selector("dialog[open]") is None


def test_pointing_at_a_card_shows_its_definition(visit: Start) -> None:
    seen = visit()
    seen.open("/")
    seen.page.hover('[data-tile="card-geohazard_treatment_rate"] [data-tip]')
    assert "口径：" in seen.page.inner_text(".pucha-tip.on")


# ------------------------------------------------------------------ the ready mark


def test_the_mark_is_gone_the_moment_a_choice_is_made(visit: Start) -> None:
    seen = visit()
    seen.open("/?area=370200&asof=2021-03-21")
    gone = """() => {
      const select = document.querySelector("#area-0");
      select.value = "370212";
      select.dispatchEvent(new Event("change", {bubbles: true}));
      return document.querySelector("#pucha-ready") === null;
    }"""
    assert seen.page.evaluate(gone) is True
    seen.ready(area=small.LAOSHAN)


def test_the_mark_never_stands_beside_content_of_another_view(visit: Start) -> None:
    """Watched from inside the page at every change while the view changes ten times."""
    seen = visit()
    seen.open("/?area=370200&asof=2021-03-21")
    seen.page.evaluate(
        """() => {
          window.wrong = [];
          window.marks = new Set();
          new MutationObserver(() => {
            const mark = document.querySelector("#pucha-ready");
            if (!mark) return;
            window.marks.add(mark.dataset.run);
            const shown = document.querySelector('[data-tile^="card-"] data[data-area]');
            if (shown && shown.dataset.area !== mark.dataset.area)
              window.wrong.push([mark.dataset.area, shown.dataset.area]);
          }).observe(document.documentElement, {subtree: true, childList: true, attributes: true});
        }"""
    )
    for area in [small.LAOSHAN, small.PINGDU, small.SHINAN, small.LAIXI, small.CITY] * 2:
        seen.page.select_option("#area-0", area)
        seen.ready(area=area)
    assert seen.page.evaluate("window.wrong") == []
    assert seen.page.evaluate("window.marks.size") >= 10
    assert seen.page.evaluate("document.querySelectorAll('#pucha-ready').length") == 1


# ------------------------------------------------------------------ several pages, Plotly


@pytest.fixture(scope="module")
def two_pages(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard with a second page, whose one tile is drawn by Plotly."""
    log = tmp_path_factory.mktemp("two") / "dashboard.log"
    served = serve(small_home, log, module="tests.dashboard.two_pages")
    yield served
    stop(served)


def test_a_plotly_tile_is_ready_once_its_own_chart_is_drawn(
    visit: Start, two_pages: Served
) -> None:
    seen = visit(base=two_pages.address)
    told = seen.open("/second?area=370212&asof=2021-03-21")
    assert (told["page"], told["area"], told["done"]) == ("second", small.LAOSHAN, "1")
    title = "document.querySelector('.js-plotly-plot')._fullLayout.title.text"
    assert seen.page.evaluate(title) == "370212"
    for area in (small.PINGDU, small.CITY, small.LAOSHAN):
        seen.page.select_option("#area-0", area)
        seen.ready(area=area)
        assert seen.page.evaluate(title) == area
    assert seen.outside == []


def test_a_chart_of_an_earlier_run_does_not_count(visit: Start) -> None:
    seen = visit()
    seen.open("/")
    made = {digest: seen.page.evaluate(CHART_BY_HAND, digest) for digest in ("old", "new")}
    assert made == {"old": False, "new": True}


CHART_BY_HAND = """async (digest) => {
  document.querySelector("#byhand")?.remove();
  const host = document.createElement("div");
  host.id = "byhand";
  host.innerHTML = `<div class="st-key-tile-line"><div class="js-plotly-plot">
    <svg class="main-svg"></svg></div></div>`;
  document.body.appendChild(host);
  host.querySelector(".js-plotly-plot")._fullLayout = {meta: {digest}};
  const manifest = JSON.stringify({run: `run-${digest}`, attributes: {},
    tiles: [{id: "line", digest: "new", drawing: "plotly"}]});
  window.pucha.ready({parentElement: host, data: {manifest}});
  for (let n = 0; n < 10; n++) await new Promise(requestAnimationFrame);
  return document.querySelector("#pucha-ready")?.dataset.run === `run-${digest}`;
}"""


def test_any_rerun_takes_the_mark_away_at_once(visit: Start, two_pages: Served) -> None:
    """Also one that a widget of Streamlit's own has asked for."""
    seen = visit(base=two_pages.address)
    first = seen.open("/second")["run"]
    seen.page.evaluate(
        """() => {
          window.during = [];
          new MutationObserver(() => {
            if (document.querySelector(".stApp").dataset.testScriptState === "running")
              window.during.push(document.querySelector("#pucha-ready") !== null);
          }).observe(document.querySelector(".stApp"), {attributes: true});
        }"""
    )
    seen.page.click("text=重算")
    seen.page.wait_for_selector(f'{READY}:not([data-run="{first}"])', state="attached")
    during = seen.page.evaluate("window.during")
    assert during
    assert not any(during)


def test_pages_keep_area_and_week_and_back_returns(visit: Start, two_pages: Served) -> None:
    seen = visit(base=two_pages.address)
    seen.open("/?area=370212&asof=2021-03-21")
    seen.page.evaluate("window.stillHere = true")
    seen.page.click("nav >> text=第二页")
    seen.ready(page="second", area=small.LAOSHAN, asof="2021-03-21")
    assert seen.page.url.endswith("/second?area=370212&asof=2021-03-21")
    seen.page.select_option("#area-0", small.PINGDU)
    seen.ready(page="second", area=small.PINGDU)
    seen.page.click("nav >> text=总览")
    seen.ready(page="", area=small.PINGDU, asof="2021-03-21")
    seen.page.go_back()
    seen.ready(page="second", area=small.PINGDU)
    seen.page.go_back()
    seen.ready(page="second", area=small.LAOSHAN)
    seen.page.go_back()
    seen.ready(page="", area=small.LAOSHAN)
    assert seen.page.evaluate("window.stillHere") is True


def test_a_lost_connection_takes_the_mark_away_and_puts_an_unsent_choice_back(
    visit: Start, small_home: Path, tmp_path: Path
) -> None:
    """A server of its own, which is then gone."""
    served = serve(small_home, tmp_path / "log")
    seen = visit(base=served.address)
    seen.open("/?area=370212&asof=2021-03-21")
    address = seen.page.url
    stop(served)
    seen.page.wait_for_selector(READY, state="detached")
    seen.page.eval_on_selector(
        "#area-0",
        """(select, area) => {
          select.value = area;
          select.dispatchEvent(new Event("change", {bubbles: true}));
        }""",
        small.PINGDU,
    )
    assert seen.page.input_value("#area-0") == small.LAOSHAN
    assert seen.page.url == address
    assert seen.page.query_selector(READY) is None


# ------------------------------------------------------------------ paper


def test_printing_is_always_light_and_without_controls(visit: Start) -> None:
    seen = visit(colour="dark")
    seen.open("/?area=370200&asof=2021-03-21")
    seen.page.emulate_media(media="print", color_scheme="dark")
    ink = "getComputedStyle(document.querySelector('.pucha h2')).color"
    assert seen.page.evaluate(ink) == "rgb(22, 32, 46)"
    for hidden in (".filters", ".chips", "button.source"):
        assert not seen.page.is_visible(hidden)
    assert seen.page.is_visible("text=演示数据，不反映真实进度")
    pdf = seen.page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 3


# ------------------------------------------------------------------ the server


def test_the_first_page_is_chinese_and_forbids_other_origins(dashboard: Served) -> None:
    asked = Request(f"{dashboard.address}/?area=1", headers={"Accept": "text/html"})
    with urlopen(asked) as answer:
        text = answer.read().decode()
        policy = answer.headers["Content-Security-Policy"]
    assert '<html lang="zh-CN">' in text
    assert "You need to enable JavaScript" not in text
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_streamlit_s_bundle_is_served_compressed_and_kept(dashboard: Served) -> None:
    name = re.search(rb"static/js/index\.[\w-]+\.js", server.first_page())
    assert name is not None
    asked = Request(f"{dashboard.address}/{name[0].decode()}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked) as answer:
        size = len(answer.read())
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
    assert size < 200_000


def test_the_chunk_that_draws_tiles_is_preloaded() -> None:
    assert b"BidiComponent." in server.first_page()


@pytest.mark.parametrize("path", ["/static/../server.py", "/static/js/%2e%2e/%2e%2e/x.js"])
def test_compression_leads_nowhere_else(dashboard: Served, path: str) -> None:
    assert server._packed(path) is None


def test_our_files_are_found_only_under_their_own_digest(dashboard: Served) -> None:
    good = assets.address_of("pucha.js").removeprefix(".")
    with urlopen(f"{dashboard.address}{good}") as answer:
        assert "javascript" in answer.headers["Content-Type"]
    stale = re.sub(r"/pucha/\w+/", "/pucha/000000000000/", good)
    with pytest.raises(OSError, match="404"):
        urlopen(f"{dashboard.address}{stale}")


def test_settings_reach_the_server_from_any_working_folder() -> None:
    found = server.settings()
    assert found["browser.gatherUsageStats"] is False
    assert found["client.showErrorDetails"] == "none"
    assert found["theme.light.primaryColor"]


def test_no_reader_waits_while_all_memory_is_searched_after_every_run() -> None:
    """Streamlit does so after each run of anybody: twenty readers then wait for one another."""
    assert server.settings()["runner.postScriptGC"] is False


def test_ctrl_c_ends_cleanly_and_a_reader_is_told(
    visit: Start, demo_home: Path, tmp_path: Path
) -> None:
    """Over a whole warehouse: the rehearsal draws every page, and says so of a missing table."""
    own = serve(demo_home, tmp_path / "own.log")
    seen = visit(base=own.address)
    seen.open("/")
    assert stop(own) == 0
    said = own.log.read_text("utf-8")
    assert own.address in said
    assert "Traceback" not in said
    seen.page.wait_for_selector("text=看板服务没有应答", timeout=30_000)
    assert seen.page.evaluate(ENGLISH) == []
    assert seen.page.query_selector(READY) is None  # nothing answers for what still stands there


def test_a_new_version_is_served_without_a_restart(visit: Start, tmp_path: Path) -> None:
    small.publish(tmp_path, weeks=9)
    own = serve(tmp_path, tmp_path / "own.log")
    try:
        seen = visit(base=own.address)
        assert seen.open("/")["asof"] == small.WEEKS[8].isoformat()
        version = small.publish(tmp_path, weeks=10)
        told = seen.open("/")
        assert (told["version"], told["asof"]) == (version, small.WEEKS[9].isoformat())
    finally:
        stop(own)
