"""A draft over HTTP: checked in a process of its own, in the asker's role, and kept nowhere."""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from dashboard.desk import proofing
from tests.dashboard.desk.client import OURS, Client, Reply
from tests.dashboard.proof.word import document
from warehouse.common.audience import ROLE_VARIABLE

BULLETIN = "2021-03-21"
SAID = "崂山区在88个社区建设避难场所{}个。"
RIGHT, WRONG = SAID.format(176), SAID.format(177)


def check(client: Client, name: str, content: bytes, **more: str) -> Reply:
    """Sends the file as the page does."""
    query = urlencode({"name": name, "asof": BULLETIN, **more})
    return client.post(f"/pucha/proof/check?{query}", content, **OURS)


def verdicts(reply: Reply) -> dict[str, str]:
    """Figure -> what was said of it."""
    assert reply.status == 200, reply.content
    return {one["text"]: one["verdict"] for one in reply.json()["proof"]["figures"]}


def test_a_text_comes_back_with_its_figures_and_what_is_known_of_each(client: Client) -> None:
    reply = check(client, "稿件.txt", WRONG.encode())
    assert verdicts(reply) == {"88个": "一致", "177个": "不一致"}
    proof = reply.json()["proof"]
    assert proof["content"] == WRONG
    wrong = proof["figures"][1]
    assert proof["content"][wrong["start"] : wrong["end"]] == "177个"
    assert "库中为176个" in wrong["told"]
    assert wrong["source"].startswith("/source?area=370212&asof=2021-03-21&metric=")
    assert reply.json()["copy"] is None


def test_a_document_comes_back_with_comments_as_well(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    document(WRONG).save(str(file))
    reply = check(client, "简报.docx", file.read_bytes())
    assert verdicts(reply)["177个"] == "不一致"
    copy = tmp_path / "copy.docx"
    copy.write_bytes(base64.b64decode(reply.json()["copy"]))
    comments = [one.text for one in Document(str(copy)).comments]
    assert any("库中为176个" in text for text in comments)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("稿件.docx", b"PK\x03\x04 no document", "稿件.docx：文档损坏或不是 Word 文档"),
        ("稿件.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "稿件.doc：.doc 格式不能核对"),
        ("稿件.pdf", b"%PDF-1.7", "另存为 .docx 再核对"),
        ("稿件.txt", b"  \n", "里面没有文字"),
        ("稿件.txt", b"", "文件是空的"),
        ("稿件", b"1", "只能核对 .docx、.txt、.md 文件"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name_and_no_path(
    client: Client, name: str, content: bytes, said: str
) -> None:
    reply = check(client, name, content)
    assert reply.status == 422
    text = reply.json()["error"]["text"]
    assert said in text
    assert tempfile.gettempdir() not in text


def test_a_file_too_large_and_a_foreign_page_are_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofing, "MOST_BYTES", 1 << 20)
    reply = check(client, "稿件.txt", b" " * ((1 << 20) + 1))
    assert reply.status == 413
    assert "文件超过 1 MiB" in reply.json()["error"]["text"]
    foreign = client.post(f"/pucha/proof/check?name={quote('稿.txt')}&asof={BULLETIN}", b"1")
    assert foreign.status == 403


def test_it_is_checked_in_the_role_of_who_asks(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "全市累计业务培训参加192人次。".encode()  # meetings are the bureau's own
    assert verdicts(check(client, "稿件.txt", said)) == {"192人次": "一致"}
    monkeypatch.setenv(ROLE_VARIABLE, "public")
    assert verdicts(check(client, "稿件.txt", said)) == {"192人次": "无法核对"}


def test_nothing_of_the_draft_is_left_and_the_process_knows_no_secret(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("SMTP_PASSWORD", "geheim")
    known: list[dict[str, str]] = []
    real = proofing.needed

    def noted(**more: str) -> dict[str, str]:
        known.append(real(**more))
        return known[-1]

    monkeypatch.setattr(proofing, "needed", noted)
    verdicts(check(client, "稿件.txt", RIGHT.encode()))
    assert list(tmp_path.iterdir()) == []
    assert known
    assert not set(known[0].values()) & {"geheim"}


def test_what_takes_too_long_is_ended_and_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofing, "SECONDS", 0.01)
    reply = check(client, "稿件.txt", RIGHT.encode())
    assert reply.status == 422
    assert "还没有核完，请分成几份" in reply.json()["error"]["text"]


@pytest.mark.parametrize(
    "name", ["copy.docx", "copy", "draft", f"{'字' * 200}.txt", f"a.{'长' * 99}"]
)
def test_an_odd_name_is_answered_like_any_other(client: Client, name: str) -> None:
    assert check(client, name, RIGHT.encode()).status in (200, 422)


@given(st.text(max_size=300))
def test_no_name_leads_out_of_the_folder_of_the_draft(said: str) -> None:
    name = proofing.file_name(said)
    assert name not in ("", ".", "..")
    assert os.sep not in name
    assert "\0" not in name
    assert len(name.encode()) <= 255
    assert Path("/a/b", name).parent == Path("/a/b")
