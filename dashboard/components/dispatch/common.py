"""What the tiles of 调度台 share: whose ledgers they read, places, units, what is said of none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dashboard import format
from dashboard.components.frame import Empty
from dashboard.components.html import Child, Html, el
from dashboard.components.place import area_link
from dashboard.reading import dispatch
from dashboard.reading.dispatch import Row
from dashboard.view import CITY, Area, View

UNSTATED = "未注明"
NO_LEDGER = "本周及以前没有报送过{ledger}"


def home(view: View) -> Area:
    """Whose ledgers are shown: the city's or a district's; offices below keep none."""
    return view.areas.district(view.area) or view.areas.city


def place(view: View) -> str:
    """`全市` or the district's name."""
    found = home(view)
    return "全市" if found.level == CITY else found.name


def note(view: View, *said: Child) -> list[Child]:
    """The line under a title; says whose ledgers these are where the view is a street."""
    return [*said] if home(view) == view.area else [f"{home(view).name}；", *said]


def nothing(view: View, title: Child, ledger: str) -> Empty:
    """A tile whose ledger never came in by this week."""
    return Empty(title, format.NO_DATA, f"{place(view)}{NO_LEDGER.format(ledger=ledger)}")


def where(view: View, code: str) -> Child:
    """The unit's place: 市级, or the district, leading there."""
    area = view.areas.by_code[code]
    if area.level == CITY:
        return "市级"
    return area_link(view, area)


def matters(view: View) -> tuple[Row, ...]:
    """Every matter known by the week within `home`."""
    return dispatch.matters(view.version, home(view).code, view.as_of)


def open_matters(view: View) -> tuple[Row, ...]:
    """Those not settled, the longest overdue first."""
    return tuple(row for row in matters(view) if row["is_open"])


def overdue(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those past their deadline."""
    return tuple(row for row in rows if row["is_overdue"])


def owner(row: Row) -> str:
    """Whose duty the matter is."""
    return row["responsible_unit"] or UNSTATED


def strong(text: str) -> Html:
    """A figure within a sentence."""
    return el("strong", text, class_="num")


def day(view: View, on: date | None) -> str:
    """`3月21日`; 未填 when there is none."""
    return "未填" if on is None else format.short_day(on, view.as_of)


def persons(row: Row | None) -> str:
    """`不少于30人` where the number is a lower bound, `62人` where it is exact."""
    if row is None or row["staff_persons"] is None:
        return "—"
    return staff(row["staff_persons"], is_at_least=row["is_at_least"])


def staff(number: int, *, is_at_least: bool) -> str:
    """A number of persons; “…余人” was returned as a lower bound and is told as one."""
    return f"{'不少于' if is_at_least else ''}{format.grouped(number, 0)}人"


def fresh(view: View, rows: Iterable[Row]) -> str:
    """Until when the ledgers go: they are sent when something has changed."""
    days = sorted({row["used_as_of"] for row in rows})
    first, last = day(view, days[0]), day(view, days[-1])
    return f"台账截至{last}" if first == last else f"各单位台账截至{first}至{last}"
