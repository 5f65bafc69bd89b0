"""How long a text is to a spreadsheet, and what of it a cell holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.common.worksheet import CELL_CHARACTERS, beginning, characters


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("=a", 2), ("长" * 40_000, 40_000), ("𠀀" * 20_000, 40_000), ("𠀀", 1)],
    ids=["nothing", "letters", "Chinese", "beyond the first plane", "short: it cannot be too long"],
)
def test_a_character_beyond_the_first_plane_counts_twice_where_it_matters(
    text: str, length: int
) -> None:
    assert characters(text) == length


@given(st.integers(16_000, 33_000), st.sampled_from(["长", "𠀀", "长𠀀", "a𠀀𠀀"]))
def test_a_text_is_whole_or_as_much_of_it_as_fits_and_an_ellipsis(times: int, unit: str) -> None:
    text = unit * times
    kept = beginning(text)
    length = len(text.encode("utf-16-le")) // 2
    if length <= CELL_CHARACTERS:
        assert kept == text
    else:
        assert kept.endswith("…")
        assert text.startswith(kept[:-1])
        assert CELL_CHARACTERS - 2 <= len(kept.encode("utf-16-le")) // 2 <= CELL_CHARACTERS
