"""调度台: the week's meeting: what is open and overdue, whose duty, the month so far, the means."""

from __future__ import annotations

from dashboard.components import kpi, source
from dashboard.components.dispatch import agenda, budgets, duties, held, lead, matters, month
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator
from dashboard.view import CITY

CARDS = (
    Indicator("open_matters"),
    Indicator("overdue_matters"),
    Indicator("closed_matters"),
    Indicator("meetings_held"),
    Indicator("training_persons"),
)
# How many districts have their budget in the city; how much the experts cut in a district.
MONEY = {True: Indicator(budgets.APPROVED), False: Indicator(budgets.CUT)}


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    cards = (*CARDS, MONEY[frame.view.area.level == CITY])
    frame.board(frame.tile("headline", lead.sentence), layout="lead")
    frame.board(
        *(frame.tile(f"card-{one.metric}", kpi.card, one) for one in cards), layout="cards sixfold"
    )
    frame.board(
        frame.tile("agenda", agenda.listing),
        frame.tile("meetings", held.meetings),
        layout="wide-narrow",
    )
    frame.board(frame.tile("matters", matters.listing))
    frame.board(
        frame.tile("by-owner", matters.by_owner),
        frame.tile("by-kind", matters.by_kind),
        layout="halves",
    )
    frame.board(frame.tile("month", month.summary))
    frame.board(frame.tile("budget-steps", budgets.process))
    frame.board(frame.tile("budget", budgets.amounts))
    frame.board(frame.tile("duties", duties.grid))
    frame.board(
        frame.tile("lists", duties.lists),
        frame.tile("trainings", held.trainings),
        layout="wide-narrow",
    )
    named = (*(one.metric for one in cards), budgets.CUT, *month.METRICS)
    frame.board(frame.tile("source", source.note, named), layout="bare")
