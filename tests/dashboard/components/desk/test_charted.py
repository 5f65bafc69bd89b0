"""What a quick chart is made of: fitting columns, chosen for the reader where he chooses none."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.desk import charted
from dashboard.components.desk.charted import Choice, NotDrawn, Wanted
from dashboard.reading.desk import Named
from dashboard.view import Area, Areas

NAMED = {"n": Named("个数", "处"), "area_name": Named("区划名称", None)}
AREAS = Areas.of(
    (
        Area("370200", "青岛市", "青岛市", "city", None, None),
        Area("370202", "市南区", "市南", "district", "370200", (4, 2)),
        Area("370203", "市北区", "市北", "district", "370200", (3, 2)),
    )
)
WORDS, DATES = ["甲", "乙"], [dt.date(2021, 3, 14), dt.date(2021, 3, 21)]


def columns_of(table: pa.Table) -> list[charted.Column]:
    """Its columns, titled as if each were the table's own that is called so."""
    return charted.columns_of(table, [NAMED.get(name) for name in table.column_names])


def choose(table: pa.Table, **wanted: Any) -> Choice:
    """What is drawn of the table."""
    columns = columns_of(table)
    place = charted.code_place(table, columns, AREAS)
    return charted.chosen(columns, Wanted(**wanted), place)


def names(choice: Choice) -> tuple[str, str, str]:
    return choice.kind, choice.x.name, choice.y.name


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"area_name": WORDS, "n": [1, 2]}, ("bar", "area_name", "n")),
        ({"n": [1, 2], "area_name": WORDS}, ("bar", "area_name", "n")),
        ({"as_of": DATES, "n": [1, 2]}, ("line", "as_of", "n")),
        ({"as_of": DATES, "area_name": WORDS, "n": [1, 2]}, ("bar", "area_name", "n")),
        ({"a": [1, 2], "n": [1, 2]}, ("scatter", "a", "n")),
        ({"code": WORDS, "area_name": WORDS, "n": [1, 2]}, ("bar", "area_name", "n")),
        ({"area_name": WORDS, "numerator": [1, 2], "value": [1, 2]}, ("bar", "area_name", "value")),
    ],
)
def test_the_likeliest_chart_is_chosen(
    table: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert names(choose(pa.table(table))) == expected


def test_the_reader_s_choice_goes_before() -> None:
    table = pa.table({"as_of": DATES, "area_name": WORDS, "n": [1, 2], "m": [3, 4]})
    choice = choose(table, kind="line", x=0, y=3, by=1)
    assert names(choice) == ("line", "as_of", "m")
    assert choice.by is not None
    assert choice.by.told == "区划名称"
    assert choose(table, kind="bar", by=1).by is None, "bars have no groups"


def test_a_choice_that_does_not_fit_is_replaced() -> None:
    table = pa.table({"area_name": WORDS, "n": [1, 2]})
    assert names(choose(table, kind="map", x=9, y=0)) == ("bar", "area_name", "n")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"area_name": WORDS}, "没有数字列"),
        ({"n": [1, 2]}, "只有一列数"),
    ],
)
def test_what_cannot_be_drawn_is_told(table: dict[str, Any], said: str) -> None:
    with pytest.raises(NotDrawn, match=said):
        choose(pa.table(table))


def test_a_map_needs_two_districts_at_least() -> None:
    def kinds(codes: list[str]) -> list[str]:
        table = pa.table({"area_code": codes, "n": list(range(len(codes)))})
        columns = columns_of(table)
        return list(charted.kinds_for(columns, charted.code_place(table, columns, AREAS)))

    assert "map" in kinds(["370202", "370203", "370200"])
    assert "map" not in kinds(["370202", "370202"])
    assert "map" not in kinds(["x", "y"])


def test_what_is_offered_is_what_can_be_chosen() -> None:
    table = pa.table({"as_of": DATES, "area_name": WORDS, "n": [1, 2], "m": [3, 4]})
    columns = columns_of(table)
    choice = charted.chosen(columns, Wanted(kind="scatter"), None)
    offered = charted.offered(columns, choice, None)
    assert [one["title"] for one in offered["y"]] == ["个数（处）", "m"]
    assert [one["title"] for one in offered["by"]] == ["区划名称"]
    for axis, found in offered.items():
        for one in found:
            again = charted.chosen(columns, Wanted("scatter", **{axis: one["place"]}), None)
            picked = getattr(again, axis)
            assert picked is None or picked.kind in ("number", "date", "text")


@given(
    st.none()
    | st.booleans()
    | st.text()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.dates()
    | st.datetimes()
)
def test_a_place_on_a_scale_is_a_finite_number_or_none(value: object) -> None:
    found = charted.number(value)
    assert found is None or abs(found) < float("inf")


def test_a_moment_lies_within_its_day() -> None:
    noon = charted.number(dt.datetime(2021, 3, 21, 12))
    assert noon == dt.date(2021, 3, 21).toordinal() + 0.5
    assert charted.number(decimal.Decimal("0.25")) == 0.25
