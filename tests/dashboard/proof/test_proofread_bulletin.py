"""The founding bulletin against the demonstration of its date."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.proof.check import Finding
from dashboard.proof.verdict import AGREES, DIFFERS, OUTDATED, UNSURE

from .conftest import Check

TESTS = Path(__file__).parents[2]
BULLETIN = (Path(__file__).parent / "bulletin-2021-01.txt").read_text("utf-8")
LISTED = list(
    csv.DictReader(
        (TESTS / "etl" / "sample" / "bulletin_figures.csv").read_text("utf-8").splitlines()
    )
)
HELD = {figure["id"]: figure for figure in LISTED if figure["metric"] or figure["query"]}
# Held, and no figure in the text: the 1 of 一评审, 一周一调度 and the parts of 6+4+1, 1+7+24.
IN_NAMES = {"L14", "L29", "L32", "L39"}
# Where the figure stands: a piece of the text, the figure within it.
PLACES = {
    "C03": "26个|市级部门",
    "C04": "10个|区(市)均组建",
    "C05": "先后|5次|召开",
    "C06": "指导|10个|区(市)",
    "C07": "8个|主要行业主管部门",
    "C08": "市、区(市)|两级|均成立",
    "C09": "192人|参加培训",
    "L05": "32类|、84项",
    "L06": "、|84项|普查任务",
    "L07": "汇交文字成果|96本",
    "L08": "20个|部门和",
    "L09": "部门和|5个|街道办事处",
    "L10": "综合、行业协调等|5个|工作小组",
    "L11": "召开联席会议|16次",
    "L15": "邀请|5位|专家",
    "L16": "压缩预算资金|24.91%",
    "L17": "由|1家|第三方机构",
    "L18": "8家|专责机构",
    "L19": "300余名|专业人员",
    "L20": "承灾体和|6大|灾种",
    "L22": "社区|3支|力量",
    "L23": "动员|735名|网格员",
    "L24": "300余名|灾害信息员",
    "L25": "由|1套|区级方案",
    "L26": "14个|行业细则",
    "L27": "森林火灾|6大|灾种普查",
    "L28": "供水设施|4类|承灾体",
    "L30": "最终确定|9家|技术服务单位",
    "L33": "7个|责任部门牵头",
    "L34": "24个|部门参与",
    "L35": "实施“|两张|清单”",
    "L36": "实现|52项|数据成果",
    "L37": "将|62项|数据字段",
    "L42": "地质隐患灾害点|124处",
    "L43": "完成治理|61处",
    "L44": "森林火灾隐患点|309处",
    "L45": "整改完成|309处",
    "L46": "河道综合整治|1.1万米",
    "L47": "对|15座|水库、塘坝",
    "L48": "全长|4487米",
    "L49": "投资|1亿元",
    "L50": "在|88个|社区建设",
    "L51": "避难场所|176个",
    "L52": "为|125个|社区配备",
    "L53": "在|105个|位于山洪危险区",
    "L54": "“|四类|重点困难群体",
    "L55": "危房改造|34户",
}


def place(figure_id: str) -> int:
    """The code point where the figure of the list begins."""
    pieces = PLACES[figure_id].split("|")
    whole = "".join(pieces)
    assert BULLETIN.count(whole) == 1, whole
    figure = next(p for p in pieces if any(c in p for c in "0123456789两四") and p[0] not in "、市")
    return BULLETIN.index(whole) + whole.index(figure)


@pytest.fixture
def findings(check: Check) -> tuple[Finding, ...]:
    """What is found in the bulletin."""
    return check(BULLETIN)


def test_every_figure_that_the_warehouse_holds_is_found_and_agrees(
    findings: tuple[Finding, ...],
) -> None:
    assert set(PLACES) == set(HELD) - IN_NAMES
    by_start = {finding.start: finding for finding in findings}
    for figure_id in PLACES:
        finding = by_start[place(figure_id)]
        assert finding.verdict.verdict == AGREES, (figure_id, finding)


def test_it_is_matched_to_the_metric_and_area_of_the_list(findings: tuple[Finding, ...]) -> None:
    by_start = {finding.start: finding for finding in findings}
    for figure_id, figure in HELD.items():
        if figure["metric"]:
            said = by_start[place(figure_id)].verdict
            assert (said.metric, said.area) == (figure["metric"], figure["area"]), figure_id


def test_nothing_else_is_matched(findings: tuple[Finding, ...]) -> None:
    held = {place(figure_id) for figure_id in PLACES}
    others = [finding for finding in findings if finding.start not in held]
    assert {finding.verdict.verdict for finding in others} == {UNSURE}
    assert {finding.verdict.metric for finding in others} == {None}


def test_offsets_count_code_points_of_the_text(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        assert BULLETIN[finding.start : finding.end] == finding.text


def changed(figure: str) -> Iterator[str]:
    """The figure with one of its digits changed, in every way."""
    for at, digit in enumerate(figure):
        for other in "0123456789" if digit.isdigit() else "三五六七八九" if digit in "两四" else "":
            if other != digit:
                yield figure[:at] + other + figure[at + 1 :]


STILL_TRUE = {"310余名"}  # 317 of them


@pytest.mark.parametrize("figure_id", sorted(PLACES))
def test_one_changed_digit_marks_exactly_that_figure(
    check: Check, findings: tuple[Finding, ...], figure_id: str
) -> None:
    start = place(figure_id)
    figure = next(f for f in findings if f.start == start)
    for text in changed(figure.text):
        found = check(BULLETIN[:start] + text + BULLETIN[figure.end :])
        assert [f.start for f in found] == [f.start for f in findings]
        for before, after in zip(findings, found, strict=True):
            if after.start != start:
                assert after.verdict.verdict == before.verdict.verdict, (text, before)
            elif figure_id != "L24" or text not in STILL_TRUE:
                assert after.verdict.verdict in (DIFFERS, OUTDATED), (text, after)
