"""The bulletin's 64 figures, one by one: cell in a workbook -> load -> build -> published metric.

`etl/sample/bulletin_figures.csv` lists every figure of 应急管理工作简报〔2021〕第1期: the metric or
query that must give it at 2021-03-21, or the reason why the demonstration data cannot carry it.
"""

import csv
import datetime as dt
from pathlib import Path

import pytest

from etl.loading.load import load_files
from etl.sample import write_sample
from warehouse.build import build
from warehouse.metric import value
from warehouse.paths import data_paths
from warehouse.read import open_current

AS_OF = dt.date(2021, 3, 21)
CITY_OFFICE, LAOSHAN = "370200", "370212"
FIGURES_FILE = Path(__file__).parent / "etl" / "sample" / "bulletin_figures.csv"
FIGURES = tuple(csv.DictReader(FIGURES_FILE.read_text(encoding="utf-8").splitlines()))


def _where(kind):
    return [pytest.param(f, id=f"{f['id']} {f['label']}") for f in FIGURES if f[kind]]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The warehouse made from what the city office and Laoshan had sent by the bulletin's date."""
    paths = data_paths(tmp_path_factory.mktemp("bulletin"))
    write_sample(paths.inbox, until=AS_OF, units=[CITY_OFFICE, LAOSHAN])
    report = load_files(paths)
    assert not report.refused
    assert not report.unreadable
    build(paths)
    return open_current(paths)


def test_all_figures_of_the_bulletin_are_listed_once():
    city = [f"C{n:02d}" for n in range(1, 10)]
    laoshan = [f"L{n:02d}" for n in range(1, 56)]
    assert [figure["id"] for figure in FIGURES] == city + laoshan


def test_a_figure_is_either_carried_or_excused():
    for figure in FIGURES:
        given = [kind for kind in ("metric", "query", "reason") if figure[kind]]
        assert len(given) == 1, figure
        assert bool(figure["metric"]) == bool(figure["area"])


@pytest.mark.parametrize("figure", _where("metric"))
def test_the_metric_gives_the_bulletins_figure(published, figure):
    found = value(published, figure["metric"], figure["area"], AS_OF)
    assert found is not None
    assert found.value == found.numerator
    if figure["compare"] == "at_least":
        assert found.numerator >= float(figure["value"])
    else:
        assert found.numerator == float(figure["value"])


@pytest.mark.parametrize("figure", _where("query"))
def test_the_query_gives_the_bulletins_figure(published, figure):
    ((found,),) = published.rows(figure["query"])
    if figure["compare"] == "at_least":
        assert found >= float(figure["value"])
    else:
        assert float(found) == float(figure["value"])


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator"),
    [
        ("geohazard_treatment_rate", 61, 124),
        ("forest_fire_rectification_rate", 309, 309),
        ("census_task_completion_rate", 84, 84),
        ("broadcast_installed_flash_flood_rate", 105, 112),
        ("supplies_coverage_rate", 125, 150),
        ("budget_cut_rate", 4_982_000, 20_000_000),
    ],
)
def test_rates_have_the_bulletins_parts(published, metric, numerator, denominator):
    found = value(published, metric, LAOSHAN, AS_OF)
    assert found is not None
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.value == pytest.approx(numerator / denominator)


def test_laoshan_has_reported_what_the_figures_rest_on(published):
    for figure in FIGURES:
        if figure["metric"]:
            found = value(published, figure["metric"], figure["area"], AS_OF)
            assert found is not None
            assert (found.units_reported, found.units_expected) == (1, 1), figure["id"]


def test_the_warehouse_says_that_it_is_a_demonstration(published):
    assert published.is_demo
    assert published.data_as_of == AS_OF
