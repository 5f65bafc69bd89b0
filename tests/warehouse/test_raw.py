"""raw/ as `etl load` leaves it: which loads count, how they are typed, what a broken one says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.small import (
    FIRST,
    LAOSHAN,
    NEVER_SENT,
    SECOND,
    TALLY,
    Deployment,
    column,
    contract,
    two_weeks,
)
from warehouse.errors import RawError
from warehouse.paths import data_paths
from warehouse.raw import create_raw_views, read_raw

ROW = {"area_code": LAOSHAN, "done": 3, "planned": 8, "spent_yuan": 1.5}


def views(deployment: Deployment) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    create_raw_views(connection, read_raw(deployment.paths))
    return connection


def done(deployment: Deployment) -> list[tuple[object, ...]]:
    return views(deployment).execute("select done from raw.tally order by as_of, done").fetchall()


def test_a_correction_supersedes_the_load_of_the_same_unit_and_date(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path)
    deployment.load("tally", LAOSHAN, FIRST, [ROW])
    deployment.load("tally", LAOSHAN, FIRST, [ROW | {"done": 4}])
    deployment.load("tally", LAOSHAN, SECOND, [ROW | {"done": 5}])
    assert done(deployment) == [(4,), (5,)]


def test_every_contract_has_a_view_typed_by_it_also_without_a_load(tmp_path: Path) -> None:
    connection = views(two_weeks(tmp_path))
    described = connection.execute("describe raw.never_sent").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [
        ("object_id", "VARCHAR"),
        ("kinds", "VARCHAR[]"),
        ("unit_code", "VARCHAR"),
        ("as_of", "DATE"),
        ("_file", "VARCHAR"),
        ("_sheet", "VARCHAR"),
        ("_row", "UINTEGER"),
        ("_unclaimed", "VARCHAR"),
    ]
    assert connection.execute("select count(*) from raw.never_sent").fetchall() == [(0,)]


def test_personal_columns_are_not_there(tmp_path: Path) -> None:
    described = views(two_weeks(tmp_path)).execute("describe raw.tally").fetchall()
    assert "contact_phone" not in {row[0] for row in described}


def test_a_column_new_in_the_contract_is_null_in_older_loads(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    newer = contract("tally", *TALLY["columns"], column("remark"))
    Path(tmp_path / "raw/tally/contract-new.json").write_text(json.dumps(newer), "utf-8")
    index = deployment.files | {"tally": "raw/tally/contract-new.json"}
    (tmp_path / "raw/contracts.json").write_text(json.dumps(index), "utf-8")
    deployment.contracts["tally"] = newer
    row = ROW | {"remark": "新"}
    deployment.load("tally", LAOSHAN, SECOND.replace(day=28), [row], contract_hash="beef")
    connection = views(deployment)
    rows = connection.execute("select remark, count(*) from raw.tally group by all").fetchall()
    assert sorted(rows, key=str) == [("新", 1), (None, 4)]


def test_without_the_index_the_newest_loads_contract_counts(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    (tmp_path / "raw/contracts.json").unlink()
    assert set(read_raw(deployment.paths).sources) == {"tally"}
    assert len(done(deployment)) == 4


def test_a_folder_named_like_a_pattern_is_read(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path / "数据 [1]*'s")
    assert len(done(deployment)) == 4


def test_a_refused_file_is_not_data(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    nothing = dict.fromkeys(("source", "unit_code", "as_of", "data", "contract"))
    deployment.append(deployment.lines()[-1] | nothing | {"load_no": 5})
    assert len(done(deployment)) == 4
    assert len(read_raw(deployment.paths).lines) == 5


def test_a_torn_last_line_is_left_out_and_told(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    with deployment.paths.ledger.open("a") as ledger:
        ledger.write('{"load_no": 5, "sou')
    raw = read_raw(deployment.paths)
    assert raw.is_torn
    assert len(raw.lines) == 4


def test_an_empty_raw_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(RawError, match="没有任何数据，先运行 python -m etl load"):
        read_raw(data_paths(tmp_path))


def test_only_refused_files_is_as_good_as_nothing(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, [TALLY, NEVER_SENT])
    line = {"load_no": 1, "source": None, "data": None, "contract": None}
    deployment.append(line)
    with pytest.raises(RawError, match="没有任何数据"):
        read_raw(deployment.paths)


def test_a_broken_line_within_the_ledger_is_named(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    text = deployment.paths.ledger.read_text("utf-8").splitlines()
    deployment.paths.ledger.write_text("\n".join([text[0], "{", *text[2:], ""]), "utf-8")
    with pytest.raises(RawError, match=r"ledger\.jsonl:2：不是合格的 JSON"):
        read_raw(deployment.paths)


def test_a_missing_data_file_is_named_with_its_load(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    gone = tmp_path / deployment.lines()[2]["data"]
    gone.unlink()
    with pytest.raises(RawError, match=r"第 3 次装载（.*）的数据文件不见了") as caught:
        views(deployment)
    assert str(gone) in str(caught.value)


def test_a_data_file_that_is_not_what_the_ledger_has_the_hash_of_is_named(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    lines = deployment.lines()
    data = tmp_path / lines[2]["data"]
    lines[2]["data_sha256"] = hashlib.sha256(data.read_bytes()).hexdigest()
    deployment.paths.ledger.write_text("".join(json.dumps(x) + "\n" for x in lines), "utf-8")
    views(deployment)
    data.write_bytes(data.read_bytes() + b"\0")
    with pytest.raises(RawError, match=r"第 3 次装载（.*）的数据文件已损坏.*etl load --retry"):
        views(deployment)


def test_a_broken_data_file_names_the_source(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    (tmp_path / deployment.lines()[0]["data"]).write_bytes(b"PAR1 and then nothing")
    with pytest.raises(RawError, match=r"来源 tally 表（raw\.tally）的数据文件读不出"):
        views(deployment)


def test_a_missing_contract_is_named(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    (tmp_path / deployment.files["never_sent"]).unlink()
    with pytest.raises(RawError, match="contract-"):
        read_raw(deployment.paths)


def test_a_contract_of_another_shape_is_named(tmp_path: Path) -> None:
    deployment = two_weeks(tmp_path)
    (tmp_path / deployment.files["tally"]).write_text('{"name": "tally"}', "utf-8")
    with pytest.raises(RawError, match="合同里缺少或不认识 'title'"):
        read_raw(deployment.paths)
