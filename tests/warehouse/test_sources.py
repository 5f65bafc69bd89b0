"""Sources as the warehouse sees them, held against the contracts of etl."""

from __future__ import annotations

import json

import pytest

from etl import codes
from etl.contract import TYPES, Contract, load_contracts
from warehouse.sources import Source, source_from_contract
from warehouse.tables import cadence_days, column_types

CONTRACTS = load_contracts()


def source(contract: Contract) -> Source:
    return source_from_contract(json.loads(contract.to_json()), contract.name)


def test_column_types_and_cadences_are_those_of_the_contracts() -> None:
    assert set(column_types()) == set(TYPES)
    assert dict(cadence_days()) == {k: v for k, v in codes.cadence_days().items() if v is not None}
    assert {c.cadence for c in CONTRACTS.values()} <= set(codes.cadence_days())


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_contract_becomes_a_source_without_its_personal_columns(name: str) -> None:
    contract = CONTRACTS[name]
    columns = [c.name for c in source(contract).columns]
    assert columns == [c.name for c in contract.stored_columns]


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_converted_column_states_the_unit_of_what_is_stored(name: str) -> None:
    contract = CONTRACTS[name]
    for column in source(contract).columns:
        form = contract.column(column.name)
        if form.multiplier == 1:
            assert column.unit == form.unit
        else:
            assert column.unit != form.unit
            assert column.unit is not None or column.name.endswith("_rate"), column.name


def test_what_is_sent_at_events_is_no_dimension_and_never_due() -> None:
    at_events = {n: source(c) for n, c in CONTRACTS.items() if c.cadence == "event"}
    assert set(at_events) == {"meeting", "open_matter", "budget", "duty", "work_list"}
    assert not any(one.is_dimension for one in at_events.values())
    assert {one.cadence_days for one in at_events.values()} == {None}


def test_the_register_catalogue_plan_and_borders_are_dimensions() -> None:
    assert {n for n, c in CONTRACTS.items() if source(c).is_dimension} == {
        "area",
        "census_task",
        "district_boundary",
        "plan",
        "street_boundary",
    }


def test_a_coded_column_names_its_code_list() -> None:
    columns = {c.name: c for c in source(CONTRACTS["hazard_site"]).columns}
    assert columns["remediation_status"].note == "代码表 codes.remediation_status"


def test_how_a_column_is_filled_in_is_what_the_contract_says() -> None:
    contract = CONTRACTS["hazard_site"]
    columns = {c.name: c.form for c in source(contract).columns}
    longitude = contract.column("longitude")
    assert columns["longitude"].minimum == longitude.minimum == 73
    assert columns["longitude"].example == longitude.example
    assert columns["site_id"].is_required
    assert columns["site_id"].aliases == contract.column("site_id").aliases
    assert source(contract).key == contract.key


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_rule_of_a_contract_is_kept(name: str) -> None:
    kept = [(r.id, r.level, r.message, r.check) for r in source(CONTRACTS[name]).rules]
    assert kept == [(r.id, r.level, r.message, r.check) for r in CONTRACTS[name].rules]
