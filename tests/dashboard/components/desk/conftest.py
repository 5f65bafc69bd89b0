"""The bench, opened in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.dashboard.components.desk.typed import ADDRESS, EDITOR, LONG
from tests.dashboard.conftest import Visit
from tests.dashboard.served import Served


@pytest.fixture
def bench(visit: Callable[..., Visit], demo: Served) -> Callable[..., Visit]:
    """The page, opened, with its editor and its list of tables there."""

    def opened(**facts: object) -> Visit:
        seen = visit(base=demo.address, **facts)
        seen.page.set_default_timeout(LONG)
        told = seen.open(ADDRESS)
        assert told["error"] == "0"
        seen.page.wait_for_selector(EDITOR)
        seen.page.wait_for_selector(".list details")
        return seen

    return opened
