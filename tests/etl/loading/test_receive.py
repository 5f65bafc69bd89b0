"""Receiving: which files are met, what their names say, and that their bytes are kept."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.loading.receive import (
    Incoming,
    NothingToLoad,
    Seen,
    clear_incoming,
    find_files,
    keep,
    received_name,
    stage,
)
from etl.naming import NAME_BYTES, clean_name
from warehouse.paths import DataPaths, data_paths


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def put(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_the_inbox_is_walked_in_order_without_lock_and_hidden_files(paths: DataPaths) -> None:
    for name in ("b/2.xlsx", "a/1.csv", "a/~$1.csv", ".DS_Store", "a/.git/c.csv", "Thumbs.db",
                 "a/.~lock.1.csv#"):  # fmt: skip
        put(paths.inbox / name)
    found = find_files([str(paths.inbox)], paths.inbox)
    assert [item.hint for item in found] == ["a/1.csv", "b/2.xlsx"]


def test_a_file_named_twice_is_met_once(paths: DataPaths) -> None:
    path = put(paths.inbox / "2021-03-21" / "a.xlsx")
    found = find_files([str(path), str(paths.inbox), f"{paths.inbox}/*/a*"], paths.inbox)
    assert [item.path for item in found] == [path]


def test_globs_go_through_folders_and_names_with_brackets_are_taken_as_they_are(
    paths: DataPaths,
) -> None:
    put(paths.inbox / "x" / "a.csv")
    odd = put(paths.inbox / "周报[1].csv")
    found = find_files([f"{paths.inbox}/**/*.csv"], paths.inbox)
    assert {item.name for item in found} == {"a.csv", "周报[1].csv"}
    assert find_files([str(odd)], paths.inbox)[0].path == odd


def test_a_path_that_names_nothing_is_an_error_that_says_which(paths: DataPaths) -> None:
    with pytest.raises(NothingToLoad, match=r"没有\.xlsx"):
        find_files([str(paths.inbox / "没有.xlsx")], paths.inbox)


def test_outside_the_inbox_three_folders_may_say_unit_and_date(
    paths: DataPaths, tmp_path: Path
) -> None:
    path = put(tmp_path / "报送" / "2021-03-21" / "370212" / "周报.xlsx")
    found = find_files([str(path)], paths.inbox)
    assert found[0].hint == "报送/2021-03-21/370212/周报.xlsx"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=5000), st.text(min_size=1, max_size=120))
def test_bytes_are_kept_untouched_under_any_name(tmp_path: Path, content: bytes, name: str) -> None:
    name = clean_name(name.encode("utf-8", "replace").decode()).strip(".") or "x"
    paths = data_paths(Path(tempfile.mkdtemp(dir=tmp_path)))  # an example may be run twice
    path = put(tmp_path / "in.bin", content)
    staged = stage(paths, Incoming(path, name[:80]), 0, Seen.read(paths))
    kept = paths.root / keep(paths, staged, "area/2021-03-21/370200")
    assert kept.read_bytes() == path.read_bytes() == content
    assert kept.name.startswith(hashlib.sha256(content).hexdigest()[:12])


def test_received_is_private_and_what_is_there_is_never_overwritten(paths: DataPaths) -> None:
    path = put(paths.inbox / "a.csv", b"one")
    staged = stage(paths, Incoming(path, "a.csv"), 0, Seen.read(paths))
    first = paths.root / keep(paths, staged, "area/2021-03-21/370200")
    before = first.stat()
    again = stage(paths, Incoming(path, "a.csv"), 1, Seen.read(paths))
    assert keep(paths, again, "area/2021-03-21/370200") == str(first.relative_to(paths.root))
    assert first.stat().st_ino == before.st_ino
    assert stat.S_IMODE(before.st_mode) == 0o400
    for folder in [paths.received, *(p for p in paths.received.rglob("*") if p.is_dir())]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    clear_incoming(paths)
    assert first.read_bytes() == b"one"


def test_an_endless_name_is_shortened_and_keeps_its_suffix() -> None:
    name = received_name("f" * 64, "很长" * 100 + ".xlsx")
    assert len(name.encode()) <= NAME_BYTES + 13
    assert name.endswith(".xlsx")


def test_a_pipe_is_refused_instead_of_waited_for(paths: DataPaths) -> None:
    paths.inbox.mkdir(parents=True)
    pipe = paths.inbox / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="不是普通文件"):
        stage(paths, Incoming(pipe, "pipe.csv"), 0, Seen.read(paths))


def test_an_untouched_file_is_not_read_again(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(paths.inbox / "a.csv", b"content")
    item = Incoming(path, "a.csv")
    seen = Seen.read(paths)
    monkeypatch.setattr("etl.loading.receive.SETTLED_SECONDS", -1.0)
    sha256 = stage(paths, item, 0, seen).sha256
    seen.write()
    monkeypatch.setattr(hashlib, "file_digest", None)  # reading it would fail now
    assert Seen.read(paths).sha256(item) == sha256


def test_a_file_changed_within_the_same_second_is_read_again(paths: DataPaths) -> None:
    path = put(paths.inbox / "a.csv", b"old")
    item = Incoming(path, "a.csv")
    seen = Seen.read(paths)
    stage(paths, item, 0, seen)
    stamp = path.stat()
    path.write_bytes(b"new")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert seen.sha256(item) == hashlib.sha256(b"new").hexdigest()


def test_a_damaged_memory_of_files_only_costs_time(paths: DataPaths) -> None:
    for text in ("", "[1]", '{"a": 1}', "{", '{"a": [[1,2,3], "x", true]}'):
        put(paths.received / "_seen.json", text.encode())
        assert Seen.read(paths).entries == {}
