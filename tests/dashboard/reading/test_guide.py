"""The SQL guide: its star is the lineage's, its examples run, what it names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import read
from dashboard.components.guide import asking, star
from dashboard.menu import page_at
from dashboard.reading import dictionary, guide
from dashboard.reading.samples import Sample
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of
from tests.dashboard.test_menu import draw
from warehouse.common.audience import AUDIENCES, FULL, PUBLIC, ROLE_VARIABLE
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.query import Query
from warehouse.sandbox.runner import Runner

PARAMS = {"area": demo.LAOSHAN, "asof": demo.BULLETIN}


@pytest.fixture(autouse=True)
def _use_demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as one:
        yield one


@pytest.mark.parametrize("role", AUDIENCES)
@pytest.mark.parametrize("example", guide.examples(), ids=lambda one: one.name)
def test_an_example_runs_inside_the_wall_in_every_edition(
    example: Sample, role: str, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, role)
    warehouse = read.current()
    wanted = {name: value for name, value in PARAMS.items() if f"${name}" in example.sql}
    pinned = (warehouse.path, warehouse.version, warehouse.role)
    answer = runner.submit(Query(example.sql, *pinned, who="甲", params=wanted)).result()
    assert answer.table.num_rows > 0


def test_examples_say_the_same_in_chinese_and_in_english() -> None:
    english, chinese = (next(e for e in guide.examples() if e.name[0] == n) for n in "15")
    warehouse = read.current()
    rows = [
        warehouse.rows(e.sql.replace("$asof", "?"), [date(2021, 3, 21)]) for e in (english, chinese)
    ]
    assert rows[0] == rows[1]


def test_the_star_is_what_the_lineage_says() -> None:
    warehouse = read.current()
    found = guide.star(warehouse.version)
    assert found is not None
    assert [one.column for one in found.centre.dimensions] == ["metric", "area_code", "as_of"]
    read_by_metrics = warehouse.rows(
        "select l.from_table, count(*) from meta.lineage as l inner join metrics.definition as d"
        " on l.to_table = 'metrics.' || d.metric where starts_with(l.from_table, 'marts.')"
        " group by all"
    )
    assert {one.table: one.feeds for one in found.facts} == dict(read_by_metrics)
    columns = {(c.table, c.name) for c in dictionary.columns(warehouse.version)}
    for fact in found.facts:
        names = {one.table for one in fact.dimensions}
        assert {"staging.area", "staging.week"} & names, fact.table
        assert all((fact.table, one.column) in columns for one in fact.dimensions)


@pytest.mark.parametrize("role", AUDIENCES)
def test_every_box_leads_to_an_entry_that_the_edition_has(
    role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROLE_VARIABLE, role)
    view = demo.view(page="guide")
    made = content(star.drawn(view))
    html = "".join(str(part) for part in made.body)
    boxes = set(re.findall(r'<a href="dictionary\?[^"]*table=([\w.]+)"', html))
    assert boxes <= set(dictionary.tables(view.version))
    assert guide.CENTRE in boxes
    assert html.count('class="fact"') == made.rows
    fed = {t for t in dictionary.tables(view.version) if t.startswith("marts.")}
    assert made.rows <= len(fed)
    monkeypatch.setenv(ROLE_VARIABLE, FULL)
    whole = content(star.drawn(demo.view(page="guide"))).rows
    assert (made.rows < whole) == (role == PUBLIC)


def test_what_the_rules_name_is_there() -> None:
    version = read.current().version
    tables = dictionary.tables(version)
    columns = {one.name for one in dictionary.columns(version)}
    text = " ".join(said for _, said in asking.RULES)
    for schema, table in re.findall(r"([a-z]+)\.([a-z_]+)", text):
        assert f"{schema}.{table}" in tables
    for name in ("as_of", "units_reported", "area_level", "parent_code", "numerator", "value"):
        assert name in text
        assert name in columns


@pytest.mark.parametrize("address", ["sql", "dictionary"])
def test_the_bench_and_the_dictionary_lead_to_it(address: str) -> None:
    page = page_at(address)
    assert page is not None
    html = draw(page, {"area": demo.LAOSHAN, "asof": demo.BULLETIN.isoformat()}).html
    assert f'href="guide?area={demo.LAOSHAN}&amp;asof={demo.BULLETIN}"' in html


def test_only_an_administrator_is_led_to_the_record() -> None:
    bodies = ["".join(map(str, asking.rules(demo.view(), one).body)) for one in (True, False)]
    assert [">查询记录</a>" in body for body in bodies] == [True, False]


def test_the_limits_told_are_those_in_force() -> None:
    said = text_of("".join(map(str, [asking.limits(demo.view()).body])))
    now = Limits()
    assert f"{now.seconds:g} 秒" in said
    assert f"{now.rows:,} 行" in said


def test_without_metrics_there_is_no_star(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "tables", lambda _: {})
    monkeypatch.setenv(ROLE_VARIABLE, FULL)
    assert guide.star.__wrapped__(read.current()) is None  # type: ignore[attr-defined]


def test_the_dictionary_tells_the_chinese_view_of_a_table() -> None:
    page = page_at("dictionary")
    assert page is not None
    html = text_of(draw(page, {"table": guide.CENTRE}).html)
    assert "中文视图cn.指标值" in html
