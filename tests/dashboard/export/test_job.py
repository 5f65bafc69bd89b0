"""All or nothing, whatever happens to an export and whoever else is about."""

from __future__ import annotations

import itertools
import multiprocessing
import signal
from pathlib import Path

import pytest

from dashboard.export import job, staging
from dashboard.export.errors import Busy, ExportError, Faulty
from dashboard.export.job import Failed, Job
from tests.dashboard.export.killed_export import export_until
from tests.dashboard.export.made import VERSIONS, order, publish, silent, two_files, whole
from warehouse.errors import UnknownVersion
from warehouse.paths import DataPaths, data_paths
from warehouse.publish import exported_versions, prune

WEEK = "2021-W11"


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def run(paths: DataPaths, version: str, *parts: job.Part, out: Path | None = None) -> None:
    warehouse = publish(paths.root, version)
    job.run(order(paths, version, out), warehouse, paths, parts or (two_files,), silent)


def left_over(folder: Path) -> list[str]:
    """What an export that is over must not leave behind."""
    names = [p.name for p in folder.iterdir()]
    return [n for n in names if n.startswith((staging.MAKING, staging.REPLACED))]


def faulty(place: str = "总览（青岛市）", tile: str = "late") -> job.Part:
    def part(made_so_far: Job) -> None:
        two_files(made_so_far)
        raise Faulty(place, "拍到的是一片空白", tile)

    return part


def test_a_finished_export_names_its_version_and_every_file(paths: DataPaths) -> None:
    run(paths, VERSIONS[0])
    manifest = whole(paths.export / WEEK)
    assert (manifest.version, manifest.week, manifest.issue) == (VERSIONS[0], WEEK, 1)
    assert left_over(paths.export) == []


def test_the_next_export_of_the_week_takes_its_place(paths: DataPaths) -> None:
    for version in VERSIONS[:2]:
        run(paths, version)
        assert whole(paths.export / WEEK).version == version
    assert left_over(paths.export) == []


def test_so_it_does_where_the_file_system_cannot_exchange_names(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "exchanged", lambda one, other: False)
    for version in VERSIONS[:2]:
        run(paths, version)
        assert whole(paths.export / WEEK).version == version
    assert left_over(paths.export) == []


def test_a_fault_leaves_the_earlier_export_and_lays_the_rest_aside(paths: DataPaths) -> None:
    run(paths, VERSIONS[0])
    with pytest.raises(Failed) as failed:
        run(paths, VERSIONS[1], faulty())
    said, kept = str(failed.value), paths.export / "failed" / WEEK
    assert "总览（青岛市） › 板块 late：拍到的是一片空白" in said
    assert failed.value.kept == kept
    assert str(kept) in said
    assert (kept / "made/pages/a.png").exists()
    assert "一片空白" in (kept / "原因.txt").read_text("utf-8")
    assert whole(paths.export / WEEK).version == VERSIONS[0]
    assert exported_versions(paths) == {VERSIONS[0]}
    assert left_over(paths.export) == []


def test_what_failed_before_gives_way_to_what_failed_last(paths: DataPaths) -> None:
    for tile in ("late", "map"):
        with pytest.raises(Failed):
            run(paths, VERSIONS[0], faulty(tile=tile))
    assert "板块 map" in (paths.export / "failed" / WEEK / "原因.txt").read_text("utf-8")


def test_a_disk_that_is_full_is_told_with_the_remedy(paths: DataPaths) -> None:
    def full(_job: Job) -> None:
        raise OSError(28, "No space left on device", "pages/a.png")

    with pytest.raises(Failed, match=r"pages/a\.png：导出时出错（磁盘已满.*磁盘剩余空间"):
        run(paths, VERSIONS[0], full)
    assert not (paths.export / WEEK).exists()


def test_a_place_that_cannot_be_written_to_is_told(paths: DataPaths, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    publish(paths.root, VERSIONS[0])
    with pytest.raises(Exception, match=r"准备导出目录时出错.*权限"):
        run(paths, VERSIONS[0], out=tmp_path / "file" / "W11")


def test_a_second_export_at_the_same_time_is_refused(paths: DataPaths) -> None:
    def another(_job: Job) -> None:
        with pytest.raises(Busy, match="另一次导出正在进行"):
            run(paths, VERSIONS[0])

    run(paths, VERSIONS[0], another, two_files)
    assert whole(paths.export / WEEK).version == VERSIONS[0]


def test_an_interrupt_leaves_nothing(paths: DataPaths) -> None:
    def stopped(_job: Job) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(paths, VERSIONS[0], two_files, stopped)
    assert left_over(paths.export) == []
    assert not (paths.export / "failed").exists()
    assert exported_versions(paths) == set()


# ------------------------------------------------------------------ versions that must stay


def test_the_version_is_kept_while_it_is_exported_though_newer_ones_come(
    paths: DataPaths,
) -> None:
    def republished(_job: Job) -> None:
        for version in VERSIONS[1:]:
            publish(paths.root, version)
        assert [one.version for one in prune(paths, keep=1)] == list(VERSIONS[1:3])

    run(paths, VERSIONS[0], republished, two_files)
    assert whole(paths.export / WEEK).version == VERSIONS[0]


def test_a_version_exported_elsewhere_is_kept_until_the_next_takes_its_place(
    paths: DataPaths, tmp_path: Path
) -> None:
    run(paths, VERSIONS[0], out=tmp_path / "W11")
    assert exported_versions(paths) == {VERSIONS[0]}
    run(paths, VERSIONS[1], out=tmp_path / "W11")
    assert whole(tmp_path / "W11").version == VERSIONS[1]
    assert exported_versions(paths) == {VERSIONS[1]}
    with pytest.raises(Failed):
        run(paths, VERSIONS[2], faulty(), out=tmp_path / "W11")
    assert exported_versions(paths) == {VERSIONS[1]}


def test_a_version_that_was_deleted_meanwhile_is_told(paths: DataPaths) -> None:
    warehouse = publish(paths.root, VERSIONS[0])
    publish(paths.root, VERSIONS[1])
    prune(paths, keep=1)
    with pytest.raises(UnknownVersion, match="可能已被删除"):
        job.run(order(paths, VERSIONS[0]), warehouse, paths, (two_files,), silent)


def test_a_note_that_cannot_be_read_is_named_and_not_thrown_away(paths: DataPaths) -> None:
    note = paths.export / staging.HELD / "key" / "manifest.json"
    note.parent.mkdir(parents=True)
    note.write_text("{", "utf-8")
    with pytest.raises(ExportError, match=r"manifest\.json：内容不完整.*删除它所在的文件夹"):
        run(paths, VERSIONS[0])
    assert note.exists()


# ------------------------------------------------------------------ killed


def killed_at(paths: DataPaths, out: Path | None, touch: int, can_exchange: bool) -> bool:
    """Whether the export was killed at that touch; it lived when there are not so many."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([export_until.__module__])
    process = context.Process(
        target=export_until, args=(paths.root, VERSIONS[1], out, touch, can_exchange)
    )
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


@pytest.mark.slow
@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_killed_at_any_touch_the_old_or_the_new_export_is_whole_and_the_next_run_works(
    paths: DataPaths, tmp_path: Path, can_exchange: bool, is_elsewhere: bool
) -> None:
    out = tmp_path / "elsewhere" if is_elsewhere else None
    target = out or paths.export / WEEK
    before, killed, new = VERSIONS[:3]
    for touch in itertools.count(1):
        run(paths, before, out=out)
        was_killed = killed_at(paths, out, touch, can_exchange)
        aside = target.with_name(f"{staging.REPLACED}{target.name}")
        stands = whole(target if target.exists() else aside).version
        assert stands in (before, killed)
        assert stands in exported_versions(paths)
        run(paths, new, out=out)
        assert whole(target).version == new
        assert exported_versions(paths) == {new}
        assert left_over(target.parent) == left_over(paths.export) == []
        if not was_killed:
            assert touch > 10
            break
