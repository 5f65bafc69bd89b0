"""The search box in a real browser: narrowed while typing, kept in the address when sent off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.dashboard.conftest import Visit
from tests.dashboard.served import Served, serve, stop

Start = Callable[..., Visit]
BOX, SHOWN, TOLD = "#dictionary-q", "#dictionary-found > li:not([hidden])", "[data-told]"


@pytest.fixture(scope="module")
def demo(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard serving the demonstration."""
    served = serve(demo_home, tmp_path_factory.mktemp("log") / "dashboard.log")
    yield served
    stop(served)


def test_the_list_is_narrowed_while_one_types_without_asking_the_server(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    seen.open("/dictionary?area=370212&asof=2021-03-21")
    assert seen.page.locator(SHOWN).count() == 0
    run = seen.page.get_attribute("#pucha-ready", "data-run")
    seen.page.fill(BOX, "整改状态")
    typed = seen.page.locator(SHOWN).count()
    assert 0 < typed < 40
    assert seen.page.inner_text(TOLD) == f"找到{typed}项"
    seen.page.fill(BOX, "查无此词")
    assert seen.page.locator(SHOWN).count() == 0
    assert "没有找到" in seen.page.inner_text(TOLD)
    assert seen.page.get_attribute("#pucha-ready", "data-run") == run


def test_what_is_sought_can_be_sent_as_a_link_and_finds_the_same(
    visit: Start, demo: Served
) -> None:
    seen = visit(base=demo.address)
    seen.open("/dictionary?area=370212&asof=2021-03-21")
    seen.page.fill(BOX, "整改 hazard")
    typed = seen.page.locator(SHOWN).all_inner_texts()
    seen.page.press(BOX, "Enter")
    seen.page.wait_for_url("**q=*")
    seen.ready()
    other = visit(base=demo.address)
    other.open(seen.page.url.removeprefix(demo.address))
    assert other.page.input_value(BOX) == "整改 hazard"
    assert other.page.locator(SHOWN).all_inner_texts() == typed


def test_a_line_leads_to_its_entry_in_the_same_area_and_week(visit: Start, demo: Served) -> None:
    seen = visit(base=demo.address)
    seen.open("/dictionary?area=370212&asof=2021-03-21")
    seen.page.fill(BOX, "marts.delay")
    seen.page.locator(f"{SHOWN} a").first.click()
    seen.page.wait_for_selector("[data-tile=entry]")
    seen.ready(area="370212", asof="2021-03-21")
    assert "表 进度滞后" in seen.page.inner_text("[data-tile=entry] h2")
    assert "table=marts.delay" in seen.page.url
