"""`python -m tests.dashboard.two_pages serve`: the dashboard and a page drawn by Plotly."""

from __future__ import annotations

import sys

import streamlit as st

from dashboard import menu
from dashboard.__main__ import main
from dashboard.components.frame import Chart, Frame
from dashboard.view import View


def chart(view: View) -> Chart:
    """A line whose title names the area, so that a stale chart can be told."""
    line = {"type": "scatter", "x": [1, 2, 3], "y": [1, 3, 2]}
    figure = {"data": [line], "layout": {"title": {"text": view.area.code}, "height": 300}}
    return Chart("示例图", figure, rows=3, told="先升后降")


def render(frame: Frame) -> None:
    """One tile, and a widget of Streamlit's own."""
    frame.plotly("line", chart)
    st.button("重算")


if __name__ == "__main__":
    second = menu.Page("第二页", "second", render, in_bulletin=False)
    menu.PAGES, menu.MENU = (*menu.PAGES, second), (*menu.MENU, second)
    sys.exit(main())
