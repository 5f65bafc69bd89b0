"""本周进出: the sites behind the week's changes, as many as the flow counts, people closing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dashboard import read
from dashboard.components.hazard import moved
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of

KINDS = {
    "found": "added",
    "treated": "newly_treated",
    "removed": "removed",
    "merged": "merged",
}
PEOPLE = "hazard_persons_threatened"


@pytest.fixture(autouse=True)
def _use_demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))


@pytest.mark.parametrize("area", [demo.CITY, demo.LAOSHAN])
def test_there_are_as_many_of_each_kind_as_the_flow_counts_in_every_week(area: str) -> None:
    warehouse = read.current()
    counted = warehouse.query(
        f"select as_of, {', '.join(f'sum({one})' for one in KINDS.values())}"
        " from marts.hazard_flow inner join staging.area_ancestor as above using (area_code)"
        " where above.ancestor_code = ? group by as_of",
        [area],
    )
    known = {as_of: tuple(map(int, parts)) for as_of, *parts in counted.iter_rows()}
    for week in read.weeks(warehouse.version)[1:]:
        found = hazards.moved(warehouse.version, area, hazards.ALL, week)
        kinds = found["kind"].to_list()
        assert tuple(kinds.count(kind) for kind in KINDS) == known.get(week, (0, 0, 0, 0)), week


def test_by_how_many_people_it_moves_adds_up_to_the_change_of_the_metric() -> None:
    version = read.current().version
    for week in (demo.BULLETIN, demo.NEWEST):
        now, before = (
            read.value(version, PEOPLE, demo.CITY, day) for day in (week, week - timedelta(weeks=1))
        )
        assert now is not None
        assert before is not None
        found = hazards.moved(version, demo.CITY, hazards.ALL, week)
        assert found["persons_moved"].sum() == (now.value or 0) - (before.value or 0)


def test_the_title_says_how_many_moved_and_whom_it_concerns() -> None:
    made = content(moved.listing(demo.view(demo.CITY, demo.NEWEST)))
    assert text_of(made.title) == (
        "本周进出的隐患点：新增隐患点19处（+535人）、完成治理18处（−405人）、销号18处、合并2处（−44人）"
    )
    assert made.rows == 57
    assert "示例莱西二街一社区林场边崩塌30号" in text_of("".join(map(str, made.body)))


def test_the_first_week_and_a_quiet_one_are_told() -> None:
    first = empty(moved.listing(demo.view(demo.CITY, demo.FIRST)))
    assert first.reason == "第一期数据，没有上周可比"
