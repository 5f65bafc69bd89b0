"""The workbook of all figures: what its sheets say, and that nothing in it is a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from dashboard import read
from dashboard.export.bulletin import document, workbook
from dashboard.export.errors import Faulty
from dashboard.export.job import Job
from dashboard.export.manifest import Figure
from tests.dashboard import small

MakeJob = Callable[..., Job]
RATE = "census_task_completion_rate"


@pytest.fixture
def job(job_of: MakeJob) -> Job:
    made = job_of()
    document.make(made)
    return made


def rows(content: bytes, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    head, *rest = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_every_figure_of_the_manifest_has_a_row_with_its_parts(job: Job) -> None:
    made = workbook.content(job.manifest, job.warehouse)
    listed = rows(made, "数据")
    assert [row["印出的写法"] for row in listed] == [one.text for one in job.manifest.figures]
    now = read.value(job.order.version, RATE, small.CITY, small.LAST)
    before = read.value(job.order.version, RATE, small.CITY, small.WEEKS[-2])
    assert now is not None
    assert before is not None
    row = next(r for r in listed if r["指标"] == "普查任务完成率" and r["哪一项"] == "值")
    parts = (row["指标的分子"], row["指标的分母"])
    assert (row["值"], *parts) == (now.value, now.numerator, now.denominator)
    assert row["指标上期的值"] == before.value
    points = ((now.value or 0) - (before.value or 0)) * 100
    assert row["指标与上期比"] == pytest.approx(points)
    assert (row["印在何处"], row["地区"]) == ("简报.docx › 第6段", "青岛市")
    assert (row["来源"], row["与哪张表核对"]) == ("普查进度周报表", "metrics.value")


def test_where_a_figure_is_printed_is_told_by_the_titles_that_stand_there(job: Job) -> None:
    [screen] = job.manifest.screens
    tile = next(one for one in screen.tiles if one.title)
    printed = replace(job.manifest.figures[0], place=screen.name, tile=tile.id)
    above = replace(printed, tile=None)
    made = workbook.content(replace(job.manifest, figures=[printed, above]), job.warehouse)
    places = [(row["印在何处"], row["板块"]) for row in rows(made, "数据")]
    assert places == [("总览（青岛市）", tile.title), ("总览（青岛市）", None)]


@pytest.mark.parametrize(
    ("aspect", "value", "unit", "shown"),
    [
        ("", 0.25, "%", "0.0%"),
        ("planned", 0.25, "%", "0.0%"),
        ("change", 0.02, "个百分点", '0.0"个百分点"'),
        ("gap", -0.02, "个百分点", '0.0"个百分点"'),
        ("denominator", 84, "项", "#,##0"),
        ("days_late", 96, "天", "#,##0"),
    ],
)
def test_each_figure_of_a_rate_stands_with_its_own_unit(
    job: Job, aspect: str, value: float, unit: str, shown: str
) -> None:
    metric = f"{RATE}/{aspect}" if aspect else RATE
    facts = (metric, small.CITY, small.LAST.isoformat(), value, "印出的数", "页面", None, None)
    job.manifest.figures[:] = [Figure(*facts)]
    made = workbook.content(job.manifest, job.warehouse)
    assert rows(made, "数据")[0]["单位"] == unit
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book["数据"].cell(2, list(rows(made, "数据")[0]).index("值") + 1).number_format == shown


def test_a_decision_stands_with_its_kind_its_subject_and_its_unit(job: Job) -> None:
    name = "decision.plan_missed/census_tasks_completed/expected"
    job.manifest.figures[:] = [
        Figure(name, small.PINGDU, small.LAST.isoformat(), 84.0, "84项", "页面", None, None)
    ]
    [row] = rows(workbook.content(job.manifest, job.warehouse), "数据")
    assert row["指标"] == "预计完不成计划：完成普查任务数"
    assert (row["哪一项"], row["值"], row["单位"]) == ("应有", 84.0, "项")


def test_each_metric_is_explained_once(job: Job) -> None:
    meanings = rows(workbook.content(job.manifest, job.warehouse), "口径")
    assert [row["代码"] for row in meanings] == sorted({row["代码"] for row in meanings})
    told = next(row for row in meanings if row["代码"] == RATE)
    assert told["口径"] == "普查任务完成率的口径：分子比分母。"


def test_it_says_what_it_was_made_from(job: Job) -> None:
    told = {
        r["事项"]: r["内容"] for r in rows(workbook.content(job.manifest, job.warehouse), "说明")
    }
    assert told["数据版本"] == job.order.version
    assert told["注意"] == "演示数据，不反映真实进度"


def test_no_text_becomes_a_formula_or_a_link(job: Job) -> None:
    evil = ("=1+1", "@SUM(A1)", "+cmd|x", "-1", "https://example.org")
    facts = (RATE, small.CITY, small.LAST.isoformat(), 0.5)
    job.manifest.figures += [Figure(*facts, text, text, text, text) for text in evil]
    content = workbook.content(job.manifest, job.warehouse)
    assert [row["印出的写法"] for row in rows(content, "数据")][-5:] == list(evil)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets" in name]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)


def test_a_text_that_no_cell_holds_is_told_and_not_cut(job: Job) -> None:
    facts = (RATE, small.CITY, small.LAST.isoformat(), 0.5)
    job.manifest.figures += [Figure(*facts, "长" * 32_768, "x", "x", "x")]
    with pytest.raises(Faulty, match="第 8 列：有 32,768 个字符，一格最多 32,767 个") as told:
        workbook.content(job.manifest, job.warehouse)
    assert str(told.value).startswith("数据附表.xlsx 数据表第 ")


def test_made_twice_it_is_the_same(job: Job) -> None:
    one = workbook.content(job.manifest, job.warehouse)
    assert workbook.content(replace(job.manifest, made_at="another time"), job.warehouse) == one
