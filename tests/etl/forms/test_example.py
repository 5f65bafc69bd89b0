"""The example row of a template is told from data by its content alone."""

import datetime as dt

import polars as pl
import pytest

from etl.contract import load_contracts
from etl.forms.example import example_row, is_example_row

CONTRACTS = load_contracts()


def _as_read(contract, **changes):
    """The example row as reading hands it over: text in every column of the form."""
    row = {**dict.fromkeys(c.name for c in contract.columns), **example_row(contract), **changes}
    cells = {name: None if v is None else _text(v) for name, v in row.items()}
    return pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String))


def _text(value):
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _is_example(contract, frame):
    columns = {name: name for name in frame.columns}
    return frame.select(is_example_row(contract, columns)).item()


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_untouched_example_is_recognised(name):
    contract = CONTRACTS[name]
    assert _is_example(contract, _as_read(contract)) is True


@pytest.mark.parametrize("name", CONTRACTS)
def test_one_changed_cell_makes_it_data(name):
    contract = CONTRACTS[name]
    for column in example_row(contract):
        assert _is_example(contract, _as_read(contract, **{column: "9"})) is False
        assert _is_example(contract, _as_read(contract, **{column: None})) is False


def test_a_filled_cell_that_the_example_leaves_empty_makes_it_data():
    contract = CONTRACTS["hazard_site"]
    assert _is_example(contract, _as_read(contract, remark="实有其事")) is False


def test_a_short_sheet_is_never_taken_for_the_example():
    contract = CONTRACTS["hazard_site"]
    frame = _as_read(contract).select("site_id", "site_name")
    assert _is_example(contract, frame) is False


def test_a_column_that_the_sheet_lacks_is_not_compared():
    contract = CONTRACTS["hazard_site"]
    frame = _as_read(contract).drop("remark", "contact_phone", "length_km")
    assert _is_example(contract, frame) is True
