"""Every page of the menu over the demonstration: the whole city, one area, past weeks."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import read
from dashboard.menu import MENU, PAGES, Page
from dashboard.view import SOURCE
from tests.dashboard.drawn import APP, FIGURE, Drawn

BULLETIN = "2021-03-21"
FIRST = "2020-12-06"
METRIC = {"metric": "geohazard_treatment_rate"}
VIEWS = {
    "全市最新一期": {},
    "一个区的过去一期": {"area": "370212", "asof": BULLETIN},
    "一个街道": {"area": "370212001", "asof": BULLETIN},
    "一个社区": {"area": "370212001001", "asof": BULLETIN},
    "第一期": {"asof": FIRST},
    "缺报的区": {"area": "370202", "asof": BULLETIN},
    "一个指标": {"asof": BULLETIN, **METRIC},
    "一个社区的一个指标": {"area": "370212001001", "asof": BULLETIN, **METRIC},
    "没有的指标": {"metric": "nothing"},
}


@pytest.fixture
def use_demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the demonstration the warehouse that is read."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    return demo_home


def draw(page: Page, query: dict[str, str]) -> Drawn:
    """Runs the app at the page's address."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    # switch_page() knows pages by their file, ours are functions: the hash is of the address
    app._page_hash = calc_hash(page.address)
    return Drawn(app.run())


def of_every_page(test: object) -> object:
    """Runs the test once for each page of the menu."""
    return pytest.mark.parametrize("page", PAGES, ids=[page.title for page in PAGES])(test)


@of_every_page
@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS)
def test_no_tile_fails_and_every_value_is_the_warehouse_s(
    use_demo: Path, page: Page, query: dict[str, str]
) -> None:
    drawn = draw(page, query)
    assert drawn.ready["data-page"] == page.address
    assert "error" not in drawn.states.values()
    version = read.current().version
    figures = FIGURE.findall(drawn.html)
    for metric, area, as_of, shown in figures:
        known = read.value(version, metric, area, date.fromisoformat(as_of))
        assert (float(shown) if shown else None) == (known and known.value), (metric, area)


def test_the_menu_names_every_page_but_those_that_links_lead_to(use_demo: Path) -> None:
    assert [page.address for page in PAGES if page not in MENU] == ["guide", "audit", SOURCE]
    for page in PAGES:
        [menu] = re.findall(r'<nav aria-label="页面">.*?</nav>', draw(page, {}).html)
        assert re.findall(r">([^<]+)</a>", menu) == [one.title for one in MENU]


def test_the_source_of_every_figure_of_a_page_leads_to_a_page_of_that_metric(
    use_demo: Path,
) -> None:
    led: set[str] = set()
    for page in MENU:
        html = draw(page, {"area": "370212", "asof": BULLETIN}).html
        dialogs = dict(re.findall(r'<dialog id="source-(\w+)".*?href="([^"]+)"', html))
        assert set(re.findall(r'data-dialog="source-(\w+)"', html)) <= set(dialogs)
        for metric, address in dialogs.items():
            assert address == f"source?area=370212&amp;asof={BULLETIN}&amp;metric={metric}"
        led |= set(dialogs)
    assert len(led) > 30
    [source] = [page for page in PAGES if page.address == SOURCE]
    for metric in sorted(led):
        drawn = draw(source, {"area": "370212", "asof": BULLETIN, "metric": metric})
        assert drawn.states["figure"] == "done", metric
        assert "error" not in drawn.states.values(), metric
