"""Which sheets a unit sends in a week, and their rows as the unit types them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from etl.contract import Contract, load_contracts
from etl.forms.workbook import Row
from etl.sample.areas import area_rows, districts
from etl.sample.capacity import community_rows, renovation_rows, shelter_rows, terminal_rows
from etl.sample.census import catalogue_rows, return_rows, total_row
from etl.sample.dispatch import matter_rows, meeting_rows
from etl.sample.duties import budget_rows, duty_rows, list_rows
from etl.sample.hazards import ledger_rows
from etl.sample.plans import plan_rows
from etl.sample.planted import with_mistakes
from etl.sample.records import check_rows, record_rows
from etl.sample.story import Story, story
from etl.sample.works import project_rows

WEEKLY: Mapping[str, Callable[[str, dt.date], list[Row]]] = {
    "census_return": return_rows,
    "hazard_site": ledger_rows,
}
MONTHLY: Mapping[str, Callable[[str, dt.date], list[Row]]] = {
    "project": project_rows,
    "shelter": shelter_rows,
    "broadcast_terminal": terminal_rows,
    "community": community_rows,
    "house_renovation": renovation_rows,
    "sampling_check": check_rows,
    "census_record": record_rows,
}
AT_EVENTS: Mapping[str, Callable[[str, dt.date], list[Row]]] = {
    "meeting": meeting_rows,
    "open_matter": matter_rows,
    "budget": budget_rows,
    "duty": duty_rows,
    "work_list": list_rows,
}
ONCE: Mapping[str, Callable[[], list[Row]]] = {
    "area": area_rows,
    "census_task": catalogue_rows,
    "plan": plan_rows,
}
_TOTALS = {  # sources that close with a 合计 row: where the word stands, what is added up
    "census_return": (
        "area_code",
        (
            "listed_objects", "required_objects", "collected_objects", "proofread_objects",
            "inspected_objects", "returned_objects", "corrected_objects", "passed_objects",
            "submitted_objects", "documents", "maps", "datasets",
        ),
    ),
    "project": ("project_id", ("approved_investment_yuan", "paid_investment_yuan")),
}  # fmt: skip


@dataclass(frozen=True)
class SheetPlan:
    """One sheet of a return: the rows of one source, and the total row below them, if any."""

    contract: Contract
    rows: Sequence[Row]
    total: Row | None = None


@dataclass(frozen=True)
class Return:
    """One file to be written: its sheets, where it goes below the inbox, and how it looks."""

    unit: str
    unit_name: str
    as_of: dt.date
    path: str
    sheets: tuple[SheetPlan, ...]
    is_csv: bool = False


def planned_returns(units: Sequence[str], until: dt.date) -> list[Return]:
    """Every file of the demonstration up to a date, in the order in which they came in."""
    plot = story()
    weeks = [week for week in plot.weeks if week <= until]
    once = [_once()] if plot.city_unit in units and weeks else []
    weekly = chain.from_iterable(_of_week(unit, week) for week in weeks for unit in units)
    corrected = (c for c in plot.corrections if c.unit in units and c.as_of in weeks)
    return [*once, *weekly, *(_correction(c.unit, c.as_of, c.sources) for c in corrected)]


def _once() -> Return:
    plot = story()
    sheets = tuple(SheetPlan(load_contracts()[name], rows()) for name, rows in ONCE.items())
    day = plot.first_week.isoformat()
    path = f"{day}/{plot.city_unit}/演示数据-市普查办-基础表-{day}.xlsx"
    return Return(plot.city_unit, "市普查办", plot.first_week, path, sheets)


def _of_week(unit: str, week: dt.date) -> list[Return]:
    plot = story()
    if plot.is_absent(unit, week):
        return []
    is_city = unit == plot.city_unit
    due = {} if is_city else {**WEEKLY, **(MONTHLY if week in plot.monthly else {})}
    sources = (*due, *_changed(unit, week))
    apart = _sent_as_csv(plot, unit, due)
    name, day = "市普查办" if is_city else districts()[unit].office, week.isoformat()
    folder = f"{day}/{unit}"
    drawn = (_sheet(source, unit, week) for source in sources if source not in apart)
    sheets = tuple(sheet for sheet in drawn if sheet.rows)  # nobody sends an empty form
    if not sheets:
        return []
    files = [Return(unit, name, week, f"{folder}/演示数据-{name}-{day}.xlsx", sheets)]
    for source in apart:
        sheet = _sheet(source, unit, week)
        path = f"{folder}/演示数据-{name}-{sheet.contract.title}-{day}.csv"
        files.append(Return(unit, name, week, path, (sheet,), is_csv=True))
    return files


def _changed(unit: str, week: dt.date) -> list[str]:
    """What a unit sends at events: what has changed since the last week in which it sent."""
    plot = story()
    looked = [one for one in plot.weeks if one <= week and _keeps_ledgers(unit, one)]
    if week not in looked:
        return []
    before = looked[:-1]
    return [
        source
        for source, rows in AT_EVENTS.items()
        if not before or rows(unit, week) != rows(unit, before[-1])
    ]


def _keeps_ledgers(unit: str, week: dt.date) -> bool:
    """The city and the pilot look at their ledgers every week, the others every second one."""
    plot = story()
    is_weekly = unit in (plot.city_unit, plot.pilot_unit)
    return not plot.is_absent(unit, week) and (is_weekly or plot.week_no(week) % 2 == 1)


def _sent_as_csv(plot: Story, unit: str, sources: Mapping[str, object]) -> tuple[str, ...]:
    is_it = unit == plot.csv["unit"] and plot.csv["source"] in sources
    return (plot.csv["source"],) if is_it else ()


def _correction(unit: str, as_of: dt.date, sources: Sequence[str]) -> Return:
    name, day = districts()[unit].office, as_of.isoformat()
    sheets = tuple(_sheet(source, unit, as_of, is_correction=True) for source in sources)
    path = f"更正/{day}/{unit}/演示数据-{name}-{day}-更正.xlsx"
    return Return(unit, name, as_of, path, sheets)


def _sheet(source: str, unit: str, as_of: dt.date, *, is_correction: bool = False) -> SheetPlan:
    contract = load_contracts()[source]
    rows = {**WEEKLY, **MONTHLY, **AT_EVENTS}[source](unit, as_of)
    if not is_correction:
        rows = with_mistakes(contract, unit, as_of, rows)
    total = total_row(rows, *_TOTALS[source]) if source in _TOTALS else None
    return SheetPlan(contract, rows, total)
