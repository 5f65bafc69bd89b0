"""st.login, where the deployment configured it ([auth] of .streamlit/secrets.toml): who signed in.

Streamlit does the signing in (OIDC) and keeps who it was in a signed cookie; a run of a page is
told by st.user. Our own routes have no run: there the cookie itself is asked, by the same functions
of Streamlit. Secrets stay in Streamlit: here is only asked which keys there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st
from starlette.requests import cookie_parser
from streamlit.auth_util import (
    get_cookie_with_chunks,
    get_origin_from_redirect_uri,
    get_secrets_auth_section,
)
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

PATHS = ("/auth/", "/oauth2callback")
"""What Streamlit answers itself while somebody signs in or out."""
DEFAULT = "default"
_EVERYWHERE = ("redirect_uri", "cookie_secret")
_EACH = ("client_id", "client_secret", "server_metadata_url")
_FILE = ".streamlit/secrets.toml › [auth]"


def is_configured() -> bool:
    """Whether people sign in by st.login."""
    return bool(get_secrets_auth_section())


def trouble() -> str | None:
    """What keeps st.login from working, with the remedy; None when nothing does, or it is not
    wanted. Names keys, never what they hold."""
    section = get_secrets_auth_section()
    if not section:
        return None
    found = _providers(section)
    if len(found) != 1:
        return f"{_FILE}：登录的提供方应有一个，现有 {len(found)} 个。请只留一个"
    [(name, keys)] = found.items()
    lacks = [key for key in _EVERYWHERE if key not in section]
    lacks += [key for key in _EACH if key not in keys]
    if lacks:
        return f"{_FILE}：缺 {'、'.join(lacks)}。请补上"
    if "_" in name:
        return f"{_FILE}：提供方的名称 {name} 不能有下划线。请改名"
    if not str(section["redirect_uri"]).endswith(PATHS[1]):
        return f"{_FILE} › redirect_uri：应以 {PATHS[1]} 结尾。请改正，并在提供方登记同一地址"
    return None


def _providers(section: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Each provider's name and the keys it has."""
    named = {
        name: frozenset(part)
        for name, part in section.items()
        if isinstance(part, Mapping) and set(part) & set(_EACH)
    }
    own = frozenset(key for key in _EACH if key in section)
    return {DEFAULT: own, **named} if own else named


def sign_in() -> None:
    """Leads the reader of this run to the provider."""
    [name] = _providers(get_secrets_auth_section())
    st.login() if name == DEFAULT else st.login(name)


def sign_out() -> None:
    """Forgets who the reader of this run is, at the provider too."""
    st.logout()


def claims_here() -> Mapping[str, Any]:
    """What the provider says of the reader of this run; empty while nobody signed in."""
    known = st.user.to_dict()
    return known if known.get("is_logged_in") is True else {}


def claims_of(headers: Mapping[str, str]) -> Mapping[str, Any]:
    """The same of who sent a request with these headers."""
    cookies = cookie_parser(headers.get("cookie", ""))

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, value) if value else None

    raw = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    known: Mapping[str, Any] = json.loads(raw) if raw else {}
    is_ours = known.get("origin") == get_origin_from_redirect_uri()
    return known if is_ours and known.get("is_logged_in") is True else {}
