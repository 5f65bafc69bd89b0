"""社区画像: one community on one page; for an area, whom it lacks for most."""

from __future__ import annotations

from dashboard.components import source
from dashboard.components.community import (
    common,
    facts,
    lead,
    listing,
    matrix,
    nearby,
    parts,
    rules,
    scores,
    where,
)
from dashboard.components.frame import Frame
from dashboard.view import COMMUNITY

SOURCES = (
    *(fact.metric for fact in facts.FACTS),
    *(lead.COMMUNITIES, "shelters", "works_payment_rate"),
)
RULES = (common.GAP, common.THREAT, common.PARTS, common.RANK)


def render(frame: Frame) -> None:
    """Draws the page into `frame`: a portrait for a community, else the list of those to go to."""
    frame.board(frame.tile("lead", lead.sentence), layout="lead")
    if frame.view.area.level == COMMUNITY:
        _portrait(frame)
    else:
        _area(frame)
    frame.board(frame.tile("rules", rules.note, RULES), layout="bare")
    frame.board(frame.tile("source", source.note, SOURCES), layout="bare")


def _portrait(frame: Frame) -> None:
    cards = [frame.tile(f"fact-{fact.id}", facts.card, fact.id) for fact in facts.FACTS]
    frame.board(*cards, layout="cards")
    frame.board(
        frame.tile("sites", nearby.sites),
        frame.tile("plane", nearby.plane),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("parts", parts.chart),
        frame.tile("shelters", nearby.shelters),
        layout="wide-narrow",
    )
    frame.board(frame.tile("projects", nearby.projects))
    frame.board(frame.tile("gaps", listing.chart))


def _area(frame: Frame) -> None:
    frame.board(frame.tile("gaps", listing.chart))
    frame.board(
        frame.tile("scores", scores.chart),
        frame.tile("where", where.chart),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("parts", parts.averages),
        frame.tile("matrix", matrix.chart),
        layout="wide-narrow",
    )
