"""For whom something is: the three roles, who may see what, and which role a deployment serves.

Each role sees all that the wider ones see: `public` ⊂ `analyst` ⊂ `full`. What the roles are called
in Chinese is in sql/codes/audience.csv.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

PUBLIC, ANALYST, FULL = "public", "analyst", "full"
AUDIENCES = (PUBLIC, ANALYST, FULL)  # from the widest circle of readers to the narrowest
EDITIONS = (ANALYST, PUBLIC)  # what is published beside the full warehouse
ROLE_VARIABLE = "PUCHA_ROLE"
# Whoever runs a command holds the data folder with all editions in it: nothing is kept from them.
DEFAULT_ROLE = FULL
# A dashboard may be looked at by others: who says nothing shows no more than anybody may see.
DEFAULT_SERVED_ROLE = PUBLIC


class UnknownRole(ValueError):
    """A role that is none of AUDIENCES; the text is fit to show."""


def narrowest(audiences: Iterable[str]) -> str:
    """The narrowest circle of several; of none: everybody."""
    return max(audiences, key=AUDIENCES.index, default=PUBLIC)


def least(roles: Iterable[str]) -> str:
    """The role that sees least of several (at least one)."""
    return min(roles, key=AUDIENCES.index)


def is_wider(audience: str, other: str) -> bool:
    """Whether more people belong to `audience` than to `other`."""
    return AUDIENCES.index(audience) < AUDIENCES.index(other)


def may_see(role: str, audience: str) -> bool:
    """Whether what is for `audience` is for a reader of `role`."""
    return not is_wider(role, audience)


def deployed_role() -> str:
    """$PUCHA_ROLE, else DEFAULT_ROLE; UnknownRole when it says anything else."""
    role = os.environ.get(ROLE_VARIABLE) or DEFAULT_ROLE
    if role not in AUDIENCES:
        raise UnknownRole(f"环境变量 {ROLE_VARIABLE} 是“{role}”，应为 {'、'.join(AUDIENCES)}")
    return role
