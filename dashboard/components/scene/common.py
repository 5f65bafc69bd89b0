"""What the tiles of 三维场景 share: which kinds are shown, and what each kind is called."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.components import choice
from dashboard.components.hazard import common as hazard
from dashboard.components.html import Html
from dashboard.view import View

SHOW = "show"
ALL = "all"


@dataclass(frozen=True)
class Kind:
    """One kind of object: how it is called and counted, and what its columns stand for.

    `form` is how a column of it is built (FORMS in static/space.js); `metric` is the one whose rows
    its objects are, `table` where all of them are.
    """

    title: str
    unit: str
    measure: str
    measured_in: str
    form: str
    metric: str
    table: str


HAZARDS, SHELTERS, TERMINALS = "hazards", "shelters", "broadcast"
KINDS = {
    HAZARDS: Kind(
        *("隐患点", "处", "险情等级", "", "spike"), hazard.OPEN.metric, "staging.hazard_site"
    ),
    SHELTERS: Kind(
        *("避难场所", "处", "可容纳人数", "人", "block"), "shelters", "marts.counted_shelter"
    ),
    TERMINALS: Kind(
        *("预警广播终端", "个", "终端状态", "", "pin"),
        *("broadcast_installed_communities", "marts.registered_terminal"),
    ),
}


def options(view: View) -> dict[str, tuple[str, ...]]:
    """What the choices in the address may be."""
    return {SHOW: (ALL, *KINDS), hazard.FAMILY: hazard.family_options(view)}


def shown(view: View) -> tuple[str, ...]:
    """The kinds that the address asks for; all of them when it names none."""
    chosen = view.choice(SHOW, (ALL, *KINDS))
    return tuple(KINDS) if chosen == ALL else (chosen,)


def kinds(view: View) -> Html:
    """The kinds to choose from."""
    titled = [(ALL, "全部"), *((code, kind.title) for code, kind in KINDS.items())]
    return choice.chips(view, SHOW, "显示对象", titled, view.choice(SHOW, (ALL, *KINDS)))
