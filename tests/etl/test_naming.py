"""Names of files and sheets: what may be printed of them, and that they stay apart."""

from __future__ import annotations

import os

import pytest

from etl.checking.period import stated_day
from etl.naming import NAME_BYTES, clean_name, clean_path, fitted, sheet_names

PHONE, OTHER = "13812345678", "13912345678"


def test_a_name_in_gbk_bytes_is_read_and_controls_go() -> None:
    assert clean_name(os.fsdecode("台账.xlsx".encode("gb18030"))) == "台账.xlsx"
    assert clean_name("a\nb\x07.xlsx") == "a_b_.xlsx"


@pytest.mark.parametrize(
    "number",
    [PHONE, "138 1234 5678", "138-1234-5678", "370212198001011235", "１３８１２３４５６７８"],
)
def test_a_personal_number_in_a_name_is_hidden_and_the_rest_stays(number: str) -> None:
    name = clean_name(f"崂山区隐患台账（{number}）.xlsx")
    assert number not in name
    assert name.startswith("崂山区隐患台账（‹已隐去›）")
    assert name.endswith(".xlsx")


@pytest.mark.parametrize("date", ["2021-03-21 ", "20210321-", "2021.03.21-", "2021年3月21日"])
def test_a_date_beside_the_number_can_still_be_read(date: str) -> None:
    before = stated_day(f"台账{date}")
    assert before.day is not None
    name = clean_name(f"台账{date}{PHONE}.xlsx")
    assert PHONE not in name
    assert stated_day(name) == before


def test_names_that_differ_in_the_number_only_stay_apart_and_the_same_every_time() -> None:
    names = [clean_name(f"台账{number}.xlsx") for number in (PHONE, OTHER, PHONE)]
    assert names[0] == names[2] != names[1]


def test_a_name_without_personal_numbers_is_left_as_it_is() -> None:
    for name in ("2021-W11 隐患台账(更正2).xlsx", "370212001001.csv", "1" * 20 + ".csv"):
        assert clean_name(name) == name


def test_every_part_of_a_path_is_cleaned() -> None:
    assert PHONE not in clean_path(f"/data/{PHONE}/报送/{PHONE}.xlsx")
    assert clean_path("/data/报送/台账.xlsx") == "/data/报送/台账.xlsx"


def test_sheets_whose_hidden_names_are_equal_are_told_apart() -> None:
    assert sheet_names(["台账", f"张{PHONE}", f"张{OTHER}"]) == [
        "台账",
        "张‹已隐去›",
        "张‹已隐去›(2)",
    ]


def test_a_hidden_name_is_no_longer_than_a_file_system_takes() -> None:
    name = clean_name(f"{'长' * 79}{PHONE}.xlsx")
    assert len(name.encode()) <= NAME_BYTES
    assert name.endswith(".xlsx")
    assert fitted("短.xlsx", NAME_BYTES) == "短.xlsx"
