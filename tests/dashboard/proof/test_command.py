"""`python -m dashboard proof`: exit codes, JSON, messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from dashboard.__main__ import main
from tests.dashboard.proof.word import document, saved

GOOD = "崂山区累计排查地质灾害隐患点124处，另有3处。"
BAD = "崂山区累计排查地质灾害隐患点125处，电话13905321234，联系人张三。"
DATE = ("--asof", "2021-03-21")
FIELDS = {"text", "start", "end", "value", "unit", "metric", "area", "verdict", "expected"}


def written(tmp_path: Path, text: str, name: str = "稿件.txt") -> str:
    """A text file."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_nothing_wrong_is_0_even_if_not_everything_can_be_checked(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["proof", written(tmp_path, GOOD), *DATE]) == 0
    said = capsys.readouterr().out
    assert "不一致 0 个，过期 0 个，无法核对 1 个，一致 1 个" in said


@pytest.mark.parametrize("text", [BAD, "崂山区完成治理地质灾害隐患点59处。"])
def test_a_wrong_or_outdated_figure_is_1(use_demo: Path, tmp_path: Path, text: str) -> None:
    assert main(["proof", written(tmp_path, text), *DATE]) == 1


def test_json_has_the_promised_fields(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["proof", written(tmp_path, BAD), *DATE, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (figure,) = told["figures"]
    assert figure.keys() >= FIELDS
    assert {name: figure[name] for name in sorted(FIELDS)} == {
        "text": "125处",
        "start": 14,
        "end": 18,
        "value": 125,
        "unit": "处",
        "metric": "geohazard_sites_found",
        "area": "370212",
        "verdict": "不一致",
        "expected": 124,
    }
    assert told["as_of"] == "2021-03-21"


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nothing_of_the_text_is_printed_but_its_figures(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    main(["proof", written(tmp_path, BAD), *DATE, *options])
    said = capsys.readouterr()
    for private in ("13905321234", "张三", "联系人"):
        assert private not in said.out + said.err


def test_without_a_date_it_is_the_newest_week(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["proof", written(tmp_path, GOOD), "--json"])
    assert json.loads(capsys.readouterr().out)["as_of"] == "2021-06-27"


def test_a_day_in_a_week_takes_the_week_before_it(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["proof", written(tmp_path, GOOD), "--json", "--asof", "2021-03-24"])
    assert json.loads(capsys.readouterr().out)["as_of"] == "2021-03-21"


@pytest.mark.parametrize("day", ["2019-01-01", "2030-01-01"])
def test_a_day_without_data_is_2(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    assert main(["proof", written(tmp_path, GOOD), "--asof", day]) == 2
    assert "没有数据：库中有 2020-12-06 至 2021-06-27 各周" in capsys.readouterr().err


def test_a_word_document_comes_back_with_comments_and_is_itself_untouched(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(document(BAD), tmp_path / "稿件.docx")
    before = file.read_bytes()
    assert main(["proof", str(file), *DATE]) == 1
    assert str(tmp_path / "稿件-核数.docx") in capsys.readouterr().out
    assert len(list(Document(str(tmp_path / "稿件-核数.docx")).comments)) == 2
    assert file.read_bytes() == before


def test_the_copy_may_be_put_elsewhere(use_demo: Path, tmp_path: Path) -> None:
    file = saved(document(GOOD), tmp_path / "稿件.docx")
    assert main(["proof", str(file), *DATE, "--out", str(tmp_path / "甲.docx")]) == 0
    assert (tmp_path / "甲.docx").exists()
    assert not (tmp_path / "稿件-核数.docx").exists()


def test_the_copy_never_replaces_the_original(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(document(BAD), tmp_path / "稿件.docx")
    before = file.read_bytes()
    assert main(["proof", str(file), *DATE, "--out", str(file)]) == 2
    assert "副本不能写在原件上" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_a_copy_that_cannot_be_written_is_2(
    use_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(document(GOOD), tmp_path / "稿件.docx")
    assert main(["proof", str(file), *DATE, "--out", str(tmp_path / "无" / "甲.docx")]) == 2
    assert "所在目录不存在" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("没有.txt", None, "没有这个文件"),
        ("空.txt", b"", "空的"),
        ("旧.doc", b"x", "另存为 .docx"),
        ("旧.wps", b"x", "另存为 .docx"),
        ("表.xlsx", b"x", "只能核对 .docx、.txt、.md"),
        ("坏.docx", b"x", "损坏或不是 Word 文档"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\0", "读不出"),
    ],
)
def test_what_cannot_be_read_is_2_with_a_remedy(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    said: str,
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    assert main(["proof", str(file)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_a_folder_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proof", str(tmp_path)]) == 2
    assert "是文件夹" in capsys.readouterr().err


def test_nothing_published_is_2(
    data_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["proof", written(tmp_path, GOOD)]) == 2
    assert "python -m warehouse build" in capsys.readouterr().err


def test_a_date_that_is_none_is_refused_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["proof", written(tmp_path, GOOD), "--asof", "昨天"])
    assert ended.value.code == 2
    assert "日期应如 2021-03-21" in capsys.readouterr().err


@pytest.mark.parametrize("role", ["public", "analyst"])
def test_a_narrower_edition_compares_what_it_has(
    use_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str, capsys
) -> None:
    monkeypatch.setenv("PUCHA_ROLE", role)
    text = "崂山区累计排查地质灾害隐患点124处，召开联席会议16次，评审压减率24.91%。"
    assert main(["proof", written(tmp_path, text), *DATE, "--json"]) == 0
    told = [f["verdict"] for f in json.loads(capsys.readouterr().out)["figures"]]
    assert told == (["一致"] * 3 if role == "analyst" else ["一致", "无法核对", "无法核对"])


def test_an_unknown_role_is_2(
    use_demo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PUCHA_ROLE", "mayor")
    assert main(["proof", written(tmp_path, GOOD)]) == 2
    assert "PUCHA_ROLE" in capsys.readouterr().err
