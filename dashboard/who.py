"""Who looks, and in which role: the one home of that, for pages and queries alike.

Told apart by a header that a trusted proxy sets ($PUCHA_USER_HEADER), or by st.login; then the
people file says each one's role, and who is not in it, or not signed in, is of the public. Where
neither is configured there is a single local user, who has the deployment's role. Nobody ever sees
more than the deployment's own role.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import login
from dashboard.people import LOCAL, People, fault_of, people
from warehouse.common.audience import PUBLIC, deployed_role, least

USER_HEADER_VARIABLE = "PUCHA_USER_HEADER"
Way = Literal["local", "header", "login"]
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""What a proxy adds: then whoever asks is not at this machine, wherever the server listens."""
_EMAIL, _VERIFIED = "email", "email_verified"


class Misconfigured(ValueError):
    """Two ways to tell people apart, or one that cannot work; fit to show."""


@dataclass(frozen=True)
class Looker:
    """Who looks: `name` is None while nobody said who it is, or so that it cannot be taken for one
    person (`trouble` then says why, fit to show)."""

    name: str | None
    role: str
    is_administrator: bool
    way: Way
    trouble: str = ""

    @property
    def told(self) -> str:
        """Who it is and how that is known, for the screen."""
        if self.name is None:
            return self.trouble or "未登录，不能查询"
        how = {"local": "没有配置统一认证", "header": "由统一认证确认", "login": "已登录"}
        return f"{self.name}（{how[self.way]}{'，管理员' if self.is_administrator else ''}）"


_looker: ContextVar[Looker | None] = ContextVar("looker", default=None)


def way() -> Way:
    """How people are told apart here."""
    if os.environ.get(USER_HEADER_VARIABLE):
        return "header"
    return "login" if login.is_configured() else "local"


def check() -> None:
    """Before anybody is served: Misconfigured or PeopleError where it could not be told who looks.

    Neither may show up as somebody's seeing more or less than they should.
    """
    if os.environ.get(USER_HEADER_VARIABLE) and login.is_configured():
        raise Misconfigured(
            f"既设了环境变量 {USER_HEADER_VARIABLE}，又在 .streamlit/secrets.toml 配置了 [auth]："
            "认人的办法只能有一种，请去掉一种"
        )
    if (trouble := login.trouble()) is not None:
        raise Misconfigured(trouble)
    people()


def role() -> str:
    """The role in which whoever looks now reads; outside of any view, the deployment's own.

    PeopleError when the people file cannot be used: then nobody reads anything.
    """
    if (settled := _looker.get()) is not None:
        return settled.role
    return deployed_role() if _is_outside() else here().role


def looker() -> Looker:
    """Who looks now; outside of any view (commands, the rehearsal) the local user."""
    return _looker.get() or here()


def settle() -> None:
    """Finds out once for this run who looks; the first thing a run does."""
    _looker.set(None)
    _looker.set(here())


@contextmanager
def looking(one: Looker) -> Iterator[None]:
    """Until the block ends, `one` looks: for a request, which is no run of a page."""
    token = _looker.set(one)
    try:
        yield
    finally:
        _looker.reset(token)


def here() -> Looker:
    """Who looks at the page that is being drawn."""
    if _is_outside():
        return _local({})
    headers = st.context.headers
    sent = [(name, value) for name in headers for value in headers.get_all(name)]
    return _found(_by_name(sent), login.claims_here)


def of(headers: Mapping[str, str]) -> Looker:
    """Who sent a request with these headers (one name may stand there more than once)."""
    found = _by_name(headers.items())
    last = {name: values[-1] for name, values in found.items()}
    return _found(found, lambda: login.claims_of(last))


def _by_name(sent: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Header in lower case -> its values in the order in which they came."""
    found: dict[str, list[str]] = {}
    for name, value in sent:
        found.setdefault(name.lower(), []).append(value)
    return found


def _is_outside() -> bool:
    return get_script_run_ctx(suppress_warning=True) is None


def _found(headers: Mapping[str, list[str]], claims: Callable[[], Mapping[str, Any]]) -> Looker:
    match how := way():
        case "header":
            return _by_header(headers.get(os.environ[USER_HEADER_VARIABLE].lower(), []))
        case "login":
            known = people()
            return _known(_claimed(claims(), known.login_claim), how, known)
        case _:
            return _local(headers)


def _by_header(values: Sequence[str]) -> Looker:
    """Sent twice, one of them is not the proxy's: then it is nobody's."""
    known = people()
    if len(set(values)) > 1:
        return _nobody("header", "请求里有不止一个姓名，没有采用；请管理员检查代理的设置")
    try:
        said = unquote("".join(values[:1]).strip(" \t\r\n"), errors="strict")
    except UnicodeDecodeError:
        return _nobody("header", "请求里的姓名不是 UTF-8 的 URL 编码；请管理员检查代理的设置")
    return _known(said, "header", known)


def _claimed(claims: Mapping[str, Any], claim: str) -> str:
    """The name among a login's claims; an address that was not verified is nobody's."""
    if claim == _EMAIL and claims.get(_VERIFIED) is False:
        return ""
    return str(claims.get(claim) or "")


def _known(said: str, how: Way, known: People) -> Looker:
    if not said or said == LOCAL:  # that one is never told apart from others
        return _nobody(how)
    if (fault := fault_of(said)) is not None:
        return _nobody(how, f"认证给的姓名{fault}，认不出是谁；请管理员检查认证的设置")
    person = known.find(said)
    return Looker(said, least((person.role, deployed_role())), person.is_administrator, how)


def _nobody(how: Way, trouble: str = "") -> Looker:
    return Looker(None, PUBLIC, is_administrator=False, way=how, trouble=trouble)


def _local(headers: Mapping[str, list[str]]) -> Looker:
    is_here = is_loopback(st.get_option("server.address")) and not set(_FORWARDED) & set(headers)
    return Looker(LOCAL, deployed_role(), is_here or people().find(LOCAL).is_administrator, "local")


def is_loopback(address: str | None) -> bool:
    """Whether only this machine's own users can reach what listens there."""
    if address == "localhost":
        return True
    try:
        return address is not None and ipaddress.ip_address(address).is_loopback
    except ValueError:  # a host's name, or nothing: every address of the machine
        return False
