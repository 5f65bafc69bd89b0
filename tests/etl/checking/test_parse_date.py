"""Text -> dates: what is taken, what is refused and for which reason, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from etl.checking.parse_date import parse_date, parse_one_date
from tests.etl.checking.columns import column_of, read_one

REFUSED = None


@pytest.mark.parametrize(
    ("cell", "day", "reason"),
    [
        ("2021-03-22", date(2021, 3, 22), None),
        ("2021-3-2", date(2021, 3, 2), None),
        ("2021年3月22日", date(2021, 3, 22), None),
        (" 2021 年 3 月 22 日 ", date(2021, 3, 22), None),
        ("2021.3.22", date(2021, 3, 22), None),
        ("2021/3/22", date(2021, 3, 22), None),
        ("20210322", date(2021, 3, 22), None),
        ("２０２１年３月２２日", date(2021, 3, 22), None),
        ("2021-03-22T08:30:00", date(2021, 3, 22), None),
        ("2021-03-22 08:30:00", date(2021, 3, 22), None),
        ("2021年3月22日 10时30分", date(2021, 3, 22), None),
        ("2021-03-22（星期一）", date(2021, 3, 22), None),
        ("44277", date(2021, 3, 22), None),
        ("44277.5", date(2021, 3, 22), None),
        ("00:00:00", REFUSED, "date"),
        ("08:30", REFUSED, "date"),
        ("星期三", REFUSED, "date"),
        ("民国110年3月22日", REFUSED, "roc_year"),
        ("民國99年1月2日", REFUSED, "roc_year"),
        ("110.3.22", REFUSED, "roc_year"),
        ("110/03/22", REFUSED, "roc_year"),
        ("1100322", REFUSED, "roc_year"),
        ("21-3-22", REFUSED, "short_year"),
        ("99/1/2", REFUSED, "short_year"),
        ("2021年3月", REFUSED, "no_day"),
        ("2021-03", REFUSED, "no_day"),
        ("202103", REFUSED, "no_day"),
        ("2021年3月中旬", REFUSED, "no_day"),
        ("2021", REFUSED, "no_day"),
        ("2021-02-30", REFUSED, "no_such_day"),
        ("20210230", REFUSED, "no_such_day"),
        ("2021-13-01", REFUSED, "no_such_day"),
        ("3/22/2021", REFUSED, "foreign_order"),
        ("22-Mar-2021", REFUSED, "foreign_order"),
        ("March 3, 2021", REFUSED, "foreign_order"),
        ("1021-03-22", REFUSED, "far_year"),
        ("昨天", REFUSED, "date"),
        ("#N/A", REFUSED, "error_cell"),
        ("—", None, None),
        ("无", None, None),
        (None, None, None),
    ],
)
def test_dates(cell, day, reason):
    assert read_one(parse_date(column_of(cell))) == (day, reason)


def test_serials_follow_the_workbooks_epoch():
    assert parse_one_date("42815", 1904) == date(2021, 3, 22)


def test_a_roc_date_is_refused_with_its_common_year():
    (hint,) = parse_date(column_of("110.3.22")).problems["hint"]
    assert "2021-03-22" in hint
