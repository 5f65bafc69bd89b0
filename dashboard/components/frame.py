"""The page frame: tiles report what became of them, boards put them on screen, and once everything
this run declared stands in the browser the page holds one element, #pucha-ready.

The browser's part is in static/pucha.js. A tile carries a digest of its content; the manifest of
the run lists the digests, and the element appears only when every listed tile is on screen with
that very content. It goes away the moment another run starts. Pages must not use st.fragment: a
fragment's run has no manifest.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import streamlit as st

from dashboard import read, theme
from dashboard.components.html import NOTHING, Child, Html, el, join
from dashboard.view import View

P = ParamSpec("P")
R = TypeVar("R")
State = Literal["done", "empty", "error"]
Drawing = Literal["html", "plotly"]
HEADER, WALL = "header", "wall"
KEPT_TILES = 1024  # of a few kB each: twenty readers look at the same views
TILE_KEY = "tile-"  # Streamlit turns a container's key into a class that the browser finds

log = logging.getLogger(__name__)

_mount = st.components.v2.component(
    "pucha_frame",
    js="export default (c) =>\n  window.pucha[c.data.part](c);",  # one line is taken for a path
    isolate_styles=False,
)


@dataclass(frozen=True)
class Content:
    """What a tile shows: its title says what to conclude; `rows` is how much it stands on."""

    title: Child
    body: Child
    rows: int
    note: Child = None


@dataclass(frozen=True)
class Empty:
    """A tile with nothing to show, and why, and what would change that."""

    title: Child
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Withheld(Empty):
    """A tile whose data the edition that is read does not hold: one line, no hollow panel."""


@dataclass(frozen=True)
class Chart:
    """A tile drawn by Plotly: `figure` is a dict of data and layout; `told` says it in words."""

    title: Child
    figure: Mapping[str, Any]
    rows: int
    told: str
    note: Child = None


@dataclass(frozen=True)
class Report:
    """What became of one declared tile; `digest` is of the content the browser must show."""

    id: str
    state: State
    rows: int
    digest: str
    drawing: Drawing = "html"


@dataclass(frozen=True)
class _Order:
    """A tile to be built; equal orders give equal tiles, whoever asks."""

    id: str
    build: Callable[..., Content | Empty]
    args: tuple[Any, ...]
    named: tuple[tuple[str, Any], ...]
    shown: tuple[Any, ...]
    view: View = field(compare=False, repr=False)


@dataclass(frozen=True)
class _Built:
    state: State
    rows: int
    inside: Html


def _made(build: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | Empty:
    """What the tile shows; that its edition lacks what it needs is a state of its own."""
    try:
        return build(*args, **kwargs)
    except read.NotInEdition as lacks:
        return Withheld(lacks.title, f"{lacks.edition}不含")


@lru_cache(maxsize=KEPT_TILES)
def _built(order: _Order) -> _Built:
    made = _made(order.build, order.view, *order.args, **dict(order.named))
    inside = join(_inside(order.id, made))
    if isinstance(made, Empty):
        return _Built("empty", 0, inside)
    return _Built("done", made.rows, inside)


@dataclass
class Frame:
    """One run of one page."""

    view: View
    reports: list[Report] = field(default_factory=list)
    boards: int = 0

    def tile(
        self,
        id_: str,
        build: Callable[Concatenate[View, P], Content | Empty],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Html:
        """Builds a tile; one that fails becomes an error card and the others still draw.

        What was built is kept: `args` must be hashable, and `build` may depend on nothing else.
        """
        named = tuple(sorted(kwargs.items()))
        try:
            made = _built(_Order(id_, build, args, named, self.view.key, self.view))
        except Exception:  # noqa: BLE001 — the boundary: logged in full, shown as a number
            return self._failed(id_)
        return self._section(id_, made.state, made.rows, made.inside)

    def board(self, *tiles: Html, layout: str = "") -> None:
        """Puts tiles on screen side by side, as far as the width allows."""
        self.boards += 1
        show(f"board{self.boards}", el("div", *tiles, class_=f"board {layout}".strip()))

    def plotly(
        self,
        id_: str,
        build: Callable[Concatenate[View, P], Chart | Empty],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """A tile drawn by Plotly, in a container of its own where the page has put it."""
        try:
            made = _made(build, self.view, *args, **kwargs)
            if isinstance(made, Chart):
                self._draw(id_, made)
                return
        except Exception:  # noqa: BLE001 — the same boundary
            self.board(self._failed(id_))
            return
        self.board(self._section(id_, "empty", 0, *_inside(id_, made)))

    def _draw(self, id_: str, chart: Chart) -> None:
        mode: theme.Mode = "dark" if st.context.theme.type == "dark" else "light"
        layout = {**chart.figure.get("layout", {}), "template": theme.plotly_template(mode)}
        drawn = json.dumps([chart.figure.get("data"), layout], default=str, sort_keys=True)
        digest = _digest(drawn + self.view.address())
        # The digest travels in the figure: the browser knows a chart of this run by it.
        figure = {**chart.figure, "layout": {**layout, "meta": {"digest": digest}}}
        head = [el("h2", chart.title, id=f"{id_}-title"), el("p", chart.told, class_="unseen")]
        if chart.note is not None:
            head.append(el("p", chart.note, class_="note"))
        with st.container(key=f"{TILE_KEY}{id_}"):
            show(f"{id_}-head", join(head))
            st.plotly_chart(
                figure, key=f"{id_}-chart", theme=None, config={"displayModeBar": False}
            )
        self._declare(Report(id_, "done", chart.rows, digest, "plotly"))

    def late(self, key: str, script: str, opens: str, data: Mapping[str, Any]) -> None:
        """A part that is no tile and lives in the browser: `opens` is what `script` defines there,
        called with `data` whenever a run shows the page."""
        _mount(key=key, data={"part": "late", "script": script, "opens": opens, **data})

    def finish(self) -> None:
        """Sends the manifest of this run; the last thing a run does."""
        # As text: Streamlit looks for data frames in nested data, and imports pandas to do it.
        manifest = json.dumps({"run": secrets.token_hex(8), **self.manifest()}, ensure_ascii=False)
        _mount(key="ready", data={"part": "ready", "manifest": manifest})

    def manifest(self) -> dict[str, Any]:
        """The attributes of #pucha-ready, and the tiles to be found on screen first."""
        states = [report.state for report in self.reports]
        tiles = [{"id": r.id, "state": r.state, "rows": r.rows} for r in self.reports]
        view = self.view
        return {
            "attributes": {
                "data-page": view.page,
                "data-area": view.area.code,
                "data-asof": view.as_of.isoformat(),
                "data-version": view.version,
                "data-tiles": len(states),
                "data-done": states.count("done"),
                "data-empty": states.count("empty"),
                "data-error": states.count("error"),
                "data-tiles-json": json.dumps(tiles, ensure_ascii=False),
            },
            "tiles": [{"id": r.id, "digest": r.digest, "drawing": r.drawing} for r in self.reports],
        }

    def _declare(self, report: Report) -> None:
        if any(known.id == report.id for known in self.reports):
            raise ValueError(f"板块 {report.id} 在一页里声明了两次")
        self.reports.append(report)

    def _failed(self, id_: str) -> Html:
        number = secrets.token_hex(3).upper()
        view = self.view
        log.exception(
            "板块 %s 出错，编号 %s（页面 %s，地区 %s，周 %s，版本 %s）",
            *(id_, number, view.page or "/", view.area.code, view.as_of, view.version),
        )
        card = el(
            "div",
            el("p", el("strong", "本板块暂时无法显示")),
            el("p", f"请将编号 {number} 告知系统管理员；其他板块不受影响。"),
            class_="state failed",
            role="alert",
        )
        return self._section(id_, "error", 0, card)

    def _section(self, id_: str, state: State, rows: int, *inside: Child) -> Html:
        content = join(inside)
        digest = _digest(content)
        self._declare(Report(id_, state, rows, digest))
        return el(
            "section",
            content,
            class_=f"tile {state}",
            data_tile=id_,
            data_state=state,
            data_rows=rows,
            data_digest=digest,
            aria_labelledby=None if state == "error" else f"{id_}-title",
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def show(key: str, html: Html) -> None:
    """Puts `html` on screen as one part of the page; the same `key` is updated in place."""
    _mount(key=key, data={"part": "board", "html": str(html)})


def show_header(html: Html, title: str, address: str, on_go: Callable[[], None]) -> None:
    """Puts the header on screen: it names the window, and asks for other views through `on_go`."""
    data = {"part": "board", "html": str(html), "go": True, "title": title, "address": address}
    _mount(key=HEADER, data=data, on_go_change=on_go)


def asked_for() -> dict[str, Any]:
    """What the reader asked for when `on_go` runs: `{"page": "", "query": {"area": …}}`."""
    return dict(st.session_state[HEADER].go or {})


def show_wall(data: Mapping[str, Any], on_next: Callable[[], None]) -> None:
    """Sends the wall screen its scene, or why there is none; it asks for the next by `on_next`."""
    sent = {"part": "wall", "run": secrets.token_hex(8), **data}  # a run is news, even with nothing
    _mount(key=WALL, data=sent, on_go_change=on_next)


def asked_for_scene() -> int:
    """The place in the round that the wall screen asked for when `on_next` runs."""
    return int((st.session_state[WALL].go or {}).get("turn", 0))


def _inside(id_: str, made: Content | Empty) -> tuple[Child, ...]:
    heading = el("h2", made.title, id=f"{id_}-title")
    if isinstance(made, Withheld):
        return heading, el("p", made.reason, class_="withheld")
    if isinstance(made, Content):
        note = NOTHING if made.note is None else el("p", made.note, class_="note")
        return heading, note, made.body
    state = el(
        "div",
        el("p", el("strong", made.reason)),
        el("p", made.remedy) if made.remedy else None,
        class_="state nothing",
    )
    return heading, state
