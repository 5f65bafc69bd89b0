"""Shapes in a real browser: a click drills down, the review number is seen, also on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.dashboard import bordered, small
from tests.dashboard.conftest import Visit
from tests.dashboard.served import Served, serve, stop

WEEK = "asof=2021-03-21"
MAP = "[data-tile=map]"


@pytest.fixture(scope="module")
def bordered_dashboard(
    bordered_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The dashboard serving the warehouse with borders."""
    served = serve(bordered_home, tmp_path_factory.mktemp("log") / "dashboard.log")
    yield served
    stop(served)


@pytest.fixture
def start(visit: Callable[..., Visit], bordered_dashboard: Served) -> Callable[..., Visit]:
    def make(**facts: object) -> Visit:
        return visit(base=bordered_dashboard.address, **facts)

    return make


def test_a_click_on_a_shape_leads_into_its_district(start: Callable[..., Visit]) -> None:
    seen = start()
    seen.open(f"/?{WEEK}")
    # a corner of the square, where no label lies over the shape
    seen.page.click(f"{MAP} a[data-area='{small.PINGDU}'] path", position={"x": 6, "y": 6})
    told = seen.ready(area=small.PINGDU)
    assert told["error"] == "0"
    assert f"area={small.PINGDU}" in seen.page.url
    assert seen.page.locator(f"{MAP} a.chosen").get_attribute("data-area") == small.PINGDU
    assert seen.errors == []
    assert seen.outside == []


def test_the_keyboard_reaches_each_label_and_no_shape(start: Callable[..., Visit]) -> None:
    seen = start()
    seen.open(f"/?{WEEK}")
    tabbed = seen.page.eval_on_selector_all(
        f"{MAP} a", "all => all.filter(a => a.tabIndex >= 0 && !a.closest('details'))"
        ".map(a => a.getAttribute('href').match(/area=(\\d+)/)[1])",
    )  # fmt: skip
    assert len(tabbed) == len(set(tabbed)) == 10
    seen.page.locator(f"{MAP} a.label", has_text="崂山").press("Enter")
    seen.ready(area=small.LAOSHAN)


@pytest.mark.parametrize(("width", "media"), [(1440, "screen"), (390, "screen"), (1000, "print")])
def test_the_review_number_is_seen_below_the_map(
    start: Callable[..., Visit], width: int, media: str
) -> None:
    seen = start(width=width)
    seen.open(f"/?{WEEK}")
    seen.page.emulate_media(media=media)
    number = seen.page.locator(f"{MAP} .review")
    assert number.is_visible()
    assert bordered.NUMBER in number.inner_text()
    drawn, said = seen.page.locator(f"{MAP} .shape-map").bounding_box(), number.bounding_box()
    assert drawn
    assert said
    assert drawn["height"] > 200
    assert said["y"] >= drawn["y"] + drawn["height"]
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1440])
def test_labels_lie_in_the_map_and_beside_each_other(
    start: Callable[..., Visit], width: int
) -> None:
    seen = start(width=width)
    seen.open(f"/?{WEEK}")
    boxes = seen.page.eval_on_selector_all(
        f"{MAP} .label", "all => all.map(e => e.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) == 9
    for n, one in enumerate(boxes):
        for other in boxes[:n]:
            apart = (
                one["left"] >= other["right"]
                or other["left"] >= one["right"]
                or one["top"] >= other["bottom"]
                or other["top"] >= one["bottom"]
            )
            assert apart


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("area", [small.CITY, small.LAOSHAN])
def test_axe_finds_nothing_serious(start: Callable[..., Visit], colour: str, area: str) -> None:
    seen = start(colour=colour)
    seen.open(f"/?area={area}&{WEEK}")
    found = Axe().run(seen.page).response["violations"]
    grave = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
    assert grave == []
