"""Every page on paper: marked, dated, whole, and free of what needs a screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from dashboard import format
from dashboard.menu import READ, Page
from tests.dashboard.conftest import Visit
from tests.dashboard.demo import BULLETIN, CITY
from tests.dashboard.served import Served

Start = Callable[..., Visit]
METRIC = "geohazard_treatment_rate"  # the page of sources follows one to its rows
SILENT = "2021-02-21"  # a district has not reported for two weeks: every mark is longer
PAPERS = {"portrait": (718, 1032), "landscape": (1047, 700)}  # A4 within its margins, in pixels
SCREEN_ONLY = """() => [...document.querySelectorAll(
    '.pucha :is(button, select, input, nav, .chips, .on-screen, [data-go-select])')]
  .filter(e => e.getClientRects().length).map(e => e.outerHTML.slice(0, 80))"""
SEEN = "e => e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible'"
WIDEST = """() => Math.max(...[...document.querySelectorAll('.pucha *')]
  .filter(e => !e.closest('.unseen')).map(e => e.getBoundingClientRect().right))"""
CUT = """() => [...document.querySelectorAll('.pucha *')]
  .filter(e => !e.closest('.unseen, svg') && e.clientWidth > 0 &&
    getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent.slice(0, 40))"""
TILES = f"""() => [...document.querySelectorAll('[data-tile]')]
  .filter(e => !({SEEN})(e)).map(e => e.dataset.tile)"""
LONG = ("rows", "late", "decisions", "overdue")  # printed to the last row, over several sheets
BROKEN = f"""() => [...document.querySelectorAll('.pucha .tile')]
  .filter(e => !{list(LONG)}.includes(e.dataset.tile))
  .filter(e => getComputedStyle(e).breakInside !== 'avoid').length"""
# A text that goes on into something that is only on the screen: `来源：` and no source.
DANGLING = f"""() => {{
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text; (text = walker.nextNode());) {{
    const next = text.nextSibling;
    if (/[：、（]\\s*$/.test(text.data) && ({SEEN})(text.parentElement) &&
        next instanceof Element && !next.getClientRects().length) found.push(text.data);
  }}
  return found;
}}"""
UNTOLD = """() => [...document.querySelectorAll('.pucha details:not([open]) > summary')]
  .filter(e => e.getClientRects().length &&
    !getComputedStyle(e, '::after').content.includes('未印出')).map(e => e.textContent)"""

of_every_page = pytest.mark.parametrize("page", READ, ids=[page.title for page in READ])


@of_every_page
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("week", [BULLETIN.isoformat(), SILENT])
def test_a_sheet_is_marked_whole_and_free_of_controls(
    visit: Start, demo: Served, page: Page, paper: str, week: str
) -> None:
    seen = visit(base=demo.address, colour="dark")
    told = seen.open(f"/{page.address}?area={CITY}&asof={week}&metric={METRIC}")
    width, height = PAPERS[paper]
    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": width, "height": height})
    assert seen.page.evaluate(SCREEN_ONLY) == []
    assert seen.page.locator(".demo").is_visible()
    assert told["version"] in seen.page.locator(".version").inner_text()
    week_said = format.week(date.fromisoformat(week))
    assert week_said in seen.page.locator("h1").inner_text()
    assert seen.page.evaluate(WIDEST) <= width + 0.5
    assert seen.page.evaluate(CUT) == []
    assert seen.page.evaluate(TILES) == ["source"]  # what it says stands at the foot
    assert seen.page.evaluate(BROKEN) == 0
    assert seen.page.evaluate(UNTOLD) == []
    assert seen.page.evaluate(DANGLING) == []
    foot = seen.page.eval_on_selector(".pucha style", "e => e.textContent")
    assert "演示数据，不反映真实进度" in foot
    assert told["version"] in foot
    assert "counter(page)" in foot


@pytest.mark.parametrize(("is_landscape", "lies"), [(False, False), (True, True)])
def test_the_paper_lies_as_whoever_prints_it_wants(
    visit: Start, demo: Served, is_landscape: bool, lies: bool
) -> None:
    seen = visit(base=demo.address)
    seen.open(f"/?area={CITY}&asof={BULLETIN}")
    pdf = seen.page.pdf(format="A4", landscape=is_landscape)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert boxes
    assert {float(wide) > float(high) for wide, high in boxes} == {lies}


def test_what_is_late_and_what_waits_for_a_decision_is_printed_to_the_last_row(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    seen.open(f"/?area={CITY}&asof={BULLETIN}")
    hidden = """() => ['late', 'decisions'].map(tile => [...document.querySelectorAll(
      `[data-tile="${tile}"] details:not(.as-table) tr`)]
      .filter(e => !e.checkVisibility()).length)"""
    assert min(seen.page.evaluate(hidden)) > 0, "on the screen the rest is folded away"
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate(hidden) == [0, 0]
