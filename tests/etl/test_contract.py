"""Contracts: what is wrong in a TOML file is refused with file, place and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.checking.caption import caption_key
from etl.contract import CONTRACT_DIR, ContractError, load_contracts, read_contract

CONTRACTS = load_contracts()

GOOD = """
name = "demo"
title = "示例表"
description = "示例"
grain = "一行一项"
key = ["item_id"]
cadence = "once"
scope = "city"
owner = "市普查办"
sheet = ["示例表"]

[[columns]]
name = "item_id"
title = "编号"
type = "code"
required = true

[[columns]]
name = "amount"
title = "数量"
type = "integer"
minimum = 0

[[rules]]
id = "L1"
name = "amount_is_even"
level = "error"
columns = ["amount"]
check = "amount % 2 = 0"
message = "数量是奇数"
remedy = "填偶数"
"""


def _read(tmp_path: Path, text: str):
    path = tmp_path / "demo.toml"
    path.write_text(text, encoding="utf-8")
    return read_contract(path)


def test_a_good_contract_is_read(tmp_path):
    contract = _read(tmp_path, GOOD)
    assert contract.key == ("item_id",)
    assert contract.column("amount").minimum == 0
    assert contract.rules[0].columns == ("amount",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('owner = "市普查办"', 'owner = "市普查办"\ncolour = "red"', "不认识的键 colour"),
        ('owner = "市普查办"', "", "缺少 owner"),
        ('type = "code"', 'type = "string"', "类型 'string' 不存在"),
        ("required = true", "required = true\nmandatory = true", "不认识的键 mandatory"),
        ("minimum = 0", 'codes = "no_such"', "代码表 no_such 不存在"),
        ("minimum = 0", "use = 'no_such'", "共用列不存在"),
        ('key = ["item_id"]', 'key = ["other"]', "列 other 不存在"),
        ('cadence = "once"', 'cadence = "daily"', "'daily' 不存在"),
        ('scope = "city"', 'scope = "world"', "'world' 不存在"),
        ('name = "amount"\ntitle', 'name = "item_id"\ntitle', "列名重复 item_id"),
        ('level = "error"', 'level = "fatal"', "级别 'fatal' 不存在"),
        ('columns = ["amount"]', 'columns = ["other"]', "列 other 不在合同中"),
        ('check = "amount % 2 = 0"', 'check = "amount % % 2"', "check 不能执行"),
        ('check = "amount % 2 = 0"', 'check = "sum_of(amount) = 0"', "check 不能执行"),
        ('check = "amount % 2 = 0"', 'check = "other > 0"', "check 用到的列 other 不在合同中"),
        ('check = "amount % 2 = 0"', 'check = "amount + 1"', "不是真假"),
        ('name = "demo"', 'name = "demo', "不是合格的 TOML"),
    ],
)
def test_a_faulty_contract_is_refused_with_file_and_place(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(ContractError, match=r"demo\.toml") as refused:
        _read(tmp_path, GOOD.replace(old, new, 1))
    assert said in str(refused.value)


def test_two_files_that_claim_one_source_are_refused(tmp_path):
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ContractError, match="来源 demo 已由 a"):
        load_contracts(tmp_path)


def test_shared_columns_that_use_each_other_are_refused(tmp_path):
    (tmp_path / "shared.toml").write_text(
        '[columns.a]\nuse = "b"\n[columns.b]\nuse = "a"\n', encoding="utf-8"
    )
    with pytest.raises(ContractError, match="互相引用"):
        _read(tmp_path, GOOD.replace("minimum = 0", 'use = "a"'))


@pytest.mark.parametrize("name", CONTRACTS)
def test_no_heading_names_two_columns(name):
    meaning: dict[str, set[str]] = {}
    for column in CONTRACTS[name].columns:
        for caption in column.captions:
            meaning.setdefault(caption_key(caption), set()).add(column.name)
    assert {key: found for key, found in meaning.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", CONTRACTS)
def test_columns_of_one_group_are_adjacent(name):
    groups = [c.group for c in CONTRACTS[name].columns if c.group]
    changes = [a for a, b in zip(groups, [None, *groups], strict=False) if a != b]
    assert len(changes) == len(set(changes))


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_resolved_contract_names_no_path_and_its_hash_follows_its_content(name):
    contract = CONTRACTS[name]
    body = json.loads(contract.to_json())
    assert "path" not in body
    assert str(CONTRACT_DIR) not in contract.to_json()
    assert len(contract.hash) == 12
    assert contract.hash == read_contract(CONTRACT_DIR / f"{name}.toml").hash


def test_the_hash_moves_with_the_contract(tmp_path):
    assert _read(tmp_path, GOOD).hash != _read(tmp_path, GOOD.replace("奇数", "单数")).hash


NARROW = GOOD.replace('type = "integer"', 'type = "integer"\naudience = "full"')


def test_who_may_see_a_column_is_told_to_the_warehouse_and_makes_nothing_be_read_again(tmp_path):
    wide, narrow = _read(tmp_path, GOOD), _read(tmp_path, NARROW)
    told = [c["audience"] for c in json.loads(narrow.to_json())["columns"]]
    assert told == ["public", "full"]
    assert wide.hash == narrow.hash


def test_an_audience_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(ContractError, match=r"列 amount：audience '我' 不存在。可用：public、"):
        _read(tmp_path, NARROW.replace('"full"', '"我"'))
