"""Every rule of every contract, broken once, gives exactly the named finding; and what else a table
may suffer from: missing and wrong cells, repeated rows, unresolved areas, floods of findings."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from etl.checking.validate import LINEAGE
from etl.contract import STORED_TYPES, load_contracts
from etl.findings import DETAILED, HIDDEN
from etl.reading import cell_address
from tests.etl.tables import AS_OF, check_table, contract_table, good_row, register

BROKEN: dict[tuple[str, str], tuple[dict[str, object], str]] = {
    # (source, rule name): (what breaks it, the cell that is to blame)
    ("area", "parent_is_prefix"): ({"parent_code": "370202"}, "parent_code"),
    ("area", "valid_to_after_valid_from"): (
        {"valid_from": date(2020, 5, 1), "valid_to": date(2020, 4, 1)},
        "valid_to",
    ),
    ("broadcast_terminal", "no_date_after_as_of"): (
        {"inspected_on": date(2021, 3, 22)},
        "inspected_on",
    ),
    ("broadcast_terminal", "inspected_after_installed"): (
        {"inspected_on": date(2020, 1, 1)},
        "inspected_on",
    ),
    ("census_record", "steps_in_order"): ({"proofread_on": date(2020, 1, 1)}, "proofread_on"),
    ("census_record", "no_date_after_as_of"): (
        {"corrected_on": date(2021, 3, 22)},
        "corrected_on",
    ),
    ("census_return", "steps_do_not_overtake"): ({"collected_objects": 401}, "collected_objects"),
    ("census_return", "passed_closes"): ({"passed_objects": 329}, "passed_objects"),
    ("census_return", "corrected_within_returned"): (
        {"returned_objects": 20, "corrected_objects": 30, "passed_objects": 350},
        "corrected_objects",
    ),
    ("census_return", "submitted_within_passed"): (
        {"submitted_objects": 331},
        "submitted_objects",
    ),
    ("census_return", "submitted_status_needs_all_submitted"): (
        {"task_status": "已汇交"},
        "task_status",
    ),
    ("community", "elderly_within_residents"): ({"elderly_persons": 2861}, "elderly_persons"),
    ("community", "households_within_residents"): ({"households": 2861}, "households"),
    ("community", "supply_date_needs_supplies"): ({"has_supplies": "否"}, "has_supplies"),
    ("hazard_site", "treated_needs_date"): (
        {"remediation_status": "已整改待复核", "treated_on": None, "reviewed_on": None},
        "treated_on",
    ),
    ("hazard_site", "treated_after_found"): (
        {"treated_on": date(2020, 1, 1), "reviewed_on": None},
        "treated_on",
    ),
    ("hazard_site", "reviewed_after_treated"): (
        {"treated_on": date(2021, 3, 10), "reviewed_on": date(2021, 3, 9)},
        "reviewed_on",
    ),
    ("hazard_site", "removed_needs_date_and_reason"): (
        {
            "remediation_status": "已销号",
            "is_removed": "是",
            "treated_on": date(2021, 3, 10),
            "removed_on": date(2021, 3, 20),
        },
        "removal_reason",
    ),
    ("hazard_site", "removed_flag_agrees_with_status"): (
        {"is_removed": "是", "removed_on": date(2021, 3, 20), "removal_reason": "治理"},
        "is_removed",
    ),
    ("hazard_site", "removed_after_found"): ({"removed_on": date(2020, 1, 1)}, "removed_on"),
    ("hazard_site", "merged_names_target"): (
        {"remediation_status": "已合并", "is_removed": None},
        "merged_into_id",
    ),
    ("hazard_site", "no_date_after_as_of"): (
        {"treated_on": date(2021, 3, 10), "reviewed_on": date(2021, 3, 22)},
        "reviewed_on",
    ),
    ("hazard_site", "grade_agrees_with_threat"): ({"hazard_grade": "特大型"}, "hazard_grade"),
    ("hazard_site", "supervised_needs_order"): (
        {"is_supervised": "是", "supervision_order": "安委〔2021〕1号"},
        "supervision_due_on",
    ),
    ("house_renovation", "completed_after_started"): (
        {"completed_on": date(2020, 9, 9)},
        "completed_on",
    ),
    ("house_renovation", "no_date_after_as_of"): (
        {"completed_on": date(2021, 3, 22)},
        "completed_on",
    ),
    ("project", "completed_within_planned"): ({"completed_quantity": 2001}, "completed_quantity"),
    ("project", "paid_within_approved"): ({"paid_investment_yuan": 801}, "paid_investment_yuan"),
    ("project", "completed_after_started"): ({"completed_on": date(2020, 8, 31)}, "completed_on"),
    ("project", "finished_needs_date"): ({"project_status": "已完工"}, "completed_on"),
    ("project", "no_date_after_as_of"): ({"completed_on": date(2021, 3, 22)}, "completed_on"),
    ("sampling_check", "sample_within_total"): ({"sampled_objects": 401}, "sampled_objects"),
    ("sampling_check", "errors_within_indicators"): (
        {"wrong_indicators": 1201, "printed_error_rate": None},
        "wrong_indicators",
    ),
    ("sampling_check", "printed_rate_follows"): ({"printed_error_rate": 1.6}, "printed_error_rate"),
    ("sampling_check", "sample_at_least_tenth"): ({"sampled_objects": 39}, "sampled_objects"),
    ("sampling_check", "no_date_after_as_of"): ({"checked_on": date(2021, 3, 22)}, "checked_on"),
    ("shelter", "indoor_within_site"): ({"indoor_area_m2": 1201}, "indoor_area_m2"),
    ("shelter", "area_per_head_plausible"): ({"effective_area_m2": 200}, "capacity_persons"),
    ("shelter", "no_date_after_as_of"): ({"built_on": date(2021, 3, 22)}, "built_on"),
    ("shelter", "effective_within_site"): (
        {"effective_area_m2": 1201, "capacity_persons": 400},
        "effective_area_m2",
    ),
    ("hazard_site", "length_plausible"): ({"length_km": 101}, "length_km"),
    ("hazard_site", "persons_plausible"): (
        {"threatened_persons": 100_001, "hazard_grade": "特大型"},
        "threatened_persons",
    ),
    ("hazard_site", "assets_plausible"): (
        {"threatened_assets_yuan": 500_001, "hazard_grade": "特大型"},
        "threatened_assets_yuan",
    ),
    ("project", "approved_plausible"): (
        {"approved_investment_yuan": 500_001},
        "approved_investment_yuan",
    ),
    ("project", "paid_plausible"): (
        {"approved_investment_yuan": None, "paid_investment_yuan": 500_001},
        "paid_investment_yuan",
    ),
    ("meeting", "no_date_after_as_of"): ({"held_on": date(2021, 3, 22)}, "held_on"),
    ("meeting", "experts_within_participants"): ({"experts_persons": 25}, "experts_persons"),
    ("meeting", "training_needs_persons"): (
        {"meeting_kind": "业务培训", "participants_persons": None},
        "participants_persons",
    ),
    ("open_matter", "no_date_after_as_of"): (
        {"raised_on": date(2021, 3, 22), "due_on": date(2021, 3, 29)},
        "raised_on",
    ),
    ("open_matter", "due_after_raised"): ({"due_on": date(2021, 3, 4)}, "due_on"),
    ("open_matter", "closed_after_raised"): (
        {"matter_state": "已办结", "closed_on": date(2021, 3, 4)},
        "closed_on",
    ),
    ("open_matter", "closed_agrees_with_state"): ({"matter_state": "已办结"}, "closed_on"),
    ("open_matter", "handled_needs_analysis"): ({"analysis": None}, "analysis"),
    ("budget", "no_date_after_as_of"): ({"approved_on": date(2021, 3, 22)}, "approved_on"),
    ("budget", "approved_after_reviewed"): ({"approved_on": date(2020, 12, 2)}, "approved_on"),
    ("budget", "reviewed_within_submitted"): ({"reviewed_yuan": 271}, "reviewed_yuan"),
    ("budget", "approval_needs_date"): ({"approved_on": None}, "approved_on"),
    ("duty", "lead_needs_duties"): ({"duties": None}, "duties"),
    ("work_list", "shared_needs_user"): ({"user_units": None}, "user_units"),
}

RULES = [(c.name, rule) for c in load_contracts().values() for rule in c.rules]


def _cell(source: str, changes: dict[str, object], name: str) -> str | None:
    """The text that stands in a cell of the broken row."""
    table = contract_table(source, good_row(source, **changes))
    value = table[1][[c.name for c in load_contracts()[source].columns].index(name)]
    return None if value is None else str(value)


def test_every_rule_of_every_contract_is_broken_here():
    assert {(source, rule.name) for source, rule in RULES} == set(BROKEN)


@pytest.mark.parametrize(("source", "rule"), RULES, ids=[f"{s}-{r.name}" for s, r in RULES])
def test_a_rule_broken_once_gives_exactly_its_finding(source, rule):
    changes, blamed = BROKEN[source, rule.name]
    checked = check_table(contract_table(source, good_row(source, **changes)), source=source)

    assert [(f.rule, f.level, f.column) for f in checked.findings] == [
        (rule.id, rule.level, blamed)
    ]
    found = checked.findings[0]
    names = [c.name for c in load_contracts()[source].columns]
    cell = cell_address(2, names.index(blamed) + 1)
    assert found.cell == cell
    assert found.message == f"台账.xlsx › 表!{cell}：{rule.message}"
    assert found.value == (
        None if changes.get(blamed, "") is None else _cell(source, changes, blamed)
    )
    assert found.remedy == rule.remedy
    is_error = rule.level == "error"
    assert (checked.accepted, checked.rejected) == ((0, 1) if is_error else (1, 0))


@pytest.mark.parametrize("source", load_contracts())
def test_a_good_row_is_accepted_with_the_stored_columns_and_its_lineage(source):
    contract = load_contracts()[source]
    checked = check_table(contract_table(source, good_row(source)))

    assert checked.source == source
    assert checked.findings == ()
    assert (checked.read, checked.accepted, checked.rejected, checked.skipped) == (1, 1, 0, 0)
    rows = checked.rows
    stored = [c for c in contract.columns if not c.personal]
    assert rows.columns == [*(c.name for c in stored), *LINEAGE]
    assert [rows.schema[c.name] for c in stored] == [STORED_TYPES[c.type] for c in stored]
    assert rows.select(LINEAGE).row(0) == ("370212", AS_OF, "台账.xlsx", "表", 2, None)


def _site(**changes: object) -> dict[str, object]:
    return good_row("hazard_site", **changes)


def _sites(*changes: dict[str, object]) -> list[list[object]]:
    rows = [
        _site(site_id=f"37021201{n:02d}", site_name=f"滑坡{n}", longitude=f"120.{500 + n}")
        for n in range(len(changes))
    ]
    return contract_table(
        "hazard_site", *(row | change for row, change in zip(rows, changes, strict=True))
    )


def _said(checked) -> list[tuple[str, str | None, str]]:
    return [(f.rule, f.cell, f.level) for f in checked.findings]


@pytest.mark.parametrize(
    "name", [c.name for c in load_contracts()["hazard_site"].columns if c.required]
)
def test_an_empty_required_cell_rejects_its_row(name):
    contract = load_contracts()["hazard_site"]
    checked = check_table(_sites({}, {name: None}), source="hazard_site")

    cell = cell_address(3, [c.name for c in contract.columns].index(name) + 1)
    assert _said(checked) == [("C1", cell, "error")]
    assert contract.column(name).title in checked.findings[0].message
    assert (checked.accepted, checked.rejected) == (1, 1)


def test_a_word_outside_the_code_list_names_the_list_and_the_likeliest_word():
    checked = check_table(_sites({"remediation_status": "销号了"}), source="hazard_site")

    (found,) = checked.findings
    assert (found.rule, found.value) == ("V3", "销号了")
    assert found.message == (
        f"台账.xlsx › 表!{found.cell}：“销号了”不在代码表“整改状态”中；"
        "可填：待整改、整改中、已整改待复核、已销号、已合并；是否应为“已销号”？"
    )


def test_a_misread_cell_does_not_make_rules_about_it_fail_too():
    row = {"remediation_status": "已整改待复核", "treated_on": "2021年3月", "reviewed_on": None}
    assert [f.rule for f in check_table(_sites(row), source="hazard_site").findings] == ["D4"]


def test_a_rule_quotes_the_cell_as_it_is_typed():
    checked = check_table(_sites({"treated_on": "2019年5月1日", "reviewed_on": None}))
    assert [(f.rule, f.value) for f in checked.findings] == [("L5", "2019年5月1日")]


def test_money_is_stored_in_yuan_without_float_dust():
    checked = check_table(_sites({"threatened_assets_yuan": "0.0007"}), source="hazard_site")
    assert checked.rows["threatened_assets_yuan"].to_list() == [7.0]


@pytest.mark.parametrize(
    ("caption", "cell", "stored", "rule"),
    [
        ("威胁财产（元）", "35000", 35_000.0, "N1"),
        ("威胁财产(亿元)", "0.5", 50_000_000.0, "N1"),
        ("威胁财产（万元）", "1.2", 12_000.0, None),
        ("威胁财产（美元）", "1.2", 12_000.0, "N2"),
    ],
)
def test_a_unit_in_the_caption_is_converted_and_said(caption, cell, stored, rule):
    table = _sites({"threatened_assets_yuan": cell})
    at = [c.name for c in load_contracts()["hazard_site"].columns].index("threatened_assets_yuan")
    table[0][at] = caption
    checked = check_table(table, source="hazard_site")

    assert checked.rows["threatened_assets_yuan"].to_list() == [stored]
    assert [f.rule for f in checked.findings] == ([rule] if rule else [])
    if rule:
        assert checked.findings[0].cell == cell_address(1, at + 1)
        assert checked.findings[0].level == ("info" if rule == "N1" else "confirm")


@pytest.mark.parametrize(
    ("caption", "stored"), [("占地面积（亩）", 2000.0), ("占地面积（公顷）", 30_000.0)]
)
def test_surfaces_are_converted_exactly(caption, stored):
    table = contract_table("shelter", good_row("shelter", site_area_m2="3", indoor_area_m2=None))
    at = [c.name for c in load_contracts()["shelter"].columns].index("site_area_m2")
    table[0][at] = caption
    assert check_table(table).rows["site_area_m2"].to_list() == [stored]


def test_a_sum_that_cannot_be_read_is_told_in_the_captions_unit():
    table = _sites({"threatened_assets_yuan": "很多"})
    at = table[0].index("威胁财产")
    table[0][at] = "威胁财产（元）"
    (found,) = [f for f in check_table(table, source="hazard_site").findings if f.rule == "V4"]
    assert "（单位：元）" in found.message


def test_the_money_unit_above_the_table_holds_where_captions_name_none():
    table = [["隐患点台账"], ["单位：元"], *_sites({"threatened_assets_yuan": "35000"})]
    checked = check_table(table, source="hazard_site")
    assert checked.rows["threatened_assets_yuan"].to_list() == [35_000.0]
    assert [f.rule for f in checked.findings] == ["N1"]


def test_repeated_keys_keep_the_first_row_and_name_it():
    table = _sites({}, {"site_id": "3702120100"}, {"site_id": "3702120100"})
    checked = check_table(table, source="hazard_site")

    assert _said(checked) == [("U1", "A3", "error"), ("U1", "A4", "error")]
    assert checked.findings[0].message.endswith(
        "“3702120100”与第 2 行的隐患点编号重复，以第 2 行为准"
    )
    assert checked.rows["_row"].to_list() == [2]


def test_same_name_and_address_or_same_point_ask_for_confirmation():
    table = _sites(
        {"site_name": "甲", "address": "一号"},
        {"site_name": "甲", "address": "一号"},
        {"site_name": "乙", "address": "二号", "longitude": "120.500"},
    )
    checked = check_table(table, source="hazard_site")

    assert _said(checked) == [("U2", "A3", "confirm"), ("S4", "F4", "confirm")]
    assert checked.accepted == 3


def test_exchanged_coordinates_are_one_finding_with_the_remedy():
    checked = check_table(_sites({"longitude": "36.1", "latitude": "120.4"}), source="hazard_site")
    (found,) = checked.findings
    assert (found.rule, found.level, found.cell) == ("S1", "error", "F2")
    assert "经纬度互换" in found.remedy


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("370299001001", "区划代码表中查不到：370299001001"),
        ("370202001001", "不在填报单位范围内：370202001001"),
        ("某某社区", "区划代码表中查不到：某某社区"),
        (None, "未填区划代码"),
    ],
)
def test_an_unresolved_area_keeps_the_row_in_the_unclaimed_bucket(cell, reason):
    checked = check_table(_sites({"area_code": cell}), source="hazard_site")

    assert [(f.rule, f.level) for f in checked.findings] == [("V1", "confirm")]
    assert (checked.accepted, checked.unclaimed) == (1, 1)
    assert checked.rows["_unclaimed"].to_list() == [reason]


@pytest.mark.parametrize("cell", ["37021200", "ABC", "3.70212E+11"])
def test_a_malformed_area_code_rejects_the_row(cell):
    checked = check_table(_sites({"area_code": cell}), source="hazard_site")
    assert [(f.rule, f.level) for f in checked.findings] in (
        [("V1", "error")],
        [("V7", "error")],
    )
    assert checked.rejected == 1


def test_a_name_without_a_code_cannot_be_the_key():
    table = contract_table("community", good_row("community", area_code="某某社区"))
    checked = check_table(table)
    assert [(f.rule, f.level) for f in checked.findings] == [("V1", "error")]
    assert checked.rejected == 1


def test_a_missing_area_column_puts_all_rows_into_the_bucket_with_one_finding():
    table = _sites({}, {})
    at = [c.name for c in load_contracts()["hazard_site"].columns].index("area_code")
    table = [[cell for n, cell in enumerate(row) if n != at] for row in table]
    checked = check_table(table, source="hazard_site")

    assert [(f.rule, f.cell) for f in checked.findings] == [("H12", "A1")]
    assert (checked.accepted, checked.unclaimed) == (2, 2)


def test_codes_below_district_level_pass_on_their_form_while_no_register_is_loaded():
    checked = check_table(_sites({"area_code": "370212009009"}), register=register())
    assert checked.findings == ()
    assert checked.has_unchecked_areas


def test_a_blank_area_of_a_return_is_the_units_own():
    table = contract_table("census_return", good_row("census_return", area_code=None))
    checked = check_table(table)
    assert checked.findings == ()
    assert checked.rows["area_code"].to_list() == ["370212"]


def test_personal_columns_are_checked_but_neither_stored_nor_shown():
    checked = check_table(
        _sites({"responsible_person": "张三丰", "contact_phone": "13800"}),
        source="hazard_site",
    )
    (found,) = checked.findings
    assert (found.rule, found.level, found.value) == ("V6", "confirm", HIDDEN)
    assert "contact_phone" not in checked.rows.columns
    told = str(checked.findings) + str(checked.rows.to_dicts())
    assert "张三丰" not in told
    assert "13800" not in told


def test_a_broken_formula_in_a_personal_column_harms_nothing():
    row = good_row("house_renovation", householder_id="#N/A", householder="#REF!")
    checked = check_table(contract_table("house_renovation", row))
    assert checked.findings == ()
    assert checked.accepted == 1


def test_a_phone_number_in_a_remark_is_taken_out_and_hidden():
    checked = check_table(_sites({"remark": "联系老李13800138000"}), source="hazard_site")

    (found,) = checked.findings
    assert (found.rule, found.level, found.value) == ("P1", "confirm", HIDDEN)
    assert "13800138000" not in found.message
    assert checked.rows["remark"].to_list() == [None]


@pytest.mark.parametrize("cell", ["13812345678", "11010519491231002X"])
def test_a_personal_number_as_a_key_rejects_the_row_unseen(cell):
    checked = check_table(_sites({"site_id": cell}), source="hazard_site")

    (found,) = checked.findings
    assert (found.rule, found.level, found.value) == ("P1", "error", HIDDEN)
    assert cell not in str(found)
    assert (checked.accepted, checked.rejected) == (0, 1)


def test_a_phone_number_in_any_bad_cell_is_not_echoed():
    checked = check_table(_sites({"remediation_status": "13800138000"}), source="hazard_site")
    (found,) = checked.findings
    assert found.value == HIDDEN
    assert "13800138000" not in found.message


def test_a_flood_of_findings_is_capped_and_counted_but_every_row_is_rejected():
    rows = DETAILED + 234
    table = _sites(*[{"threatened_persons": "约3"} for _ in range(rows)])
    checked = check_table(table, source="hazard_site")

    told = [f for f in checked.findings if f.rule == "V4"]
    assert len(told) == DETAILED + 1
    assert f"共有 {rows:,} 处" in told[-1].message
    assert "其余 234 处" in told[-1].message
    assert (checked.accepted, checked.rejected) == (0, rows)


def test_findings_stand_in_the_order_of_the_sheet():
    table = _sites(
        {"found_on": "x"}, {"hazard_type": "山崩", "found_on": "2021年"}, {"latitude": "x"}
    )
    cells = [f.cell for f in check_table(table, source="hazard_site").findings]
    assert cells == ["M2", "C3", "M3", "G4"]


def test_unknown_date_and_unit_keep_the_rows_but_are_said():
    checked = check_table(_sites({}), as_of=None, unit=None)
    assert sorted((f.rule, f.level) for f in checked.findings) == [("H7", "error"), ("H8", "error")]
    assert checked.accepted == 1
    assert not checked.is_loadable


def test_large_tables_read_two_columns_at_a_time_with_the_same_result(monkeypatch):
    table = _sites({}, {"found_on": "x"}, {"site_id": "3702120100"}, {"longitude": "200"})
    one_by_one = check_table(table, source="hazard_site")
    monkeypatch.setattr("etl.checking.validate.LARGE", 1)
    side_by_side = check_table(table, source="hazard_site")
    assert side_by_side.findings == one_by_one.findings
    assert side_by_side.rows.equals(one_by_one.rows)
    assert isinstance(one_by_one.rows, pl.DataFrame)


@pytest.mark.parametrize(
    ("source", "column", "unit", "cell", "limit"),
    [
        ("hazard_site", "threatened_assets_yuan", "元", "-5", "下限 0元"),
        ("hazard_site", "threatened_assets_yuan", "万元", "-5", "下限 0万元"),
        ("sampling_check", "printed_error_rate", "‰", "1001", "上限 1000‰"),
        ("sampling_check", "printed_error_rate", "%", "101", "上限 100%"),
        ("shelter", "capacity_persons", "万人", "0", "下限 0.0001万人"),
    ],
)
def test_a_limit_is_told_in_the_unit_of_the_caption(source, column, unit, cell, limit):
    contract = load_contracts()[source]
    table = contract_table(source, good_row(source, **{column: cell}))
    number = [c.name for c in contract.columns].index(column)
    table[0][number] = f"{contract.column(column).title}（{unit}）"
    (found,) = [f for f in check_table(table, source=source).findings if f.rule == "V4"]
    assert found.message.endswith(limit)


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_told"),
    [
        ("120.47", "36.1", True),
        ("120", "36", True),
        ("120.470", "36.100", True),  # Excel hands over 120.47: what was meant cannot be told
        ("120.471", "36.1", False),
        ("120.47", "36.107", False),
        ("120.468000", "36.107000", False),
        ("120.47", None, False),
    ],
)
def test_a_place_known_to_a_kilometre_only_is_asked_about(longitude, latitude, is_told):
    row = good_row("hazard_site", longitude=longitude, latitude=latitude)
    checked = check_table(contract_table("hazard_site", row), source="hazard_site")
    assert checked.accepted == 1
    found = [f for f in checked.findings if f.rule == "S1"]
    assert [(f.level, f.column) for f in found] == [("confirm", "longitude")] * is_told
    for one in found:
        assert "小数都不足 3 位" in one.message


@pytest.mark.parametrize(("longitude", "latitude"), [("36.1", "120.4"), ("0", "0"), ("12", "36")])
def test_a_place_that_is_wrong_anyway_is_not_called_coarse_as_well(longitude, latitude):
    row = good_row("hazard_site", longitude=longitude, latitude=latitude)
    checked = check_table(contract_table("hazard_site", row), source="hazard_site")
    assert {f.level for f in checked.findings if f.rule == "S1"} == {"error"}
