"""Word documents: everything a reader sees is read once, in order; what cannot be read is told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document

from dashboard.proof.docx import open_docx
from dashboard.proof.extract import Extract, Unreadable
from tests.dashboard.proof.word import (
    BOX,
    DELETED,
    FIELD,
    INSERTED,
    add_footnote,
    document,
    saved,
    xml,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(made: object, tmp_path: Path) -> Extract:
    """The text of a document."""
    return open_docx(saved(made, tmp_path / "稿件.docx")).extract


def texts(extract: Extract) -> list[tuple[str, str]]:
    """Place and text of every paragraph that has any."""
    return [(p.place, p.text) for p in extract.paragraphs if p.text.strip()]


def test_runs_are_one_text_and_places_are_numbered(tmp_path: Path) -> None:
    found = read(document("甲", ("崂山区1", "24", "处")), tmp_path)
    assert texts(found) == [("第1段", "甲"), ("第2段", "崂山区124处")]


def test_offsets_point_into_the_whole_text(tmp_path: Path) -> None:
    made = document("甲乙", "丙")
    made.add_table(1, 2).cell(0, 1).text = "丁"
    found = read(made, tmp_path)
    for paragraph in found.paragraphs:
        assert found.text[paragraph.start :].startswith(paragraph.text)


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    made = document("完成治理")
    for kind, text in ((DELETED, "99处"), (INSERTED, "61处"), (FIELD, "PAGE 12")):
        made.paragraphs[0]._p.append(xml(kind, text))
    found = read(made, tmp_path)
    assert texts(found) == [("第1段", "完成治理61处")]
    assert dict(found.parts)["修订"] == 2


def test_struck_and_hidden_text_is_not_read(tmp_path: Path) -> None:
    made = document(("完成治理", "99", "88", "61处"))
    _, struck, hidden, _ = made.paragraphs[0].runs
    struck.font.strike, hidden.font.hidden = True, True
    assert texts(read(made, tmp_path)) == [("第1段", "完成治理61处")]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    made = document("甲")
    made.paragraphs[0]._p.append(xml(BOX, "97本"))
    assert texts(read(made, tmp_path)) == [("第1段", "甲"), ("文本框第1段", "97本")]


def test_headers_footers_and_notes_are_read(tmp_path: Path) -> None:
    made = document("甲")
    made.sections[0].header.paragraphs[0].text = "页眉里的96本"
    made.sections[0].footer.paragraphs[0].text = "页脚里的95本"
    add_footnote(made, "脚注里的94本")
    assert texts(read(made, tmp_path)) == [
        ("第1段", "甲"),
        ("页眉第1段", "页眉里的96本"),
        ("页脚第1段", "页脚里的95本"),
        ("脚注第1段", "脚注里的94本"),
    ]


def test_a_row_is_a_paragraph_with_cells_and_a_merged_head_counts_for_each_column(
    tmp_path: Path,
) -> None:
    made = document()
    table = made.add_table(2, 3)
    for cell, text in zip(table.rows[1].cells, ("崂山区", "124", "61"), strict=True):
        cell.text = text
    table.cell(0, 0).text = "区"
    merged = table.cell(0, 1).merge(table.cell(0, 2))
    merged.text = "隐患点"
    rows = [p for p in read(made, tmp_path).paragraphs if p.cells is not None]
    assert [[p.text[a:b] for a, b in p.cells or ()] for p in rows] == [
        ["区", "隐患点", "隐患点"],
        ["崂山区", "124", "61"],
    ]
    assert [p.place for p in rows] == ["表1第1行", "表1第2行"]


def test_a_table_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    made = document()
    made.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "61处"
    found = read(made, tmp_path)
    assert [(p.table, p.text) for p in found.paragraphs if p.text.strip()] == [(2, "61处")]


def bomb(path: Path) -> None:
    """A small package whose document would be 400 MiB."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w") as part,
    ):
        for _ in range(400):
            part.write(b" " * 1024 * 1024)


def cut(path: Path) -> None:
    """A document of which the end is missing."""
    Document().save(str(path))
    path.write_bytes(path.read_bytes()[:-400])


def emptied(path: Path) -> None:
    """A document with nothing in it."""
    Document().save(str(path))


def workbook(path: Path) -> None:
    """A package that is another kind of document."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")


def broken(path: Path) -> None:
    """A document whose XML is none."""
    Document().save(str(path))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, b"<w:document" if name == "word/document.xml" else content)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (bomb, "MiB"),
        (cut, "损坏"),
        (emptied, "没有文字"),
        (workbook, "不是 Word 文档"),
        (broken, "损坏"),
        (lambda path: path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le")), "打开密码"),
        (lambda path: path.write_bytes(OLE + b"\0" * 600), "Word 97-2003"),
        (lambda path: path.write_bytes("只是文字".encode()), "不是 Word 文档"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(tmp_path: Path, make, said: str) -> None:
    path = tmp_path / "稿件.docx"
    make(path)
    with pytest.raises(Unreadable, match=said) as refused:
        open_docx(path)
    assert "请" in str(refused.value)
    assert "稿件.docx" in str(refused.value)
