"""依据的原始行: files and sheets, what each adds, and the sum beside the figure."""

from __future__ import annotations

from dashboard.components.origin import common, files
from dashboard.reading import origin
from tests.dashboard import demo
from tests.dashboard.components.origin.test_figure import LATE, LATE_WEEK, RATE
from tests.dashboard.conftest import content, empty, text_of


def test_each_file_is_named_with_sheet_date_rows_and_what_it_adds() -> None:
    view = demo.view(metric=RATE)
    made = content(files.listing(view))
    found = origin.files(view.version, RATE, "hazard_site", demo.CITY, demo.BULLETIN)
    [source] = common.behind(view)
    assert sum(file.rows for file in found) == source.rows == made.rows
    assert sum(file.numerator or 0 for file in found) == source.numerator
    said = text_of(made.body)
    for file in found:
        assert f"{file.file}{file.sheet}{file.rows}" in said
    assert "各行合计" in said
    assert "合计相符" in said
    assert text_of(made.title) == "依据的原始行：《隐患点台账》10份文件、340行"


def test_units_come_in_customary_order_and_lead_to_their_own_rows() -> None:
    view = demo.view(metric=RATE)
    found = origin.files(view.version, RATE, "hazard_site", demo.CITY, demo.BULLETIN)
    assert [file.unit_code for file in found[:5]] == [
        *("370202", "370203", "370213", "370212", "370211")
    ]
    assert f'href="{common.of_area(view, "370212")}"'.replace("&", "&amp;") in str(
        content(files.listing(view)).body
    )


def test_a_return_carried_forward_is_marked_with_its_own_date() -> None:
    made = content(files.listing(demo.view(LATE, LATE_WEEK, metric=RATE)))
    assert "2月7日 沿用" in text_of(made.body)
    assert "其中沿用上期" in text_of(made.title)


def test_several_rows_of_one_thing_are_explained() -> None:
    made = content(files.listing(demo.view(metric="communities_with_shelters")))
    assert "只计一次" in text_of(made.note)
    assert content(files.listing(demo.view(metric=RATE))).note is None


def test_why_rows_cannot_be_added_is_said_plainly() -> None:
    many = text_of(content(files.listing(demo.view(metric="census_categories_completed"))).body)
    assert "由许多行共同判定" in many
    two = text_of(content(files.listing(demo.view(metric="shelter_capacity_rate"))).body)
    assert "取自不同的表" in two
    leaned = demo.view(metric="residents_within_500m_rate", source="shelter")
    assert "本数由《社区(行政村)减灾能力调查表》的行合起来" in text_of(
        content(files.listing(leaned)).body
    )
    for said in (many, two):
        assert "合计" not in said


def test_an_area_without_rows_says_so() -> None:
    made = empty(files.listing(demo.view(demo.STREET, metric="census_task_completion_rate")))
    assert made.reason == "《普查进度周报表》里没有计入中韩街道的行"
