"""Files that are whole or absent."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from warehouse.common import files
from warehouse.common.files import append_durably, remove_folder, write_atomic


def test_a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "下一级" / "current.json"
    write_atomic(path, b"old")
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "current.json"
    write_atomic(path, b"old")

    def full(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_content_is_on_disk_before_the_name_and_the_name_before_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, steps = tmp_path / "current.json", []
    sync = os.fsync

    def watched(handle: int) -> None:
        steps.append((Path(f"/proc/self/fd/{handle}").readlink().name, path.exists()))
        sync(handle)

    monkeypatch.setattr(files.os, "fsync", watched)
    write_atomic(path, b"new")
    assert steps == [(".current.json.part", False), (tmp_path.name, True)]


def test_a_disk_that_takes_half_a_line_keeps_none_of_it(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    append_durably(path, b"first\n")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            append_durably(path, b"second line that does not fit\n")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"first\n"


def test_a_folder_goes_with_all_that_is_in_it_and_may_be_gone_already(tmp_path: Path) -> None:
    folder = tmp_path / "load"
    (folder / "1").mkdir(parents=True)
    (folder / "1" / "rows").touch()
    remove_folder(folder)
    remove_folder(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_was_under_way_does_not_stop_the_removal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "load"
    folder.mkdir()
    writes, remove = iter(["rows", "more rows"]), os.rmdir

    def late(path: str, **more: int) -> None:
        if name := next(writes, None):
            (folder / name).touch()
        remove(path, **more)

    monkeypatch.setattr(os, "rmdir", late)
    remove_folder(folder)
    assert not folder.exists()
    assert next(writes, None) is None


def test_what_cannot_be_removed_is_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "load"
    file.touch()
    with pytest.raises(NotADirectoryError):
        remove_folder(file)
