"""The commands as they are typed: exit codes, words, files, and processes that end."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import openpyxl
import pytest
from PIL import Image

from dashboard.__main__ import main
from dashboard.export.command import ended_in_order
from dashboard.export.manifest import SEAL, Manifest, read_manifest
from dashboard.menu import PAGES
from dashboard.proof.docx import open_docx
from tests.dashboard import small
from tests.dashboard.export.bulletin import written
from tests.dashboard.export.processes import Watched, descendants, environment_of
from warehouse.common.files import file_sha256
from warehouse.paths import data_paths
from warehouse.publish import exported_versions

WEEK = "2021-W11"
ORDER = ["export", "--week", WEEK, "--pages", "overview", "--areas", "青岛市,崂山区"]
ROOT = Path(__file__).parents[3]
SECRET = "hush-hush"
TEMPLATE = "bulletin/简报模板.docx"
REGISTER = "bulletin/期号登记.csv"


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small warehouse in a data folder of this test's own."""
    home = tmp_path / "data"
    shutil.copytree(small_home, home)
    written.template(home / TEMPLATE)
    monkeypatch.setenv("PUCHA_DATA", str(home))
    return home


@pytest.fixture(scope="module")
def exported(
    small_home: Path, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """One finished export of two areas; do not write to it."""
    home = tmp_path_factory.mktemp("exported")
    shutil.copytree(small_home, home, dirs_exist_ok=True)
    written.template(home / TEMPLATE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUCHA_DATA", str(home))
        assert main([*ORDER, "--issue", "1"]) == 0
        yield home / "export" / WEEK


def hashes(folder: Path) -> dict[str, str]:
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    return {p.relative_to(folder).as_posix(): file_sha256(p) for p in files}


# ------------------------------------------------------------------ what is in it


def test_every_page_of_every_area_is_there_on_both_sheets(exported: Path) -> None:
    names = {p.name for p in (exported / "pages").iterdir()}
    assert names == {
        f"overview-{area}-{sheet}.png"
        for area in (small.CITY, small.LAOSHAN)
        for sheet in ("1440", "a4")
    }
    for name in names:
        with Image.open(exported / "pages" / name) as picture:
            assert picture.width == (2880 if "1440" in name else 1436)


def test_the_manifest_tells_version_tiles_figures_and_files(exported: Path) -> None:
    told = read_manifest(exported)
    assert (told.week, told.as_of, told.issue, told.role) == (WEEK, "2021-03-21", 1, "full")
    assert told.version in exported_versions(data_paths(exported.parents[1]))
    assert [(s.page, s.area) for s in told.screens] == [
        ("overview", small.CITY),
        ("overview", small.LAOSHAN),
    ]
    for screen in told.screens:
        assert {tile.state for tile in screen.tiles} <= {"done", "empty"}
        assert screen.choices == {"比较指标": "普查任务完成率"}
    assert set(told.files) == set(hashes(exported))
    assert len(told.figures) > 100
    places = {one.place for one in told.figures}
    assert {one for one in places if not one.startswith("简报.docx › ")} == {
        f"overview-{area}" for area in (small.CITY, small.LAOSHAN)
    }
    assert "简报.docx › 第6段" in places
    assert {"playwright", "streamlit", "duckdb", "chromium", "python"} <= set(told.software)


def test_each_tile_that_says_something_is_there_as_picture_and_as_drawing(exported: Path) -> None:
    for screen in read_manifest(exported).screens:
        for tile in screen.tiles:
            is_drawn = tile.state == "done" and tile.id != "source"
            assert set(tile.files) == ({"png", "svg"} if is_drawn else set()), tile.id
            if is_drawn:
                drawing = ElementTree.parse(exported / tile.files["svg"]).getroot()
                words = "".join(drawing.itertext()).replace(" ", "")
                assert tile.title.replace(" ", "") in words
                with Image.open(exported / tile.files["png"]) as picture:
                    width = round(float(drawing.attrib["width"]) * 2)
                    assert abs(picture.width - width) <= 1


def test_a_second_export_has_the_same_pixels_and_drawings(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(exported.parents[1]))
    assert main([*ORDER, "--out", str(tmp_path / "again")]) == 0
    assert hashes(tmp_path / "again") == hashes(exported)


def test_the_document_is_made_of_the_same_export_and_its_number_is_entered(exported: Path) -> None:
    text = open_docx(exported / "简报.docx").extract.text
    assert "〔2021〕第1期" in text
    assert "截至2021年3月21日" in text
    assert "图1　完成普查任务数" in text
    with (exported.parents[1] / REGISTER).open(encoding="utf-8-sig") as lines:
        assert lines.read().splitlines()[1:] == ["2021,1,2021-W11,,,"]


# ------------------------------------------------------------------ verify


@pytest.fixture
def copy(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the export that may be spoilt, beside the data it was made from."""
    monkeypatch.setenv("PUCHA_DATA", str(exported.parents[1]))
    return shutil.copytree(exported, tmp_path / "copy")


def edit(folder: Path, change: Callable[[dict], None]) -> None:
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    change(told)
    (folder / "manifest.json").write_text(json.dumps(told), "utf-8")


def test_an_export_agrees_with_the_version_it_names(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(copy)]) == 0
    assert "相符" in capsys.readouterr().out


def test_an_export_of_old_whose_figures_no_table_told_then_still_agrees(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(told: dict) -> None:
        del told[SEAL], told["software"]["数据附表.xlsx"]
        for one in told["figures"]:
            one["against"] = None

    edit(copy, change)
    assert main(["verify", str(copy)]) == 0
    assert "相符" in capsys.readouterr().out


def test_a_changed_missing_or_strange_file_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, missing = sorted((copy / "tiles").glob("*.svg"))[:2]
    changed.write_text("<svg/>", "utf-8")
    missing.unlink()
    (copy / "pages/new.png").touch()
    assert main(["verify", str(copy)]) == 1
    said = capsys.readouterr().out
    assert f"tiles/{changed.name}：内容与导出时不同" in said
    assert f"tiles/{missing.name}：不见了" in said
    assert "pages/new.png：不是这次导出的文件" in said
    assert "3 处不符" in said


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["figures"].pop(),
        lambda told: told["screens"][0]["tiles"][0].update(title="别的标题"),
        lambda told: told.update(week="2021-W10"),
    ],
)
def test_a_manifest_that_says_something_else_than_it_did_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str], change: Callable[[dict], None]
) -> None:
    edit(copy, change)
    assert main(["verify", str(copy)]) == 1
    assert "manifest.json：内容与导出时不同" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(role="everybody"),
        lambda told: told.update(as_of="2021-13-01"),
        lambda told: told["figures"][0].update(as_of="yesterday"),
        lambda told: told["figures"][0].update(value="1"),
    ],
)
def test_a_manifest_that_no_export_writes_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str], change: Callable[[dict], None]
) -> None:
    edit(copy, change)
    assert main(["verify", str(copy)]) == 1
    assert "不是完整的清单" in capsys.readouterr().err


def test_a_figure_that_the_version_does_not_have_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(told: dict) -> None:
        figures = [one for one in told["figures"] if one["against"] == "metrics.value"]
        figures[0]["value"] += 1

    edit(copy, change)
    assert main(["verify", str(copy)]) == 1
    assert "而库中（metrics.value）为" in capsys.readouterr().out


def test_a_document_or_workbook_that_says_something_else_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(told: dict) -> None:
        mine = [one for one in told["figures"] if one["place"].startswith("简报.docx")]
        mine[0]["place"] = "简报.docx › 第1段"

    edit(copy, change)
    assert main(["verify", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "简报.docx › 第1段：印出的数与清单不同" in said
    assert "数据附表.xlsx：按清单和库中的数重做，与导出的不同" in said


def test_a_version_that_is_gone_and_a_folder_that_is_no_export_are_told(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(copy, lambda told: told.update(version="20200101T000000000000Z-000000000000"))
    assert main(["verify", str(copy)]) == 1
    assert "没有版本 20200101T000000000000Z-000000000000" in capsys.readouterr().err
    (copy / "manifest.json").write_text("{", "utf-8")
    assert main(["verify", str(copy)]) == 1
    assert "不是完整的清单" in capsys.readouterr().err
    assert main(["verify", str(tmp_path)]) == 1
    assert "不是一次完整的导出" in capsys.readouterr().err


# ------------------------------------------------------------------ what cannot be exported


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--week", "2021-W40"], "还没有数据"),
        (["--week", "3月"], "应写作 2021-W11"),
        (["--areas", "浦东"], "地区“浦东”"),
        (["--pages", "none"], "没有这一页"),
        (["--out", str(ROOT)], "里面有别的文件"),
    ],
)
def test_a_bad_order_is_wrong_usage_and_makes_no_folder(
    home: Path, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *asked]) == 2
    assert said in capsys.readouterr().err
    assert not (home / "export").exists()


def test_a_number_of_another_week_and_a_faulty_template_change_nothing(
    home: Path, chromium: str, capsys: pytest.CaptureFixture[str]
) -> None:
    register = home / REGISTER
    register.write_text("年份,期号,周,签发人,印发日期,印数\n2021,1,2021-W10,,,\n", "utf-8")
    assert main([*ORDER, "--issue", "1"]) == 2
    assert "〔2021〕第1期已登记给 2021-W10" in capsys.readouterr().err
    written.template(home / TEMPLATE, ["{{ 全市.unheard_of }}"])
    assert main([*ORDER, "--issue", "2"]) == 1
    assert "第6段“{{ 全市.unheard_of }}”：没有指标" in capsys.readouterr().err
    assert not (home / "export" / WEEK).exists()
    assert len(register.read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize("issue", ["0", "一", "-1"])
def test_an_issue_is_a_number(issue: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "--issue", issue])
    assert ended.value.code == 2


def test_nothing_published_is_told(data_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export"]) == 1
    assert "python -m warehouse build" in capsys.readouterr().err


def test_a_role_without_an_edition_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--role", "public"]) == 1
    assert "没有给 public 的版别" in capsys.readouterr().err


def test_no_chromium_is_told_with_what_to_install(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(home))
    assert main(ORDER) == 1
    assert "apt-get install chromium fonts-noto-cjk" in capsys.readouterr().err
    assert not (home / "export" / WEEK).exists()


def test_no_chinese_font_is_told_with_what_to_install(
    home: Path,
    chromium: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    latin = tmp_path / "latin"
    latin.mkdir()
    (latin / "fonts.conf").write_text("<fontconfig><dir>/nowhere</dir></fontconfig>", "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(latin / "fonts.conf"))
    assert main(ORDER) == 1
    said = capsys.readouterr().err
    assert "缺中文字体" in said
    assert "fonts-noto-cjk" in said


def test_a_tile_in_error_fails_the_export_and_is_named(
    home: Path, chromium: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pointer = json.loads((home / "published/current.json").read_text("utf-8"))
    file = home / "published" / pointer["file"]
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute("alter table marts.week_change rename subject to other")
    small.point_to(home, file, pointer["version"])
    assert main(ORDER) == 1
    said = capsys.readouterr().err
    assert "总览（青岛市） › 板块 changes：本板块出错" in said
    failed = home / "export/failed" / WEEK
    assert str(failed) in said
    with Image.open(failed / "scratch/出错画面.png") as picture:
        assert picture.width == 2880
    assert "板块 changes 出错" in (failed / "scratch/看板日志.txt").read_text("utf-8")
    assert not (home / "export" / WEEK).exists()


# ------------------------------------------------------------------ the whole demonstration


@pytest.mark.slow
@pytest.mark.parametrize("role", ["full", "public"])
def test_every_page_of_the_bulletin_is_exported_and_agrees(
    demo_home: Path, chromium: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    home = tmp_path / "data"
    home.mkdir()
    (home / "published").symlink_to(demo_home / "published")
    monkeypatch.setenv("PUCHA_DATA", str(home))
    areas = "青岛市,崂山区" if role == "full" else "青岛市"
    assert main(["export", "--week", WEEK, "--areas", areas, "--role", role]) == 0
    folder = home / "export" / (WEEK if role == "full" else f"{WEEK}.public")
    told = read_manifest(folder)
    printed = [page.name for page in PAGES if page.in_bulletin]
    assert [screen.page for screen in told.screens] == printed * len(areas.split(","))
    assert {one.against for one in told.figures} >= {"metrics.value"}
    assert main(["verify", str(folder)]) == 0
    _every_figure_is_told_in_chinese_and_in_the_unit_it_is_printed_in(folder / "数据附表.xlsx")
    copy = tmp_path / "核数.docx"
    draft = str(folder / "简报.docx")
    assert main(["proof", draft, "--asof", "2021-03-21", "--out", str(copy)]) == 0


def _every_figure_is_told_in_chinese_and_in_the_unit_it_is_printed_in(file: Path) -> None:
    head, *rows = openpyxl.load_workbook(file)["数据"].iter_rows(values_only=True)
    for row in (dict(zip(head, one, strict=True)) for one in rows):
        printed = re.search(r"\d[万亿]?([^\d万亿]+)$", str(row["印出的写法"]))
        assert row["单位"], row
        assert printed is None or printed[1] == row["单位"], row
        for name in ("印在何处", "地区", "指标", "哪一项"):
            assert re.search("[一-鿿]", str(row[name])), row


# ------------------------------------------------------------------ ended from outside


def test_what_cannot_be_closed_when_told_to_stop_is_no_other_end() -> None:
    def told() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            raise RuntimeError("a browser in the midst of an answer")

    with pytest.raises(SystemExit) as ended, ended_in_order():
        told()
    assert ended.value.code == 128 + signal.SIGTERM


def test_an_error_without_being_told_to_stop_stays_what_it_is() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(RuntimeError, match="its own"), ended_in_order():
        raise RuntimeError("its own")
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_ended_at_work_it_takes_browser_and_dashboard_with_it_and_the_next_run_works(
    home: Path, chromium: str, ending: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", *ORDER],
        cwd=ROOT,
        env={**os.environ, "SMTP_PASSWORD": SECRET},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("1/2"):
            break
    below = descendants(process.pid)
    assert len(below) > 3  # the dashboard, the driver, the browser's own
    assert [pid for pid in below if SECRET in environment_of(pid)] == []
    watched = Watched(below)
    process.send_signal(ending)
    assert process.wait(60) in (-signal.SIGKILL, 128 + signal.SIGTERM)
    assert watched.still_there(within=30.0) == []
    assert not (home / "export" / WEEK).exists()
    assert main(ORDER) == 0
    told: Manifest = read_manifest(home / "export" / WEEK)
    assert len(told.screens) == 2
    left = [p.name for p in (home / "export").iterdir() if p.name.startswith(".making")]
    assert left == []
