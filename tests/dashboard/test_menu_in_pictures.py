"""Every page looks as it was approved: a changed picture is laid out for a person, and fails."""

from __future__ import annotations

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.dashboard.served import Served
from tests.pictures.comparing import DRAWN_BY, REVIEW, approved_picture, compare, review
from tests.pictures.taking import LOOKS, Look, drawn_by, take


@pytest.mark.parametrize("look", LOOKS, ids=[look.name for look in LOOKS])
def test_a_page_looks_as_it_was_approved(browser: Browser, demo: Served, look: Look) -> None:
    approved_with = DRAWN_BY.read_text("utf-8").strip()
    if (here := drawn_by(browser)) != approved_with:
        pytest.skip(f"画面是用{approved_with}认可的，这里是{here}：逐点比对没有意义")
    pixels = review(look, take(browser, demo.address, look))
    assert not pixels, (
        f"{look.name} 与已认可的画面有 {pixels:,} 个像素不同，"
        f"见 {REVIEW.name}/{look.name}-marked.webp；"
        "看过并排画面后，确认无误的执行 make pictures ACCEPT=1"
    )


def test_every_approved_picture_is_of_a_page() -> None:
    known = {approved_picture(look) for look in LOOKS}
    assert set(approved_picture(LOOKS[0]).parent.glob("*.webp")) == known


def test_a_moved_letter_and_a_longer_page_are_both_seen() -> None:
    before = Image.new("RGB", (20, 10), "white")
    moved = before.copy()
    moved.putpixel((3, 3), (0, 0, 0))
    assert compare(before, before.copy()).pixels == 0
    assert compare(before, moved).pixels == 1
    assert compare(before, Image.new("RGB", (20, 11), "white")).pixels == 20
