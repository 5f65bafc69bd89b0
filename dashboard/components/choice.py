"""A row of links to choose between views of the same page; the choice stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import read
from dashboard.components.html import Html, el, link
from dashboard.components.metric import Indicator
from dashboard.view import View


def indicator(view: View, name: str, options: Sequence[Indicator]) -> Indicator:
    """The indicator that the address chooses; the first when it names none."""
    chosen = view.choice(name, names(options))
    return next(one for one in options if one.metric == chosen)


def names(options: Iterable[Indicator]) -> tuple[str, ...]:
    """What an address may call the indicators."""
    return tuple(one.metric for one in options)


def indicators(
    view: View, name: str, label: str, options: Iterable[Indicator], chosen: Indicator
) -> Html:
    """Indicators to choose from, by their titles."""
    titled = [(one.metric, read.definition(view.version, one.metric).title) for one in options]
    return chips(view, name, label, titled, chosen.metric)


def chips(
    view: View, name: str, label: str, options: Iterable[tuple[str, str]], chosen: str
) -> Html:
    """`options` as (value, title); the chosen one is marked."""
    links = [
        link(
            title,
            view.address(choices={name: value}),
            id=f"choose-{name}-{value}",
            aria_current="true" if value == chosen else None,
        )
        for value, title in options
    ]
    return el(
        "nav",
        el("span", label),
        el("ul", *(el("li", one) for one in links)),
        class_="chips",
        aria_label=label,
    )
