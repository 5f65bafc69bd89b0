"""Identifiers are set as code, everything else is Chinese."""

from __future__ import annotations

from dashboard.components.dictionary import words
from dashboard.components.html import join
from dashboard.reading import dictionary
from tests.dashboard.components.dictionary.test_search import Look


def test_identifiers_within_a_sentence_are_code() -> None:
    shown = join([words.prose("按 (unit_code, used_as_of) 取数，共 12 张")])
    assert shown == "按 (<code>unit_code</code>, <code>used_as_of</code>) 取数，共 12 张"


def test_nothing_is_a_dash() -> None:
    assert words.prose("") == words.prose(None) == words.code(None) == "—"


def test_every_type_in_the_warehouse_has_a_word(look: Look) -> None:
    kinds = {column.type for column in dictionary.columns(look().version)}
    assert {kind for kind in kinds if kind not in words.TYPES} == set()


def test_every_layer_with_tables_has_a_word(look: Look) -> None:
    schemas = {table.schema for table in dictionary.tables(look().version).values()}
    assert schemas == {*words.SCHEMAS, dictionary.CODES}
