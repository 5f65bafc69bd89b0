"""Loading: once per content, superseding what it corrects, refusing what nobody can decide."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

import etl.loading.worker
from etl.command.summary import load_lines
from etl.contract import load_contracts
from etl.loading.commit import write_contract
from etl.loading.durable import StorageError
from etl.loading.intake import Options
from etl.loading.ledger import LedgerError, Load, LoadBusy, read_ledger, sole_load
from etl.loading.load import Report, load_files
from etl.loading.states import finding_states
from tests.etl.books import AS_OF, FIRST_ROW, WEEK, Form, area, site, task, write_book, write_csv
from warehouse.paths import DataPaths, data_paths

PHONE, CITIZEN, PERSON = "13812345678", "370212198001011235", "王某某"


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def load(paths: DataPaths, *patterns: str | Path, **settings: Any) -> Report:
    """A load in this process: what isolation adds has tests of its own."""
    return load_files(paths, [str(p) for p in patterns], workers=0, **settings)


def lines(paths: DataPaths) -> tuple[Load, ...]:
    return read_ledger(paths).loads


def rows(paths: DataPaths, one: Load) -> pl.DataFrame:
    assert one.data is not None
    return pl.read_parquet(paths.root / one.data)


def findings(paths: DataPaths, one: Load) -> list[dict[str, Any]]:
    body = json.loads((paths.root / one.manifest).read_bytes())
    return list(body["findings"])


def two_forms(paths: DataPaths, name: str = "周报.xlsx") -> Path:
    bad = site(3, remediation_status="销号了")
    return write_book(
        paths.inbox / name,
        Form("hazard_site", [site(1), site(2), bad]),
        Form("census_return", [task(1), task(2)]),
    )


# ------------------------------------------------------------------ the clock


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """The clock stands at this day."""
    for module in ("etl.checking.head", "etl.loading.parsing"):
        monkeypatch.setattr(f"{module}.today_in_china", lambda: day)


def test_a_file_of_a_day_to_come_is_taken_once_the_day_has_come(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_forms(paths)
    on(monkeypatch, AS_OF - WEEK)
    for _ in range(2):
        assert [s.load.source for s in load(paths).settled if s.load] == [None]
    assert len(lines(paths)) == 1
    on(monkeypatch, AS_OF)
    load(paths)
    assert [one.source for one in lines(paths)] == [None, "hazard_site", "census_return"]
    assert "H16" not in finding_states(paths).filter(pl.col("state") != "已修正")["rule"].to_list()
    monkeypatch.setattr("etl.loading.parsing.take_in", None)  # reading it again would fail now
    assert {s.kind for s in load(paths).settled} == {"unchanged"}


# ------------------------------------------------------------------ what a load leaves behind


def test_every_sheet_becomes_a_line_a_parquet_and_a_manifest(paths: DataPaths) -> None:
    file = two_forms(paths)
    before = file.read_bytes()
    load(paths)
    hazard, census = lines(paths)
    assert (hazard.load_no, hazard.source, hazard.unit_code, hazard.as_of) == (
        1, "hazard_site", "370212", "2021-03-21",
    )  # fmt: skip
    assert (hazard.read, hazard.accepted, hazard.rejected, hazard.skipped) == (3, 2, 1, 0)
    assert (census.sheet, census.accepted) == ("普查进度周报表", 2)
    frame = rows(paths, hazard)
    contract = load_contracts()["hazard_site"]
    assert frame.columns == [c.name for c in contract.stored_columns] + [
        "unit_code", "as_of", "_file", "_sheet", "_row", "_unclaimed",
    ]  # fmt: skip
    assert frame["as_of"].unique().to_list() == [AS_OF]
    assert frame.schema["_row"] == pl.UInt32
    assert (paths.root / hazard.received).read_bytes() == file.read_bytes() == before
    assert hazard.contract is not None
    assert (paths.root / hazard.contract).read_text() == contract.to_json()


def test_why_rows_were_skipped_is_told_and_kept_in_the_ledger(paths: DataPaths) -> None:
    file = write_book(paths.inbox / "周报.xlsx", Form("hazard_site", [site(1), site(2)]))
    book = openpyxl.load_workbook(file)
    book.worksheets[0].append(["合计"])
    book.worksheets[0].append([None, None])
    book.worksheets[0].append(["注：示例"])
    book.save(file)
    report = load(paths)
    (line,) = lines(paths)
    assert line.skip_reasons == "空行 1、合计行 1、说明行 1"
    assert "跳过的行：空行 1、合计行 1、说明行 1" in list(load_lines(report, paths))
    body = json.loads((paths.root / line.manifest).read_bytes())
    assert body["load"]["skips"] == body["sheets"][0]["skips"]
    assert body["load"]["skips"] == {"blank": 1, "total": 1, "note": 1}


def test_a_ledger_line_from_before_reasons_were_kept_is_still_read(paths: DataPaths) -> None:
    two_forms(paths)
    load(paths)
    old = [json.loads(line) for line in paths.ledger.read_text().splitlines()]
    for line in old:
        del line["skip_reasons"]
    paths.ledger.write_text("".join(json.dumps(line) + "\n" for line in old))
    assert [one.skip_reasons for one in lines(paths)] == ["", ""]


def test_the_index_of_contracts_names_every_source_loaded_or_not(paths: DataPaths) -> None:
    two_forms(paths)
    load(paths)
    index = json.loads((paths.raw / "contracts.json").read_text())
    assert set(index) == set(load_contracts())
    assert all((paths.root / name).is_file() for name in index.values())


def test_a_contract_whose_audiences_changed_is_written_again_and_no_file_read_again(
    paths: DataPaths,
) -> None:
    two_forms(paths)
    load(paths)
    contract = paths.root / str(lines(paths)[0].contract)
    marker = paths.raw / "_definitions"
    current = contract.read_text("utf-8")
    contract.write_text(current.replace('"audience": "public", ', ""), "utf-8")
    marker.write_text("of an earlier program", "ascii")
    load(paths)
    assert contract.read_text("utf-8") == current
    assert len(lines(paths)) == 2


def test_contracts_that_cannot_be_written_keep_the_ledger_from_naming_them(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_forms(paths)

    def full(*_: object) -> None:
        raise StorageError("磁盘已满")

    monkeypatch.setattr("etl.loading.load.write_contract", full)
    with pytest.raises(StorageError, match="磁盘已满"):
        load(paths)
    assert not paths.ledger.exists()
    monkeypatch.setattr("etl.loading.load.write_contract", write_contract)
    load(paths)
    assert len(lines(paths)) == 2


def test_the_warehouse_finds_the_states_of_findings_as_they_are_now(paths: DataPaths) -> None:
    two_forms(paths)
    load(paths)
    kept = pl.read_parquet(paths.raw / "findings.parquet")
    assert kept.equals(finding_states(paths))
    assert kept["state"].to_list() == ["已退回"]


def test_rows_read_are_accepted_rejected_or_skipped_and_the_counts_are_kept(
    paths: DataPaths,
) -> None:
    two_forms(paths)
    report = load(paths)
    for one in lines(paths):
        assert one.read == one.accepted + one.rejected + one.skipped
        assert rows(paths, one).height == one.accepted
    assert "行数：读到 5 = 接收 4 + 退回 1 + 跳过 0" in "\n".join(load_lines(report, paths))


def test_personal_data_is_nowhere_in_raw_nor_in_what_is_printed(paths: DataPaths) -> None:
    row = site(1, responsible_person=PERSON, contact_phone=PHONE, remark=f"身份证{CITIZEN}")
    write_book(paths.inbox / "台账.xlsx", Form("hazard_site", [row, site(2)]))
    report = load(paths)
    printed = "\n".join(load_lines(report, paths))
    for secret in (PHONE, CITIZEN, PERSON):
        assert secret not in printed
        for file in paths.raw.rglob("*"):
            if file.is_file():
                assert secret.encode() not in file.read_bytes(), file
    stored = rows(paths, lines(paths)[0])
    assert not {"responsible_person", "contact_phone"} & set(stored.columns)
    assert stored["remark"].to_list() == [None, None]


def _unpacked(file: Path) -> bytes:
    """A file's bytes, and what compression may hide in them."""
    told = pl.read_parquet(file).write_json() if file.suffix == ".parquet" else ""
    return file.read_bytes() + told.encode()


# ------------------------------------------------------------------ again, corrected, in conflict


def test_a_second_load_changes_nothing_and_parses_nothing(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_forms(paths)
    load(paths)
    before = {p: p.read_bytes() for p in paths.root.rglob("*") if p.is_file()}
    monkeypatch.setattr(etl.loading.worker, "check_file", None)
    report = load(paths)
    assert [s.kind for s in report.settled] == ["unchanged", "unchanged"]
    assert not report.has_findings
    after = {p: p.read_bytes() for p in paths.root.rglob("*") if p.is_file()}
    volatile = {paths.raw / ".lock", paths.received / "_seen.json"}
    assert {p: b for p, b in after.items() if p not in volatile} == {
        p: b for p, b in before.items() if p not in volatile
    }


def test_a_correction_supersedes_and_the_history_stays(paths: DataPaths) -> None:
    file = two_forms(paths)
    load(paths)
    write_book(file, Form("hazard_site", [site(1), site(2), site(3)]))
    report = load(paths)
    first, _, corrected = lines(paths)
    assert corrected.supersedes == first.load_no
    assert read_ledger(paths).current()["hazard_site", "370212", "2021-03-21"] == corrected
    assert (rows(paths, first).height, rows(paths, corrected).height) == (2, 3)
    assert "更正 1 张（取代第 1 号）" in "\n".join(load_lines(report, paths))


def test_the_same_file_sent_for_the_next_week_is_a_new_return(paths: DataPaths) -> None:
    form = Form("hazard_site", [site(1)], as_of=None)
    file = write_book(paths.inbox / "2021-03-21" / "台账.xlsx", form)
    later = paths.inbox / "2021-03-28" / "台账.xlsx"
    later.parent.mkdir()
    shutil.copy(file, later)
    load(paths)
    assert [(one.as_of, one.supersedes) for one in lines(paths)] == [
        ("2021-03-21", None), ("2021-03-28", None),
    ]  # fmt: skip


def test_the_order_of_files_decides_the_ledger_not_the_order_of_workers(paths: DataPaths) -> None:
    for day in range(6):
        as_of = AS_OF + day * WEEK
        form = Form("hazard_site", [site(n) for n in range(1, 40 - 6 * day)], as_of=as_of)
        write_book(paths.inbox / f"{as_of}.xlsx", form)
    load_files(paths, workers=2)
    assert [one.file for one in lines(paths)] == sorted(one.file for one in lines(paths))
    assert [one.load_no for one in lines(paths)] == [1, 2, 3, 4, 5, 6]


def test_two_files_for_one_return_are_both_refused_and_named(paths: DataPaths) -> None:
    write_book(paths.inbox / "a" / "台账.xlsx", Form("hazard_site", [site(1)]))
    write_book(paths.inbox / "b" / "台账.xlsx", Form("hazard_site", [site(2)]))
    report = load(paths)
    one, other = lines(paths)
    assert one.source is other.source is None
    assert one.data is None
    assert "与“b/台账.xlsx”报的是" in findings(paths, one)[0]["message"]
    assert "填报单位：崂山区" in findings(paths, one)[0]["message"]
    assert "a/台账.xlsx" in findings(paths, other)[0]["message"]
    assert report.has_findings
    assert "两份冲突未采用" in "\n".join(load_lines(report, paths))
    assert len(load(paths).refused) == 2
    assert len(lines(paths)) == 2, "the same refusal is written once"


def test_a_conflict_is_settled_by_naming_the_file_that_counts(paths: DataPaths) -> None:
    write_book(paths.inbox / "a.xlsx", Form("hazard_site", [site(1)]))
    chosen = write_book(paths.inbox / "b.xlsx", Form("hazard_site", [site(2)]))
    load(paths)
    load(paths, chosen, supersede=True)
    report = load(paths)
    current = read_ledger(paths).current()["hazard_site", "370212", "2021-03-21"]
    assert current.file == "b.xlsx"
    assert [s.kind for s in report.settled] == ["passed_over", "unchanged"]
    states = finding_states(paths).filter(pl.col("rule") == "B1")
    assert states["state"].to_list() == ["已修正", "已修正"]


def test_a_name_that_says_correction_needs_no_flag(paths: DataPaths) -> None:
    write_book(paths.inbox / "周报.xlsx", Form("hazard_site", [site(1)]))
    write_book(paths.inbox / "周报-更正.xlsx", Form("hazard_site", [site(2)]))
    load(paths)
    first, corrected = lines(paths)
    assert (first.file, corrected.file) == ("周报.xlsx", "周报-更正.xlsx")
    assert corrected.supersedes == first.load_no


def test_another_part_of_the_same_return_replaces_nothing(paths: DataPaths) -> None:
    write_book(paths.inbox / "两街道.xlsx", Form("hazard_site", [site(n) for n in range(1, 5)]))
    load(paths)
    other = write_book(paths.inbox / "街道三.xlsx", Form("hazard_site", [site(5), site(6)]))
    report = load(paths)
    first, refused = lines(paths)
    assert (refused.source, refused.data) == (None, None)
    (told,) = findings(paths, refused)
    assert (told["rule"], told["level"]) == ("B4", "error")
    assert "两街道.xlsx" in told["message"]
    assert "--supersede" in told["remedy"]
    assert report.has_findings
    assert "像是另一部分未采用" in "\n".join(load_lines(report, paths))
    key = ("hazard_site", "370212", "2021-03-21")
    assert read_ledger(paths).current()[key] == first
    load(paths)
    assert len(lines(paths)) == 2, "the same refusal is written once"
    load(paths, other, supersede=True)
    assert read_ledger(paths).current()[key].file == "街道三.xlsx"
    load(paths)
    assert read_ledger(paths).current()[key].file == "街道三.xlsx"


def test_both_parts_sent_together_settle_it(paths: DataPaths) -> None:
    write_book(paths.inbox / "一.xlsx", Form("hazard_site", [site(1), site(2)]))
    load(paths)
    write_book(paths.inbox / "二.xlsx", Form("hazard_site", [site(3)]))
    load(paths)
    write_book(paths.inbox / "全.xlsx", Form("hazard_site", [site(n) for n in (1, 2, 3)]))
    load(paths)
    load(paths)
    key = ("hazard_site", "370212", "2021-03-21")
    assert read_ledger(paths).current()[key].file == "全.xlsx"


def test_a_file_that_repeats_half_of_the_keys_is_a_correction(paths: DataPaths) -> None:
    write_book(paths.inbox / "一.xlsx", Form("hazard_site", [site(1), site(2)]))
    load(paths)
    write_book(paths.inbox / "二.xlsx", Form("hazard_site", [site(2), site(3)]))
    load(paths)
    assert lines(paths)[-1].supersedes == 1


def test_only_the_table_in_conflict_is_refused(paths: DataPaths) -> None:
    two_forms(paths, "a.xlsx")
    write_book(paths.inbox / "b.xlsx", Form("hazard_site", [site(9)]))
    load(paths)
    assert [one.source for one in lines(paths)].count("census_return") == 1
    assert "hazard_site" not in {key[0] for key in read_ledger(paths).current()}


def test_one_sheet_per_street_makes_one_return_and_doubles_are_rejected(paths: DataPaths) -> None:
    write_book(
        paths.inbox / "台账.xlsx",
        Form("hazard_site", [site(1), site(2)], sheet="台账-中韩街道"),
        Form("hazard_site", [site(3), site(2)], sheet="台账-北宅街道"),
    )
    load(paths)
    (one,) = lines(paths)
    assert (one.sheet, one.read, one.accepted, one.rejected) == (
        "台账-中韩街道、台账-北宅街道", 4, 3, 1,
    )  # fmt: skip
    (double,) = [f for f in findings(paths, one) if f["rule"] == "U1"]
    assert (double["sheet"], double["level"]) == ("台账-北宅街道", "error")
    assert "台账-中韩街道" in double["message"]


# ------------------------------------------------------------------ the area register


def test_areas_are_loaded_first_so_that_one_run_is_enough(paths: DataPaths) -> None:
    write_book(
        paths.inbox / "a-台账.xlsx", Form("hazard_site", [site(1, area_code="370212001001")])
    )
    areas = [
        area("370212001", "中韩街道", "街道", "370212"),
        area("370212001001", "示例社区", "社区", "370212001"),
    ]
    write_csv(paths.inbox / "z-登记.csv", Form("area", areas, unit="市普查办"))
    load(paths)
    by_source = {one.source: one for one in lines(paths)}
    assert lines(paths)[0].source == "area"
    assert by_source["hazard_site"].unclaimed == 0
    assert not [f for f in findings(paths, by_source["hazard_site"]) if f["rule"] == "V1"]


def test_a_new_register_changes_only_the_returns_that_read_otherwise(paths: DataPaths) -> None:
    write_book(paths.inbox / "台账.xlsx", Form("hazard_site", [site(1, area_code="370212001001")]))
    write_book(paths.inbox / "周报.xlsx", Form("census_return", [task(1)]))
    load(paths)
    areas = [area("370212001", "中韩街道", "街道", "370212")]
    write_book(paths.inbox / "行政区划.xlsx", Form("area", areas, unit="市普查办"))
    load(paths)
    hazard = [one for one in lines(paths) if one.source == "hazard_site"]
    assert [(one.unclaimed, one.supersedes) for one in hazard] == [(0, None), (1, 1)]
    assert len([one for one in lines(paths) if one.source == "census_return"]) == 1
    assert [s.kind for s in load(paths).settled] == ["unchanged"] * 3


# ------------------------------------------------------------------ files that cannot be taken


def test_a_bad_file_is_a_line_with_its_reason_and_the_others_go_on(paths: DataPaths) -> None:
    two_forms(paths)
    (paths.inbox / "坏.xlsx").write_bytes(b"PK\x03\x04 not really")
    (paths.inbox / "空.csv").write_bytes(b"")
    report = load(paths)
    refused = [one for one in lines(paths) if one.source is None]
    assert {one.file for one in refused} == {"坏.xlsx", "空.csv"}
    for one in refused:
        assert (one.data, one.contract, one.read, one.unit_code) == (None, None, 0, None)
        assert one.manifest.startswith(f"raw/_refused/{one.sha256[:12]}")
        assert findings(paths, one)[0]["level"] == "error"
    assert len([one for one in lines(paths) if one.source]) == 2
    assert report.has_findings


def test_a_worker_that_dies_costs_its_file_only_and_is_not_tried_every_week(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = two_forms(paths)
    bad = write_book(paths.inbox / "毒.xlsx", Form("hazard_site", [site(1), site(2), site(9)]))
    really = etl.loading.worker.check_file

    def poisoned(path: Path, **facts: Any) -> Any:
        if path.name == bad.name:
            raise MemoryError
        return really(path, **facts)

    monkeypatch.setattr(etl.loading.worker, "check_file", poisoned)
    load(paths)
    refused = [one for one in lines(paths) if one.source is None]
    assert [one.file for one in refused] == ["毒.xlsx"]
    assert "内存" in findings(paths, refused[0])[0]["message"]
    monkeypatch.setattr(etl.loading.worker, "check_file", None)
    assert len(load(paths).refused) == 1
    monkeypatch.setattr(etl.loading.worker, "check_file", really)
    good.unlink()
    assert len(load(paths, retry=True).taken) == 1


def test_a_fault_of_the_program_in_one_file_does_not_stop_the_others(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_forms(paths)
    bad = write_book(paths.inbox / "怪.xlsx", Form("hazard_site", [site(9)]))
    really = etl.loading.worker.check_file

    def faulty(path: Path, **facts: Any) -> Any:
        return 1 // 0 if path.name == bad.name else really(path, **facts)

    monkeypatch.setattr(etl.loading.worker, "check_file", faulty)
    load(paths)
    refused = [one for one in lines(paths) if one.source is None]
    assert "ZeroDivisionError" in findings(paths, refused[0])[0]["message"]
    assert len([one for one in lines(paths) if one.source]) == 2


def test_a_refusal_is_settled_by_a_good_file_in_its_place(paths: DataPaths) -> None:
    file = paths.inbox / "台账.xlsx"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"PK\x03\x04 not really")
    load(paths)
    assert finding_states(paths)["state"].to_list() == ["已退回"]
    write_book(file, Form("hazard_site", [site(1)]))
    load(paths)
    assert finding_states(paths)["state"].to_list() == ["已修正"]


def test_facts_that_the_file_lacks_come_from_the_caller(paths: DataPaths) -> None:
    form = Form("hazard_site", [site(1)], unit=None, as_of=None)
    file = write_book(paths.inbox / "台账.xlsx", form)
    load(paths)
    assert lines(paths)[0].source is None
    load(paths, file, options=Options(unit="370212", as_of=date(2021, 3, 28)))
    assert lines(paths)[1].key == ("hazard_site", "370212", "2021-03-28")
    states = finding_states(paths)
    assert set(states.filter(pl.col("load_no") == 1)["state"]) == {"已修正"}


# ------------------------------------------------------------------ against the week before


def test_a_falling_count_and_a_moving_denominator_want_a_note(paths: DataPaths) -> None:
    write_book(paths.inbox / "1.xlsx", Form("census_return", [task(1, 100), task(2, 50)]))
    later = [task(1, 90), task(2, 60, required_objects=500)]
    write_book(paths.inbox / "2.xlsx", Form("census_return", later, as_of=AS_OF + WEEK))
    load(paths)
    first, second = lines(paths)
    assert first.confirm == 0
    told = findings(paths, second)
    assert second.confirm == len(told) == 5
    falls = [f for f in told if f["rule"] == "T1"]
    assert {f["column"] for f in falls} == {
        "collected_objects", "proofread_objects", "inspected_objects", "passed_objects",
    }  # fmt: skip
    fall = next(f for f in falls if f["column"] == "collected_objects")
    assert (fall["row"], fall["value"]) == (FIRST_ROW, "90")
    assert "100 → 90" in fall["message"]
    sheet = openpyxl.load_workbook(paths.inbox / "2.xlsx")["普查进度周报表"]
    assert sheet[fall["cell"]].value == 90
    (moved,) = [f for f in told if f["rule"] == "T2"]
    assert "400 → 500" in moved["message"]


def test_weeks_loaded_together_are_compared_in_the_order_of_their_dates(paths: DataPaths) -> None:
    for name, weeks, done in (("z", 0, 100), ("b", 1, 120), ("a", 2, 110)):
        form = Form("census_return", [task(1, done)], as_of=AS_OF + weeks * WEEK)
        write_book(paths.inbox / f"{name}.xlsx", form)
    load(paths)
    confirm = {one.file: one.confirm for one in lines(paths)}
    assert confirm == {"z.xlsx": 0, "b.xlsx": 0, "a.xlsx": 4}


# ------------------------------------------------------------------ trouble around the files


def _unwritable_received(paths: DataPaths) -> None:
    paths.root.mkdir(parents=True, exist_ok=True)
    paths.received.write_text("a file where a folder should be")


def _unwritable_raw(paths: DataPaths) -> None:
    paths.root.mkdir(parents=True, exist_ok=True)
    paths.raw.write_text("a file where a folder should be")


def _ledger_is_a_folder(paths: DataPaths) -> None:
    paths.ledger.mkdir(parents=True)


@pytest.mark.parametrize(
    "spoil", [_unwritable_received, _unwritable_raw, _ledger_is_a_folder], ids=lambda f: f.__name__
)
def test_a_place_that_cannot_be_written_is_named_and_nothing_is_lost(
    paths: DataPaths, spoil: Callable[[DataPaths], None]
) -> None:
    file = two_forms(paths)
    spoil(paths)
    with pytest.raises(StorageError, match=r"文件夹|不是文件夹"):
        load(paths)
    for place in (paths.received, paths.raw, paths.ledger):
        if place.is_file():
            place.unlink()
    if paths.ledger.is_dir():
        paths.ledger.rmdir()
    load(paths)
    assert len(lines(paths)) == 2
    assert file.exists()


def test_a_folder_that_may_not_be_read_is_named(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_forms(paths)
    file = paths.inbox / "锁.xlsx"
    file.write_bytes(b"x")
    really = Path.open

    def guarded(self: Path, *args: Any, **more: Any) -> Any:
        if self.name == file.name:
            raise PermissionError(13, "Permission denied", str(self))
        return really(self, *args, **more)

    monkeypatch.setattr(Path, "open", guarded)
    report = load(paths)
    assert report.unreadable == [("锁.xlsx", "没有读取权限")]
    assert len(report.taken) == 2
    assert "未读：锁.xlsx：没有读取权限" in "\n".join(load_lines(report, paths))


def test_a_broken_ledger_stops_the_load_before_it_touches_anything(paths: DataPaths) -> None:
    two_forms(paths)
    paths.raw.mkdir(parents=True)
    paths.ledger.write_text("{broken\n")
    with pytest.raises(LedgerError, match=r"第 1 行"):
        load(paths)
    assert paths.ledger.read_text() == "{broken\n"
    assert not list(paths.raw.glob("hazard_site"))


def test_a_missing_parquet_is_made_again_from_the_file(paths: DataPaths) -> None:
    two_forms(paths)
    load(paths)
    data = lines(paths)[0].data
    assert data is not None
    before = rows(paths, lines(paths)[0])
    (paths.root / data).unlink()
    load(paths)
    assert rows(paths, lines(paths)[0]).equals(before)
    assert len(lines(paths)) == 2


def test_an_empty_or_absent_inbox_is_said_so(paths: DataPaths) -> None:
    report = load(paths)
    assert "没有要装载的文件" in "\n".join(load_lines(report, paths))


def test_nothing_is_entered_of_a_file_that_did_not_reach_the_disk(
    paths: DataPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_forms(paths)

    def broken(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("etl.loading.receive.sync_file", broken)
        with pytest.raises(StorageError, match=r"保存收到的文件失败：.*磁盘读写出错"):
            load(paths)
    assert not lines(paths)
    assert len(load(paths).taken) == 2


def test_a_load_does_not_wait_for_libraries_that_only_workers_need() -> None:
    code = "import sys, etl.loading.load; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_one_process_at_a_time(paths: DataPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    two_forms(paths)

    def busy(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("etl.loading.ledger.fcntl.lockf", busy)
    with pytest.raises(LoadBusy, match="另一个装载正在使用"):
        load(paths)
    with pytest.raises(LoadBusy), sole_load(paths):
        pass
