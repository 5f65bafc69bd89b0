"""Which issue is of which week: entered once, read back, and never given twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.export.bulletin.register import FILE, BadRegister, Entry, claimed, read
from dashboard.export.errors import BadOrder

WEEK, NEXT = date(2021, 3, 21), date(2021, 3, 28)
HEAD = "年份,期号,周,签发人,印发日期,印数\n"


def write(folder: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / FILE
    path.write_bytes((head + "".join(f"{line}\n" for line in lines)).encode(encoding))
    return path


def test_without_a_register_a_week_has_no_number(tmp_path: Path) -> None:
    with claimed(tmp_path, WEEK, None) as entry:
        assert entry is None
    assert list(tmp_path.iterdir()) == []


def test_a_number_is_entered_when_the_export_has_ended_well(tmp_path: Path) -> None:
    folder = tmp_path / "bulletin"
    with claimed(folder, WEEK, 1) as entry:
        assert entry == Entry(2021, 1, WEEK)
        assert entry.name == "〔2021〕第1期"
        assert not (folder / FILE).exists()
    with claimed(folder, WEEK, None) as entry:
        assert entry == Entry(2021, 1, WEEK)


def test_a_number_is_not_entered_when_the_export_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), claimed(tmp_path, WEEK, 1):
        raise RuntimeError
    assert not (tmp_path / FILE).exists()


def test_numbers_need_not_follow_the_weeks(tmp_path: Path) -> None:
    for week, number in ((WEEK, 1), (date(2021, 2, 21), 3), (NEXT, 2)):
        with claimed(tmp_path, week, number):
            pass
    assert [(e.number, e.as_of) for e in read(tmp_path / FILE).entries] == [
        (1, WEEK),
        (3, date(2021, 2, 21)),
        (2, NEXT),
    ]


def test_an_issue_that_is_made_again_is_not_entered_again(tmp_path: Path) -> None:
    path = write(tmp_path, "2021,1,2021-W11,王某某,2021-03-22,150")
    before = path.read_bytes()
    with claimed(tmp_path, WEEK, 1) as entry:
        assert entry == Entry(2021, 1, WEEK, "王某某", date(2021, 3, 22), 150)
    assert path.read_bytes() == before


def test_a_number_of_another_week_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "2021,1,2021-W11,,,")
    before = (tmp_path / FILE).read_bytes()
    with (
        pytest.raises(BadOrder, match="〔2021〕第1期已登记给 2021-W11"),
        claimed(tmp_path, NEXT, 1),
    ):
        pass
    assert (tmp_path / FILE).read_bytes() == before


def test_another_number_for_a_week_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "2021,1,2021-W11,,,")
    with (
        pytest.raises(BadOrder, match="本周（2021-W11）已登记为〔2021〕第1期"),
        claimed(tmp_path, WEEK, 2),
    ):
        pass


def test_each_year_numbers_from_one(tmp_path: Path) -> None:
    write(tmp_path, "2021,1,2021-W11,,,")
    with claimed(tmp_path, date(2022, 1, 9), 1) as entry:
        assert entry == Entry(2022, 1, date(2022, 1, 9))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "2021,1,2021-W11,王某某,2021/3/22,150", ",,,,,", encoding=encoding)
    [entry] = read(tmp_path / FILE).entries
    assert entry == Entry(2021, 1, WEEK, "王某某", date(2021, 3, 22), 150)


def test_other_columns_and_rows_stay_as_they_are(tmp_path: Path) -> None:
    path = write(tmp_path, "2021,1,2021-W11,王某某,2021-03-22,150,加急", head=f"{HEAD[:-1]},备注\n")
    with claimed(tmp_path, NEXT, 2):
        pass
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0] == "年份,期号,周,签发人,印发日期,印数,备注"
    assert lines[1] == "2021,1,2021-W11,王某某,2021-03-22,150,加急"
    assert lines[2] == "2021,2,2021-W12,,,,"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["2021,1,2021-W11,,,", "2021,1,2021-W12,,,"], "〔2021〕第1期登记了两次"),
        (["2021,1,2021-W11,,,", "2021,2,2021-W11,,,"], "2021-W11 登记了两个期号"),
        (["2021,一,2021-W11,,,"], "第2行：期号“一”应是 1 到"),
        (["2021,0,2021-W11,,,"], "第2行：期号“0”应是 1 到"),
        (["2021,1,3月,,,"], "第2行：周“3月”无法识别"),
        (["2021,1,2021-03-22,,,"], "第2行：周“2021-03-22”无法识别"),
        (["2019,1,2021-W11,,,"], "第2行：年份 2019 与周 2021-W11 不符"),
        (["2021,1,2021-W11,王某某,,"], "第2行：填了签发人而没有填印发日期"),
        (["2021,1,2021-W11,,昨天,"], "第2行：印发日期“昨天”无法识别"),
        (["2021,1,2021-W11,,2021-03-20,"], "第2行：印发日期 2021-03-20 早于数据截至的 2021-03-21"),
        (["2021,1,2021-W11,,,若干"], "第2行：印数“若干”应是"),
        (["2021,1,2021-W11,,,,多,余"], "第2行：比表头多出内容"),
        ([f"2021,1,2021-W11,{'王' * 200_000},2021-03-22,"], "行：不是 CSV 的写法"),
    ],
)
def test_a_faulty_register_is_named_with_its_line(
    tmp_path: Path, lines: list[str], said: str
) -> None:
    with pytest.raises(BadRegister, match=FILE) as told:
        read(write(tmp_path, *lines))
    assert said in str(told.value)


def test_a_number_that_could_not_be_read_again_is_not_entered(tmp_path: Path) -> None:
    with pytest.raises(BadOrder, match="--issue 100001"), claimed(tmp_path, WEEK, 100_001):
        pass
    assert not (tmp_path / FILE).exists()


def test_a_column_that_stands_twice_is_told_before_one_of_them_is_lost(tmp_path: Path) -> None:
    path = write(tmp_path, "2021,1,2021-W11,,,100,200", head=f"{HEAD[:-1]},印数\n")
    with pytest.raises(BadRegister, match="有两列“印数”"):
        read(path)


def test_other_marks_than_commas_between_the_columns_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "2021;1;2021-W11;;;", head=HEAD.replace(",", ";"))
    with pytest.raises(BadRegister, match="列与列之间应是英文逗号"):
        read(path)


def test_a_register_without_its_head_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match="第1行缺少表头签发人、印发日期、印数"):
        read(write(tmp_path, head="年份,期号,周\n"))


def test_a_workbook_instead_of_a_table_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(BadRegister, match="另存为“CSV UTF-8”"):
        read(tmp_path / FILE)
