"""What the tiles of 隐患治理 share: the chosen family, what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import format
from dashboard.components import choice, stale
from dashboard.components import metric as m
from dashboard.components.frame import Empty
from dashboard.components.html import Child, Html, el, link
from dashboard.components.metric import Indicator
from dashboard.components.place import area_link
from dashboard.reading import hazards
from dashboard.reading.hazards import Status
from dashboard.view import View

FAMILY = "family"
OPEN = Indicator("hazard_open_sites")
EXPOSED = Indicator("hazard_persons_threatened")


def family(view: View) -> str:
    """The hazard family that the address chooses; all of them when it names none."""
    return view.choice(FAMILY, family_options(view))


def family_options(view: View) -> tuple[str, ...]:
    """What the address may choose, all of them first."""
    return tuple(hazards.families(view.version))


def family_title(view: View) -> str:
    """What the chosen family is called."""
    return hazards.families(view.version)[family(view)]


def called(view: View) -> str:
    """The same within a sentence about having none: nobody has "none of all sites"."""
    return "隐患点" if family(view) == hazards.ALL else family_title(view)


def named(view: View, row: Mapping[str, Any], metric: str) -> tuple[Child, ...]:
    """The site, leading to its rows in `metric`, its kind, its district and who answers for it.

    The department in charge (主管) is told beside the unit that has to act (责任) where it is asked
    for: a matter is put to the one, the site belongs to the other.
    """
    charge = row.get("sector_department")
    place = view.areas.by_code[row["district_code"]]
    return (
        link(row["site_name"], view.source(metric, row["area_code"])),
        row["kind"] or "未注明",
        area_link(view, place),
        [
            row["responsible_unit"] or "未注明",
            el("small", f"（主管：{charge}）", class_="note") if charge else None,
        ],
    )


def persons(row: Mapping[str, Any]) -> str:
    """`12人`, or 未填."""
    threatened = row["threatened_persons"]
    return "未填" if threatened is None else format.counted(threatened, "人")


def families(view: View) -> Html:
    """The families to choose from."""
    options = hazards.families(view.version).items()
    return choice.chips(view, FAMILY, "隐患大类", options, family(view))


def status(view: View) -> Status | None:
    """The area's sites by state; None when there is none, or nothing was reported."""
    return hazards.statuses(view.version, view.as_of, family(view)).get(view.area.code)


def nothing(view: View, title: Child) -> Empty:
    """Why there is nothing to draw: no ledger yet, or a ledger without such a site."""
    if m.reading(view, OPEN.metric).value is None:
        return Empty(title, format.NO_DATA, "本周及以前没有报送过隐患点台账")
    return Empty(title, f"{view.area.name}台账中没有{called(view)}")


def carried(view: View) -> Child:
    """`；数据截至…，已2周未报` behind a note, where the ledger is not this week's."""
    mark = stale.mark(view, m.reading(view, OPEN.metric))
    return ["；", mark] if mark else None
