"""What the warehouse says of a figure on a page, so that the page can be held to it.

A figure names its metric and the aspect of it that is printed (`metric/change`). Values, parts and
changes are those of metrics.value; plans, delays, changes of the week and decisions have tables of
their own. What a page works out of several figures has none, and is told apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard import read
from dashboard.components import changes
from dashboard.read import Value
from dashboard.reading import bulletin, decisions, overview, proof
from dashboard.reading.decisions import Decision
from dashboard.reading.proof import COUNTS
from dashboard.view import month_before, week_of

DECISION = "decision."  # a figure of marts.decision is named decision.<kind>/<subject>/<aspect>
DECIDED = ("measure", "actual", "expected", "done_share", "paid_share")  # its aspects
SAME = 1e-9  # of a value: what adding up in another order may leave


@dataclass(frozen=True)
class Asked:
    """A figure of a page: its metric, the aspect that is printed, area and week; of a decision the
    subject too, "" where an export of old does not tell it."""

    version: str
    metric: str
    aspect: str
    area: str
    as_of: date
    subject: str = ""

    @classmethod
    def of(cls, version: str, name: str, area: str, as_of: date) -> Asked:
        """The figure called `metric`, `metric/aspect` or `decision.kind/subject/aspect`."""
        metric, _, aspect = name.partition("/")
        subject = ""
        if metric.startswith(DECISION):
            subject, _, aspect = aspect.rpartition("/")
        return cls(version, metric, aspect, area, as_of, subject)

    @property
    def decided(self) -> list[Decision]:
        """The rows of marts.decision that it is a figure of; none where it is of another table."""
        kind = self.metric.removeprefix(DECISION)
        return [
            one
            for one in decisions.decisions(self.version, self.as_of)
            if (one.kind, one.area) == (kind, self.area) and self.subject in ("", one.subject_code)
        ]


@dataclass(frozen=True)
class Known:
    """The values that the warehouse has for a figure, and the table they stand in."""

    table: str
    values: tuple[float | None, ...]

    def has(self, shown: float | None) -> bool:
        """Whether `shown` is one of them."""
        return any(_same(shown, value) for value in self.values)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=SAME, abs_tol=SAME)


def _value(asked: Asked) -> Value | None:
    return read.value(asked.version, asked.metric, asked.area, asked.as_of)


def _own(part: str) -> Callable[[Asked], Known | None]:
    def look(asked: Asked) -> Known | None:
        found = _value(asked)
        return Known("metrics.value", (None if found is None else getattr(found, part),))

    return look


def _since(before: Callable[[Value, date], date]) -> Callable[[Asked], Known | None]:
    """The change since the week that `before` tells of the value that is there and its week."""

    def look(asked: Asked) -> Known | None:
        now = _value(asked)
        then = None if now is None else _value(replace(asked, as_of=before(now, asked.as_of)))
        if now is None or then is None or now.value is None or then.value is None:
            return Known("metrics.value", (None,))
        return Known("metrics.value", (now.value - then.value,))

    return look


def _return_before(now: Value, _as_of: date) -> date:
    """The week before the one whose return is shown: that of a monthly one is older."""
    return week_of(now.data_on) - timedelta(weeks=1)


def _count(asked: Asked) -> Known | None:
    """A count of the registers, which is no metric."""
    if asked.metric not in bulletin.counts(asked.version):
        return None
    found = proof.counts(asked.version, asked.as_of).get((asked.metric, asked.area))
    return Known(COUNTS, (found,))


def _planned(asked: Asked) -> Known | None:
    found = read.planned(asked.version, asked.metric, asked.area, asked.as_of)
    return Known("marts.plan_weekly", (found,))


def _delay(column: str) -> Callable[[Asked], Known | None]:
    def look(asked: Asked) -> Known | None:
        rows = read.delays(asked.version, asked.as_of)
        for row in rows.iter_rows(named=True):
            if (row["metric"], row["area_code"]) == (asked.metric, asked.area):
                return Known("marts.delay", (float(row[column]),))
        return None

    return look


ASPECTS: Mapping[str, Callable[[Asked], Known | None]] = {
    "": _own("value"),
    "value": _own("value"),
    "numerator": _own("numerator"),
    "denominator": _own("denominator"),
    "change": _since(_return_before),
    "month_change": _since(lambda _now, as_of: month_before(as_of)),
    "planned": _planned,
    "gap": _delay("gap"),
    "days_late": _delay("days_late"),
    "days_behind": _delay("days_behind"),
}


def _decision(asked: Asked) -> Known | None:
    rows = asked.decided
    if asked.aspect not in DECIDED or not rows:
        return None
    found = (getattr(one, asked.aspect) for one in rows)
    return Known("marts.decision", tuple(None if one is None else float(one) for one in found))


def _moved(asked: Asked) -> Known | None:
    kinds = {one.code for one in overview.change_kinds(asked.version)}
    kind = next((kind for kind in kinds if changes.aspect(kind) == asked.aspect), None)
    if kind is None:
        return None
    found = tuple(
        float(row["quantity"])
        for row in overview.changes(asked.version, asked.as_of).iter_rows(named=True)
        if (row["kind"], row["area_code"]) == (kind, asked.area)
        and asked.metric == (row["metric"] or row["subject_code"])
        and row["quantity"] is not None
    )
    return Known("marts.week_change", found) if found else None


def known(asked: Asked) -> Known | None:
    """What the warehouse has for the figure; None where no one table holds it."""
    if asked.metric.startswith(DECISION):
        return _decision(asked)
    if not asked.aspect and (counted := _count(asked)) is not None:
        return counted
    look = ASPECTS.get(asked.aspect, _moved)
    return look(asked)
