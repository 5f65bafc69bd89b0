"""Who is asking: whom a trusted proxy names in a header, else this machine's only user."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import unquote

import streamlit as st

USER_HEADER_VARIABLE = "PUCHA_USER_HEADER"
LOCAL = "本机用户"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CHARACTERS = 100


class Unknown(PermissionError):
    """Nobody said who is asking, though the deployment names a header that must; fit to show."""


def name(headers: Mapping[str, str]) -> str:
    """The name of who sent a request with these headers.

    Where $PUCHA_USER_HEADER names a header (which the proxy must set, and never let through from
    outside), the request without it is nobody's: Unknown.
    """
    header = os.environ.get(USER_HEADER_VARIABLE)
    if not header:
        return LOCAL
    found = _CONTROL.sub("", unquote(headers.get(header, ""))).strip()[:_CHARACTERS]
    if not found:
        raise Unknown("没有说明是谁在查询：请从单位的统一入口登录后打开")
    return found


def here() -> str:
    """The same for the page that is being drawn: who it is, and how that is known."""
    if not os.environ.get(USER_HEADER_VARIABLE):
        return f"{LOCAL}（没有配置统一认证）"
    try:
        return name(st.context.headers)
    except Unknown:
        return "未登录，不能查询"
