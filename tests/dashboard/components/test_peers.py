"""Ranks, ties, and what a comparison concludes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard import read
from dashboard.components.metric import Indicator
from dashboard.components.peers import below_or_beside, conclusion
from dashboard.view import View
from tests.dashboard import small

TASKS = Indicator("census_task_completion_rate")


def test_districts_are_ranked_with_ties_and_those_without_data_last(
    view_of: Callable[..., View],
) -> None:
    peers = below_or_beside(view_of(), Indicator("communities_with_shelters"))
    assert peers is not None
    assert peers.ranked[-1].area.code == small.LAIXI
    assert peers.ranked[-1].place is None
    places = [p.place for p in peers.known if p.place is not None]
    assert places == sorted(places)
    assert places[0] == 1


def test_fewer_is_first_where_fewer_is_better(view_of: Callable[..., View]) -> None:
    peers = below_or_beside(view_of(), Indicator("hazard_persons_threatened"))
    assert peers is not None
    values = [p.reading.value for p in peers.known if p.reading.value is not None]
    assert values == sorted(values)
    said = conclusion(view_of(), peers)
    assert "最少，" in said
    assert "最多，相差" in said


def test_the_conclusion_names_both_ends_and_the_gap(view_of: Callable[..., View]) -> None:
    view = view_of(as_of=small.MISSED)
    peers = below_or_beside(view, TASKS)
    assert peers is not None
    assert conclusion(view, peers) == "市北居首，平度居末，相差22.6个百分点"


def test_a_district_is_placed_among_its_neighbours(view_of: Callable[..., View]) -> None:
    view = view_of(small.PINGDU, small.MISSED)
    peers = below_or_beside(view, TASKS)
    assert peers is not None
    assert peers.parent.code == small.CITY
    assert conclusion(view, peers) == "平度市居第10位（共10个）：58.3%"


def test_a_metric_of_streets_compares_the_streets_of_the_district(
    view_of: Callable[..., View],
) -> None:
    view = view_of(small.LAOSHAN)
    peers = below_or_beside(view, Indicator("supplies_coverage_rate"))
    assert peers is not None
    assert [p.area.name for p in peers.all] == list(small.LAOSHAN_STREETS)
    assert "均为" in conclusion(view, peers)


def test_a_count_that_has_a_plan_everywhere_is_ranked_by_how_much_of_it_is_done(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = {small.SHINAN: 10.0, small.LAOSHAN: 1000.0}
    monkeypatch.setattr(read, "planned", lambda _v, _m, area, _on: plans.get(area, 100.0))
    view = view_of(as_of=small.MISSED)
    peers = below_or_beside(view, Indicator("communities_with_supplies"))
    assert peers is not None
    assert peers.by_plan
    assert peers.unit == "%"
    assert peers.known[0].area.code == small.SHINAN
    assert peers.known[-1].area.code == small.LAOSHAN  # most by number, least of its plan
    assert conclusion(view, peers).startswith("市南居首，崂山居末，相差")


def test_a_count_without_a_plan_somewhere_is_ranked_by_itself(view_of: Callable[..., View]) -> None:
    peers = below_or_beside(view_of(), Indicator("census_tasks_completed"))  # Laixi has no plan
    assert peers is not None
    assert not peers.by_plan
    assert [p.compared for p in peers.all] == [p.reading.value for p in peers.all]
