"""Which step loses most, district by district."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.components.quality import leaks
from dashboard.reading import quality
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


@pytest.fixture(autouse=True)
def _use_demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))


def planted(monkeypatch: pytest.MonkeyPatch, **lost: tuple[int, ...]) -> None:
    steps = ("collected", "proofread", "inspected", "passed", "submitted")
    found = {
        code.removeprefix("a"): [
            {"step": s, "lost": n, "share": n / 1000, "required_objects": 1000}
            for s, n in zip(steps, numbers, strict=True)
        ]
        for code, numbers in lost.items()
    }
    monkeypatch.setattr(quality, "leaks", lambda *_: found)


def test_the_step_where_most_districts_lose_most_is_the_conclusion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planted(
        monkeypatch,
        a370202=(10, 1, 1, 1, 0),
        a370203=(30, 1, 1, 1, 0),
        a370212=(0, 0, 0, 0, 500),
        a370200=(40, 2, 2, 2, 500),
    )
    made = content(leaks.table(demo.view()))
    assert text_of(made.title) == "哪一步漏得最多：2个区(市)在应查未采集，市北比例最高（3.0%）"
    row = text_of(made.body).split("崂山")[1].split("全市")[0]
    assert row.endswith("500（50.0%） 最多")


def test_a_step_ahead_of_the_one_before_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, a370212=(0, -7, 0, 0, 0), a370200=(0, -7, 0, 0, 0))
    made = content(leaks.table(demo.view(demo.LAOSHAN)))
    assert text_of(made.title) == "哪一步漏得最多：各步都没有漏"
    assert "多7" in text_of(made.body)


def test_the_parts_are_those_of_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    view = demo.view()
    rows: dict[str, Callable[..., object]] = quality.leaks(view.version, view.as_of)
    assert [row["step"] for row in rows[demo.CITY]] == [
        *("collected", "proofread", "inspected"),
        *("passed", "submitted"),
    ]
