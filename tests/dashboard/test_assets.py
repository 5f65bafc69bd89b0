"""Our own static files: addresses follow the content, the bundle follows its sources."""

from __future__ import annotations

import hashlib
import re

import pytest

from dashboard import assets

FRONTEND = assets.STATIC.parent / "frontend" / "sql"


@pytest.mark.parametrize("name", assets.KINDS)
def test_an_address_is_of_the_content(name: str) -> None:
    digest = hashlib.sha256(assets.asset(name)).hexdigest()[:12]
    assert assets.address_of(name) == f"./pucha/{digest}/{name}"


def test_the_bench_is_bundled_from_the_sources_that_stand_beside_it() -> None:
    names = ["package-lock.json", *(f"src/{p.name}" for p in sorted((FRONTEND / "src").iterdir()))]
    digest = hashlib.sha256(b"".join((FRONTEND / name).read_bytes() for name in names))
    head = assets.asset(assets.DESK)[:80].decode()
    assert digest.hexdigest() in head, "dashboard/frontend was changed: run make frontend"


def test_the_bundle_asks_for_nothing_from_outside() -> None:
    text = assets.asset(assets.DESK).decode()
    assert set(re.findall(r"https?://[\w.]+", text)) <= {"http://www.w3.org"}  # names of XML


def test_the_lock_names_no_host() -> None:
    assert "resolved" not in (FRONTEND / "package-lock.json").read_text("utf-8")
