"""Meetings and trainings: the bulletin's 5, 16 and 192."""

from __future__ import annotations

from dashboard.components.dispatch import held
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of


def test_the_joint_meetings_of_laoshan_are_those_of_the_bulletin() -> None:
    made = content(held.meetings(demo.view(demo.LAOSHAN)))
    assert "联席会议16次" in text_of(made.body)
    assert made.title == "会议与督导：本周1次，提出问题2件"


def test_a_week_without_a_meeting_names_the_last_one() -> None:
    view = demo.view(demo.LAOSHAN, demo.view().weeks[10])
    assert content(held.meetings(view)).title == "会议与督导：本周没有，最近一次是2月5日"


def test_the_persons_trained_are_those_of_the_bulletin() -> None:
    made = content(held.trainings(demo.view()))
    assert made.title == "业务培训：1次，192人次"
    assert "192人" in text_of(made.body)
    assert "还没有开展业务培训" in empty(held.trainings(demo.view(demo.LAOSHAN))).reason


def test_no_ledger_is_told() -> None:
    assert "会议活动台账" in empty(held.meetings(demo.view("370283", demo.FIRST))).remedy
