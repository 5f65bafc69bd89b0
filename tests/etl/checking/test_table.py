"""Finding header and source: whatever stands above, however the captions are typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.checking.caption import caption_key, read_caption
from etl.checking.facts import find_unit, read_above, reporting_units
from etl.checking.period import stated_day
from etl.checking.skips import skip_text
from etl.checking.table import detect
from etl.contract import load_contracts
from tests.etl.tables import check_table, contract_table, frame, good_row, sheet

CONTRACTS = list(load_contracts().values())
SITE = load_contracts()["hazard_site"]


def _header(rows, name="表", merged=()):
    return detect(sheet(rows, name, merged), CONTRACTS).header


def _found(rows, name="表", merged=()):
    header = _header(rows, name, merged)
    return (
        header.contract.name,
        header.top,
        header.bottom,
        {m.target: m.number for m in header.matches},
    )


@pytest.mark.parametrize("source", load_contracts())
def test_every_source_is_told_by_its_official_captions(source):
    name, top, bottom, columns = _found(contract_table(source, good_row(source)))
    assert (name, top, bottom) == (source, 0, 0)
    assert list(columns) == [c.name for c in load_contracts()[source].columns]


@pytest.mark.parametrize("source", load_contracts())
def test_every_source_is_told_by_its_aliases(source):
    contract = load_contracts()[source]
    captions = [(c.aliases or (c.title,))[0] for c in contract.columns]
    header = _header([captions, ["x"] * len(captions)], contract.sheet[0])
    assert header.contract.name == source
    assert header.score == len(contract.columns)


@pytest.mark.parametrize(
    "typed",
    [
        "*名称",
        "名称（必填）",
        "名 称",
        "名\n称",
        "【名称】",
        "名称：",
        "２.名称",
        "名\u00a0称*",
        "★名称(选填)",
        "(1)名称",
    ],
)
def test_habits_of_typing_make_no_difference(typed):
    read = read_caption(typed)
    assert "名称" in (read.key.strip("()"), read.base)


@pytest.mark.parametrize(
    ("typed", "base", "unit"),
    [
        ("威胁财产（万元）", "威胁财产", "万元"),
        ("威胁财产\n(单位：万元)", "威胁财产", "万元"),
        ("威胁财产/万元", "威胁财产", "万元"),
        ("占地面积（㎡）", "占地面积", "m2"),
        ("差错率（％）", "差错率", "%"),
        ("威胁财产（万元）（必填）", "威胁财产", "万元"),
        ("开工日期（年/月/日）", "开工日期", None),
    ],
)
def test_units_are_taken_off_captions(typed, base, unit):
    read = read_caption(typed)
    assert (read.base, read.unit) == (base, unit)


def test_brackets_that_belong_to_a_title_stay():
    assert caption_key("建成（或挂牌）时间") == "建成(或挂牌)时间"
    assert read_caption("社区（村）代码").key == "社区(村)代码"


def test_titles_and_instructions_above_the_header_are_passed_over():
    table = contract_table("hazard_site", good_row("hazard_site"))
    above = [
        ["2021年隐患点台账"],
        [],
        ["填表说明：编号、名称必填，类型从下拉列表选"],
        ["填报单位：崂山区"],
    ]
    assert _found([*above, *table])[:3] == ("hazard_site", 4, 4)


CAPTIONS = ["隐患点编号", "名称", "类型", "发现时间", "责任单位", "整改状态"]
ROW = ["37021201", "甲", "滑坡", "2020-07-15", "示例街道办事处", "待整改"]


def test_a_group_caption_over_captions_is_one_header_of_two_rows():
    rows = [
        [*CAPTIONS, "威胁对象", None, None],
        [*[None] * 6, "威胁户数", "威胁人数", "威胁财产（万元）"],
        [*ROW, "6", "18", "120"],
    ]
    merged = [(1, 7, 1, 9), *[(1, n, 2, n) for n in range(1, 7)]]
    for given in (merged, ()):
        name, top, bottom, columns = _found(rows, merged=given)
        assert (name, top, bottom) == ("hazard_site", 0, 1)
        assert columns["threatened_persons"] == 8
        assert columns["site_id"] == 1
        assert len(columns) == 9


def test_a_second_row_of_units_belongs_to_the_header():
    rows = [
        [*CAPTIONS, "威胁人数", "威胁财产"],
        [*[None] * 6, "人", "元"],
        [*ROW, "18", "350000"],
    ]
    checked = check_table(rows)
    assert checked.header_row == 2
    assert checked.rows["threatened_assets_yuan"].to_list() == [350_000.0]
    assert [f.rule for f in checked.findings if f.rule == "N1"] == ["N1"]


def test_a_row_of_data_is_not_taken_for_a_second_header_row():
    assert _found([CAPTIONS, ROW])[1:3] == (0, 0)


def test_a_title_row_above_is_not_taken_for_a_group():
    assert _found([["单位：元"], CAPTIONS, ROW])[1:3] == (1, 1)


def test_the_sheets_name_settles_what_the_captions_leave_open():
    rows = [["编号", "名称", "状态", "经度", "纬度"], ["1"] * 5]
    assert _header(rows) is None
    assert len(detect(sheet(rows), CONTRACTS).rivals) > 1
    assert _header(rows, "崂山区隐患点台账2021").contract.name == "hazard_site"
    assert _header(rows, "应急避难场所登记表").contract.name == "shelter"


def test_captions_go_before_the_sheets_name():
    table = contract_table("project", good_row("project"))
    assert _header(table, "台账").contract.name == "project"


def test_a_sheet_of_no_source_names_the_nearest():
    detection = detect(sheet([["姓名", "编号", "班级"], ["甲", "1", "2"]]), CONTRACTS)
    assert detection.header is None
    assert detection.rivals == ()
    assert detection.nearest is not None


def test_missing_required_columns_reject_all_rows_and_name_what_would_do():
    rows = [[c for c in CAPTIONS if c != "整改状态"], [*ROW[:5]], [], ["合计"]]
    checked = check_table(rows, name="隐患点台账")
    (found,) = [f for f in checked.findings if f.level == "error"]
    assert (found.rule, found.column) == ("H4", "remediation_status")
    assert "“整改状态”、“治理状态”、“状态”" in found.message
    assert (checked.read, checked.accepted, checked.rejected, checked.skipped) == (3, 0, 1, 2)
    assert not checked.is_loadable


def test_two_columns_for_one_are_refused():
    checked = check_table([[*CAPTIONS, "状态"], [*ROW, "在建"]], name="隐患点台账")
    (found,) = [f for f in checked.findings if f.level == "error"]
    assert (found.rule, found.cell) == ("H6", "G1")
    assert "F 列“整改状态”、G 列“状态”都指“整改状态”" in found.message
    assert checked.rejected == 1


def test_a_full_caption_wins_over_one_with_a_bracket():
    checked = check_table([[*CAPTIONS, "名称（英文）"], [*ROW, "A"]], name="隐患点台账")
    assert checked.rows["site_name"].to_list() == ["甲"]
    assert [f.rule for f in checked.findings if f.rule.startswith("H")] == ["H5", "H12"]


def test_columns_that_are_not_taken_are_listed_but_personal_ones_only_counted():
    extra = ["序号", "审批意见", "户主姓名", "联系人13800138000", None]
    checked = check_table([[*CAPTIONS, *extra], [*ROW, "1", "同意", "张三", "x", "y"]])
    (found,) = [f for f in checked.findings if f.rule == "H5"]
    assert found.level == "info"
    assert found.message.endswith("未采用的列：“审批意见”；没有标题的 K 列；疑似个人信息的 2 列")


def _beside(*side):
    """Three rows of sites, and cells beside them behind an empty column."""
    main = [CAPTIONS, *([f"x{n}", *ROW[1:]] for n in range(3))]
    return check_table(
        [[*line, None, *cells] for line, cells in zip(main, side, strict=False)], name="隐患点台账"
    )


def test_a_table_beside_the_table_is_one_finding_that_names_its_range():
    checked = _beside(["灾种", "处数", "户主电话"], ["滑坡", "3", "1"], ["崩塌", "1"], [])
    (found,) = [f for f in checked.findings if f.rule == "H5"]
    assert (found.level, found.cell) == ("info", "H1")
    assert "旁边另有一块表（H1:J3）" in found.message
    assert "处数" not in found.message
    assert checked.accepted == 3


def test_columns_that_adjoin_the_table_are_named_beside_a_side_table():
    rows = [[*CAPTIONS, "照片", None, "灾种", "处数"], [*ROW, "a.jpg", None, "滑坡", "3"]]
    texts = [f.message for f in check_table(rows, name="隐患点台账").findings if f.rule == "H5"]
    assert len(texts) == 2
    assert "“照片”" in texts[0]
    assert "I1:J2" in texts[1]


def test_a_single_column_behind_a_gap_is_a_column():
    (text,) = [f.message for f in _beside(["照片"], ["a.jpg"]).findings if f.rule == "H5"]
    assert "“照片”" in text


def test_answers_beside_the_rows_of_a_return_workbook_are_handed_on():
    rows = [[*CAPTIONS, "问题", "说明"], [*ROW, "编号重复", " 已核实 "], ["x2", *ROW[1:], "", ""]]
    checked = check_table(rows)
    assert checked.answers.rows() == [(2, "已核实")]
    assert not [f for f in checked.findings if f.rule == "H5"]


def test_a_column_called_explanation_is_nothing_special_elsewhere():
    checked = check_table([[*CAPTIONS, "说明"], [*ROW, "文字"]])
    assert checked.answers is None
    assert [f.rule for f in checked.findings if f.rule == "H5"] == ["H5"]


def _above(*rows):
    return read_above(frame(rows))


@pytest.mark.parametrize(
    ("rows", "as_of", "unit"),
    [
        ([["填报单位：崂山区　统计截至日期：2021年3月21日"]], "2021年3月21日", "崂山区"),
        ([["填报单位：", "崂山区", None, "统计截至日期：", "2021-03-21"]], "2021-03-21", "崂山区"),
        ([["填报单位（盖章）：崂山区应急管理局 填表人：张三"]], None, "崂山区应急管理局"),
        ([["截至2021-03-21"], ["演示数据"]], "2021-03-21", None),
        ([["填报单位：", None, None, "统计截至日期："]], None, None),
        ([["截至目前进展良好"]], None, None),
    ],
)
def test_unit_and_date_are_read_above_the_header(rows, as_of, unit):
    above = _above(*rows)
    assert (above.as_of.text if above.as_of else None) == as_of
    assert (above.unit.text if above.unit else None) == unit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("崂山区", "370212"),
        ("青岛市崂山区应急管理局", "370212"),
        ("青岛市胶州市应急管理局", "370281"),
        ("市应急管理局", "370200"),
        ("隐患_370212_v2", "370212"),
        ("13702121", None),
        ("市南区和市北区", None),
    ],
)
def test_units_are_known_by_name_alias_and_code(text, code):
    unit = find_unit(text)
    assert (unit.code if unit else None) == code


DISTRICTS = {u.code: word for word, u in reporting_units() if u.kind == "district"}
OFFICES = sorted(
    {w for w, u in reporting_units() if u.kind in ("department", "city") and "局" in w}
)


@pytest.mark.parametrize("code", DISTRICTS)
def test_an_office_of_a_district_is_the_districts(code):
    names = [w for w, u in reporting_units() if u.code == code and w[-1] in "区市)"]
    assert names
    for name in names:
        for office in OFFICES:
            for text in (name + office, name + office.removeprefix("市"), f"青岛市{name}{office}"):
                assert find_unit(text).code == code, text


@pytest.mark.parametrize("before", ["", "青岛市", "山东省青岛市", "2021年3月", "周报_", "附件1 "])
def test_an_office_of_the_city_is_the_citys(before):
    units = dict(reporting_units())
    for office in OFFICES:
        if not office.startswith("青岛"):
            assert find_unit(before + office) == units[office], office


@pytest.mark.parametrize(
    "text", ["济南市自然资源和规划局", "济南市气象局", "即墨水利局", "县林业局"]
)
def test_an_office_of_another_place_is_none_of_the_citys(text):
    assert find_unit(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("崂山20210321", "2021-03-21"),
        ("2021年3月21日", "2021-03-21"),
        ("周报2021.3.21第二版", "2021-03-21"),
        ("20210321和20210328", None),
        ("2021-03-21-2", "2021-03-21"),
        ("370212001001", None),
    ],
)
def test_a_day_in_a_name(text, day):
    found = stated_day(text)
    assert (str(found.day) if found.day else None, found.period) == (day, None)


@pytest.mark.parametrize(
    "text",
    [
        "2021年3月15日至3月21日",
        "2021年3月15日—21日",
        "2021年3月15-21日",
        "崂山周报(2021.3.15-3.21)",
        "2021.3.15－21",
        "2021-03-15~2021-03-21",
        "2021-03-15 到 03-21",
        "2021/3/15～2021/3/21",
        "20210315-0321",
        "20210315至20210321",
    ],
)
def test_of_a_period_the_end_is_taken(text):
    found = stated_day(text)
    assert str(found.day) == "2021-03-21"
    assert found.period


def test_a_period_may_end_in_the_next_year():
    assert str(stated_day("2021年12月28日至1月3日").day) == "2022-01-03"


@pytest.mark.parametrize(
    "text",
    ["3月15日—21日", "2021年3月15日至今", "2021年3月15日-10日", "2021-03-15至2021-03-32"],
)
def test_a_period_without_a_known_end_gives_no_day(text):
    found = stated_day(text)
    assert (found.day, bool(found.period)) == (None, True)


@pytest.mark.parametrize(
    ("above", "cell"),
    [
        (["填报单位：崂山区", "统计截至日期：2021年3月15日至3月21日"], "B1"),
        (["填报单位：崂山区", "统计截至日期：", "2021年3月15日", "至", "3月21日"], "C1"),
    ],
)
def test_a_period_above_the_header_is_said(above, cell):
    checked = check_table([above, CAPTIONS, ROW], unit=None, as_of=None)
    assert str(checked.as_of) == "2021-03-21"
    assert [(f.rule, f.level, f.cell) for f in checked.findings if f.rule != "H12"] == [
        ("H14", "info", cell)
    ]


def test_a_period_in_the_files_name_is_said():
    checked = _facts("填报单位：崂山区", path=Path("崂山_周报(2021.3.15-3.21).xlsx"))
    assert str(checked.as_of) == "2021-03-21"
    assert "H14" in [f.rule for f in checked.findings]


def test_an_open_period_is_not_filled_up_from_the_files_name():
    checked = _facts("填报单位：崂山区 统计截至日期：3月15日—21日", path=Path("20210321.xlsx"))
    assert ("H15", "error", "3月15日—21日") in [
        (f.rule, f.level, f.value) for f in checked.findings
    ]
    assert not checked.is_loadable


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-03-22", ("H16", "error", "A1", "2021-03-22")),
        ("2012-03-21", ("H17", "confirm", "A1", "2012-03-21")),
        ("2021-03-21", None),
    ],
)
def test_the_clock_judges_a_cut_off_date_but_never_supplies_one(day, said):
    above = f"填报单位：崂山区 统计截至日期：{day}"
    checked = _facts(above, today=date(2021, 3, 21))
    found = [
        (f.rule, f.level, f.cell, f.value) for f in checked.findings if f.rule in ("H16", "H17")
    ]
    assert found == ([said] if said else [])
    assert checked.is_loadable == (said is None or said[1] != "error")


def test_an_unknown_unit_or_date_is_quoted_from_its_own_cell():
    above = ["填报单位：", "某某公司", "统计截至日期：", "第12周"]
    checked = check_table([above, CAPTIONS, ROW], unit=None, as_of=None)
    told = {f.rule: (f.cell, f.value) for f in checked.findings}
    assert (told["H11"], told["H7"]) == (("B1", "某某公司"), ("D1", "第12周"))


def test_a_label_that_was_left_open_is_pointed_at():
    above = [None, "填报单位：", None, "统计截至日期：____"]
    checked = check_table([above, CAPTIONS, ROW], unit=None, as_of=None)
    errors = {f.rule: f.cell for f in checked.findings if f.level == "error"}
    assert errors == {"H7": "D1", "H8": "B1"}


def _facts(above, **changes):
    rows = [[above], CAPTIONS, ROW]
    return check_table(rows, **({"unit": None, "as_of": None} | changes))


def test_what_stands_above_the_header_goes_before_the_files_name(tmp_path):
    place = tmp_path / "2021-01-03" / "370202" / "市北区20210110.xlsx"
    checked = _facts("填报单位：崂山区 统计截至日期：2021年3月21日", path=place)
    assert (checked.unit_code, str(checked.as_of)) == ("370212", "2021-03-21")
    assert [f.rule for f in checked.findings] == ["H12"]


def test_the_files_name_goes_before_its_folders(tmp_path):
    place = tmp_path / "2021-01-03" / "370202" / "市北区20210110.xlsx"
    checked = _facts("标题", path=place)
    assert (checked.unit_code, str(checked.as_of)) == ("370203", "2021-01-10")


def test_folders_say_unit_and_date_last(tmp_path):
    checked = _facts("标题", path=tmp_path / "2021-01-03" / "370202" / "台账.xlsx")
    assert (checked.unit_code, str(checked.as_of)) == ("370202", "2021-01-03")


def test_the_callers_word_is_taken_and_a_contradiction_said():
    checked = _facts("填报单位：市南区 统计截至日期：2021年3月14日", unit="崂山区")
    assert checked.unit_code == "370212"
    assert [(f.rule, f.level, f.cell) for f in checked.findings if f.rule == "H9"] == [
        ("H9", "confirm", "A1")
    ]


@pytest.mark.parametrize(
    ("above", "rule"),
    [("填报单位：某某公司", "H11"), ("统计截至日期：3月21日", "H7"), ("标题", "H8")],
)
def test_what_is_missing_or_unknown_is_an_error_of_the_sheet(above, rule):
    checked = _facts(above)
    assert rule in [f.rule for f in checked.findings if f.level == "error"]
    assert checked.accepted == 1
    assert not checked.is_loadable


def test_what_only_the_city_reports_needs_no_unit():
    table = [["标题"], *contract_table("census_task", good_row("census_task"))]
    checked = check_table(table, unit=None)
    assert checked.unit_code == "370200"
    assert [(f.rule, f.level) for f in checked.findings] == [("H8", "info")]


def test_the_mark_of_demonstration_data_is_seen():
    assert check_table([["演示数据，不反映真实进度"], CAPTIONS, ROW]).is_demo
    assert not check_table([["标题"], CAPTIONS, ROW]).is_demo


def _kinds(*rows):
    table = [CAPTIONS, *rows]
    return check_table(table, name="隐患点台账")


@pytest.mark.parametrize(
    "total",
    [
        ["合计", "", "", "", "", ""],
        ["合 计", "12", "", "", "", ""],
        ["", "总计：", "", "", "", ""],
        ["", "崂山区合计", "", "", "", ""],
        ["小计（处）", "", "3", "", "", ""],
        ["共计", "", "", "", "", "5"],
    ],
)
def test_total_rows_are_skipped_without_a_word(total):
    checked = _kinds(ROW, total)
    assert (checked.read, checked.accepted, checked.skipped) == (2, 1, 1)
    assert [f.rule for f in checked.findings if f.rule != "H12"] == []


def test_a_site_whose_name_ends_in_total_is_data():
    checked = _kinds([ROW[0], "南北合计沟", *ROW[2:]], ["x9", "合计", *ROW[2:]])
    assert checked.accepted == 2


def test_every_skipped_row_is_counted_under_its_reason():
    rows = [ROW, [], ["合计"], CAPTIONS, ["注：示例"], ["小计"], ["x2", *ROW[1:]]]
    checked = _kinds(*rows)
    assert checked.skips == {"blank": 1, "total": 2, "header": 1, "note": 1}
    assert sum(checked.skips.values()) == checked.skipped
    assert skip_text(checked.skips) == "空行 1、合计行 2、重复的表头 1、说明行 1"


def test_the_rows_of_a_sheet_that_is_not_taken_are_skipped_for_that_reason():
    assert check_table([["甲", "乙"], ["1", "2"]]).skips == {"not_taken": 2}


def test_blank_rows_between_are_skipped_and_those_behind_not_even_read():
    checked = _kinds(ROW, [], ["  ", "\u3000"], ["x2", *ROW[1:]], [], [])
    assert (checked.read, checked.accepted, checked.skipped) == (4, 2, 2)


def test_numbered_but_empty_rows_are_blank():
    rows = [["序号", *CAPTIONS], ["1", *ROW], ["2"], ["3"]]
    checked = check_table(rows, name="隐患点台账")
    assert (checked.read, checked.accepted, checked.skipped) == (3, 1, 2)


@pytest.mark.parametrize(
    "note",
    [
        ["注：本表每周报送"],
        ["填表说明：1. 编号必填"],
        ["填表人：张三", "", "审核人：李四", "", "联系电话：13800138000"],
        ["一、地质灾害"],
        ["备注：无"],
    ],
)
def test_notes_and_section_titles_are_skipped_and_said_without_their_text(note):
    checked = _kinds(ROW, note)
    assert (checked.read, checked.accepted, checked.skipped) == (2, 1, 1)
    (found,) = [f for f in checked.findings if f.rule == "R1"]
    assert (found.level, found.row) == ("info", 3)
    assert "张三" not in found.message


def test_a_row_with_nothing_but_its_number_is_data_with_gaps():
    checked = _kinds(ROW, ["x2"])
    assert (checked.accepted, checked.rejected, checked.skipped) == (1, 1, 0)
    assert {f.rule for f in checked.findings if f.level == "error"} == {"C1"}


@pytest.mark.parametrize(
    ("keys", "lone"),
    [
        (["隐患点001", "隐患点002"], "隐患点003"),
        (["崂-滑坡-1", "崂-滑坡-2"], "崂-滑坡-30"),
    ],
)
def test_a_row_with_nothing_but_a_key_in_words_is_data_with_gaps(keys, lone):
    checked = _kinds(*([key, *ROW[1:]] for key in keys), [lone])
    assert (checked.accepted, checked.rejected, checked.skipped) == (2, 1, 0)
    missing = [f for f in checked.findings if f.rule == "C1"]
    assert {f.row for f in missing} == {4}
    assert {f.column for f in missing} == {
        "site_name", "hazard_type", "found_on", "responsible_unit", "remediation_status",
    }  # fmt: skip


def test_a_community_named_alone_is_data_and_the_street_above_it_is_a_title():
    rows = [{"area_code": name} for name in ("中韩街道", "中韩社区", "西韩社区")]
    full = good_row("community", area_code="云霄路社区")
    table = contract_table("community", full, *rows)
    checked = check_table(table, unit="青岛市")
    assert checked.skips == {"note": 1}
    assert (checked.accepted, checked.rejected) == (1, 2)


@pytest.mark.parametrize(
    "note",
    ["备注：1", "填表人：张三", "一、滑坡", "（二）崩塌", "附1", "说明：见附件2", "市直部门"],
)
def test_notes_beside_keys_in_words_are_still_no_data(note):
    checked = _kinds(["隐患点001", *ROW[1:]], ["隐患点002", *ROW[1:]], [note])
    assert (checked.accepted, checked.rejected, checked.skips) == (2, 0, {"note": 1})


def test_a_full_row_is_data_whatever_its_number_looks_like():
    checked = _kinds(["附1", *ROW[1:]], ["注2", *ROW[1:]], ["备注", *ROW[1:]])
    assert (checked.accepted, checked.skipped) == (3, 0)


@pytest.mark.parametrize("name", ["附1号滑坡", "共计洼滑坡"])
def test_a_filled_row_without_its_number_is_rejected_data_and_no_note_or_total(name):
    row = good_row("hazard_site", site_id=None, site_name=name)
    checked = check_table(contract_table("hazard_site", good_row("hazard_site"), row))
    assert (checked.accepted, checked.rejected, checked.skipped) == (1, 1, 0)


def test_headers_printed_again_are_skipped_and_said():
    checked = _kinds(ROW, CAPTIONS, ["x2", *ROW[1:]])
    assert (checked.accepted, checked.skipped) == (2, 1)
    assert [f.row for f in checked.findings if f.rule == "R2"] == [3]


def test_a_row_of_column_numbers_below_the_header_is_skipped():
    checked = _kinds(["甲", "乙", "1", "2", "3", "4"], ROW)
    assert (checked.accepted, checked.skipped) == (1, 1)


def test_rows_with_content_in_unused_columns_only_are_asked_about():
    rows = [[*CAPTIONS, "照片"], [*ROW, "a.jpg"], [*[None] * 6, "b.jpg"]]
    checked = check_table(rows, name="隐患点台账")
    assert (checked.accepted, checked.skipped) == (1, 1)
    assert [(f.rule, f.level, f.row) for f in checked.findings if f.rule == "R4"] == [
        ("R4", "confirm", 3)
    ]


def test_an_empty_table_is_asked_about():
    checked = _kinds()
    assert (checked.read, checked.accepted) == (0, 0)
    assert "H10" in [f.rule for f in checked.findings]


def test_the_template_example_left_in_place_is_no_data():
    from etl.forms.example import example_row

    table = contract_table("hazard_site", example_row(SITE), good_row("hazard_site"))
    checked = check_table(table)
    assert (checked.accepted, checked.skipped) == (1, 1)
    assert [f.rule for f in checked.findings] == ["R3"]
