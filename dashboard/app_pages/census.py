"""普查进度: how far each district is, step by step, class by class, task by task."""

from __future__ import annotations

from dashboard.components import burnup, choice, forecast, kpi, leading, ranking, source
from dashboard.components import metric as m
from dashboard.components.census import heat, lead, place, praise, records, sampling, split, steps
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator
from dashboard.reading.census import MEASURES
from dashboard.view import View

TASKS = Indicator("census_task_completion_rate")
DOCUMENTS = Indicator("census_documents_delivered")
CARDS = (
    TASKS,
    Indicator("census_categories_completed"),
    Indicator("census_objects_passed"),
    Indicator("census_submission_rate"),
)
NAMED = (  # beside the cards
    *("census_collection_rate", "census_proofreading_rate", "census_inspection_rate"),
    *("census_correction_pass_rate", DOCUMENTS.metric),
    *("sampling_rate", "sampling_error_rate", "sampling_printed_error_rate"),
)


def options(_view: View) -> dict[str, tuple[str, ...]]:
    """What the choices in the address may be."""
    return {heat.CHOICE: tuple(one.code for one in MEASURES)}


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    view = frame.view
    if not place.is_reported(view):
        below(frame)
        return
    shares = [(one.code, one.title) for one in MEASURES]
    by = heat.chosen(view)
    frame.board(
        frame.tile("sentence", leading.sentence, CARDS, lead.sentence, TASKS), layout="lead"
    )
    frame.board(*(frame.tile(f"card-{one.metric}", kpi.card, one) for one in CARDS), layout="cards")
    frame.board(frame.tile("steps", steps.chart))
    frame.board(
        choice.chips(view, heat.CHOICE, "热力图和分类通报按", shares, by.code), layout="bare"
    )
    frame.board(frame.tile("heat", heat.chart))
    registered(frame)
    frame.board(
        frame.tile("burn-up", burnup.chart, TASKS, foretold=True),
        frame.tile("forecast", forecast.listing, TASKS),
        layout="wide-narrow",
    )
    frame.board(frame.tile("split", split.chart))
    frame.board(frame.tile("praise", praise.listing))
    frame.board(
        frame.tile("sampling", sampling.chart),
        frame.tile("documents", ranking.chart, DOCUMENTS),
        layout="wide-narrow lists",
    )
    named = m.with_plans(view, CARDS) + NAMED
    frame.board(frame.tile("source", source.note, named), layout="bare")


def below(frame: Frame) -> None:
    """A street or a community: no return is made for it, only objects are registered."""
    frame.board(frame.tile("sentence", records.sentence), layout="lead")
    registered(frame)
    frame.board(frame.tile("source", source.note, ()), layout="bare")


def registered(frame: Frame) -> None:
    """The objects that are registered one by one, by place and by task."""
    frame.board(
        frame.tile("record-places", records.places),
        frame.tile("record-tasks", records.tasks),
        layout="wide-narrow",
    )
