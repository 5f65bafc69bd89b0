"""The document as it is read: what stands in it, what does not, and what stops it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import read
from dashboard.export.bulletin import document
from dashboard.export.bulletin.printing import BadTemplate
from dashboard.export.bulletin.register import Entry
from dashboard.export.errors import Faulty
from dashboard.export.job import Job
from dashboard.proof.docx import open_docx
from dashboard.proof.proofread import proofread
from dashboard.proof.verdict import AGREES, DIFFERS, OUTDATED
from tests.dashboard import small
from tests.dashboard.export.bulletin import written
from tests.dashboard.export.bulletin.jobs import bare_job

MakeJob = Callable[..., Job]
DISTRICTS = [str(area[1]) for area in small.areas() if area[3] == "district"]
SIGNED = Entry(2021, 6, small.LAST, "王某某", date(2021, 4, 26), 150)


def own(home: Path) -> Path:
    return home / "bulletin/简报模板.docx"


def text_of(job: Job) -> str:
    document.make(job)
    return open_docx(job.folder / document.FILE).extract.text


def value(metric: str, area: str = small.CITY) -> float:
    found = read.value(read.current().version, metric, area, small.LAST)
    assert found is not None
    return found.numerator


# ------------------------------------------------------------------ what stands in it


def test_slots_are_filled_with_the_figures_of_the_warehouse(job_of: MakeJob) -> None:
    text = text_of(job_of())
    done, total = value("census_tasks_completed"), 10 * 84 + 4
    assert f"应完成普查任务{total:g}项、已完成{done:g}项" in text
    assert f"推进调度会{len(small.WEEKS)}次。" in text
    assert f"崂山区完成{value('census_tasks_completed', small.LAOSHAN):g}项" in text


def test_a_paragraph_about_what_did_not_change_is_not_there(job_of: MakeJob) -> None:
    text = text_of(job_of())
    assert "平度市完成" in text  # it stands still
    line = next(line for line in text.splitlines() if line.startswith("平度市"))
    assert "新完成" not in line
    assert any("新完成" in line for line in text.splitlines() if line.startswith("莱西市"))


def test_districts_come_in_customary_order(job_of: MakeJob) -> None:
    lines = text_of(job_of()).splitlines()
    told = [line.partition("完成")[0] for line in lines if "完成" in line]
    assert [name for name in told if name in DISTRICTS] == DISTRICTS


def test_a_chart_is_the_picture_of_the_same_export_and_has_a_number(job_of: MakeJob) -> None:
    job = job_of()
    assert "图1　完成普查任务数" in text_of(job)
    with zipfile.ZipFile(job.folder / document.FILE) as package:
        [picture] = [name for name in package.namelist() if name.startswith("word/media/")]
        assert (
            package.read(picture) == (job.folder / "tiles/overview-370200-burn-up.png").read_bytes()
        )
        body = package.read("word/document.xml").decode()
    [told] = [
        tile.title
        for screen in job.manifest.screens
        for tile in screen.tiles
        if screen.page == "overview" and tile.id == "burn-up"
    ]
    assert told
    assert f'name="图1" descr="{told}"' in body  # for who does not see the picture


def test_a_draft_says_so_until_it_is_signed(job_of: MakeJob) -> None:
    assert "送审稿" in text_of(job_of())
    assert "送审稿" in text_of(job_of(Entry(2021, 6, small.LAST)))
    signed = text_of(job_of(SIGNED))
    assert "送审稿" not in signed
    assert "〔2021〕第6期" in signed


def test_old_returns_that_figures_stand_on_are_named(job_of: MakeJob) -> None:
    said = "市南区普查进度周报表、隐患点台账：数据截至3月7日，已2周未报。"
    assert said in text_of(job_of(as_of=small.MISSED))
    assert "沿用" not in text_of(job_of())


def test_every_figure_is_in_the_manifest_with_its_paragraph(job_of: MakeJob) -> None:
    job = job_of()
    document.make(job)
    paragraphs = {p.place: p.text for p in open_docx(job.folder / document.FILE).extract.paragraphs}
    figures = job.manifest.figures
    assert len(figures) > 10
    for one in figures:
        assert one.text in paragraphs[one.place.removeprefix("简报.docx › ")]
    assert {one.against for one in figures} == {"metrics.value", "marts.bulletin_count"}
    assert document.faults(job.folder / document.FILE, figures) == []


def test_a_figure_that_is_elsewhere_in_the_document_is_told(job_of: MakeJob) -> None:
    job = job_of()
    document.make(job)
    file = job.folder / document.FILE
    written.changed(file, "word/document.xml", lambda xml: xml.replace("16次", "17次"))
    [fault] = document.faults(file, job.manifest.figures)
    assert "印出的数与清单不同（应依次为16次）" in fault


def test_a_second_document_of_the_same_week_has_the_same_bytes(job_of: MakeJob) -> None:
    one, other = job_of(SIGNED), job_of(SIGNED)
    for job in (one, other):
        document.make(job)
    assert (one.folder / document.FILE).read_bytes() == (other.folder / document.FILE).read_bytes()


def test_the_file_says_nothing_of_the_clock(job_of: MakeJob) -> None:
    job = job_of()
    document.make(job)
    with zipfile.ZipFile(job.folder / document.FILE) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = package.read("docProps/core.xml").decode()
    assert "2021-04-25T00:00:00Z</dcterms:created>" in told
    assert "2021-04-25T00:00:00Z</dcterms:modified>" in told


def test_no_mark_of_a_figure_is_left(job_of: MakeJob) -> None:
    job = job_of()
    document.make(job)
    with zipfile.ZipFile(job.folder / document.FILE) as package:
        for name in package.namelist():
            assert "\ue000".encode() not in package.read(name), name


def test_rows_of_a_table_are_repeated(home: Path, job_of: MakeJob) -> None:
    rows = [
        ("地区", "完成率"),
        ("{%tr for 区 in 各区市 %}", ""),
        ("{{ 区.名称 }}", "{{ 区.census_task_completion_rate }}"),
        ("{%tr endfor %}", ""),
    ]
    written.template(own(home), table=rows)
    job = job_of()
    document.make(job)
    extract = open_docx(job.folder / document.FILE).extract
    table = [p.text.split("\t") for p in extract.paragraphs if p.table is not None]
    assert [row[0] for row in table] == ["地区", *DISTRICTS]
    assert all(row[1].endswith("%") for row in table[1:])


# ------------------------------------------------------------------ Word and WPS


def test_slots_that_are_split_into_runs_are_filled(home: Path, job_of: MakeJob) -> None:
    made = written.document((*written.HEAD, *written.BODY, *written.FOOT))
    written.split(made)
    made.save(str(own(home)))
    whole = text_of(job_of())
    written.template(own(home))
    assert whole == text_of(job_of())


def test_a_template_made_in_wps_is_filled(home: Path, job_of: MakeJob) -> None:
    plain = text_of(job_of())
    written.changed(
        own(home),
        "word/document.xml",
        lambda xml: xml.replace("<w:document ", f"<w:document {written.NAMESPACES} ", 1),
    )
    assert text_of(job_of()) == plain


def test_a_template_saved_by_libreoffice_has_each_file_once(home: Path, job_of: MakeJob) -> None:
    """It names the relation to the core properties otherwise than Word."""
    written.template(own(home))
    written.changed(
        own(home),
        "_rels/.rels",
        lambda xml: xml.replace(
            "package/2006/relationships/metadata/core-properties",
            "officedocument/2006/relationships/metadata/core-properties",
        ),
    )
    job = job_of()
    document.make(job)
    with zipfile.ZipFile(job.folder / document.FILE) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
    assert Document(str(job.folder / document.FILE)).core_properties.title == "简报"


def test_a_chart_is_no_wider_than_the_text_in_libreoffice_too(job_of: MakeJob) -> None:
    job = job_of()
    document.make(job)
    with zipfile.ZipFile(job.folder / document.FILE) as package:
        body = package.read("word/document.xml").decode()
    charts = re.findall("<wp:inline [^>]*>", body)
    assert charts
    assert all('distL="0"' in chart and 'distR="0"' in chart for chart in charts)


def test_curly_quotes_in_a_slot_are_those_it_means(home: Path, job_of: MakeJob) -> None:
    body = ("{%p if 图.overview[“burn-up”] %}", "有图", "{%p endif %}")
    written.template(own(home), body)
    assert "有图" in text_of(job_of())


# ------------------------------------------------------------------ what stops it


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (["{{ 全市.census_task_complete_rate }}"], "是不是要写 census_task_completion_rate"),
        (["{{ 全是.census_tasks_completed }}"], "没有“全是”这个名称，是不是要写 全市"),
        (["{{ 全市.census_tasks_completed.变动 }}"], "后面不能写“变动”。可用：数字、"),
        (["{{ 图.oveview.late }}"], "图里没有页面“oveview”"),
        (["{{ 图.overview.lates }}"], "总览页没有板块 lates"),
        (["{{ 全市。名称 }}"], "写法不对"),
        (["{{ 全市.census_tasks_completed + 1 }}"], "不能计算"),
        (["{{ 全市.census_tasks_completed|round }}"], "不能计算"),
        (["{{ 全市.名称"], "花括号没有成对写全"),
        (["｛｛ 全市.名称 ｝｝"], "全角的花括号"),
        (["{%p if 全市.shelters_x %}", "甲", "{%p endif %}"], "没有指标“shelters_x”"),
        (["{%p if 演示 %}", "甲"], "没有对应的 endif"),
        (["{%p endif %}"], "前面没有对应的 if"),
        (["{% if 演示 %}甲", "乙{% endif %}"], "这一段里没有 {% endif %}"),
        (["{%p if 演示 %}甲{%p endif %}"], "应单独成段"),
        (["{%p for 区 in 全市 %}", "甲", "{%p endfor %}"], "只能是各区市"),
        (["{%p set 区 = 全市 %}"], "不能用“set”"),
        (["{%p if 演示 %}", "甲", "{%p endfor %}"], "前面没有对应的 for"),
        (["{%p if 演示 %}", "甲", "{% endif %}"], "写法不同：p、tr 要写就都写"),
    ],
)
def test_a_faulty_slot_is_named_with_its_paragraph(
    home: Path, job_of: MakeJob, body: list[str], said: str
) -> None:
    written.template(own(home), body)
    job = job_of()
    with pytest.raises(BadTemplate, match=r"简报模板\.docx") as told:
        document.make(job)
    assert said in str(told.value)
    assert not (job.folder / document.FILE).exists()


def test_the_place_of_a_faulty_slot_is_its_paragraph(home: Path, job_of: MakeJob) -> None:
    written.template(own(home), ["好的一段", "又一段{{ 全市.nothing_like_it }}"])
    with pytest.raises(BadTemplate, match=r"第7段“\{\{ 全市\.nothing_like_it \}\}”：没有指标"):
        document.make(job_of())


def test_a_slot_of_a_branch_that_is_not_taken_is_tried_too(home: Path, job_of: MakeJob) -> None:
    body = ["{%p if 公开 %}", "{{ 全市.unheard_of }}", "{%p endif %}"]
    written.template(own(home), body)
    with pytest.raises(BadTemplate, match="没有指标“unheard_of”"):
        document.make(job_of())


def test_a_template_that_does_not_name_old_returns_is_refused_when_there_are_any(
    home: Path, job_of: MakeJob
) -> None:
    written.document((*written.HEAD, *written.FOOT[-1:])).save(str(own(home)))
    document.make(job_of())
    with pytest.raises(BadTemplate, match=r"缺少 \{\{ 全市\.沿用 \}\}：每份简报都要印出“市南区"):
        document.make(job_of(as_of=small.MISSED))


@pytest.mark.parametrize("left_out", ["{{ 送审稿 }}", "{{ 演示 }}"])
def test_a_template_without_what_every_bulletin_says_is_refused(
    home: Path, job_of: MakeJob, left_out: str
) -> None:
    texts = [text for text in (*written.HEAD, *written.FOOT) if text != left_out]
    written.document(texts).save(str(own(home)))
    with pytest.raises(BadTemplate, match="模板里缺少"):
        document.make(job_of())


def test_a_template_with_tracked_changes_is_refused(home: Path, job_of: MakeJob) -> None:
    inserted = '<w:ins w:id="1" w:author="甲"><w:r><w:t>{{ 周 }}</w:t></w:r></w:ins></w:p>'
    written.changed(own(home), "word/document.xml", lambda xml: xml.replace("</w:p>", inserted, 1))
    with pytest.raises(BadTemplate, match="有 1 处修订痕迹"):
        document.make(job_of())


def test_a_word_of_the_template_that_gets_lost_is_told(
    job_of: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = job_of()
    whole = document._Template.fix_tables

    def loses(self: object, xml: str) -> object:
        return whole(self, xml.replace("应急管理工作简报", ""))

    monkeypatch.setattr(document._Template, "fix_tables", loses)
    with pytest.raises(BadTemplate, match="填写后少了“应急管理工作简报”等 1 处"):
        document.make(job)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.sets(st.integers(1, 80), max_size=6), min_size=1, max_size=12))
def test_wherever_runs_are_cut_the_text_is_the_same(
    home: Path, job_of: MakeJob, cuts: list[set[int]]
) -> None:
    paragraphs = (*written.HEAD, *written.BODY, *written.FOOT)
    written.document(paragraphs).save(str(own(home)))
    whole = text_of(job_of())
    made = written.document(paragraphs)
    for number, paragraph in enumerate(made.paragraphs):
        written.cut(paragraph, sorted(cuts[number % len(cuts)]))
    made.save(str(own(home)))
    assert text_of(job_of()) == whole


def test_what_is_no_word_document_is_told(home: Path, job_of: MakeJob) -> None:
    for content, said in (
        (b"plain text", "损坏或不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word 97-2003 的旧格式"),
        (b"", "损坏或不是 Word 文档"),
    ):
        own(home).write_bytes(content)
        with pytest.raises(BadTemplate, match=said):
            document.make(job_of())


def test_broken_xml_is_told(home: Path, job_of: MakeJob) -> None:
    written.changed(own(home), "word/document.xml", lambda xml: xml.replace("</w:body>", "", 1))
    with pytest.raises(BadTemplate, match="文档损坏"):
        document.make(job_of())


def test_a_figure_that_the_warehouse_does_not_have_is_told(
    job_of: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.format.plain", lambda value: "17")
    with pytest.raises(Faulty, match=r"简报\.docx › 第6段：写的是“17”，而值是 844"):
        document.make(job_of())


# ------------------------------------------------------------------ the whole demonstration


@pytest.mark.slow
@pytest.mark.parametrize("role", ["full", "public"])
def test_the_shipped_template_says_nothing_wrong_in_any_week(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    """As read by the proof: every figure that it can match agrees, the others say more."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    monkeypatch.setenv("PUCHA_ROLE", role)
    version = read.current().version
    weeks = {*read.weeks(version)[::5], date(2021, 3, 21)}
    carried = {as_of for as_of in weeks if read.stale_returns(version, as_of)}
    assert carried  # 胶州市 is silent for two weeks
    for number, as_of in enumerate(sorted(weeks)):
        job = bare_job(tmp_path / str(number), as_of)
        document.make(job)
        extract = open_docx(job.folder / document.FILE).extract
        proof = proofread(extract, as_of)
        wrong = [f for f in proof.findings if f.verdict.verdict in (DIFFERS, OUTDATED)]
        assert wrong == [], as_of
        assert proof.count(AGREES) > 100
        assert "无数据" not in extract.text
        assert ("胶州市普查进度周报表" in extract.text) == (as_of in carried)
        assert ("落后于计划" in extract.text) == (role == "full")
        assert ("公开版" in extract.text) == (role == "public")
