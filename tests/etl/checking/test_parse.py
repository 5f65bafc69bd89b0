"""What every reading of a column holds to, whatever stands in its cells."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.checking.normal import plain, plain_expr
from etl.checking.parse_date import parse_date
from etl.checking.parse_number import parse_number
from etl.checking.parse_text import parse_code, parse_text
from etl.checking.parse_words import parse_boolean, parse_coded, parse_multi
from etl.checking.reasons import REASONS
from etl.codes import load_code_list
from etl.contract import Column
from tests.etl.checking.columns import column_of

PERSONS = Column("n", "威胁人数", "integer", unit="人", minimum=0)


MONEY = Column("m", "批复投资", "number", unit="万元", multiplier=10_000)


HAZARDS = Column("h", "避灾种类", "multi", codes="hazard_kind")


ODD = st.text(
    st.sampled_from(
        "0123456789.,，-~～约余万亿元%()（） \u3000\u00a0eE+年月日/:#ABCxX是否无—１２３"
    )
    | st.characters(codec="utf-8"),
    max_size=14,
)


CELLS = st.lists(st.none() | ODD, max_size=30)


@settings(max_examples=60)
@given(CELLS)
def test_whatever_stands_in_a_cell_gives_a_value_a_null_or_a_reason_never_an_error(cells):
    texts = column_of(*cells)
    for parsed in (
        parse_number(texts, PERSONS),
        parse_number(texts, MONEY, 1e-4),
        parse_date(texts),
        parse_boolean(texts),
        parse_text(texts),
        parse_code(texts),
        parse_coded(texts, load_code_list("hazard_type")),
        parse_multi(texts, HAZARDS),
    ):
        assert len(parsed.values) == len(texts)
        assert set(parsed.problems["reason"]) <= set(REASONS)
        bad = parsed.problems["ix"].to_list()
        assert all(texts[ix] is not None for ix in bad)


@settings(max_examples=60)
@given(CELLS)
def test_a_cell_reads_the_same_alone_and_among_others(cells):
    texts = column_of(*cells)
    for parse in (lambda t: parse_number(t, PERSONS), parse_date, parse_text, parse_code):
        together = parse(texts).values.to_list()
        assert together == [parse(column_of(cell)).values[0] for cell in cells]


def test_reading_a_column_leaves_its_text_as_it_was():
    texts = column_of("  a ", "１２", None, "#REF!")
    for parse in (parse_text, parse_code, parse_date, lambda t: parse_number(t, PERSONS)):
        parse(texts)
        assert texts.to_list() == ["  a ", "１２", None, "#REF!"]


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=12))  # Cn: newer Unicode
def test_the_normal_form_is_one_for_words_and_columns(text):
    column = column_of(text).to_frame().select(plain_expr(pl.col("c"))).item()
    assert column == plain(text)
