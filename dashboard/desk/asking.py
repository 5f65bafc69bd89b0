"""Who is asking a query: only whom somebody named may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from dashboard import who
from dashboard.people import LOCAL, PeopleError
from dashboard.who import USER_HEADER_VARIABLE, Looker

__all__ = ["LOCAL", "USER_HEADER_VARIABLE", "PeopleError", "Unknown", "asker", "here"]


class Unknown(PermissionError):
    """Nobody said who is asking, though the deployment tells people apart; fit to show."""


@contextmanager
def asker(headers: Mapping[str, str]) -> Iterator[str]:
    """The name of who sent a request with these headers; until the block ends everything is read in
    that one's role. PeopleError when the people file is broken.

    Where $PUCHA_USER_HEADER names a header (which the proxy must set, and never let through from
    outside) or st.login is configured, a request without either is nobody's: Unknown.
    """
    found = who.of(headers)
    known = _named(found)
    with who.looking(found):
        yield known


def _named(found: Looker) -> str:
    if found.name is None:
        way_in = (
            "先登录（点页首的“登录”）" if found.way == "login" else "从单位的统一入口登录后打开"
        )
        raise Unknown(found.trouble or f"没有说明是谁在查询：请{way_in}")
    return found.name


def here() -> str:
    """For the page that is being drawn: who it is, and how that is known."""
    return who.looker().told
