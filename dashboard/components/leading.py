"""The sentence at the top of a page, in every edition: without comparisons it gives figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from dashboard import read
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el
from dashboard.components.metric import Indicator
from dashboard.view import View

P = ParamSpec("P")
TOLD = 2  # figures in words: more is no sentence


def sentence(
    view: View,
    figures: tuple[Indicator, ...],
    build: Callable[Concatenate[View, P], Content | Empty],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Content | Empty:
    """What `build` says; where the edition lacks what that stands on, the first of `figures`.

    read.NotInEdition where it lacks those too.
    """
    try:
        return build(view, *args, **kwargs)
    except read.NotInEdition:
        told = _in_words(view, figures)
        if not told:
            raise
    said: list[Child] = [view.area.name]
    for n, words in enumerate(told):
        said += ["；" if n else None, words]
    return Content(el("span", *said, "。", class_="sentence unknown"), None, len(told))


def _in_words(view: View, figures: tuple[Indicator, ...]) -> list[Child]:
    """The metrics' own sentences, of those that the edition holds and that have a value."""
    told: list[Child] = []
    for one in figures:
        if len(told) == TOLD:
            break
        try:
            reading = m.reading(view, one.metric)
        except read.NotInEdition:
            continue
        if reading.value is not None and (words := m.parts(reading)):
            told.append(words)
    return told
