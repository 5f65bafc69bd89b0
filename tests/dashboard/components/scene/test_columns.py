"""Columns: heights by grade and by capacity, each kind on a measure of its own."""

from __future__ import annotations

import pytest

from dashboard.components.hazard import sitemap
from dashboard.components.scene import columns, common
from dashboard.components.scene.columns import LEAST, PIN, TALLEST, Column, _round_below
from dashboard.read import NotInEdition
from dashboard.reading import scene
from tests.dashboard import demo
from warehouse.common.audience import ANALYST, PUBLIC, ROLE_VARIABLE

FAMILY = "geological"


def found(kind: str, **choices: str) -> list[Column]:
    """The columns of one kind over the whole city."""
    by_kind, lacking = columns.every(demo.view(show=kind, **choices))
    assert lacking == ()
    [(code, made)] = by_kind.items()
    assert code == kind
    return made


def test_a_graver_site_is_a_whole_step_higher_and_one_without_a_grade_is_lowest() -> None:
    heights: dict[str, set[float]] = {}
    for one in found(common.HAZARDS):
        heights.setdefault(one.measure, set()).add(one.height)
    steps = {step.text: step.height for step in columns.measure(demo.view(), common.HAZARDS)}
    assert list(steps) == ["未定级", "小型", "中型", "大型", "特大型"]
    assert list(steps.values()) == pytest.approx([1.75, 3.5, 7.0, 10.5, TALLEST])
    assert {"小型", "中型", "未定级"} <= set(heights)
    assert all(found_ == {steps[grade]} for grade, found_ in heights.items())


def test_a_shelter_is_as_high_as_its_capacity_and_the_largest_is_tallest() -> None:
    shelters = found(common.SHELTERS)
    most = columns.largest(demo.view())
    persons = [int(one.measure.replace(",", "")) for one in shelters]
    assert max(persons) == most
    assert persons == sorted(persons, reverse=True)
    for one, number in zip(shelters, persons, strict=True):
        assert one.height == pytest.approx(max(TALLEST * number / most, LEAST))


def test_the_measure_of_shelters_ends_at_the_largest_and_has_a_round_number_below() -> None:
    below, most = columns.measure(demo.view(), common.SHELTERS)
    assert (below.text, most.text, most.height) == ("2,000人", "8,500人", TALLEST)
    assert below.height == pytest.approx(TALLEST * 2000 / 8500)


@pytest.mark.parametrize(
    ("number", "round_"),
    [(0.4, 0), (1, 1), (1.9, 1), (2, 2), (4.9, 2), (5, 5), (9.9, 5), (10, 10), (4250, 2000)],
)
def test_a_round_number_is_one_two_or_five_of_a_power_of_ten(number: float, round_: int) -> None:
    assert _round_below(number) == round_


def test_every_terminal_is_alike_and_told_apart_by_its_state() -> None:
    terminals = found(common.TERMINALS)
    assert {one.height for one in terminals} == {PIN}
    assert {one.measure for one in terminals} == {"在线", "离线", "故障"}
    assert {one.sign for one in terminals} == {"online", "offline", "fault"}


def test_those_that_cannot_be_heard_come_before_those_that_can() -> None:
    signs = [one.sign for one in found(common.TERMINALS)]
    assert signs.index("online") == len(signs) - signs.count("online")


def test_a_family_chooses_sites_as_it_does_for_the_lists() -> None:
    every, some = found(common.HAZARDS), found(common.HAZARDS, family=FAMILY)
    view = demo.view()
    rows = scene.sites(view.version, demo.CITY, FAMILY, view.as_of)
    assert {one.name for one in some} == set(rows["site_name"])
    assert 0 < len(some) < len(every)


def test_the_sign_of_a_site_is_its_state_on_the_map_of_sites() -> None:
    assert {one.sign for one in found(common.HAZARDS)} <= set(sitemap.STATES)


def test_a_treated_site_is_never_singled_out() -> None:
    sites = found(common.HAZARDS)
    alone = [one for one in sites if one.is_alone]
    assert alone
    assert all(one.sign != "treated" for one in alone)
    assert all("直线1公里以内没有避难场所" in one.facts for one in alone)


def test_what_its_height_stands_for_is_said_with_the_unit() -> None:
    assert found(common.SHELTERS)[0].said == "可容纳人数：8,500人"
    assert found(common.HAZARDS)[0].said.startswith("险情等级：")


def test_a_kind_that_the_edition_lacks_is_named_and_the_others_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, ANALYST)
    by_kind, lacking = columns.every(demo.view())
    assert lacking == (common.HAZARDS,)
    assert list(by_kind) == [common.SHELTERS, common.TERMINALS]


@pytest.mark.parametrize(
    ("role", "show", "said"),
    [
        (ANALYST, common.HAZARDS, "隐患点的位置"),
        (PUBLIC, "", "隐患点、避难场所、预警广播终端的位置"),
        (PUBLIC, common.SHELTERS, "避难场所的位置"),
    ],
)
def test_an_edition_that_lacks_all_of_them_says_so(
    role: str, show: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, role)
    with pytest.raises(NotInEdition) as lacks:
        columns.every(demo.view(show=show))
    assert lacks.value.title == said
