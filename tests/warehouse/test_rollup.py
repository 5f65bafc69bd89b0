"""The roll-up against a plain-Python oracle: parts added along the areas, divided once."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.warehouse.small import metric
from warehouse.errors import AuditError, ModelError
from warehouse.model import Project, parse_model
from warehouse.rollup import make_value
from warehouse.sources import Source

WEEKS = (dt.date(2021, 3, 14), dt.date(2021, 3, 21))
CITY = "3702"
Parts = dict[tuple[str, dt.date], tuple[float, float | None]]


def source(name: str, cadence: str = "weekly", scope: str = "district") -> Source:
    return Source(name, name, "", cadence, scope, "", ())


SOURCES = {
    "tally": source("tally"),
    "second": source("second"),
    "town": source("town", scope="city"),
    "register": source("register", "once", "city"),
}


class City:
    """A register of areas with a district unit per district, and what they returned."""

    def __init__(self, parents: Mapping[str, str | None], levels: Mapping[str, str]) -> None:
        self.parents, self.levels = parents, levels
        self.connection = duckdb.connect(":memory:")
        for schema in ("raw", "staging", "metrics", "codes"):
            self.connection.execute(f"create schema {schema}")
        self._create(
            "staging.area", "area_code, area_level, parent_code, district_code", self._areas()
        )
        self._create("staging.area_ancestor", "area_code, ancestor_code", self._ancestors())
        self._create("staging.week", "as_of", [(w,) for w in WEEKS])
        self._create(
            "codes.unit", "code, kind, area_code", [(d, "district", d) for d in self.districts]
        )
        self.returns({})

    @property
    def districts(self) -> list[str]:
        return [a for a, level in self.levels.items() if level == "district"]

    def line(self, area: str) -> list[str]:
        """The area and everything above it."""
        above = self.parents[area]
        return [area, *(self.line(above) if above else [])]

    def _areas(self) -> list[tuple[Any, ...]]:
        return [
            (a, self.levels[a], up, next((x for x in self.line(a) if x in self.districts), None))
            for a, up in self.parents.items()
        ]

    def _ancestors(self) -> list[tuple[Any, ...]]:
        return [(a, up) for a in self.parents for up in self.line(a)]

    def _create(self, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("(" + ", ".join("?" * len(rows[0])) + ")" for _ in rows)
        self.connection.execute(
            f"create or replace table {table} as select * from (values {marks}) as t ({columns})",
            [value for row in rows for value in row],
        )

    def returns(self, missing: Mapping[tuple[str, str], Sequence[dt.date]]) -> None:
        """All units returned everything every week, but (source, unit) -> weeks without any yet."""
        units = {s: self.districts if f.scope == "district" else [CITY] for s, f in SOURCES.items()}
        rows = [
            (s, u, w, None if w in missing.get((s, u), ()) else w, w not in missing.get((s, u), ()))
            for s in SOURCES
            for u in units[s]
            for w in WEEKS
        ]
        self._create(
            "staging.unit_return", "source, unit_code, as_of, used_as_of, is_reported", rows
        )
        self.connection.execute("alter table staging.unit_return alter used_as_of type date")

    def value(
        self, parts: Parts, kind: str = "double", sql: str | None = None, **header: str
    ) -> Any:
        """metrics.value of one metric with these parts, as {(area, week): row}."""
        has_denominator = any(d is not None for _, d in parts.values()) or "rate" in header
        header.pop("rate", None)
        columns = f"area_code varchar, as_of date, numerator {kind}, denominator {kind}"
        self.connection.execute(f"create or replace table raw.tally ({columns})")
        if parts:
            self.connection.executemany(
                "insert into raw.tally values (?, ?, ?, ?)",
                [(a, w, n, d) for (a, w), (n, d) in parts.items()],
            )
        listed = "area_code, as_of, numerator" + (", denominator" if has_denominator else "")
        text = metric("m", sql or f"select {listed} from raw.tally", **header)
        model = parse_model("sql/metrics/m.sql", "metrics", "m", text)
        self.connection.execute(f"create or replace table metrics.m as {model.text}")
        self.connection.execute("drop table if exists metrics.value")
        make_value(self.connection, Project({"metrics.m": model}, ()), SOURCES)
        rows = self.connection.execute(
            "select area_code, as_of, numerator, denominator, value, "
            "units_reported, units_expected from metrics.value where metric = 'm'"
        ).fetchall()
        return {(row[0], row[1]): row[2:] for row in rows}


@st.composite
def cities(draw: st.DrawFn) -> City:
    """One to four districts, each with up to three streets, each with up to three communities."""
    parents: dict[str, str | None] = {CITY: None}
    levels = {CITY: "city"}
    for d in range(draw(st.integers(1, 4))):
        district = f"{CITY}{d}"
        parents[district], levels[district] = CITY, "district"
        for s in range(draw(st.integers(0, 3))):
            street = f"{district}{s}"
            parents[street], levels[street] = district, "street"
            for c in range(draw(st.integers(0, 3))):
                parents[f"{street}{c}"], levels[f"{street}{c}"] = street, "community"
    return City(parents, levels)


amounts = st.one_of(
    st.integers(0, 10**9).map(float),
    st.integers(0, 10**12).map(lambda n: n / 100),  # money to the fen
    st.just(0.0),
)


def oracle(city: City, parts: Parts) -> dict[tuple[str, dt.date], tuple[Any, Any]]:
    """Exact sums of the parts in every area above them; a missing denominator makes it missing."""
    sums: dict[tuple[str, dt.date], tuple[Fraction, Fraction | None]] = {}
    for (area, week), (n, d) in parts.items():
        for up in city.line(area):
            old_n, old_d = sums.get((up, week), (Fraction(0), Fraction(0)))
            total = None if d is None or old_d is None else old_d + Fraction(str(d))
            sums[up, week] = (old_n + Fraction(str(n)), total)
    return sums


@settings(max_examples=40)
@given(st.data(), cities(), st.sampled_from(["district", "street", "community"]))
def test_the_roll_up_is_the_oracles(data: st.DataObject, city: City, level: str) -> None:
    places = [(a, w) for a, at in city.levels.items() if at == level for w in WEEKS]
    parts: Parts = {}
    if places:
        pair = st.tuples(amounts, st.one_of(st.none(), amounts))
        parts = data.draw(st.dictionaries(st.sampled_from(places), pair))
    rolled = city.value(parts, level=f'"{level}"', rate="yes")
    expected = oracle(city, parts)
    assert rolled.keys() == expected.keys()
    for place, (n, d) in expected.items():
        numerator, denominator, value, reported, units = rolled[place]
        assert numerator == float(n)
        assert denominator == (None if d is None else float(d))
        if not d:
            assert value is None
        else:
            assert math.isfinite(value)
            assert value == pytest.approx(float(n / d), rel=1e-12)
        assert units == (len(city.districts) if place[0] == CITY else 1)
        assert reported == units


@settings(max_examples=60)
@given(n=st.floats(-9e17, 9e17), d=st.floats(-9e17, 9e17))
@example(n=9e17, d=5e-324)  # the quotient overflows
@example(n=0.0, d=-0.0)
def test_division_never_gives_inf_or_nan(n: float, d: float) -> None:
    rolled = two().value({("37020", WEEKS[0]): (n, d)})
    for _, denominator, value, *_ in rolled.values():
        assert value is None or math.isfinite(value)
        assert (denominator == 0) <= (value is None)


def two() -> City:
    """Two districts without anything below them."""
    return City(
        {CITY: None, "37020": CITY, "37021": CITY},
        {CITY: "city", "37020": "district", "37021": "district"},
    )


def test_a_metric_without_a_denominator_has_its_numerator_as_value() -> None:
    rolled = two().value({("37020", WEEKS[0]): (3, None), ("37021", WEEKS[0]): (4, None)}, "bigint")
    assert rolled[CITY, WEEKS[0]][:3] == (7.0, None, 7.0)


def test_counts_stay_exact_far_beyond_what_decimals_of_doubles_hold() -> None:
    big = 900_719_925_474_099
    rolled = two().value({("37020", WEEKS[0]): (big, 1), ("37021", WEEKS[0]): (1, 1)}, "bigint")
    assert rolled[CITY, WEEKS[0]][0] == big + 1


def test_tenths_add_up_to_what_a_reader_expects() -> None:
    rolled = two().value({("37020", WEEKS[0]): (0.1, None), ("37021", WEEKS[0]): (0.2, None)})
    assert rolled[CITY, WEEKS[0]][0] == 0.3


def test_zero_over_zero_is_no_value() -> None:
    rolled = two().value({("37020", WEEKS[0]): (0, 0)})
    assert rolled["37020", WEEKS[0]][2] is None


def test_areas_without_rows_have_no_row() -> None:
    rolled = two().value({("37020", WEEKS[0]): (1, 2)})
    assert set(rolled) == {("37020", WEEKS[0]), (CITY, WEEKS[0])}


def test_a_metric_that_may_not_be_summed_keeps_only_its_own_rows() -> None:
    rolled = two().value({("37020", WEEKS[0]): (1, 2), (CITY, WEEKS[0]): (5, 8)}, additive="false")
    assert rolled["37020", WEEKS[0]][2] == 0.5
    assert rolled[CITY, WEEKS[0]][2] == 0.625


def test_a_unit_that_did_not_report_is_counted_and_the_rest_stays() -> None:
    city = two()
    city.returns({("tally", "37020"): [WEEKS[1]]})
    rolled = city.value({(d, w): (1, 2) for d in city.districts for w in WEEKS})
    assert rolled[CITY, WEEKS[0]][3:] == (2, 2)
    assert rolled[CITY, WEEKS[1]][3:] == (1, 2)
    assert rolled["37020", WEEKS[1]][3:] == (0, 1)


def test_every_source_of_a_metric_must_be_in() -> None:
    city = two()
    city.returns({("second", "37020"): [WEEKS[0]]})
    city.connection.execute("create table raw.second as select '37020' as area_code")
    sql = (
        "select t.area_code, t.as_of, t.numerator from raw.tally as t "
        "where t.area_code not in (select s.area_code from raw.second as s where false)"
    )
    rolled = city.value({("37020", WEEKS[0]): (1, None)}, sql=sql)
    assert rolled["37020", WEEKS[0]][3:] == (0, 1)


def test_a_register_is_not_waited_for() -> None:
    city = two()
    city.returns({("register", CITY): WEEKS})
    city.connection.execute("create table raw.register as select '37020' as area_code")
    sql = (
        "select r.area_code, date '2021-03-14' as as_of, cast(1 as bigint) as numerator "
        "from raw.register as r"
    )
    rolled = city.value({}, sql=sql)
    assert rolled["37020", WEEKS[0]][3:] == (1, 1)


def test_a_source_of_the_city_expects_one_return_everywhere() -> None:
    city = two()
    city.returns({("town", CITY): [WEEKS[1]]})
    city.connection.execute(
        "create table raw.town as select unnest(['37020', '37021']) as area_code, "
        "unnest([date '2021-03-14', date '2021-03-21']) as as_of"
    )
    sql = "select t.area_code, t.as_of, cast(1 as bigint) as numerator from raw.town as t"
    rolled = city.value({}, sql=sql)
    assert rolled[CITY, WEEKS[0]][3:] == (1, 1)
    assert rolled[CITY, WEEKS[1]][3:] == (0, 1)


def test_nothing_found_is_zero_where_the_unit_reported() -> None:
    city = two()
    city.returns({("tally", "37021"): WEEKS})
    rolled = city.value({}, zero_when_reported="true", rate="yes")
    assert set(rolled) == {(a, w) for a in (CITY, "37020") for w in WEEKS}
    assert rolled["37020", WEEKS[0]][:3] == (0.0, 0.0, None)
    counts = city.value({}, zero_when_reported="true")
    assert counts["37020", WEEKS[0]][:3] == (0.0, None, 0.0)


def test_zero_does_not_touch_what_was_found() -> None:
    rolled = two().value({("37020", WEEKS[0]): (3, None)}, zero_when_reported="true")
    assert rolled["37020", WEEKS[0]][0] == 3.0
    assert rolled["37021", WEEKS[0]][0] == 0.0
    assert rolled[CITY, WEEKS[0]][0] == 3.0


@pytest.mark.parametrize(
    ("parts", "header", "said"),
    [
        ({("9999", WEEKS[0]): (1, 1)}, {}, "区划不在 staging.area 中"),
        ({("37020", WEEKS[0]): (None, 1)}, {}, "分子为空"),
        ({("37020", WEEKS[0]): (math.inf, 1)}, {}, "不是有限的数"),
        ({("37020", WEEKS[0]): (1, math.nan)}, {}, "不是有限的数"),
        ({("37020", WEEKS[0]): (1e18, 1)}, {}, "数太大，无法精确相加"),
        ({("37020", WEEKS[0]): (1, 1)}, {"level": '"city"'}, "级别比说明中的 level 更细"),
        ({("37020", dt.date(2021, 3, 20)): (1, 1)}, {}, "不是 staging.week 中的周"),
    ],
)
def test_parts_that_do_not_fit_are_printed(parts: Parts, header: dict[str, str], said: str) -> None:
    with pytest.raises(AuditError) as caught:
        two().value(parts, **header)
    assert said in str(caught.value)
    assert str(next(iter(parts))[1]) in str(caught.value)


def test_a_part_known_only_to_its_city_counts_in_the_city_alone() -> None:
    rolled = two().value({(CITY, WEEKS[0]): (2, 2), ("37020", WEEKS[0]): (3, 4)})
    assert rolled[CITY, WEEKS[0]][:2] == (5.0, 6.0)
    assert rolled["37020", WEEKS[0]][:2] == (3.0, 4.0)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select area_code, as_of, numerator, 1 as extra from raw.tally", "指标给出的列是"),
        ("select area_code, as_of from raw.tally", "指标给出的列是"),
        (
            "select area_code, as_of, sum(numerator) as numerator from raw.tally group by 1, 2",
            "HUGEINT",
        ),
        ("select area_code, as_of, 1.5 as numerator from raw.tally", "DECIMAL"),
    ],
)
def test_a_metric_gives_its_columns_in_their_types(sql: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        two().value({("37020", WEEKS[0]): (1, None)}, kind="bigint", sql=sql)
    assert said in str(caught.value)
    assert "sql/metrics/m.sql" in str(caught.value)


def reached(city: City, name: str) -> set[dt.date]:
    """How far the figures of the last week reach, of a metric that is fed by `name` alone."""
    city.connection.execute(f"create or replace table raw.{name} as select '37020' as area_code")
    sql = (
        "select t.area_code, date '2021-03-21' as as_of, cast(1 as bigint) as numerator "
        f"from raw.{name} as t"
    )
    city.value({}, sql=sql)
    found = city.connection.execute("select data_on from metrics.value").fetchall()
    return {day for (day,) in found}


@pytest.mark.parametrize("name", ["second", "town"])
def test_figures_reach_as_far_as_their_return_and_to_the_week_when_it_is_owed(name: str) -> None:
    city, earlier = two(), WEEKS[1] - dt.timedelta(days=3)
    assert reached(city, name) == {WEEKS[1]}
    used = "update staging.unit_return set used_as_of = $1"
    city.connection.execute(used, [earlier])
    assert reached(city, name) == {earlier}
    city.connection.execute("update staging.unit_return set is_reported = false")
    assert reached(city, name) == {WEEKS[1]}


def test_what_nobody_returns_reaches_to_the_week() -> None:
    city = two()
    city.returns({("register", CITY): WEEKS})
    assert reached(city, "register") == {WEEKS[1]}
