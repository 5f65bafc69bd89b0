"""Every page of the menu in a real browser, over the whole demonstration."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard import read
from dashboard.menu import PAGES, Page
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

of_every_page = pytest.mark.parametrize("page", PAGES, ids=[page.title for page in PAGES])


@of_every_page
@pytest.mark.parametrize(("width", "colour"), SIZES)
def test_it_is_complete_within_the_width_and_asks_no_other_host(
    visit: Start, demo: Served, page: Page, width: int, colour: str
) -> None:
    seen = visit(width=width, colour=colour, base=demo.address)
    told = seen.open(f"/{page.address}?area={CITY}&asof={BULLETIN}")
    tiles = json.loads(told["tilesJson"])
    assert len(tiles) == int(told["tiles"]) == int(told["done"]) + int(told["empty"])
    assert (told["page"], told["error"]) == (page.address, "0")
    assert seen.page.evaluate(WIDEST) <= width + 0.5
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.evaluate(CUT) == []
    assert seen.page.evaluate(ENGLISH) == []
    assert seen.outside == []
    assert seen.errors == []


@of_every_page
@pytest.mark.parametrize("area", [CITY, LAOSHAN])
def test_every_value_read_from_it_is_the_warehouse_s(
    visit: Start,
    demo: Served,
    demo_home: Path,
    page: Page,
    area: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    seen = visit(base=demo.address)
    told = seen.open(f"/{page.address}?area={area}&asof={BULLETIN}")
    assert told["version"] == read.current().version
    figures: list[dict[str, str]] = seen.page.eval_on_selector_all("[data-metric]", FIGURES)
    values = [one for one in figures if "/" not in one["metric"]]
    assert values
    for one in values:
        as_of = date.fromisoformat(one["asof"])
        known = read.value(told["version"], one["metric"], one["area"], as_of)
        assert (float(one["value"]) if one["value"] else None) == (known and known.value), one


@of_every_page
@pytest.mark.parametrize("colour", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Start, demo: Served, page: Page, colour: str) -> None:
    seen = visit(colour=colour, base=demo.address)
    seen.open(f"/{page.address}?area={CITY}&asof={BULLETIN}")
    found = Axe().run(seen.page).response["violations"]
    grave = [
        (v["id"], [n["html"][:120] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert grave == []


@of_every_page
def test_the_menu_leads_to_it_with_area_and_week_and_back_returns(
    visit: Start, demo: Served, page: Page
) -> None:
    seen = visit(base=demo.address)
    start = PAGES[0] if page != PAGES[0] else PAGES[1]
    seen.open(f"/{start.address}?area={LAOSHAN}&asof={BULLETIN}")
    seen.page.click(f'nav[aria-label="页面"] >> text="{page.title}"')
    seen.ready(page=page.address, area=LAOSHAN, asof=BULLETIN)
    assert page.title in seen.page.title()
    seen.page.go_back()
    seen.ready(page=start.address, area=LAOSHAN, asof=BULLETIN)
