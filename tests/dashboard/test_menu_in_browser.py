"""Every page of the menu in a real browser, over the whole demonstration."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard import read
from dashboard.menu import MENU, READ, Page
from dashboard.view import SOURCE
from tests.dashboard.conftest import Visit
from tests.dashboard.served import Served
from tests.dashboard.test_server import ENGLISH, FIGURES

Start = Callable[..., Visit]
BULLETIN = "2021-03-21"
CITY, LAOSHAN = "370200", "370212"
SIZES = [(width, colour) for width in (1440, 768, 390) for colour in ("light", "dark")]
WIDEST = """() => Math.max(...[...document.querySelectorAll('.pucha *')]
  .filter(e => !e.closest('.scroll, .unseen')).map(e => e.getBoundingClientRect().right))"""
# Words whose box is narrower than they are, and that do not wrap: a label cut in print.
CUT = """() => [...document.querySelectorAll(
    '.pucha :is(h1, h2, h3, p, th, td, dt, dd, li, a, span, data)')]
  .filter(e => !e.closest('.scroll, .unseen, dialog, details:not([open])') && e.clientWidth > 0 &&
    getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent.slice(0, 40))"""
# Lists that hide columns behind a scroll bar: right on a phone, a cut table on a wide screen.
SCROLLED = """() => [...document.querySelectorAll('.pucha .scroll')]
  .filter(e => !e.closest('.unseen, dialog, details:not([open])') &&
    e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent.slice(0, 40))"""

METRIC = "geohazard_treatment_rate"
GUIDE = "guide"  # about names in the warehouse and programs: no figures of ours, and code
# Every page that is read, and that of sources with a metric as well: without one it lists them all.
SEEN = [*((page, "") for page in READ), (READ[-1], f"&metric={METRIC}")]

of_every_page = pytest.mark.parametrize(
    ("page", "more"),
    SEEN,
    ids=[f"{page.title}{'，一个指标' if more else ''}" for page, more in SEEN],
)
of_the_menu = pytest.mark.parametrize("page", MENU, ids=[page.title for page in MENU])


@of_every_page
@pytest.mark.parametrize(("width", "colour"), SIZES)
def test_it_is_complete_within_the_width_and_asks_no_other_host(
    visit: Start, demo: Served, page: Page, more: str, width: int, colour: str
) -> None:
    seen = visit(width=width, colour=colour, base=demo.address)
    told = seen.open(f"/{page.address}?area={CITY}&asof={BULLETIN}{more}")
    tiles = json.loads(told["tilesJson"])
    assert len(tiles) == int(told["tiles"]) == int(told["done"]) + int(told["empty"])
    assert (told["page"], told["error"]) == (page.address, "0")
    assert seen.page.evaluate(WIDEST) <= width + 0.5
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.evaluate(CUT) == []
    assert page.address == GUIDE or seen.page.evaluate(ENGLISH) == []
    assert seen.outside == []
    assert seen.errors == []


@of_every_page
@pytest.mark.parametrize("area", [CITY, LAOSHAN])
def test_no_list_scrolls_sideways_on_a_wide_screen(
    visit: Start, demo: Served, page: Page, more: str, area: str
) -> None:
    seen = visit(width=1440, base=demo.address)
    seen.open(f"/{page.address}?area={area}{more}")
    assert seen.page.evaluate(SCROLLED) == []


@of_every_page
@pytest.mark.parametrize("area", [CITY, LAOSHAN])
def test_every_value_read_from_it_is_the_warehouse_s(
    visit: Start,
    demo: Served,
    demo_home: Path,
    page: Page,
    more: str,
    area: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    seen = visit(base=demo.address)
    told = seen.open(f"/{page.address}?area={area}&asof={BULLETIN}{more}")
    assert told["version"] == read.current().version
    figures: list[dict[str, str]] = seen.page.eval_on_selector_all("[data-metric]", FIGURES)
    values = [one for one in figures if "/" not in one["metric"]]
    assert bool(values) == (page.address != GUIDE)
    for one in values:
        as_of = date.fromisoformat(one["asof"])
        known = read.value(told["version"], one["metric"], one["area"], as_of)
        assert (float(one["value"]) if one["value"] else None) == (known and known.value), one


@of_every_page
@pytest.mark.parametrize("colour", ["light", "dark"])
def test_axe_finds_nothing_serious(
    visit: Start, demo: Served, page: Page, more: str, colour: str
) -> None:
    seen = visit(colour=colour, base=demo.address)
    seen.open(f"/{page.address}?area={CITY}&asof={BULLETIN}{more}")
    found = Axe().run(seen.page).response["violations"]
    grave = [
        (v["id"], [n["html"][:120] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert grave == []


@of_the_menu
def test_the_menu_leads_to_it_with_area_and_week_and_back_returns(
    visit: Start, demo: Served, page: Page
) -> None:
    seen = visit(base=demo.address)
    start = MENU[0] if page != MENU[0] else MENU[1]
    seen.open(f"/{start.address}?area={LAOSHAN}&asof={BULLETIN}")
    seen.page.click(f'nav[aria-label="页面"] >> text="{page.title}"')
    seen.ready(page=page.address, area=LAOSHAN, asof=BULLETIN)
    assert page.title in seen.page.title()
    seen.page.go_back()
    seen.ready(page=start.address, area=LAOSHAN, asof=BULLETIN)


def test_a_figure_s_source_leads_to_its_cells_and_one_step_back_returns(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    seen.open(f"/?area={LAOSHAN}&asof={BULLETIN}")
    seen.page.click(f'[data-tile="card-{METRIC}"] [data-dialog]')
    seen.page.click("dialog[open] >> text=逐行查看")
    seen.ready(page=SOURCE, area=LAOSHAN, asof=BULLETIN)
    assert seen.page.query_selector("dialog[open]") is None
    assert "数据来源" in seen.page.title()
    assert seen.page.url.endswith(f"/source?area={LAOSHAN}&asof={BULLETIN}&metric={METRIC}")
    assert seen.page.is_visible("text=合计相符 >> nth=0")
    assert seen.page.is_visible('[data-tile="rows"] >> text=/隐患点台账![A-Z]+[0-9]+/ >> nth=0')
    seen.page.go_back()
    seen.ready(page="", area=LAOSHAN, asof=BULLETIN)
    assert seen.page.url.endswith(f"/?area={LAOSHAN}&asof={BULLETIN}")


def test_the_rows_turn_page_by_page_and_a_district_shows_its_own(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    seen.open(f"/source?area={CITY}&asof={BULLETIN}&metric={METRIC}")
    first = '[data-tile="rows"] tbody th >> nth=0'
    before = seen.page.inner_text(first)
    seen.page.click("text=下一页")
    seen.page.wait_for_selector('[data-tile="rows"] h2:has-text("第51—100行")')
    seen.ready()
    assert seen.page.inner_text(first) != before
    seen.page.click('[data-tile="below"] >> text="崂山"')
    seen.ready(page=SOURCE, area=LAOSHAN)
    assert "第1—50行" in seen.page.inner_text('[data-tile="rows"] h2')
    assert "offset" not in seen.page.url


def test_tiles_with_choices_in_them_are_printed_without_the_choices(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    for address, tile in (("hazards", "flow"), ("works", "places"), (SOURCE, "rows")):
        seen.page.emulate_media(media="screen")
        seen.open(f"/{address}?area={CITY}&asof={BULLETIN}&metric={METRIC}")
        at = f'[data-tile="{tile}"]'
        assert seen.page.is_visible(f"{at} .chips")
        seen.page.emulate_media(media="print")
        assert seen.page.is_visible(f"{at} h2")
        assert not seen.page.is_visible(f"{at} .chips")
