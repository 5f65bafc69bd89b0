"""大屏: the scenes of the wall screen, each of what matters most on a page, made of its tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.app_pages import broadcast, census, hazards, overview, shelters, works
from dashboard.components import burnup, headline, kpi, leading, ranking, tilemap
from dashboard.components.census import lead as census_lead
from dashboard.components.census import place, records
from dashboard.components.frame import Frame
from dashboard.components.hazard import sentence as hazard_lead
from dashboard.components.hazard import status
from dashboard.components.html import Html, el, join
from dashboard.components.metric import Indicator
from dashboard.components.shelter import lead as shelter_lead
from dashboard.components.wall import late
from dashboard.components.warning import lead as warning_lead
from dashboard.components.warning import rules
from dashboard.components.works import kinds
from dashboard.components.works import sentence as works_lead


@dataclass(frozen=True)
class Scene:
    """One scene: its title, and how it is composed."""

    title: str
    compose: Callable[[Frame], Html]


def _cards(frame: Frame, shown: Sequence[Indicator], layout: str) -> Html:
    cards = (frame.tile(f"card-{one.metric}", kpi.card, one) for one in shown)
    return el("div", *cards, class_=f"cards {layout}")


def _picked(cards: Sequence[Indicator], names: Sequence[str]) -> list[Indicator]:
    """Of a page's cards those that the wall has room for, the most urgent first."""
    by_name = {one.metric: one for one in cards}
    return [by_name[name] for name in names]


def _lead(said: Html) -> Html:
    return el("div", said, class_="lead")


def _two(left: Html, right: Html) -> Html:
    return el("div", left, right, class_="two")


def _overview(frame: Frame) -> Html:
    lead = _lead(frame.tile("headline", leading.sentence, overview.CARDS, headline.sentence))
    return join([lead, _cards(frame, overview.CARDS, "eight")])


def _late(frame: Frame) -> Html:
    return el("div", frame.tile("late", late.listing), class_="whole")


def _census(frame: Frame) -> Html:
    if not place.is_reported(frame.view):  # a street or a community: only objects are registered
        lead = _lead(frame.tile("sentence", records.sentence))
        by_place = frame.tile("record-places", records.places)
        return join([lead, _two(by_place, frame.tile("record-tasks", records.tasks))])
    said = frame.tile(
        "sentence", leading.sentence, census.CARDS, census_lead.sentence, census.TASKS
    )
    lead = _lead(said)
    burn = frame.tile("burn-up", burnup.chart, census.TASKS)
    return join([lead, _two(burn, frame.tile("ranking", ranking.chart, census.TASKS))])


def _hazards(frame: Frame) -> Html:
    lead = _lead(frame.tile("headline", leading.sentence, hazards.CARDS, hazard_lead.sentence))
    cards = _cards(frame, _picked(hazards.CARDS, HAZARDS), "four")
    return join([lead, _two(cards, frame.tile("status", status.chart))])


def _works(frame: Frame) -> Html:
    lead = _lead(frame.tile("headline", leading.sentence, works.CARDS, works_lead.sentence))
    cards = _cards(frame, _picked(works.CARDS, WORKS), "four")
    return join([lead, _two(cards, frame.tile("quantities", kinds.quantities))])


def _shelters(frame: Frame) -> Html:
    lead = _lead(frame.tile("lead", shelter_lead.sentence))
    cards = _cards(frame, _picked(shelters.CARDS, SHELTERS), "three")
    return join([lead, _two(cards, frame.tile("map", tilemap.chart, shelters.CARDS[-1]))])


def _broadcast(frame: Frame) -> Html:
    lead = _lead(frame.tile("lead", warning_lead.sentence))
    cards = _cards(frame, broadcast.CARDS, "four")
    return join([lead, _two(cards, frame.tile("rules", rules.chart))])


HAZARDS = (
    *("hazard_sites_overdue", "hazard_persons_threatened"),
    *("hazard_open_sites", "hazard_remediation_rate"),
)
WORKS = (
    *("river_regulation_completion_rate", "reservoir_completion_rate"),
    *("seawall_completion_rate", "works_payment_rate"),
)
SHELTERS = (
    *("shelter_coverage_rate", "supplies_coverage_rate"),
    "shelter_effective_area_per_head_m2",
)
SCENES = {
    "overview": Scene("总览", _overview),
    "late": Scene("滞后事项", _late),
    "census": Scene("普查进度", _census),
    "hazards": Scene("隐患治理", _hazards),
    "works": Scene("防治工程", _works),
    "shelters": Scene("避难与物资", _shelters),
    "broadcast": Scene("预警广播", _broadcast),
}
