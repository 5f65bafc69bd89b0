"""The people file: its contract, and whom it makes what."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.people import CLAIM, LOCAL, PeopleError, Person, fault_of, parsed, people

FILE = Path("/srv/pucha/people.toml")


def test_each_name_has_its_role_and_who_is_not_named_is_of_the_public() -> None:
    known = parsed(
        FILE,
        '[people."张三"]\nrole = "analyst"\n'
        '[people."li@example.cn"]\nrole = "full"\nadministrator = true\n',
    )
    assert known.find("张三") == Person("analyst")
    assert known.find("li@example.cn") == Person("full", is_administrator=True)
    assert known.find("王五") == Person("public")
    assert known.login_claim == CLAIM


def test_the_claim_of_a_login_can_be_another() -> None:
    assert parsed(FILE, 'login_claim = "sub"').login_claim == "sub"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\n[people."张三"]\nrole = \n', "第 3 行不是合格的 TOML"),
        (
            '[people."张三"]\nrole = "mayor"',
            "people › 张三 › role：应为 public、analyst、full 之一",
        ),
        ('[people."张三"]', "people › 张三 › role：应为 public、analyst、full 之一，没有写"),
        ('[people."张三"]\nrole = "full"\nadmin = true', "people › 张三 › admin：不认识的项"),
        (
            '[people."张三"]\nrole = "full"\nadministrator = "yes"',
            "people › 张三 › administrator：应为 true 或 false，收到“yes”",
        ),
        ('[people." 张三"]\nrole = "full"', "不能有首尾空格"),
        ('[people]\n"张三" = "full"', "people › 张三：应是一节"),
        ("people = 3", "people 应是一张表"),
        ('role = "full"', "不认识的项 role"),
        ("login_claim = 1", "login_claim 应是"),
        (f'[people."{LOCAL}"]\nrole = "full"', "请删去这一项"),
    ],
)
def test_what_breaks_the_contract_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(PeopleError) as raised:
        parsed(FILE, text)
    assert said in str(raised.value)
    assert str(raised.value).startswith(f"{FILE}：")
    assert str(FILE.parent) not in raised.value.said


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(PeopleError) as raised:
        parsed(FILE, '[people."张三"]\nrole = "a"\n[people."李四"]\nrole = "b"')
    assert "张三" in str(raised.value)
    assert "李四" in str(raised.value)


def test_without_a_file_nobody_is_known(data_home: Path) -> None:
    assert people().known == {}


def test_a_changed_file_counts_at_once(data_home: Path) -> None:
    file = data_home / "people.toml"
    file.write_text('[people."张三"]\nrole = "full"', "utf-8")
    assert people().find("张三").role == "full"
    file.write_text('[people."张三"]\nrole = "analyst"', "utf-8")
    assert people().find("张三").role == "analyst"


def test_another_place_can_be_named_and_must_then_be_there(
    data_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_PEOPLE", str(tmp_path / "names.toml"))
    with pytest.raises(PeopleError, match="没有这个文件。请核对环境变量 PUCHA_PEOPLE"):
        people()
    (tmp_path / "names.toml").write_text(f'[people."{LOCAL}"]\nadministrator = true', "utf-8")
    assert people().find(LOCAL).is_administrator


def test_a_file_in_another_encoding_is_refused(data_home: Path) -> None:
    (data_home / "people.toml").write_bytes('[people."张三"]'.encode("gb18030"))
    with pytest.raises(PeopleError, match="不是 UTF-8 文本"):
        people()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "不能为空"),
        ("长" * 101, "最多 100 字，现在有 101 字"),
        ("张三 ", "不能有首尾空格"),
        ("张\u202e三", "看不见的字"),
        ("张三\u200b", "看不见的字"),
        ("张\x00三", "看不见的字"),
        ("\u3164", "看不见的字"),
        ("\u0301", "看不见的字"),
    ],
)
def test_what_could_be_taken_for_another_is_no_name(name: str, said: str) -> None:
    assert said in (fault_of(name) or "")


@pytest.mark.parametrize(
    "name", ["张三", "zhang wei", "li@example.cn", "长" * 100, "\U00031350", "é"]
)
def test_a_name_may_be_written_in_any_script(name: str) -> None:
    assert fault_of(name) is None
