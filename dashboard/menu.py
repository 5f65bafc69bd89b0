"""The pages: title, address, whether the bulletin prints them and the menu leads to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from dashboard.app_pages import (
    audit,
    broadcast,
    bulletin,
    census,
    community,
    dictionary,
    dispatch,
    guide,
    hazards,
    overview,
    proof,
    quality,
    scene,
    shelters,
    source,
    sql,
    works,
)
from dashboard.components.frame import Frame
from dashboard.view import SOURCE, View

Options = Mapping[str, Collection[str]]


def _none(_view: View) -> Options:
    return {}


@dataclass(frozen=True)
class Page:
    """One page; the first one's address is empty, because Streamlit serves it at / only.

    A page that needs more than area and week to say something stands in no menu: links lead to it.
    A bench is worked on, not read: it shows no figures of ours, is not printed, and what it is made
    of in the browser comes after #pucha-ready.
    """

    title: str
    address: str
    render: Callable[[Frame], None]
    in_bulletin: bool
    in_menu: bool = True
    is_bench: bool = False
    for_administrators: bool = False  # no figures, nothing for print, and no row in the usual menu
    options: Callable[[View], Options] = _none  # what its choices in the address may be

    @property
    def name(self) -> str:
        """What a file or a command calls it: its address, where it has one."""
        return self.address or "overview"


PAGES = (
    Page("总览", "", overview.render, in_bulletin=True, options=overview.options),
    Page("普查进度", "census", census.render, in_bulletin=True, options=census.options),
    Page("隐患治理", "hazards", hazards.render, in_bulletin=True, options=hazards.options),
    Page("防治工程", "works", works.render, in_bulletin=True),
    Page("避难与物资", "shelters", shelters.render, in_bulletin=True, options=shelters.options),
    Page("预警广播", "broadcast", broadcast.render, in_bulletin=True, options=broadcast.options),
    # For the meeting room: a printed sheet has the flat map only.
    Page("三维场景", "scene", scene.render, in_bulletin=False, options=scene.options),
    Page("社区画像", "community", community.render, in_bulletin=False),
    # For the meeting room: who owes what, and money not yet approved, are not for print.
    Page("调度台", "dispatch", dispatch.render, in_bulletin=False),
    Page("数据质量", "quality", quality.render, in_bulletin=False),
    Page("数据字典", "dictionary", dictionary.render, in_bulletin=False),
    Page("简报", "bulletin", bulletin.render, in_bulletin=False, is_bench=True),
    Page("核数", "proof", proof.render, in_bulletin=False, is_bench=True),
    Page("SQL 工作台", "sql", sql.render, in_bulletin=False, is_bench=True),
    Page("SQL 指南", "guide", guide.render, in_bulletin=False, in_menu=False),
    Page(
        "查询记录",
        "audit",
        audit.render,
        in_bulletin=False,
        in_menu=False,
        for_administrators=True,
    ),
    Page("数据来源", SOURCE, source.render, in_bulletin=False, in_menu=False),
)
PRINTED = tuple(page for page in PAGES if page.in_bulletin)
MENU = tuple(page for page in PAGES if page.in_menu)
READ = tuple(page for page in PAGES if not page.is_bench and not page.for_administrators)


def page_at(address: str) -> Page | None:
    """The page with that address."""
    return next((page for page in PAGES if page.address == address), None)
