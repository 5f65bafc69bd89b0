"""meta.finding: from the loader's list of states, else from the manifests."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from etl.loading.states import COLUMNS, SCHEMA
from tests.warehouse.conftest import Place
from tests.warehouse.small import LAOSHAN, SECOND
from warehouse.errors import RawError
from warehouse.findings import STATES_NAME

FOUND = {
    "sheet": "表",
    "cell": "H128",
    "value": "销号了",
    "rule": "V3",
    "level": "error",
    "message": "…不在代码表中",
    "remedy": "可填：待整改",
    "row": 128,
    "column": "remediation_status",
}
ASKED = "select load_no, finding_no, source, cell, state, note from meta.finding"


def test_states_and_answers_come_from_the_loaders_list(place: Place) -> None:
    line = place.deployment.load("tally", LAOSHAN, SECOND, [], [FOUND, FOUND | {"cell": "H9"}])
    facts = {"load_no": line["load_no"], "file": line["file"]}
    changed = {"changed_at": "2021-07-02T08:00:00Z"}
    rows = [
        {**FOUND, **facts, **changed, "state": "确认保留并说明", "note": "已核实"},
        {**FOUND, **facts, **changed, "cell": "H9", "state": "已退回", "note": None},
    ]
    frame = pl.DataFrame(rows, schema={c: SCHEMA.get(c, pl.String) for c in COLUMNS}, orient="row")
    frame.write_parquet(place.paths.raw / STATES_NAME)
    place.build()
    assert place.open().rows(ASKED) == [
        (5, 1, "tally", "H128", "确认保留并说明", "已核实"),
        (5, 2, "tally", "H9", "已退回", None),
    ]
    changed_at = place.open().rows("select distinct changed_at from meta.finding")
    assert changed_at == [(dt.datetime(2021, 7, 2, 8),)]


def test_without_the_list_what_was_found_is_to_be_returned(place: Place) -> None:
    place.deployment.load("tally", LAOSHAN, SECOND, [], [FOUND, FOUND | {"level": "info"}])
    place.build()
    rows = place.open().rows(ASKED)
    assert [row[4] for row in rows] == ["待退回", None]


def test_a_missing_manifest_is_named(place: Place) -> None:
    manifest = place.paths.root / place.deployment.lines()[0]["manifest"]
    manifest.unlink()
    with pytest.raises(RawError) as caught:
        place.build()
    assert str(manifest) in str(caught.value)


def test_a_broken_list_of_states_is_named(place: Place) -> None:
    (place.paths.raw / STATES_NAME).write_bytes(b"PAR1")
    with pytest.raises(RawError, match=r"问题清单 .* 的数据文件读不出"):
        place.build()
