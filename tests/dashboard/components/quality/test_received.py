"""Returns received and missing, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from dashboard.components.quality import received
from dashboard.reading import quality
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.components.quality.conftest import due, fortnight
from tests.dashboard.conftest import content, empty, text_of

Views = Callable[..., View]
Plant = Callable[..., None]
CADENCES = (
    quality.Cadence("census_return", "普查进度周报表", "每周", 7),
    quality.Cadence("hazard_site", "隐患点台账", "每周", 7),
)


@pytest.fixture(autouse=True)
def _weekly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "cadences", lambda *_: CADENCES)


def test_the_city_sees_units_by_week_the_newest_first(view_of: Views, plant: Plant) -> None:
    plant(returns=fortnight(missing=(small.PINGDU,)))
    made = content(received.weeks(view_of()))
    assert text_of(made.title) == "近2周报送：缺报2份次，平度最多（2份次）"
    table = text_of(str(made.body).replace("</t", " </t"))
    assert "4月25日 4月18日" in table
    assert "平度 缺2／2 报齐" in table
    assert "崂山 报齐 报齐" in table


def test_a_district_sees_its_returns_by_week(view_of: Views, plant: Plant) -> None:
    plant(returns=fortnight(missing=(small.PINGDU,)))
    made = content(received.weeks(view_of(small.PINGDU)))
    assert text_of(made.title) == "近2周报送：缺报2份次，本周2份"
    assert "隐患点台账 缺 已报" in text_of(str(made.body).replace("</t", " </t"))


def test_a_monthly_return_within_its_month_is_neither_new_nor_missing(
    view_of: Views, plant: Plant
) -> None:
    old = small.LAST - timedelta(weeks=2)
    one = quality.Return(small.PINGDU, "hazard_site", small.LAST, old, True, 2)
    plant(returns=(one,))
    made = content(received.weeks(view_of(small.PINGDU)))
    assert "期内" in text_of(made.body)
    assert text_of(made.title) == "近1周报送：没有缺报"


def test_what_a_missing_return_is_carried_on_is_named_with_its_age(
    view_of: Views, plant: Plant
) -> None:
    plant(returns=fortnight(missing=(small.PINGDU,)))
    made = content(received.now(view_of()))
    assert text_of(made.title) == "本周所用的报表：2份不是本期的"
    assert "平度 沿用4月18日 已1周 沿用4月18日 已1周" in text_of(
        str(made.body).replace("</t", " </t")
    )


def test_a_unit_that_never_sent_is_told_apart_from_one_that_is_late(
    view_of: Views, plant: Plant
) -> None:
    plant(returns=(due(small.PINGDU, "hazard_site", small.LAST, None),))
    assert "从未报送" in text_of(content(received.now(view_of())).body)
    assert "从未报送" in text_of(content(received.freshness(view_of())).body)


def test_freshness_names_the_oldest_return_in_use(view_of: Views, plant: Plant) -> None:
    plant(returns=fortnight(missing=(small.PINGDU,)))
    made = content(received.freshness(view_of()))
    assert text_of(made.title) == "新旧：最旧的一份7天前"
    assert "隐患点台账 每周 4月18日—4月25日 7天前 1份过期" in text_of(
        str(made.body).replace("</t", " </t")
    )


def test_nothing_due_is_no_failure(view_of: Views, plant: Plant) -> None:
    plant(returns=())
    assert empty(received.weeks(view_of())).reason == received.NOTHING
    assert empty(received.now(view_of())).reason == received.NOTHING
    assert empty(received.freshness(view_of())).reason == received.NOTHING


def test_a_district_is_told_its_files_and_what_is_late(
    view_of: Views, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = {"title": "隐患点台账", "cadence": "每周", "is_expected": True, "is_reported": True}
    file |= {"used_as_of": small.LAST, "file": "平度.xlsx", "read": 9, "accepted": 6}
    file |= {"rejected": 2, "skipped": 1, "unclaimed": 1}
    rows = [
        file,
        file | {"title": "甲", "is_reported": False},
        file | {"title": "乙", "is_expected": False, "is_reported": False},
        file | {"title": "丙", "used_as_of": None, "is_reported": False},
    ]
    monkeypatch.setattr(quality, "used_files", lambda *_: rows)
    made = content(received.now(view_of(small.PINGDU)))
    said = text_of(str(made.body).replace("</t", " </t"))
    assert "隐患点台账 每周 4月25日 在期内 平度.xlsx 9 6 2 1 1" in said
    assert "甲 每周 4月25日 缺报，沿用" in said
    assert "乙 每周 4月25日 不催报" in said
    assert "丙 每周 — 从未报送" in said
    assert text_of(made.title) == "平度市本周所用的报表：退回8行，没有计入"
