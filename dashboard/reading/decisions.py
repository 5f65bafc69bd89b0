"""What a leader is asked to decide: marts.decision, and the rules it follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.read import per_version
from warehouse.read import Warehouse


@dataclass(frozen=True)
class Rule:
    """One kind of matter: what puts it on the list, and what is asked."""

    kind: str
    title: str
    order: int
    threshold: float
    rule: str
    asked: str


@dataclass(frozen=True)
class Decision:
    """One row of marts.decision; what a kind does not have is None."""

    kind: str
    area: str
    subject_code: str
    subject: str
    responsible: str | None
    items: int
    since: date | None
    due: date | None
    measure: int | None
    actual: float | None
    actual_of: float | None
    expected: float | None
    expected_of: float | None
    persons: int | None
    reference: str | None

    @property
    def done_share(self) -> float | None:
        """What `actual` is of its total; None without one."""
        return _share(self.actual, self.actual_of)

    @property
    def paid_share(self) -> float | None:
        """What `expected` is of its total; None without one."""
        return _share(self.expected, self.expected_of)

    @property
    def excess(self) -> float:
        """How far beyond the rule, comparable within one kind: days, weeks or a share."""
        if self.measure is not None:
            return float(self.measure)
        if self.done_share is not None and self.paid_share is not None:
            return abs(self.done_share - self.paid_share)
        return abs(1.0 - (_share(self.actual, self.expected) or 0.0))


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


@per_version
def rules(warehouse: Warehouse) -> dict[str, Rule]:
    """The kinds in their order, by code."""
    rows = warehouse.query(
        "select decision_kind, decision_title, decision_order, threshold, rule, asked"
        " from marts.decision_rule order by decision_order"
    )
    return {row[0]: Rule(*row) for row in rows.iter_rows()}


@per_version
def decisions(warehouse: Warehouse, as_of: date) -> tuple[Decision, ...]:
    """All rows of the week, of every level below the city, in a fixed order."""
    rows = warehouse.query(
        "select decision_kind, area_code, subject_code, subject, responsible_unit, items, since_on,"
        " due_on, coalesce(days_past, missed_weeks), actual, actual_of, expected, expected_of,"
        " threatened_persons, reference"
        " from marts.decision where as_of = ?"
        " order by decision_kind, area_code, subject_code",
        [as_of],
    )
    return tuple(Decision(*row) for row in rows.iter_rows())
