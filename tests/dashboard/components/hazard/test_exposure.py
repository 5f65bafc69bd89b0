"""People and property still threatened: never added, districts add up to the city."""

from __future__ import annotations

from dashboard import read
from dashboard.components.hazard import exposure
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import content


def test_what_is_drawn_is_what_the_metrics_say() -> None:
    view = demo.view()
    for code, (_, persons, yuan) in hazards.exposed(view.version, view.as_of, "all").items():
        people = read.value(view.version, "hazard_persons_threatened", code, view.as_of)
        assets = read.value(view.version, "hazard_assets_threatened_yuan", code, view.as_of)
        assert people is not None
        assert people.value == persons
        assert assets is not None
        assert assets.value == yuan


def test_the_place_with_most_people_is_told_and_property_beside_it() -> None:
    assert content(exposure.chart(demo.view())).title == (
        "仍受威胁的人和财产：崂山人数最多，4,195人；财产也最多，2.21亿元"
    )
