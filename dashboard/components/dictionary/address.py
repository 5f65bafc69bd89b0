"""Where an entry of the dictionary is found: one of these names in its address."""

from __future__ import annotations

from typing import Literal

from dashboard.view import View

Kind = Literal["table", "column", "metric", "code", "source"]
PAGE = "dictionary"


def entry(view: View, kind: Kind, name: str) -> str:
    """The address of the entry, in the view's area and week: `dictionary?…&table=marts.delay`."""
    return view.elsewhere(PAGE, view.area.code, **{kind: name})
