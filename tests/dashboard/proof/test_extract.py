"""Text files: encodings, tables in them, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.proof.extract import MOST_CHARACTERS, Unreadable, read_text

TEXT = "崂山区累计排查地质灾害隐患点124处。\r\n第二行 㐂\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_of_the_encodings_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "稿件.txt"
    file.write_bytes(TEXT.encode(encoding))
    assert read_text(file).text == TEXT


def test_paragraphs_are_lines_with_their_place_in_the_text(tmp_path: Path) -> None:
    file = tmp_path / "稿件.txt"
    file.write_text(TEXT, encoding="utf-8", newline="")
    read = read_text(file)
    for paragraph in read.paragraphs:
        assert read.text[paragraph.start :].startswith(paragraph.text)
    assert [(p.text, p.place) for p in read.paragraphs] == [
        ("崂山区累计排查地质灾害隐患点124处。", "第1行"),
        ("第二行 㐂", "第2行"),
    ]


@pytest.mark.parametrize(
    "table", ["区\t数\n崂山区\t 124 \n", "| 区 | 数 |\n|---|---:|\n| 崂山区 | 124 |\n"]
)
def test_rows_with_tabs_or_bars_are_tables(tmp_path: Path, table: str) -> None:
    file = tmp_path / "稿件.md"
    file.write_text(f"前文\n{table}后文\n{table}", encoding="utf-8")
    rows = [p for p in read_text(file).paragraphs if p.cells is not None]
    assert [[p.text[a:b] for a, b in p.cells or ()] for p in rows] == [
        ["区", "数"],
        ["崂山区", "124"],
    ] * 2
    assert [p.table for p in rows] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"  \n\t", "没有文字"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word 97-2003 的旧格式"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "设有打开密码",
        ),
        (b"PK\x03\x04" + b"\0" * 30, "压缩包或办公文档"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\xff\xff\xff\xff", "UTF-8 或 GB18030"),
        ("甲\0乙".encode(), "UTF-8 或 GB18030"),
        (("字" * (MOST_CHARACTERS + 1)).encode(), "分成几份"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "稿件.txt"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=said) as refused:
        read_text(file)
    assert "请" in str(refused.value)
    assert "稿件.txt" in str(refused.value)
