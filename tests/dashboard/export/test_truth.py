"""What the warehouse says of a figure: each aspect is looked up where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard import read
from dashboard.export.truth import Asked, Known, known
from dashboard.view import View, month_before
from tests.dashboard import small

RATE, COUNT = "census_task_completion_rate", "census_tasks_completed"
Make = Callable[..., View]


def asked(view: View, metric: str, aspect: str = "", area: str = small.LAOSHAN) -> Known | None:
    return known(Asked(view.version, metric, aspect, area, view.as_of))


def test_value_and_parts_are_those_of_the_metric(view_of: Make) -> None:
    view = view_of(small.LAOSHAN)
    own = read.value(view.version, RATE, small.LAOSHAN, view.as_of)
    assert own is not None
    assert asked(view, RATE) == Known("metrics.value", (own.value,))
    assert asked(view, RATE, "numerator") == Known("metrics.value", (own.numerator,))
    assert asked(view, RATE, "denominator") == Known("metrics.value", (own.denominator,))


def test_a_change_is_against_the_week_before(view_of: Make) -> None:
    view = view_of(small.LAOSHAN)
    now, before = (
        read.value(view.version, RATE, small.LAOSHAN, on) for on in (view.as_of, view.last_week)
    )
    found = asked(view, RATE, "change")
    assert found is not None
    assert now is not None
    assert before is not None
    assert found.has((now.value or 0) - (before.value or 0))
    assert not found.has(now.value)


def test_a_change_of_the_month_is_against_its_last_sunday_before(view_of: Make) -> None:
    view = view_of(small.LAOSHAN)
    now, before = (
        read.value(view.version, COUNT, small.LAOSHAN, on)
        for on in (view.as_of, month_before(view.as_of))
    )
    found = asked(view, COUNT, "month_change")
    assert found is not None
    assert now is not None
    assert before is not None
    assert found.has((now.value or 0) - (before.value or 0))


def test_a_count_of_the_registers_stands_in_a_table_of_its_own(view_of: Make) -> None:
    view = view_of()
    weeks = float(len(small.WEEKS))
    found = asked(view, "dispatch_meetings", area=small.CITY)
    assert found == Known("marts.bulletin_count", (weeks,))
    elsewhere = asked(view, "dispatch_meetings", area=small.LAOSHAN)
    assert elsewhere == Known("marts.bulletin_count", (None,))


def test_a_figure_of_a_place_without_data_is_known_to_be_none(view_of: Make) -> None:
    view = view_of(small.LAIXI)
    found = asked(view, "communities_with_shelters", area=small.LAIXI)
    assert found == Known("metrics.value", (None,))
    assert found.has(None)
    assert not found.has(0.0)


@pytest.mark.parametrize(
    ("aspect", "table", "column"),
    [
        ("gap", "marts.delay", "gap"),
        ("days_late", "marts.delay", "days_late"),
        ("days_behind", "marts.delay", "days_behind"),
        ("planned", "marts.plan_weekly", "planned"),
    ],
)
def test_plan_and_delay_have_tables_of_their_own(
    view_of: Make, aspect: str, table: str, column: str
) -> None:
    view = view_of(small.PINGDU)
    rows = read.delays(view.version, view.as_of).to_dicts()
    [row] = [r for r in rows if (r["metric"], r["area_code"]) == (COUNT, small.PINGDU)]
    found = asked(view, COUNT, aspect, small.PINGDU)
    assert found is not None
    assert found.table == table
    assert found.has(float(row[column]))


def test_a_change_of_the_week_is_one_of_its_rows(view_of: Make) -> None:
    view = view_of(small.LAOSHAN, small.WEEKS[small.MORE_TASKS])
    assert asked(view, RATE, "denominator_change") == Known("marts.week_change", (4.0,))


def test_a_decision_is_the_row_of_its_subject(view_of: Make) -> None:
    view = view_of()
    name = f"decision.plan_missed/{COUNT}/expected"
    found = known(Asked.of(view.version, name, small.PINGDU, view.as_of))
    assert found is not None
    assert found.table == "marts.decision"
    assert found.has(84.0)
    other = "decision.plan_missed/another_subject/expected"
    assert known(Asked.of(view.version, other, small.PINGDU, view.as_of)) is None


def test_a_decision_of_an_export_of_old_is_any_of_its_kind(view_of: Make) -> None:
    view = view_of()
    found = known(Asked.of(view.version, "decision.plan_missed/expected", small.PINGDU, view.as_of))
    assert found is not None
    assert found.has(84.0)


@pytest.mark.parametrize(
    ("name", "metric", "subject", "aspect"),
    [
        (RATE, RATE, "", ""),
        (f"{RATE}/change", RATE, "", "change"),
        ("census_objects_passed/share/by_work", "census_objects_passed", "", "share/by_work"),
        ("decision.standstill/measure", "decision.standstill", "", "measure"),
        ("decision.site_overdue/geological/莱西市自然资源部门/measure", "decision.site_overdue",
         "geological/莱西市自然资源部门", "measure"),
    ],
)  # fmt: skip
def test_a_name_is_a_metric_an_aspect_and_of_a_decision_its_subject(
    name: str, metric: str, subject: str, aspect: str
) -> None:
    found = Asked.of("v", name, small.CITY, small.LAST)
    assert (found.metric, found.subject, found.aspect) == (metric, subject, aspect)


def test_what_a_page_works_out_has_no_table(view_of: Make) -> None:
    view = view_of()
    assert asked(view, RATE, "remaining") is None
    assert asked(view, "sampling_printed_error_rate", "recounted_gap") is None


def test_adding_up_in_another_order_is_the_same_and_a_digit_is_not() -> None:
    found = Known("metrics.value", (0.1 + 0.2,))
    assert found.has(0.3)
    assert not found.has(0.30001)
