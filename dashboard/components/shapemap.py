"""Areas as the shapes that a deployment supplied, coloured as the tiles are; a click drills down.

Every area keeps a link by its name: on the shape, beside it with a line, or below the map when it
has no shape or its label no room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.components import labels
from dashboard.components.html import Html, el, join, link
from dashboard.components.labels import Label, Placed
from dashboard.components.plane import Plane, plane_of, review_numbers
from dashboard.components.stale import CLOCK, told
from dashboard.reading.boundaries import Boundary

TALLEST = 460  # px: beside the ranking of the same areas, not twice as high
MARGIN = 0.02  # of the longer side


@dataclass(frozen=True)
class Piece:
    """One area as the map shows it: `tone` is its class of colour, `value` ready for print.

    `stale`: in words since when the value is not this week's; empty when it is.
    """

    area: str
    name: str
    value: Html
    printed: str
    stale: str
    tone: str
    address: str
    chosen: bool


def draw(pieces: Sequence[Piece], boundaries: Mapping[str, Boundary]) -> list[Html]:
    """The map, the areas that are not on it, and the review number."""
    drawn = [piece for piece in pieces if piece.area in boundaries]
    used = [boundaries[piece.area] for piece in drawn]
    plane = plane_of([corner for one in used for corner in one.corners], MARGIN)
    spots = _spots(plane, drawn, used)
    unnamed = [piece for piece, spot in zip(drawn, spots, strict=True) if spot is None]
    figure = el(
        "div",
        plane.drawing(
            join([_hatch(), *(_shape(plane, p, b) for p, b in zip(drawn, used, strict=True)),
                  *labels.leaders(plane, spots)]),
            "areas",
        ),
        *(_label(p, spot) for p, spot in zip(drawn, spots, strict=True) if spot),
        class_="shape-map",
        style=plane.style(TALLEST),
    )  # fmt: skip
    without = [piece for piece in pieces if piece.area not in boundaries]
    parts = [figure, _aged(drawn), _beside("图上写不下", unnamed), _beside("无图形", without)]
    review = el("p", el("span", review_numbers(used), class_="review"), class_="keys")
    return [part for part in (*parts, review) if part is not None]


def _spots(plane: Plane, pieces: Sequence[Piece], used: Sequence[Boundary]) -> list[Placed | None]:
    wanted = [
        Label((piece.name, piece.printed), [tuple(map(plane.at, ring)) for ring in one.rings])
        for piece, one in zip(pieces, used, strict=True)
    ]
    return labels.place(wanted, plane.height / plane.width)


def _shape(plane: Plane, piece: Piece, boundary: Boundary) -> Html:
    """The shape, for the pointer only: the keyboard and the screen reader have the label."""
    path = el("path", d=plane.path(boundary.rings), class_=piece.tone)
    return link(
        path,
        piece.address,
        tabindex="-1",
        data_area=piece.area,
        data_tip="\n".join(filter(None, (f"{piece.name} {piece.printed}", piece.stale))),
        class_="chosen" if piece.chosen else None,
    )


def _hatch() -> Html:
    """The pattern of areas without a value."""
    line = el("path", d="M0 12 12 0")
    pattern = el("pattern", line, id="hatch", width=12, height=12, patternUnits="userSpaceOnUse")
    return el("defs", pattern)


def _label(piece: Piece, spot: Placed) -> Html:
    x, y = spot.at
    return link(
        [el("span", [piece.name, CLOCK if piece.stale else None], class_="name"), piece.value],
        piece.address,
        class_="label",
        style=f"left:{x:.2f}%;top:{y:.2f}%",
        aria_current="true" if piece.chosen else None,
    )


def _aged(pieces: Sequence[Piece]) -> Html | None:
    """Whose figures on the map are older, in words: a label has room for the sign alone."""
    items = [el("li", piece.name, " ", told(piece.stale)) for piece in pieces if piece.stale]
    return el("ul", *items, class_="shape-aged") if items else None


def _beside(title: str, pieces: Sequence[Piece]) -> Html | None:
    if not pieces:
        return None
    chips = [
        el(
            "li",
            link(
                [el("span", piece.name, class_="name"), " ", piece.value, told(piece.stale)],
                piece.address,
                class_=piece.tone,
                aria_current="true" if piece.chosen else None,
            ),
        )
        for piece in pieces
    ]
    return el("div", el("span", f"{title}："), el("ul", *chips), class_="shape-rest")
