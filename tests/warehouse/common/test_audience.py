"""The roles: who sees what the others see, and which one a deployment serves."""

from __future__ import annotations

import pytest

from warehouse.common.audience import (
    ANALYST,
    FULL,
    PUBLIC,
    UnknownRole,
    deployed_role,
    may_see,
    narrowest,
)


def test_each_role_sees_what_the_wider_ones_see() -> None:
    assert [may_see(role, ANALYST) for role in (PUBLIC, ANALYST, FULL)] == [False, True, True]
    assert narrowest((PUBLIC, FULL, ANALYST)) == FULL
    assert narrowest(()) == PUBLIC


def test_a_commands_role_is_full_unless_the_environment_says_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PUCHA_ROLE", raising=False)
    assert deployed_role() == FULL
    monkeypatch.setenv("PUCHA_ROLE", "public")
    assert deployed_role() == PUBLIC
    monkeypatch.setenv("PUCHA_ROLE", "publik")
    with pytest.raises(UnknownRole, match=r"PUCHA_ROLE 是“publik”，应为 public、analyst、full"):
        deployed_role()
