"""Who looks, and in which role: the one home of that, for pages and queries alike.

Told apart by a header that a trusted proxy sets ($PUCHA_USER_HEADER), or by st.login; then the
people file says each one's role, and who is not in it, or not signed in, is of the public. Where
neither is configured there is a single local user, who has the deployment's role. Nobody ever sees
more than the deployment's own role.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import login
from dashboard.people import LOCAL, People, cleaned, people
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
    """Who looks: `name` is None while nobody said who it is."""

    name: str | None
    role: str
    is_administrator: bool
    way: Way

    @property
    def told(self) -> str:
        """Who it is and how that is known, for the screen."""
        if self.name is None:
            return "未登录，不能查询"
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
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return _found(headers, login.claims_here)


def of(headers: Mapping[str, str]) -> Looker:
    """Who sent a request with these headers."""
    lowered = {name.lower(): value for name, value in headers.items()}
    return _found(lowered, lambda: login.claims_of(lowered))


def _is_outside() -> bool:
    return get_script_run_ctx(suppress_warning=True) is None


def _found(headers: Mapping[str, str], claims: Any) -> Looker:
    match how := way():
        case "header":
            header = os.environ[USER_HEADER_VARIABLE].lower()
            return _known(unquote(headers.get(header, "")), how, people())
        case "login":
            known = people()
            return _known(_claimed(claims(), known.login_claim), how, known)
        case _:
            return _local(headers)


def _claimed(claims: Mapping[str, Any], claim: str) -> str:
    """The name among a login's claims; an address that was not verified is nobody's."""
    if claim == _EMAIL and claims.get(_VERIFIED) is False:
        return ""
    return str(claims.get(claim) or "")


def _known(said: str, how: Way, known: People) -> Looker:
    name = cleaned(said)
    if not name or name == LOCAL:  # that one is never told apart from others
        return Looker(None, PUBLIC, is_administrator=False, way=how)
    person = known.find(name)
    return Looker(name, least((person.role, deployed_role())), person.is_administrator, how)


def _local(headers: Mapping[str, str]) -> Looker:
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
