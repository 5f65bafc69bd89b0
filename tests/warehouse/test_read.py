"""Reading: pinned, verified, walled off, safe between threads."""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.warehouse.conftest import Place
from warehouse import read
from warehouse.common.audience import AUDIENCES
from warehouse.errors import (
    BrokenPointer,
    NoWarehouse,
    QueryError,
    StrayWal,
    TamperedWarehouse,
    UnknownVersion,
)
from warehouse.publish import read_pointer
from warehouse.read import open_current, open_version


def test_a_pinned_version_keeps_answering_after_a_new_one_and_after_its_file_is_gone(
    built: Place,
) -> None:
    first = built.open()
    built.build()
    second = built.open()
    first.path.unlink()
    assert first.version != second.version
    assert first.rows("select version from meta.version") == [(first.version,)]
    assert second.rows("select version from meta.version") == [(second.version,)]


def test_one_version_is_opened_once(built: Place) -> None:
    assert built.open() is built.open()


@pytest.mark.parametrize("role", AUDIENCES)
def test_a_tampered_file_is_refused(place: Place, role: str) -> None:
    place.build()
    edition = read_pointer(place.paths).of(role)
    assert edition is not None
    file = place.paths.published / edition.file
    file.chmod(0o644)
    with file.open("r+b") as content:
        content.seek(5000)
        content.write(b"x")
    with pytest.raises(TamperedWarehouse, match="校验码不符") as caught:
        open_current(place.paths, role)
    assert str(file) in str(caught.value)


def test_a_file_tampered_with_after_its_first_open_is_refused_too(built: Place) -> None:
    file = built.open().path
    file.chmod(0o644)
    with file.open("r+b") as content:
        content.write(b"x")
    os.utime(file, ns=(1, 1))
    with pytest.raises(TamperedWarehouse):
        built.open()


def test_a_version_that_is_no_longer_in_force_can_be_opened_by_its_name(built: Place) -> None:
    old = built.open().version
    built.build()
    assert built.open().version != old
    for role in AUDIENCES:
        again = open_version(built.paths, old, role)
        assert (again.version, again.role) == (old, role)
    with pytest.raises(UnknownVersion, match="list 查看全部版本"):
        open_version(built.paths, old[:-1])


def test_a_stray_log_is_refused(built: Place) -> None:
    wal = built.open().path.with_suffix(".duckdb.wal")
    wal.write_bytes(b"")
    with pytest.raises(StrayWal, match="查明来源并移走它") as caught:
        built.open()
    assert str(wal) in str(caught.value)


def test_a_missing_file_is_named(built: Place) -> None:
    file = built.paths.published / read_pointer(built.paths).file
    file.unlink()
    with pytest.raises(NoWarehouse, match="指针指向的文件不见了") as caught:
        built.open()
    assert str(file) in str(caught.value)


def test_a_file_that_is_no_database_is_named(built: Place) -> None:
    file = built.paths.published / read_pointer(built.paths).file
    file.chmod(0o644)
    file.write_bytes(b"not a database")
    pointer = json.loads(built.paths.pointer.read_text("utf-8"))
    pointer["sha256"] = hashlib.sha256(b"not a database").hexdigest()
    built.paths.pointer.write_text(json.dumps(pointer), "utf-8")
    with pytest.raises(BrokenPointer, match="数据库打不开"):
        built.open()


def test_a_pointer_that_moved_on_while_its_file_was_pruned_is_read_again(
    built: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = built.paths.pointer.read_bytes()
    built.build()
    new = built.paths.pointer.read_bytes()
    (built.paths.published / json.loads(old)["file"]).unlink()
    built.paths.pointer.write_bytes(old)
    ask = read.read_pointer

    def moving(paths: object) -> object:
        answer = ask(built.paths)
        built.paths.pointer.write_bytes(new)
        return answer

    monkeypatch.setattr(read, "read_pointer", moving)
    assert open_current(built.paths).version == json.loads(new)["version"]


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '{folder}/out.csv'",
        "select * from read_text('{folder}/current.json')",
        "attach '{folder}/other.duckdb'",
        "insert into staging.week select date '2021-01-01', 'x'",
        "drop table staging.week",
        "set enable_external_access = true",
        "set memory_limit = '99GB'",
        "install httpfs",
    ],
)
def test_the_connection_reads_and_nothing_else(shared: Place, sql: str) -> None:
    warehouse = shared.open()
    with pytest.raises(QueryError):
        warehouse.rows(sql.format(folder=shared.paths.published))
    assert warehouse.rows("select count(*) from staging.week") == [(2,)]


def test_a_query_error_says_in_chinese_what_kind(shared: Place) -> None:
    with pytest.raises(QueryError, match="没有这张表"):
        shared.open().query("select * from marts.nope")
    with pytest.raises(QueryError, match="语法错误"):
        shared.open().query("selec 1")


def test_threads_never_get_each_others_rows(shared: Place) -> None:
    warehouse = shared.open()

    def ask(n: int) -> bool:
        return warehouse.rows("select ? as n, count(*) from staging.week", [n]) == [(n, 2)]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(2000)))
