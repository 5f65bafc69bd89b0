"""Hostile and broken files: a clear refusal within seconds, and nothing else."""

from __future__ import annotations

import os
import pickle
import random
import struct
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from etl.reading import Limits, UnreadableFile, read_book
from etl.reading import workbook as workbook_module
from tests.etl.reading.makers import (
    biff,
    inline,
    ods_cell,
    sheet_xml,
    write_compound,
    write_ods,
    write_xls,
    write_xlsb,
    write_xlsx,
    write_zip,
    xls_label,
    xls_number,
    xlsb_cell,
    xlsb_row,
    xlsx_parts,
)

ROW = f'<row r="1">{inline("A1", "名称")}</row>'
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;">]>'
)


def refused(path: Path, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_book(path, limits=limits or Limits())
    error = caught.value
    assert error.path == path
    assert error.notice.level == "error"
    assert error.notice.remedy
    assert path.name in str(error)
    assert str(path.parent) not in str(error)
    return error


def test_missing_folder_and_empty_file(tmp_path: Path) -> None:
    assert "不存在" in refused(tmp_path / "没有.xlsx").notice.message
    assert "文件夹" in refused(tmp_path).notice.message
    (tmp_path / "空.csv").touch()
    assert "0 字节" in refused(tmp_path / "空.csv").notice.message


def test_a_pipe_does_not_wait_for_ever(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.csv")
    error = refused(tmp_path / "管道.csv")
    assert error.notice.rule == "F1"
    assert "普通文件" in error.notice.message


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ROW)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)  # root may read everything
    error = refused(path)
    assert error.notice.rule == "F1"
    assert "权限" in error.notice.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页"),
        (b'\xef\xbb\xbf\r\n<!-- x --><!DOCTYPE html>\n<HTML xmlns:o="urn:x">', "网页"),
        ("<html><table>".encode("utf-16"), "网页"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         "XML 表格 2003"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
    ],
)  # fmt: skip
def test_other_documents_named_xls_are_refused_with_the_way_out(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "报表.xls"
    path.write_bytes(content)
    error = refused(path)
    assert error.notice.rule == "F2"
    assert words in error.notice.message
    assert "另存为" in error.notice.remedy
    assert ".xlsx" in error.notice.remedy


def test_word_documents_and_plain_zips_are_not_workbooks(tmp_path: Path) -> None:
    parts = xlsx_parts("")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("xl/workbook.xml", "word/document.xml")
    assert "word/document.xml" in refused(write_zip(tmp_path / "a.xlsx", parts)).notice.message
    assert refused(write_zip(tmp_path / "b.xlsx", {"a.txt": "x"})).notice.rule == "F2"
    word = write_compound(tmp_path / "c.xls", {"WordDocument": b"x"})
    assert "Word" in refused(word).notice.message


def test_protected_files_ask_for_the_password_to_be_removed(tmp_path: Path) -> None:
    encrypted = write_compound(tmp_path / "a.xlsx", {"EncryptedPackage": b"x"})
    old = write_xls(tmp_path / "b.xls", [], globals_=[biff(0x2F, b"\1\0\1\0\1\0")])
    manifest = "<file-entry><encryption-data/></file-entry>"
    ods = write_ods(tmp_path / "c.ods", "", manifest=manifest)
    for path in (encrypted, old, ods):
        error = refused(path)
        assert error.notice.rule == "F3"
        assert "去掉打开密码" in error.notice.remedy


def test_truncated_files_are_refused(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", ROW).read_bytes()
    old = write_xls(tmp_path / "a.xls", [xls_label(0, 0, "名称")]).read_bytes()
    for name, data in (("b.xlsx", whole), ("b.xls", old)):
        for share in (0.1, 0.5, 0.9):
            path = tmp_path / name
            path.write_bytes(data[: int(len(data) * share)])
            assert refused(path).notice.rule == "F4"


def test_damaged_parts_are_refused(tmp_path: Path) -> None:
    parts = xlsx_parts(sheet_xml(ROW))
    lost = {name: part for name, part in parts.items() if "sheet1" not in name}
    assert "sheet1.xml" in refused(write_zip(tmp_path / "a.xlsx", lost)).notice.message
    half = str(parts["xl/worksheets/sheet1.xml"])[:120]
    broken = parts | {"xl/worksheets/sheet1.xml": half}
    assert refused(write_zip(tmp_path / "b.xlsx", broken)).notice.rule == "F4"
    broken = parts | {"xl/workbook.xml": "<workbook"}
    assert refused(write_zip(tmp_path / "c.xlsx", broken)).notice.rule == "F4"


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/a.xml"],
)
def test_entity_bombs_are_refused_in_any_part(tmp_path: Path, part: str) -> None:
    parts = xlsx_parts(sheet_xml(ROW))
    parts[part] = BOMB + str(parts.get(part, "<sst/>"))
    assert refused(write_zip(tmp_path / "a.xlsx", parts)).notice.rule == "F6"


def test_entity_bomb_in_utf16_and_behind_a_long_comment(tmp_path: Path) -> None:
    parts = xlsx_parts(sheet_xml(ROW))
    text = parts | {"docProps/a.xml": (BOMB + "<x/>").encode("utf-16")}
    assert refused(write_zip(tmp_path / "a.xlsx", text)).notice.rule == "F6"
    text = parts | {"docProps/a.xml": f"<!--{' ' * 200_000}-->{BOMB}<x/>"}
    assert refused(write_zip(tmp_path / "b.xlsx", text)).notice.rule == "F6"


def test_entity_bomb_in_ods(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", "")
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    assert refused(write_zip(path, {"content.xml": BOMB + content})).notice.rule == "F6"


def test_zip_bomb_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    parts = xlsx_parts(sheet_xml(" " * (80 << 20) + ROW))
    error = refused(write_zip(path, parts))
    assert error.notice.rule == "F5"
    assert "炸弹" in error.notice.message
    assert refused(path, Limits(expanded_bytes=1 << 20)).notice.rule == "F5"


def test_zip_bomb_that_lies_about_its_size_is_found_out(tmp_path: Path) -> None:
    sheet = sheet_xml(" " * (80 << 20) + ROW).encode()
    path = write_zip(tmp_path / "a.xlsx", xlsx_parts(sheet))
    size, lie = struct.pack("<I", len(sheet)), struct.pack("<I", 5000)
    data = path.read_bytes()
    assert data.count(size) == 2  # beside the part, and in the directory
    path.write_bytes(data.replace(size, lie))
    error = refused(path)
    assert error.notice.rule == "F5"
    assert "炸弹" in error.notice.message


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="2"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><y:c xmlns:y="u" r="XFD1048576"><v>1</v></y:c></row>',
        '<row r="1048576"><c\tr="XFD1048576"><v>1</v></c></row>',
        '<c r="XFD1048576"><v>1</v></c>',
    ],
)
def test_a_cell_at_the_end_of_the_sheet_is_refused_by_address(tmp_path: Path, cells: str) -> None:
    error = refused(write_xlsx(tmp_path / "a.xlsx", ROW + cells))
    assert error.notice.rule == "F5"
    assert error.notice.sheet == "台账"
    assert "XFD" in error.notice.message


def test_bytes_that_are_no_utf8_hide_no_far_cell(tmp_path: Path) -> None:
    rows = f'<row r="1">{inline("A1", "?")}</row><row r="1048576">{inline("XFD1048576", "x")}</row>'
    parts = xlsx_parts(sheet_xml(rows).encode().replace(b"?", b"\xff"))
    assert refused(write_zip(tmp_path / "a.xlsx", parts)).notice.rule == "F5"


def test_formatted_empty_cells_to_the_end_of_the_sheet_do_no_harm(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    before = '<dimension ref="A1:XFD1048576"/>'
    book = read_book(write_xlsx(tmp_path / "a.xlsx", ROW + far, before=before))
    assert book.sheets[0].frame.shape == (1, 2)


def test_dimension_that_claims_billions_of_cells_is_not_believed(tmp_path: Path) -> None:
    before = '<dimension ref="A1:XFD1048576"/>'
    book = read_book(write_xlsx(tmp_path / "a.xlsx", ROW, before=before))
    assert book.sheets[0].frame.shape == (1, 2)


def test_far_cells_of_the_other_formats_are_refused(tmp_path: Path) -> None:
    rows = [xlsb_row(0, [xlsb_cell(0, "x")]), xlsb_row(1_048_575, [xlsb_cell(16_383, "x")])]
    assert refused(write_xlsb(tmp_path / "a.xlsb", rows)).notice.rule == "F5"
    repeat = 'table:number-columns-repeated="16384"'
    table = (
        '<table:table-row table:number-rows-repeated="1048576">'
        f"{ods_cell('x', attributes=repeat)}</table:table-row>"
    )
    assert refused(write_ods(tmp_path / "a.ods", table)).notice.rule == "F5"
    far = write_xls(tmp_path / "a.xls", [xls_number(65_535, 65_535, 1)])
    assert refused(far).notice.rule == "F4"


def test_compound_file_whose_chain_is_a_ring_ends(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [xls_label(0, 0, "名称")])
    data = bytearray(path.read_bytes())
    table = len(data) - 512
    struct.pack_into("<I", data, table + 4 * 3, 2)  # sector 3 leads back to 2
    path.write_bytes(data)
    begin = time.perf_counter()
    assert refused(path).notice.rule == "F4"
    assert time.perf_counter() - begin < 1


def test_a_panic_of_the_reader_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panic = type("PanicException", (BaseException,), {})

    def fail(_: str) -> None:
        raise panic("range start index 4 out of range")

    monkeypatch.setattr(workbook_module.fastexcel, "read_excel", fail)
    assert refused(write_xlsx(tmp_path / "a.xlsx", ROW)).notice.rule == "F7"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_is_never_swallowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def fail(_: str) -> None:
        raise stop

    monkeypatch.setattr(workbook_module.fastexcel, "read_excel", fail)
    with pytest.raises(stop):
        read_book(write_xlsx(tmp_path / "a.xlsx", ROW))


def test_random_damage_never_crashes(tmp_path: Path) -> None:
    dice = random.Random(20210322)
    originals = [
        write_xlsx(tmp_path / "a.xlsx", ROW * 3),
        write_xls(tmp_path / "a.xls", [xls_label(0, 0, "名称"), xls_number(1, 0, 3)]),
        write_xlsb(tmp_path / "a.xlsb", [xlsb_row(0, [xlsb_cell(0, "名称")])]),
        write_ods(tmp_path / "a.ods", f"<table:table-row>{ods_cell('名称')}</table:table-row>"),
    ]
    for original in originals:
        for _ in range(60):
            data = bytearray(original.read_bytes())
            for _ in range(dice.randint(1, 8)):
                data[dice.randrange(8, len(data))] = dice.randrange(256)
            path = tmp_path / f"damaged{original.suffix}"
            path.write_bytes(data)
            with suppress(UnreadableFile):  # anything else fails the test
                read_book(path)


def test_the_error_crosses_process_borders(tmp_path: Path) -> None:
    error = refused(tmp_path / "没有.xlsx")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.notice, copy.path, str(copy)) == (error.notice, error.path, str(error))
