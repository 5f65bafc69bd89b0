"""The record of queries in a real browser: what was just asked is listed, narrowed, unfolded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.dashboard.conftest import Visit
from tests.dashboard.served import Served
from tests.dashboard.test_who_in_browser import ASK

ROWS = ".queries tbody tr"


@pytest.fixture
def opened(visit: Callable[..., Visit], demo: Served) -> Callable[..., Page]:
    """The page after two queries of the local user, who is its administrator on this machine."""

    def open_(width: int = 1440, colour: str = "light") -> Page:
        seen = visit(width=width, colour=colour, base=demo.address)
        seen.open("/sql")
        assert seen.page.evaluate(ASK) == "full"
        told = seen.open("/audit")
        assert (told["page"], told["error"]) == ("audit", "0")
        assert seen.errors == []
        assert seen.outside == []
        return seen.page

    return open_


@pytest.mark.parametrize(
    ("width", "colour"), [(1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")]
)
def test_it_fits_and_is_accessible(opened: Callable[..., Page], width: int, colour: str) -> None:
    page = opened(width, colour)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []


def test_the_choices_narrow_it_and_stand_in_the_address(opened: Callable[..., Page]) -> None:
    page = opened()
    assert "本机用户" in page.inner_text(ROWS)
    page.fill("[name=who]", "无此人")
    page.click("form.queries-form button")
    page.wait_for_selector("text=这个范围没有查询记录")
    assert "who=%E6%97%A0%E6%AD%A4%E4%BA%BA" in page.url
    page.fill("[name=who]", "本机用户")
    page.select_option("[name=outcome]", "fine")
    page.click("form.queries-form button")
    page.wait_for_selector(ROWS)
    assert page.input_value("[name=who]") == "本机用户"
    assert page.locator(ROWS).count() > 0


def test_a_statement_unfolds_to_all_that_was_kept(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator(f"{ROWS} summary").first.click()
    shown = page.locator(f"{ROWS} details[open]").first.inner_text()
    assert "select edition from meta.version" in shown
    assert "SHA-256" in shown
