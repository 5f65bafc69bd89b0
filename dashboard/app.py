"""The script Streamlit runs for every view: pins a version, reads the address, draws one page."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import address, login, read, wall, who
from dashboard.components import header, stale, states
from dashboard.components.frame import Frame, asked_for, show_header
from dashboard.menu import MENU, PAGES, Page, page_at
from dashboard.people import PeopleError
from dashboard.view import View

ICON = Path(__file__).parent / "static" / "icon.png"
ENTRIES = tuple(header.Entry(page.title, page.address) for page in MENU)
RECORDS = tuple(header.Entry(page.title, page.address) for page in PAGES if page.for_administrators)
_HERE = "here"  # session key: the address of the page last drawn
_SIGNS = {header.IN: login.sign_in, header.OUT: login.sign_out}
_SWITCH = "switch"  # session key: the page a link asked for, until the run that goes there

log = logging.getLogger("dashboard.app")  # Streamlit runs this file as __main__


def run() -> None:
    """One run, from the address to the manifest."""
    st.set_page_config(page_title=header.NAME, page_icon=str(ICON), layout="wide")
    drawing: list[Frame] = []
    pages = {page.address: _entry(page, drawing) for page in PAGES}
    screen = st.Page(wall.run, title=wall.TITLE, url_path=wall.ADDRESS)
    current = st.navigation([*pages.values(), screen], position="hidden")
    if current.url_path == wall.ADDRESS:  # no header, no choices, and its own way of failing
        current.run()
        return
    if (asked := st.session_state.pop(_SWITCH, None)) is not None:
        st.switch_page(pages[asked["page"]], query_params=asked["query"])
    st.session_state[_HERE] = current.url_path
    try:
        who.settle()
        page = page_at(current.url_path) or PAGES[0]
        view, notices = _view(page)
        head = header.header(view, _entries(), notices, who.looker())
        show_header(head, f"{page.title} · {view.area.name}", view.address(), _go)
        drawing.append(Frame(view))
        current.run()
        drawing[0].finish()
    except read.NoWarehouse as problem:
        log.warning("没有可用的数据仓库：%s", problem)
        states.stopped("还没有发布过数据", "请数据管理人员装载数据并建库；完成后刷新本页即可。")
    except PeopleError as problem:
        log.error("人员名单不能使用：%s", problem)
        states.stopped("人员名单不能使用", f"{problem.said}\n请将本页内容告知系统管理员。")
    except read.UNREADABLE as problem:
        log.error("数据库不能使用：%s", problem)
        said = states.without_path(problem) or "详情已记入服务日志。"
        states.stopped("数据库不能使用", f"{said}\n请将本页内容告知数据管理人员。")
    except Exception:  # the boundary: logged in full, shown as a number
        number = secrets.token_hex(3).upper()
        log.exception("页面 %s 出错，编号 %s", current.url_path or "/", number)
        states.stopped("页面暂时无法显示", f"请将编号 {number} 告知系统管理员，或稍后刷新页面。")


def _entry(page: Page, drawing: list[Frame]) -> StreamlitPage:
    def body() -> None:
        page.render(drawing[0])

    body.__name__ = page.name
    return st.Page(body, title=page.title, url_path=page.address, default=not page.address)


def _entries() -> tuple[header.Entry, ...]:
    """The menu; where people are told apart, administrators also find the record of queries."""
    looker = who.looker()
    told_apart = looker.way != "local"  # of a single user the menu is the one that pictures show
    return (*ENTRIES, *RECORDS) if looker.is_administrator and told_apart else ENTRIES


def _view(page: Page) -> tuple[View, tuple[str, ...]]:
    warehouse = read.current()
    version = warehouse.version
    query = st.query_params.to_dict()
    areas, weeks = read.areas(version), read.weeks(version)
    found = address.resolve(query, areas, weeks, lambda on: read.snap(version, on))
    own = (address.AREA, address.AS_OF, address.NO_PAGE)
    choices = {k: v for k, v in query.items() if k not in own}
    view = read.view(warehouse, page.address, found.area, found.as_of, choices)
    old = stale.notice(view)
    unknown = (*address.no_page(query), *address.unknown(choices, page.options(view)))
    return view, (*found.notices, *unknown, *([old] if old else []))


def _go() -> None:
    """Follows a link or a select, to another page or another address of this one; signs in, out."""
    asked = asked_for()
    if (sign := _SIGNS.get(asked.get("sign", ""))) is not None:
        if who.way() == "login":
            sign()
        return
    if page_at(asked["page"]) is None:
        return
    if asked["page"] != st.session_state[_HERE]:
        st.session_state[_SWITCH] = asked
    else:
        st.query_params.from_dict(asked["query"])


run()
