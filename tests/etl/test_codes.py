"""Code lists: words are found whatever their width, and no word means two codes."""

from __future__ import annotations

import pytest

from etl.checking.normal import plain
from etl.codes import CODES_DIR, load_code_list

LISTS = sorted(path.stem for path in CODES_DIR.glob("*.csv"))


@pytest.mark.parametrize("name", LISTS)
def test_no_word_stands_for_two_codes(name):
    codes = load_code_list(name)
    meaning: dict[str, set[str]] = {}
    for word, code in codes.words:
        meaning.setdefault(plain(word), set()).add(code)
    assert {word: found for word, found in meaning.items() if len(found) > 1} == {}
    assert len(codes.title_of) == len(codes.titles)


@pytest.mark.parametrize("name", LISTS)
def test_every_title_and_code_is_itself_accepted(name):
    codes = load_code_list(name)
    for code, title in codes.titles:
        assert codes.plain_code_of[plain(title)] == code
        assert codes.plain_code_of[plain(code)] == code


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("销号了", "已销号"),
        ("整改种", None),
        ("未销号", None),
        ("未整改好", "待整改"),
        ("治理", None),
        ("已整改待复合", "已整改待复核"),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_likeliest_title_is_suggested(word, title):
    assert load_code_list("remediation_status").nearest_title(word) == title


def test_the_only_word_within_a_longer_one_is_suggested():
    hazards = load_code_list("hazard_type")
    assert hazards.nearest_title("山体滑坡") == "滑坡"
    assert hazards.nearest_title("没有发现滑坡") is None, "it denies what the word says"
    assert hazards.nearest_title("滑坡、崩塌") is None, "two words are in it"


def test_a_word_that_fits_several_states_gets_no_hint():
    assert load_code_list("task_status").nearest_title("已完成") is None


@pytest.mark.parametrize("word", ["治理完毕", "整改完毕", "已完成整改"])
def test_what_people_write_for_treated_is_known(word):
    assert load_code_list("remediation_status").plain_code_of[plain(word)] == "treated"


def test_a_missing_list_is_an_error():
    with pytest.raises(FileNotFoundError):
        load_code_list("no_such_list")
