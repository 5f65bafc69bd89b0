"""A run that nobody watches: its exit code, its words, and what it clears away."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.export import job, staging
from dashboard.export.errors import BadOrder, Busy, ExportError
from dashboard.export.manifest import Manifest
from dashboard.export.order import target
from dashboard.export.schedule import retention, runner
from dashboard.export.schedule.settings import Settings
from tests.dashboard.export import made
from tests.dashboard.export.made import VERSIONS
from warehouse.paths import DataPaths, data_paths

Export = Callable[[argparse.Namespace, str], tuple[Manifest, Path]]


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def export(paths: DataPaths, weeks_ago: int = 0, *, is_issue: bool = False) -> Path:
    """A finished export of a week, made without a browser."""
    warehouse = made.publish(paths.root, VERSIONS[0])
    order = made.order(paths, VERSIONS[0])
    as_of = order.as_of - timedelta(weeks=weeks_ago)
    order = replace(order, as_of=as_of, entry=order.entry if is_issue else None)
    folder = target(None, paths.export, order.week, order.role)
    order = replace(order, target=folder)
    job.run(order, warehouse, paths, (made.two_files,), made.silent)
    return folder


def exporting(paths: DataPaths) -> Export:
    def carry_out(asked: argparse.Namespace, role: str) -> tuple[Manifest, Path]:
        assert (asked.week, asked.issue, asked.pages, role) == (None, None, None, "full")
        folder = export(paths)
        return made.whole(folder), folder

    return carry_out


def failing(problem: BaseException) -> Export:
    def carry_out(_asked: argparse.Namespace, _role: str) -> tuple[Manifest, Path]:
        raise problem

    return carry_out


def test_success_is_told_with_week_version_and_folder(
    paths: DataPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(command=("sh", "-c", f"cat > {tmp_path}/text"))
    assert runner.run(settings, paths, exporting(paths)) == 0
    told = (tmp_path / "text").read_text("utf-8")
    for fact in ("数据截至2021年3月21日", VERSIONS[0], str(paths.export / "2021-W11")):
        assert fact in told
    assert "库中最新一期已是" in told  # the demonstration is years old
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (ExportError("总览（青岛市） › 板块 late：出错"), 1),
        (SystemExit(143), 1),
        (BadOrder("地区“浦东”没有"), 2),
        (Busy("另一次导出正在进行"), 4),
    ],
)
def test_failure_is_told_with_its_reason_and_has_its_exit_code(
    paths: DataPaths, tmp_path: Path, problem: BaseException, code: int
) -> None:
    script = f'cat > {tmp_path}/text; test "$PUCHA_RESULT" = failure'
    settings = Settings(command=("sh", "-c", script))
    assert runner.run(settings, paths, failing(problem)) == code
    told = (tmp_path / "text").read_text("utf-8")
    assert (str(problem) if isinstance(problem, ExportError) else "中途被停止") in told


def test_made_and_not_told_has_an_exit_code_of_its_own(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert runner.run(Settings(command=("false",)), paths, exporting(paths)) == 3
    assert "通知命令 false 出错" in capsys.readouterr().err
    assert made.whole(paths.export / "2021-W11")


# ------------------------------------------------------------------ what is kept


def test_the_newest_are_kept_and_every_issue(paths: DataPaths) -> None:
    for weeks_ago in range(4):
        export(paths, weeks_ago, is_issue=weeks_ago == 3)
    assert retention.prune(paths.export, 2) == [paths.export / "2021-W09"]
    left = sorted(p.name for p in paths.export.iterdir() if not p.name.startswith("."))
    assert left == ["2021-W08", "2021-W10", "2021-W11"]


def test_what_is_no_export_is_left_alone(paths: DataPaths) -> None:
    export(paths)
    (paths.export / "老照片").mkdir()
    (paths.export / staging.FAILED / "2021-W01").mkdir(parents=True)
    assert retention.prune(paths.export, 1) == []
    assert (paths.export / "老照片").is_dir()


def test_nothing_is_removed_while_another_export_is_under_way(paths: DataPaths) -> None:
    for weeks_ago in range(2):
        export(paths, weeks_ago)
    with staging.sole_exporter(paths.export):
        assert retention.prune(paths.export, 1) == []
    assert (paths.export / "2021-W10").is_dir()
