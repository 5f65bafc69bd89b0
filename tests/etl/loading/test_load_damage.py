"""A Parquet file that was damaged is told by the build and made again from what was received."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from etl.loading.durable import StorageError
from etl.loading.ledger import Load, read_ledger
from etl.loading.load import Report, load_files
from tests.etl.books import WEEK, Form, area, site, task, write_book
from warehouse.build import build
from warehouse.common.files import file_sha256
from warehouse.errors import RawError
from warehouse.paths import DataPaths, data_paths


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def load(paths: DataPaths, *files: str | Path, **settings: Any) -> Report:
    return load_files(paths, [str(f) for f in files], workers=0, **settings)


def lines(paths: DataPaths) -> tuple[Load, ...]:
    return read_ledger(paths).loads


def data_of(paths: DataPaths, one: Load) -> Path:
    assert one.data is not None
    return paths.root / one.data


def damage(path: Path) -> bytes:
    """One byte in a page flipped; what the file was."""
    whole = path.read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 0xFF]) + whole[41:])
    return whole


def one_return(paths: DataPaths) -> Load:
    write_book(paths.inbox / "台账.xlsx", Form("hazard_site", [site(1), site(2)]))
    load(paths)
    return lines(paths)[0]


def test_the_ledger_keeps_the_hash_of_every_parquet_it_names(paths: DataPaths) -> None:
    one = one_return(paths)
    assert one.data_sha256 == file_sha256(data_of(paths, one))


def test_the_build_says_which_file_is_damaged_and_what_to_do(paths: DataPaths) -> None:
    one = one_return(paths)
    damage(data_of(paths, one))
    with pytest.raises(RawError) as told:
        build(paths)
    for word in (one.data, "已损坏", "报送单位 370212", "2021-03-21", "原件 台账.xlsx", "隐患点"):
        assert str(word) in str(told.value)
    received = shlex.quote(str(paths.root / one.received))
    assert f"python -m etl load --retry {received}" in str(told.value)


@pytest.mark.parametrize("is_gone", [False, True])
def test_the_received_file_makes_the_damaged_one_again(paths: DataPaths, is_gone: bool) -> None:
    one = one_return(paths)
    path = data_of(paths, one)
    whole = damage(path)
    if is_gone:
        path.unlink()
    with pytest.raises(RawError):
        build(paths)
    (paths.inbox / "台账.xlsx").unlink()
    load(paths, paths.root / one.received, retry=True)
    assert path.read_bytes() == whole
    assert lines(paths) == (one,)
    build(paths)


def test_unit_and_date_that_the_caller_said_are_known_again(
    paths: DataPaths, tmp_path: Path
) -> None:
    from etl.loading.intake import Options

    file = write_book(tmp_path / "表.xlsx", Form("hazard_site", [site(1)], unit=None, as_of=None))
    load(paths, file, options=Options(unit="370212", as_of=Form("hazard_site", []).as_of))
    (one,) = lines(paths)
    whole = damage(data_of(paths, one))
    load(paths, paths.root / one.received, retry=True)
    assert data_of(paths, one).read_bytes() == whole
    assert lines(paths) == (one,)


def test_a_load_of_the_inbox_with_retry_does_the_same(paths: DataPaths) -> None:
    one = one_return(paths)
    whole = damage(data_of(paths, one))
    load(paths)
    assert data_of(paths, one).read_bytes() != whole  # unasked, nobody looks into known files
    load(paths, retry=True)
    assert data_of(paths, one).read_bytes() == whole


def test_rows_that_come_out_in_other_bytes_get_a_line_of_their_own(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polars as pl

    one = one_return(paths)
    damage(data_of(paths, one))
    write = pl.DataFrame.write_parquet

    def newer(frame: pl.DataFrame, file: Any) -> None:
        write(frame, file, compression="snappy")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", newer)
    load(paths, retry=True)
    first, second = lines(paths)
    assert (second.data, second.supersedes) == (first.data, first.load_no)
    assert second.data_sha256 == file_sha256(data_of(paths, second)) != first.data_sha256
    build(paths)


def test_a_damaged_register_is_told_before_anything_is_resolved_and_can_be_made_again(
    paths: DataPaths,
) -> None:
    rows = [area("370212002", "沙子口街道", "镇(街道)", "370212")]
    write_book(paths.inbox / "区划.xlsx", Form("area", rows, unit="市普查办"))
    load(paths)
    (one,) = lines(paths)
    whole = damage(data_of(paths, one))
    write_book(paths.inbox / "台账.xlsx", Form("hazard_site", [site(1, area_code="370212002")]))
    with pytest.raises(StorageError, match="etl load --retry"):
        load(paths)
    load(paths, paths.root / one.received, retry=True)
    assert data_of(paths, one).read_bytes() == whole
    load(paths)
    assert [line.unclaimed for line in lines(paths)] == [0, 0]


def test_a_damaged_earlier_return_is_told_when_the_next_one_is_held_against_it(
    paths: DataPaths,
) -> None:
    first = Form("census_return", [task(1), task(2)])
    write_book(paths.inbox / "一.xlsx", first)
    load(paths)
    path = data_of(paths, lines(paths)[0])
    path.write_bytes(path.read_bytes()[:-30])
    assert first.as_of is not None
    write_book(paths.inbox / "二.xlsx", Form("census_return", first.rows, as_of=first.as_of + WEEK))
    with pytest.raises(StorageError, match="以前装载的数据文件读不出"):
        load(paths)
    assert len(lines(paths)) == 1
