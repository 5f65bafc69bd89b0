"""The conclusion on works: how many are late, and which."""

from __future__ import annotations

import polars as pl
import pytest

from dashboard.components.works import sentence
from dashboard.reading import works
from tests.dashboard import demo
from tests.dashboard.conftest import text_of


def test_of_a_single_late_project_nothing_is_the_longest() -> None:
    said = text_of(sentence.sentence(demo.view(as_of=demo.NEWEST)).title)
    assert "，逾期未完工1个，是" in said
    assert "最长" not in said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((30, 30), "，均已逾期30天。"),
        ((30, 30, 9), "，最长的2个均已逾期30天。"),
        ((30, 9), "，最长的是"),
    ],
)
def test_the_longest_are_told_apart_from_all(
    monkeypatch: pytest.MonkeyPatch, days: tuple[int, ...], said: str
) -> None:
    view = demo.view(as_of=demo.NEWEST)
    late = works.projects(view.version, demo.CITY, view.as_of).filter(pl.col("is_late")).head(1)
    made = pl.concat([late.with_columns(days_overdue=pl.lit(n, pl.Int64)) for n in days])
    monkeypatch.setattr(works, "projects", lambda *_: made)
    assert said in text_of(sentence.sentence(view).title)
