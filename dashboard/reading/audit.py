"""The record of queries, for the page that administrators read it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard import read as warehouse
from dashboard import who
from warehouse.paths import data_paths
from warehouse.queryrecords import OUTCOMES, Page, Record, Sought, page, stamp

__all__ = ["OUTCOMES", "Forbidden", "Page", "Record", "Sought", "Stamp", "read", "state"]


class Forbidden(PermissionError):
    """Whoever looks is no administrator."""


@dataclass(frozen=True)
class Stamp:
    """How the record stands now and for whom it is read: what is drawn of it is kept under this."""

    reader: str
    files: tuple[tuple[str, int], ...]


def state() -> Stamp:
    """For whoever looks now; Forbidden unless that is an administrator."""
    looker = who.looker()
    if not looker.is_administrator or looker.name is None:
        raise Forbidden
    return Stamp(looker.name, stamp(data_paths()))


def read(sought: Sought, start: int, count: int) -> Page:
    """Some of the records that are sought, the newest first; Forbidden as for `state`."""
    state()
    return page(data_paths(), sought, start, count)


@warehouse.per_version
def edition_titles(of: warehouse.Warehouse) -> Mapping[str, str]:
    """What each edition is called."""
    return dict(of.rows("select code, title from codes.audience"))


def day_of(text: str) -> date | None:
    """The day that the address names; None when it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
