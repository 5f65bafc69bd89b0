"""Versions and the pointer: rollback, pruning, and what is said when something is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.warehouse.conftest import Place
from warehouse.build import Options
from warehouse.errors import BrokenPointer, BuildError, NoWarehouse, UnknownName, WarehouseError
from warehouse.publish import (
    prune,
    read_pointer,
    release_files,
    releases,
    rollback,
    sole_writer,
    unreadable_releases,
)


def versions(place: Place) -> list[str]:
    return [r.version for r in releases(place.paths)]


def test_a_published_file_cannot_be_written_and_has_no_log(built: Place) -> None:
    file = built.open().path
    assert file.stat().st_mode & 0o777 == 0o444
    assert list(built.paths.published.glob("*.wal")) == []


def test_the_pointer_says_what_the_spec_says(built: Place) -> None:
    pointer = json.loads(built.paths.pointer.read_text("utf-8"))
    assert set(pointer) == {
        "version",
        "file",
        "sha256",
        "bytes",
        "built_at",
        "data_as_of",
        "is_demo",
        "editions",
    }
    assert pointer["bytes"] == (built.paths.published / pointer["file"]).stat().st_size


def test_a_log_beside_the_built_file_stops_the_release(built: Place) -> None:
    file = built.paths.published / ".building-x"
    file.write_bytes(b"")
    (built.paths.published / ".building-x.wal").write_bytes(b"")
    with pytest.raises(BuildError, match="建库没有收尾"):
        release_files(built.paths, file, {}, "v", {})


def test_rollback_goes_one_version_back_or_to_the_one_named(built: Place) -> None:
    built.build()
    built.build()
    first, second, third = versions(built)
    with sole_writer(built.paths):
        assert rollback(built.paths).version == second
        assert rollback(built.paths).version == first
        assert rollback(built.paths, third).version == third
    assert built.open().version == third


def test_rollback_without_an_older_version_says_so(built: Place) -> None:
    with sole_writer(built.paths), pytest.raises(UnknownName, match="没有更早的版本"):
        rollback(built.paths)


@pytest.mark.parametrize(("asked", "said"), [("2099", "没有版本 2099"), ("2", "不止一个版本")])
def test_rollback_to_a_version_that_is_not_told_apart(built: Place, asked: str, said: str) -> None:
    built.build()
    with sole_writer(built.paths), pytest.raises(UnknownName, match=said):
        rollback(built.paths, asked)


def test_rollback_verifies_what_it_points_to(built: Place) -> None:
    file = built.open().path
    built.build()
    file.chmod(0o644)
    file.write_bytes(b"x")
    now = read_pointer(built.paths)
    with sole_writer(built.paths), pytest.raises(WarehouseError, match="校验码不符"):
        rollback(built.paths)
    assert read_pointer(built.paths) == now


def test_rollback_repairs_a_broken_pointer(built: Place) -> None:
    version = built.open().version
    built.paths.pointer.write_text("{", "utf-8")
    with sole_writer(built.paths):
        assert rollback(built.paths).version == version
    assert built.open().version == version


def test_a_version_with_unreadable_facts_does_not_stand_in_the_way_of_the_others(
    built: Place,
) -> None:
    first = built.open().version
    built.build()
    broken = built.open().path.with_suffix(".json")
    broken.write_text("{", "utf-8")
    assert versions(built) == [first]
    assert str(broken) in unreadable_releases(built.paths)[0]
    with sole_writer(built.paths):
        assert rollback(built.paths).version == first


def test_old_versions_are_pruned_but_never_the_current_or_an_exported_one(built: Place) -> None:
    exported = built.open().version
    manifest = built.paths.export / "2021-W11" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps({"version": exported}), "utf-8")
    for _ in range(3):
        built.build(Options(keep=2))
    kept = versions(built)
    assert kept[0] == exported
    assert len(kept) == 3
    assert kept[-1] == read_pointer(built.paths).version


def test_the_current_version_is_kept_also_after_a_rollback(built: Place) -> None:
    first = built.open().version
    built.build()
    with sole_writer(built.paths):
        rollback(built.paths)
        prune(built.paths, keep=1)
    assert versions(built) == [first]


def test_an_export_that_moves_its_folders_meanwhile_stops_the_pruning(
    built: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moving(_self: Path, _pattern: str) -> list[Path]:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "rglob", moving)
    with pytest.raises(WarehouseError, match=r"导出正在进行.*没有删除任何旧版本"):
        prune(built.paths, keep=1)


def test_an_unreadable_manifest_stops_the_pruning(built: Place) -> None:
    manifest = built.paths.export / "2021-W11" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{", "utf-8")
    done = built.build(Options(keep=1))
    assert done.release == read_pointer(built.paths)
    assert "没有删除任何旧版本" in done.notes[0]
    with sole_writer(built.paths), pytest.raises(WarehouseError, match="没有删除任何旧版本"):
        prune(built.paths, keep=1)
    assert len(versions(built)) == 2


def test_facts_of_a_version_that_never_appeared_are_swept_away(built: Place) -> None:
    stray = built.paths.published / "warehouse-x.json"
    stray.write_text("{}", "utf-8")
    built.build()
    assert not stray.exists()


def test_no_pointer_says_what_to_run(place: Place) -> None:
    with pytest.raises(NoWarehouse, match="先运行 python -m warehouse build"):
        read_pointer(place.paths)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": "x"}', "null"])
def test_a_broken_pointer_is_named(built: Place, text: str) -> None:
    built.paths.pointer.write_text(text, "utf-8")
    with pytest.raises(
        BrokenPointer, match=r"current\.json：内容不完整或不是合格的 JSON.*rollback"
    ):
        read_pointer(built.paths)


def test_a_pointer_out_of_the_folder_is_refused(built: Place) -> None:
    pointer = json.loads(built.paths.pointer.read_text("utf-8"))
    pointer["file"] = "../elsewhere.duckdb"
    built.paths.pointer.write_text(json.dumps(pointer), "utf-8")
    with pytest.raises(BrokenPointer, match="文件名与版本号不符"):
        read_pointer(built.paths)
