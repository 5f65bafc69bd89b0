"""Returns and problems planted over the small warehouse, so that each test tells its own story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard.reading import quality
from dashboard.reading.quality import Problem, Return
from tests.dashboard import small

PLAIN = Problem(
    unit=small.LAOSHAN,
    source="hazard_site",
    as_of=small.LAST,
    file="崂山.xlsx",
    sheet="隐患点台账",
    cell="D52",
    rule="V1",
    rule_title="行政区划代码",
    level="error",
    message="“行政区划代码”为空",
    remedy="补填区划代码",
    state="已退回",
    is_open=True,
    note=None,
    since=small.LAST,
    times=1,
    is_in_use=True,
)


def problem(**facts: object) -> Problem:
    """A problem of 崂山 in the return in use, but for what `facts` say."""
    return replace(PLAIN, **facts)


def due(unit: str, source: str, as_of: date, used: date | None) -> Return:
    """What `unit` owes of a weekly source; reported when the return is of that week."""
    is_reported = used is not None and used > as_of - timedelta(weeks=1)
    stale = None if used is None else (as_of - used).days // 7
    return Return(unit, source, as_of, used, is_reported, stale)


def fortnight(missing: tuple[str, ...] = ()) -> tuple[Return, ...]:
    """Two weeks of two sources from 崂山 and 平度; `missing` units sent nothing in the second."""
    before = small.LAST - timedelta(weeks=1)
    return tuple(
        due(unit, source, week, before if week == small.LAST and unit in missing else week)
        for unit in (small.LAOSHAN, small.PINGDU)
        for source in ("census_return", "hazard_site")
        for week in (before, small.LAST)
    )


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes these the problems and returns of every week: `plant(problem(…), returns=…)`."""

    def put(*problems: Problem, returns: tuple[Return, ...] | None = None) -> None:
        monkeypatch.setattr(quality, "problems", lambda *_: problems)
        monkeypatch.setattr(
            quality, "returns", lambda *_: fortnight() if returns is None else returns
        )

    return put
