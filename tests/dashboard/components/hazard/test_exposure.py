"""People and property still threatened: never added, districts add up to the city."""

from __future__ import annotations

from dashboard import read
from dashboard.components import kpi
from dashboard.components.hazard import exposure
from dashboard.components.metric import Indicator
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_what_is_drawn_is_what_the_metrics_say() -> None:
    view = demo.view()
    for code, one in hazards.exposed(view.version, view.as_of, "all").items():
        people = read.value(view.version, "hazard_persons_threatened", code, view.as_of)
        assets = read.value(view.version, "hazard_assets_threatened_yuan", code, view.as_of)
        assert people is not None
        assert people.value == one.known_persons
        assert assets is not None
        assert assets.value == one.known_yuan


def test_what_nobody_filled_in_is_not_called_nothing_and_is_counted_apart() -> None:
    view = demo.view(family="forest_fire", as_of=demo.NEWEST)
    made = content(exposure.chart(view))
    of = hazards.exposed(view.version, view.as_of, "forest_fire")
    blank = [one for code, one in of.items() if one.persons is None and code != demo.CITY]
    assert blank
    assert "未填" in text_of(made.body)
    assert f"不含未填威胁人数的{of[demo.CITY].without_persons}处" in text_of(made.note)


def test_the_card_of_persons_says_how_many_sites_its_sum_leaves_out() -> None:
    view = demo.view(as_of=demo.NEWEST)
    whole = hazards.exposed(view.version, view.as_of, "all")[demo.CITY]
    assert whole.without_persons > 0
    card = content(kpi.card(view, Indicator("hazard_persons_threatened")))
    assert f"（不含未填威胁人数的{whole.without_persons}处）" in text_of(card.body)


def test_the_place_with_most_people_is_told_and_property_beside_it() -> None:
    assert content(exposure.chart(demo.view())).title == (
        "仍受威胁的人和财产：崂山人数最多，4,195人；财产也最多，2.21亿元"
    )


def test_a_community_reads_whose_sums_these_are_and_that_it_has_none_itself() -> None:
    made = content(exposure.chart(demo.view("370212001001", demo.NEWEST)))
    assert text_of(made.title).startswith("中韩街道各社区(村)仍受威胁的人和财产：")
    assert "示例中韩一社区没有未治理的隐患点" in text_of(made.note)
