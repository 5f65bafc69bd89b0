"""Totals that the rows above do not add to (X4): the row stays skipped, its cells are told."""

from __future__ import annotations

import pytest

from tests.etl.tables import check_table

CAPTIONS = [
    *("隐患点编号", "隐患点名称", "隐患类型", "威胁人数（人）", "威胁财产（万元）", "经度"),
    *("发现时间", "整改状态", "责任单位"),
]
ROW, REST = ["甲沟滑坡", "滑坡"], ["2021-01-05", "待整改", "示例街道办事处"]


def checked(*rows, captions=CAPTIONS):
    return check_table([captions, *rows], name="隐患点台账")


def site(number, persons, money="0", longitude="120.468000"):
    return [f"x{number}", *ROW, persons, money, longitude, *REST]


def total(persons, money="", word="合计", longitude=""):
    return [word, "", "", persons, money, longitude]


def told(*rows, **settings):
    sheet = checked(*rows, **settings)
    return [(f.cell, f.level, f.value) for f in sheet.findings if f.rule == "X4"]


def test_a_total_that_the_rows_do_not_give_is_asked_about_and_stays_skipped():
    sheet = checked(site(1, "10"), site(2, "20"), total("35"))
    (found,) = [f for f in sheet.findings if f.rule == "X4"]
    assert (found.level, found.cell, found.row, found.column) == (
        "confirm", "D4", 4, "threatened_persons",
    )  # fmt: skip
    assert "“威胁人数”合计填的是 35人，上面 2 行相加是 30人，相差 5人" in found.message
    assert (sheet.read, sheet.skipped) == (3, 1)
    assert sheet.accepted + sheet.rejected == 2


def test_a_total_that_the_rows_give_goes_without_saying():
    assert told(site(1, "10", "1.5"), site(2, "20", "2.5"), total("30", "4")) == []


def test_a_count_may_not_differ_by_one():
    assert told(site(1, "10"), site(2, "20"), total("31")) == [("D4", "confirm", "31")]


@pytest.mark.parametrize(("printed", "is_told"), [("4.0", False), ("4.1", False), ("4.3", True)])
def test_amounts_may_differ_by_the_rounding_of_each_row(printed, is_told):
    found = told(site(1, "", "1.3"), site(2, "", "2.7"), total("", printed))
    assert bool(found) == is_told


def test_a_total_rounded_more_than_its_rows_may_differ_by_half_its_last_place():
    assert told(site(1, "", "1.234"), site(2, "", "2.345"), total("", "3.6")) == []
    assert told(site(1, "", "1.234"), site(2, "", "2.345"), total("", "3.7"))


def test_a_subtotal_counts_the_rows_since_the_last_one():
    rows = [
        site(1, "10"), site(2, "20"), total("30", word="小计"),
        site(3, "5"), total("5", word="小计"), total("35"),
    ]  # fmt: skip
    assert told(*rows) == []
    rows[4] = total("35", word="小计")
    assert told(*rows) == [("D6", "confirm", "35")]
    rows[4], rows[5] = total("5", word="小计"), total("40")
    assert told(*rows) == [("D7", "confirm", "40")]


def test_totals_of_groups_that_are_all_called_so_are_right():
    assert (
        told(site(1, "10"), total("10"), site(2, "20"), total("20"), total("30", word="总计")) == []
    )


def test_a_total_above_its_rows_is_not_held_against_nothing():
    assert told(total("30"), site(1, "10"), site(2, "20")) == []


def test_rates_and_coordinates_are_never_added():
    assert told(site(1, "10"), site(2, "20"), total("30", longitude="1")) == []
    assert told(site(1, "10"), site(2, "20"), total("85%")) == []


def test_a_column_with_a_cell_that_is_no_number_cannot_be_added():
    assert told(site(1, "约10"), site(2, "20"), total("35")) == []


def test_a_rejected_row_is_still_part_of_the_total():
    assert (
        told(site(1, "10"), ["x1", *ROW, "20", "0", "", "2021-01-05", "待整改"], total("30")) == []
    )


def test_a_caption_in_another_unit_is_added_and_told_in_that_unit():
    captions = [*CAPTIONS[:4], "威胁财产（元）", *CAPTIONS[5:]]
    sheet = checked(site(1, "", "10000"), site(2, "", "20000"), total("", "50000"),
                    captions=captions)  # fmt: skip
    (found,) = [f for f in sheet.findings if f.rule == "X4"]
    assert "填的是 50000元，上面 2 行相加是 30000元" in found.message
    assert told(site(1, "", "10000"), site(2, "", "20000"), total("", "30000"),
                captions=captions) == []  # fmt: skip


def test_blank_cells_and_notes_between_add_nothing():
    assert told(site(1, ""), ["一、地质灾害"], [], site(2, "20"), total("20")) == []


def test_a_flood_of_wrong_totals_is_counted(monkeypatch):
    monkeypatch.setattr("etl.checking.totals.DETAILED", 2)
    rows = [line for n in range(5) for line in (site(n, "1"), total("9", word="小计"))]
    sheet = checked(*rows)
    found = [f for f in sheet.findings if f.rule == "X4"]
    assert [f.row for f in found] == [3, 5, None]
    assert "另有 3 处" in found[-1].message
