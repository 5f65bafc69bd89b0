"""The page through Streamlit's own test runner: with data, with none, one area, past weeks."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import read
from tests.dashboard import small
from tests.dashboard.conftest import text_of
from tests.dashboard.drawn import APP, FIGURE, Drawn

Run = Callable[..., "Drawn"]


@pytest.fixture
def run(use_small: Path) -> Run:
    def start(**query: str) -> Drawn:
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        return Drawn(app.run())

    return start


def test_the_city_in_its_newest_week_draws_every_tile(run: Run) -> None:
    drawn = run()
    assert drawn.ready["data-area"] == small.CITY
    assert drawn.ready["data-asof"] == small.LAST.isoformat()
    assert set(drawn.states.values()) == {"done"}


def test_a_past_week_of_one_district(run: Run) -> None:
    drawn = run(area=small.LAOSHAN, asof="2021-03-21")
    assert drawn.ready["data-asof"] == "2021-03-21"
    assert "error" not in drawn.states.values()
    assert "崂山区 2021年第11周" in text_of(drawn.html)


def test_a_page_of_a_district_that_fell_silent_says_so_before_the_first_tile(run: Run) -> None:
    silent = text_of(run(area=small.SHINAN, asof=small.MISSED.isoformat()).html)
    assert "市南区普查进度周报表、隐患点台账：数据截至3月7日，已2周未报。" in silent
    assert "未报" not in text_of(run(area=small.SHINAN).html)


def test_an_area_below_the_metrics_level_draws_empty_tiles_not_errors(run: Run) -> None:
    states = run(area=small.ZHONGHAN).states
    assert states["card-census_task_completion_rate"] == "empty"
    assert states["card-supplies_coverage_rate"] == "done"
    assert "error" not in states.values()


def test_the_address_chooses_the_compared_metric(run: Run) -> None:
    assert "社区应急物资配备率：" in text_of(run(metric="supplies_coverage_rate").html)
    unknown = text_of(run(metric="不存在").html)
    assert "普查任务完成率：" in unknown
    assert "地址中的“metric=不存在”没有这个选项，已按默认显示。" in unknown


def test_what_cannot_be_had_is_told_in_the_page(run: Run) -> None:
    drawn = run(area="999999", asof="2021-03-24")
    said = text_of(drawn.html)
    assert "“999999”" in said
    assert "2021年3月24日是周三" in said
    assert (drawn.ready["data-area"], drawn.ready["data-asof"]) == (small.CITY, "2021-03-21")


def test_garbage_in_the_address_is_shown_as_text_only(run: Run) -> None:
    drawn = run(area="<img src=x onerror=alert(1)>", asof='"><script>', metric="<b>")
    assert "<img" not in drawn.html
    assert "<script" not in drawn.html
    assert "error" not in drawn.states.values()


def test_every_value_on_the_page_is_the_warehouse_s(run: Run) -> None:
    drawn = run(area=small.CITY, asof="2021-03-21")
    version = read.current().version
    figures = FIGURE.findall(drawn.html)
    assert len(figures) > 20
    for metric, area, as_of, shown in figures:
        value = read.value(version, metric, area, date.fromisoformat(as_of))
        known = None if value is None else value.value
        assert (float(shown) if shown else None) == known, (metric, area)


def test_every_source_button_has_its_dialog(run: Run) -> None:
    html = run().html
    asked = set(re.findall(r'data-dialog="([^"]+)"', html))
    assert asked
    assert asked <= set(re.findall(r'<dialog id="([^"]+)"', html))


def test_a_tile_whose_table_is_missing_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    damage(tmp_path, "drop table marts.week_change")
    drawn = Drawn(AppTest.from_file(str(APP), default_timeout=60).run())
    assert [t for t, state in drawn.states.items() if state == "error"] == ["changes"]
    assert "本板块暂时无法显示" in text_of(drawn.html)
    assert "week_change" not in drawn.html


def test_a_warehouse_without_rows_draws_empty_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    tables = "metrics.value", "marts.delay", "marts.plan_weekly", "marts.week_change"
    damage(tmp_path, *(f"delete from {table}" for table in tables))
    drawn = Drawn(AppTest.from_file(str(APP), default_timeout=60).run())
    states = dict(drawn.states)
    shown = {states.pop(name) for name in ("headline", "returns", "late", "source")}
    assert shown == {"done"}
    assert set(states.values()) == {"empty"}


def test_no_warehouse_is_said_without_paths(data_home: Path) -> None:
    drawn = Drawn(AppTest.from_file(str(APP), default_timeout=60).run())
    assert "还没有发布过数据" in text_of(drawn.html)
    assert str(data_home) not in drawn.html
    assert drawn.manifests == []


def test_a_tampered_warehouse_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    small.publish(tmp_path, weeks=4)
    [file] = (tmp_path / "published").glob("*.duckdb")
    file.chmod(0o644)
    with file.open("ab") as end:
        end.write(b"x")
    drawn = Drawn(AppTest.from_file(str(APP), default_timeout=60).run())
    said = text_of(drawn.html)
    assert "内容与发布时的校验码不符，可能被改动或损坏，不能使用" in said
    assert "python -m warehouse rollback" in said
    assert str(tmp_path) not in drawn.html
    assert drawn.manifests == []


def test_a_broken_pointer_tells_cause_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(tmp_path))
    small.publish(tmp_path, weeks=4)
    (tmp_path / "published/current.json").write_text("{", "utf-8")
    drawn = Drawn(AppTest.from_file(str(APP), default_timeout=60).run())
    assert "内容不完整或不是合格的 JSON" in text_of(drawn.html)
    assert "rollback" in text_of(drawn.html)
    assert str(tmp_path) not in drawn.html


def test_an_unknown_fault_is_shown_as_a_number_only(
    use_small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(version: str) -> None:
        raise RuntimeError("内部：/somewhere")

    monkeypatch.setattr(read, "areas", fail)
    said = text_of(Drawn(AppTest.from_file(str(APP), default_timeout=60).run()).html)
    assert "页面暂时无法显示" in said
    assert "编号" in said
    assert "somewhere" not in said


def damage(home: Path, *statements: str) -> None:
    """Publishes the small warehouse after `statements`, as a version of its own."""
    small.publish(home, weeks=8)
    [whole] = (home / "published").glob("*.duckdb")
    digits = zlib.crc32(" ".join(statements).encode())
    version = f"20210426T020304000000Z-{digits:012d}"
    file = whole.rename(whole.with_name(f"warehouse-{version}.duckdb"))
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        for statement in statements:
            con.execute(statement)
    small.point_to(home, file, version)
