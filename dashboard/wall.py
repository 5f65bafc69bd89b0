"""One run of the wall screen: the next scene of the newest version, or what kept it from coming.

The browser asks for the next scene (static/wall.js) and keeps the last good one in sight: a run
that fails sends words and no scene. So neither a missing warehouse nor a broken one blanks it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import read, rotation, who
from dashboard.app_pages.wall import SCENES, Scene
from dashboard.components import header, stale
from dashboard.components.frame import Frame, asked_for_scene, show_wall
from dashboard.components.html import Html
from dashboard.components.wall import stage
from dashboard.view import View

TITLE, ADDRESS = "大屏", "wall"
_TURN = "wall-turn"  # session key: how many scenes were asked for so far
_TROUBLE = "wall-trouble"  # session key: the last trouble, so that the log names it once

log = logging.getLogger("dashboard.wall")


class BrokenScene(Exception):
    """A tile of the scene failed; its number is in the log."""


@dataclass
class WallFrame(Frame):
    """A frame whose manifest also names the scene."""

    scene: str = ""

    def manifest(self) -> dict[str, Any]:
        """As any page's, with the scene."""
        made = super().manifest()
        made["attributes"]["data-scene"] = self.scene
        return made


def run() -> None:
    """Draws the scene whose turn it is."""
    turn = int(st.session_state.get(_TURN, 0))
    try:
        _draw(turn)
        st.session_state.pop(_TROUBLE, None)
    except read.NoWarehouse as problem:
        _failed(turn, "没有可用的数据库", problem)
    except read.UNREADABLE as problem:
        _failed(turn, "数据库不能使用", problem)
    except Exception as problem:  # noqa: BLE001 — the boundary: logged in full, shown in a line
        _failed(turn, "新一屏没有画成", problem)


def titles() -> dict[str, str]:
    """The scenes' titles by name."""
    return {name: scene.title for name, scene in SCENES.items()}


def compose(frame: Frame, scene: Scene) -> Html:
    """The scene's tiles; BrokenScene when one of them failed."""
    body = scene.compose(frame)
    broken = [report.id for report in frame.reports if report.state == "error"]
    if broken:
        raise BrokenScene("、".join(broken))
    return body


def _draw(turn: int) -> None:
    who.settle()
    warehouse = read.current()
    areas = read.areas(warehouse.version)
    asked = rotation.resolve(st.query_params.to_dict(), areas, titles())
    number = turn % len(asked.stops)
    stop = asked.stops[number]
    newest = read.weeks(warehouse.version)[-1]
    view = read.view(warehouse, ADDRESS, stop.area, newest, {"scene": stop.scene})
    frame = WallFrame(view, scene=stop.scene)
    body = compose(frame, SCENES[stop.scene])
    place = stage.Place(number + 1, len(asked.stops))
    html = stage.stage(view, SCENES[stop.scene].title, place, _notes(asked, view), body)
    show_wall({"html": html, "turn": number, "seconds": asked.seconds}, _next)
    frame.finish()


def _notes(asked: rotation.Rotation, view: View) -> list[str]:
    old = stale.notice(view)
    return [*asked.notices, *([old] if old else [])]


def _failed(turn: int, said: str, problem: Exception) -> None:
    told = f"{said}：{problem!r}"
    if st.session_state.get(_TROUBLE) != told:  # a week of the same trouble is one entry
        log.error("大屏：%s", told, exc_info=problem)
    st.session_state[_TROUBLE] = told
    show_wall({"trouble": said, "waiting": stage.waiting(header.NAME), "turn": turn}, _next)


def _next() -> None:
    """The browser asks for a scene by its place in the round."""
    st.session_state[_TURN] = max(0, int(asked_for_scene()))
