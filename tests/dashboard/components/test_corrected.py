"""A return that was sent again: which figure moved from what to what."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

from dashboard import read
from dashboard.components import changes, corrected
from dashboard.reading import overview
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, text_of

ViewOf = Callable[..., View]
ALIKE = {"area_code": small.SHINAN, "subject": "隐患点台账", "quantity": 0.0}


def test_the_figure_that_moved_is_told_and_the_rest_is_folded_away(view_of: ViewOf) -> None:
    body = content(changes.listing(view_of(as_of=small.CORRECTED))).body
    told = "数据更正崂山更正3月14日普查进度周报表：示例任务三 清查数 1,200→118等3处"
    assert told in text_of(body)
    assert "县级自检" not in text_of(body)


def test_the_fold_lists_every_place(view_of: ViewOf) -> None:
    said = str(corrected.told(view_of(as_of=small.CORRECTED), []))
    fold = said[said.index("<details") :].replace("details", "div")
    assert "逐处列出（4处）" in text_of(fold)
    assert "示例任务二任务状态调查→县级自检" in text_of(fold)
    assert "示例任务一增加一行—" in text_of(fold)


def test_other_places_and_other_weeks_see_nothing_of_it(view_of: ViewOf) -> None:
    for view in (view_of(small.PINGDU, small.CORRECTED), view_of(as_of=small.MISSED)):
        assert text_of(corrected.told(view, [])) == ""


def test_a_return_sent_again_without_a_change_is_said_to_be_the_same(view_of: ViewOf) -> None:
    said = text_of(corrected.told(view_of(small.PINGDU, small.CORRECTED), [ALIKE]))
    assert said == "市南重报隐患点台账，数据与原件相同"


def test_a_return_whose_original_is_lost_is_said_to_be_beyond_comparison(view_of: ViewOf) -> None:
    said = text_of(corrected.told(view_of(small.LAIXI, small.CORRECTED), []))
    assert said == "莱西更正3月14日隐患点台账：无法比较"


def test_what_the_fold_cannot_hold_is_counted_and_hides_no_other_return(
    view_of: ViewOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "LISTED", 2)
    view = view_of(as_of=small.CORRECTED)
    places = inspect.unwrap(overview.corrections)(read.current(), view.area.code, view.as_of)
    monkeypatch.setattr(overview, "corrections", lambda *_: places)
    monkeypatch.setattr(corrected.folded, "all_in", lambda _, table: lambda: f"表{table}")
    said = str(corrected.told(view, []))
    assert "清查数 1,200→118等3处" in said
    assert "莱西更正" in said
    assert f"另有2处未列出，选下级地区可分别列出，全部见表{corrected.WHOLE}。" in said
    assert "示例任务二" not in said


def test_more_returns_than_fit_are_counted(view_of: ViewOf) -> None:
    said = text_of(corrected.told(view_of(as_of=small.CORRECTED), [ALIKE, ALIKE, ALIKE]))
    assert said.endswith("另有3份")
