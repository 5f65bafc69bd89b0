"""CSV and TSV: encodings, separators, quotes, ragged records."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from etl.reading import Book, Limits, Notice, UnreadableFile, read_book
from etl.reading import delimited as module

TEXT = "编号,名称,区(市),备注\r\n001,隐患点,崂山区,\r\n002,山洪沟,西海岸新区,“已整改”\r\n"
TRADITIONAL = "編號,名稱,鄉鎮,備註\r\n001,避難所,臺北市中正區,可容納五百人\r\n"
ROWS = [
    (1, "编号", "名称", "区(市)", "备注"),
    (2, "001", "隐患点", "崂山区", None),
    (3, "002", "山洪沟", "西海岸新区", "“已整改”"),
]


def write(folder: Path, data: bytes, name: str = "台账.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def rows(book: Book) -> list[tuple[object, ...]]:
    return book.sheets[0].frame.rows()


def notices(book: Book, rule: str) -> list[Notice]:
    return [notice for notice in book.notices if notice.rule == rule]


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8-BOM"),
        ("utf-16", "UTF-16"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
    ],
)
def test_encoding_is_detected_and_stated(tmp_path: Path, codec: str, name: str) -> None:
    book = read_book(write(tmp_path, TEXT.encode(codec)))
    assert (book.format, book.encoding, book.sheets[0].name) == ("csv", name, "台账")
    assert rows(book) == ROWS
    assert not book.notices


def test_utf16_in_either_byte_order(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")
    assert rows(read_book(write(tmp_path, data))) == ROWS


def test_big5_is_told_from_gb18030_by_content(tmp_path: Path) -> None:
    book = read_book(write(tmp_path, TRADITIONAL.encode("cp950")))
    assert book.encoding == "Big5"
    assert rows(book)[1][3] == "臺北市中正區"
    assert not book.notices


def test_rare_characters_of_names_survive(tmp_path: Path) -> None:
    text = TEXT + "003,䶮镇𠅤村,崂山区,\r\n"  # in GB18030 by four bytes, not in GBK
    book = read_book(write(tmp_path, text.encode("gb18030")))
    assert rows(book)[3][2] == "䶮镇𠅤村"


def test_too_little_text_to_judge_by_is_said(tmp_path: Path) -> None:
    book = read_book(write(tmp_path, "a,b\n1,龘\n".encode("gb18030")))
    (told,) = notices(book, "F14")
    assert told.level == "confirm"


def test_ascii_beginning_does_not_hide_gb18030(tmp_path: Path) -> None:
    text = "id,name\n" + "1,x\n" * 100_000 + "2,崂山区中韩街道隐患点\n"
    book = read_book(write(tmp_path, text.encode("gb18030")))
    assert book.encoding == "GB18030"
    assert rows(book)[-1][2] == "崂山区中韩街道隐患点"


@pytest.mark.parametrize("lines", [10, 40_000])
def test_mixed_encodings_are_refused_with_the_byte(tmp_path: Path, lines: int) -> None:
    good = ("1,崂山区\n" * lines).encode()
    with pytest.raises(UnreadableFile) as caught:
        read_book(write(tmp_path, good + b"2,\xff\xff\n"))
    notice = caught.value.notice
    assert notice.rule == "F8"
    assert f"第 {lines + 1} 行（文件第 {len(good) + 2} 字节处）" in notice.message


def test_utf8_with_lost_bytes_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    line = "普查任务,".encode()
    data = line * 4 + line[2:] + line * 3
    assert data.decode("gb18030")  # it would pass, as rubbish
    with pytest.raises(UnreadableFile) as caught:
        read_book(write(tmp_path, data))
    assert f"第 {4 * len(line)} 字节处）不是合法的 UTF-8" in caught.value.notice.message


def test_file_valid_in_no_encoding_is_refused_with_the_byte(tmp_path: Path) -> None:
    good = TEXT.encode("gb18030") * 2
    with pytest.raises(UnreadableFile) as caught:
        read_book(write(tmp_path, good + b"9,\xff\n"))
    assert caught.value.notice.rule == "F8"
    assert f"第 {len(good) + 2} 字节" in caught.value.notice.message


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separator_is_found(tmp_path: Path, separator: str) -> None:
    text = separator.join(["编号", "名称"]) + "\n" + separator.join(["1", "甲、乙，丙"]) + "\n"
    book = read_book(write(tmp_path, text.encode()))
    assert rows(book)[1] == (2, "1", "甲、乙，丙")
    assert book.format == ("tsv" if separator == "\t" else "csv")


def test_quotes_line_breaks_and_separators_in_cells(tmp_path: Path) -> None:
    text = '编号,说明,数\r\n1,"第一行\r\n第二行, ""引""",2\r\n3,"",4\r\n'
    for codec in ("utf-8", "gb18030"):
        book = read_book(write(tmp_path, text.encode(codec)))
        # a record is a row, as in Excel: the quoted line break starts no new one
        assert rows(book)[1:] == [
            (2, "1", '第一行\r\n第二行, "引"', "2"),
            (3, "3", None, "4"),
        ]
        assert not book.notices


def test_blank_lines_and_titles_keep_their_row_numbers(tmp_path: Path) -> None:
    book = read_book(write(tmp_path, "隐患点台账\n\n编号,名称,数\n1,甲,2\n\n2,乙,3\n".encode()))
    assert rows(book)[0] == (1, "隐患点台账", None, None)
    assert rows(book)[1] == (2, None, None, None)
    assert rows(book)[-1] == (6, "2", "乙", "3")
    assert not book.notices


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_ragged_records_are_read_whole_and_told(tmp_path: Path, codec: str) -> None:
    lines = ["编号,名称,数量", *(f"{n},甲乙丙丁,3" for n in range(2, 50))]
    lines[9] = "10,隐患,点,,,6,7,8"
    lines[19] = "20,断开的"
    lines[20] = "后半截,3"
    book = read_book(write(tmp_path, "\n".join(lines).encode(codec)))
    assert rows(book)[9] == (10, "10", "隐患", "点", None, None, "6", "7", "8")
    assert [notice.message for notice in notices(book, "F12")] == [
        "第 10 行多于 3 列",
        "第 20–21 行少于 3 列",
    ]
    assert {notice.level for notice in book.notices} == {"confirm"}


def test_lines_above_the_header_may_have_fewer_columns(tmp_path: Path) -> None:
    lines = ["普查周报", "填报单位：,崂山区", "编号,名称,数量,状态"]
    lines += [f"{n},甲,3,在用" for n in range(4, 30)]
    book = read_book(write(tmp_path, "\n".join(lines).encode()))
    assert notices(book, "F12") == []

    book = read_book(write(tmp_path, "\n".join([*lines, "30,断"]).encode()))
    assert [notice.message for notice in notices(book, "F12")] == ["第 30 行少于 4 列"]


def test_short_records_are_found_beside_quotes(tmp_path: Path) -> None:
    lines = ["编号,名称,数量", *(f'{n},"甲,{n}",3' for n in range(2, 50)), "50,断"]
    book = read_book(write(tmp_path, "\n".join(lines).encode()))
    assert [notice.message for notice in notices(book, "F12")] == ["第 50 行少于 3 列"]


def test_quotes_within_a_cell_are_read_as_they_stand(tmp_path: Path) -> None:
    text = '编号,规格,数\n1,管径5" 钢管,2\n2,"甲"乙,3\n'
    book = read_book(write(tmp_path, text.encode()))
    assert rows(book)[1:] == [(2, "1", '管径5" 钢管', "2"), (3, "2", "甲乙", "3")]
    assert [notice.rule for notice in book.notices] == ["F15"]


def test_a_quote_never_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    text = '编号,名称\n1,甲\n2,"乙\n3,丙\n4,丁\n'
    with pytest.raises(UnreadableFile) as caught:
        read_book(write(tmp_path, text.encode()))
    assert caught.value.notice.rule == "F15"
    assert caught.value.notice.level == "error"
    assert "第 3 行" in caught.value.notice.message


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_old_macintosh_line_ends(tmp_path: Path, codec: str) -> None:
    book = read_book(write(tmp_path, TEXT.replace("\r\n", "\r").encode(codec)))
    assert rows(book) == ROWS


def test_decoding_in_batches_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 1 << 12)
    lines = [f"{n:06d},隐患点{n}号,崂山区,{'备注' if n % 3 else ''}" for n in range(60_000)]
    lines[40_000] = "040000,断"
    text = "编号,名称,区(市),备注\n" + "\n".join(lines)
    decoded = read_book(write(tmp_path, text.encode("gb18030"), "a.csv"))
    plain = read_book(write(tmp_path, text.encode(), "b.csv"))
    assert decoded.sheets[0].frame.equals(plain.sheets[0].frame)
    assert decoded.notices == plain.notices
    assert decoded.notices[0].message == "第 40002 行少于 4 列"


def test_binary_rubbish_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_book(write(tmp_path, b"abc\x00\x01\x02,\n"))
    assert caught.value.notice.rule == "F2"


def test_too_many_cells_and_columns_are_refused(tmp_path: Path) -> None:
    many = write(tmp_path, b"a,b,c,d\n" + b"\n" * 1001, "b.csv")
    for codec in ("utf-8", "gb18030"):
        path = write(tmp_path, "甲,b,c,d\n1,2,3,4\n".encode(codec) + b"\n" * 1000)
        with pytest.raises(UnreadableFile) as caught:
            read_book(path, limits=Limits(text_cells=1000))
        assert caught.value.notice.rule == "F5"
    assert len(rows(read_book(many))) == 1002
    wide = write(tmp_path, b"a,b\n1,2\n1,2\n" + b"," * 500 + b"x\n")
    with pytest.raises(UnreadableFile) as caught:
        read_book(wide, limits=Limits(columns=100))
    assert caught.value.notice.rule == "F5"
