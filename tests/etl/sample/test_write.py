"""What the demonstration puts into an inbox."""

import datetime as dt
import hashlib
import re

import openpyxl
import pytest

from etl.forms.workbook import WorkbookError
from etl.sample import UnknownUnit, write_sample
from etl.sample.areas import districts
from etl.sample.story import story

MARK = "演示数据，不反映真实进度"
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}")


def _hashes(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.*"))
    }


def test_the_same_files_have_the_same_bytes_every_time(tmp_path):
    units = ("370200", "370213", "370285")
    for name in ("first", "second"):
        write_sample(tmp_path / name, until=dt.date(2021, 1, 3), units=units)
    first = _hashes(tmp_path / "first")
    assert first == _hashes(tmp_path / "second")
    # once-only, two units in five weeks, two CSV files, and the city's ledgers when they change
    changed = [name for name in first if "/370200/" in name and "基础表" not in name]
    assert len(first) == 1 + 2 * 5 + 2 + len(changed)
    assert changed


def test_a_part_is_written_as_it_stands_in_the_whole(tmp_path, sample):
    inbox, _ = sample
    write_sample(tmp_path, until=dt.date(2020, 12, 13), units=["370215"])
    part = _hashes(tmp_path)
    assert part
    assert part == {name: sha for name, sha in _hashes(inbox).items() if name in part}


def test_files_that_were_there_stay(tmp_path):
    other = tmp_path / "2021-03-21" / "370212" / "真实报表.xlsx"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"real")
    write_sample(tmp_path, until=dt.date(2020, 12, 6), units=["370212"])
    assert other.read_bytes() == b"real"


def test_the_summary_counts_what_is_there(sample):
    inbox, summary = sample
    files = [path for path in inbox.rglob("*") if path.is_file()]
    assert summary.files == len(files) <= 345  # of them 27 ledgers of the city office
    assert (summary.first_as_of, summary.last_as_of) == (story().first_week, story().last_week)
    assert summary.rows > 90_000
    assert summary.mistakes > 12


def test_every_district_reports_every_week_but_the_absent_one(sample):
    inbox, _ = sample
    missing = {
        (unit, week)
        for unit in districts()
        for week in story().weeks
        if not (inbox / week.isoformat() / unit).exists()
    }
    absent = story().absent
    assert missing == {(absent["unit"], week) for week in absent["weeks"]}
    assert len(story().weeks) == 30


def test_corrections_come_after_what_they_correct(sample):
    inbox, _ = sample
    names = sorted(str(path.relative_to(inbox)) for path in inbox.rglob("*.xlsx"))
    corrections = [name for name in names if "更正" in name]
    assert corrections == names[-len(story().corrections) :]


@pytest.mark.parametrize("week", ["2020-12-06", "2021-03-21"])
def test_every_sheet_and_file_says_that_it_is_a_demonstration(sample, week):
    inbox, _ = sample
    for path in (inbox / week).rglob("*.xlsx"):
        assert path.name.startswith("演示数据")
        book = openpyxl.load_workbook(path, read_only=True)
        for sheet in book.worksheets:
            cells = [c for row in sheet.iter_rows(max_row=3, values_only=True) for c in row if c]
            assert MARK in cells, (path.name, sheet.title)


def test_the_csv_is_in_gb18030_and_says_so_too(sample):
    inbox, _ = sample
    (path,) = (inbox / "2021-03-21").rglob("*.csv")
    raw = path.read_bytes()
    lines = raw.decode("gb18030").splitlines()
    assert MARK in lines[1]
    assert len({line.count(",") for line in lines}) == 1
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_no_sheet_holds_a_person_or_a_phone(sample):
    inbox, _ = sample
    personal = {"责任人", "联系电话", "填表人", "户主姓名", "身份证号"}
    path = next((inbox / "2021-03-21" / "370212").glob("*.xlsx"))
    for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        head = max(range(8), key=lambda n: sum(c is not None for c in rows[n]))
        for index, caption in enumerate(rows[head]):
            if caption in personal:
                assert all(row[index] is None for row in rows[head + 1 :])
        text = " ".join(str(c) for row in rows for c in row if isinstance(c, str))
        assert not PHONE.search(text)


def test_one_workbook_has_rows_above_its_header_and_hidden_ones(sample):
    inbox, _ = sample
    plan = story().preface
    folder = inbox / plan["as_of"].isoformat() / plan["unit"]
    sheet = openpyxl.load_workbook(next(folder.glob("*.xlsx")))["隐患点台账"]
    assert [sheet.cell(row, 1).value for row in range(4, 7)] == plan["lines"]
    assert any(dimension.hidden for dimension in sheet.row_dimensions.values())


@pytest.mark.parametrize("unit", ["370212", "370285"])
def test_a_folder_that_cannot_be_made_is_named(tmp_path, unit):
    (tmp_path / "2020-12-06").write_bytes(b"a file where a folder should be")
    with pytest.raises(WorkbookError, match="2020-12-06"):
        write_sample(tmp_path, until=dt.date(2020, 12, 6), units=[unit])


def test_a_unit_that_the_demonstration_lacks_is_refused_by_name(tmp_path):
    with pytest.raises(UnknownUnit, match="370999"):
        write_sample(tmp_path, units=["370212", "370999"])
    assert not list(tmp_path.iterdir())
