"""The demonstration's area register."""

import pytest

from etl.sample.areas import area_rows, communities, districts, numeral, streets

LAOSHAN = "370212"


def _by_level(level):
    return {row["area_code"]: row for row in area_rows() if row["area_level"] == level}


def test_laoshan_has_its_five_real_subdistricts():
    names = {street.code: street.name for street in streets(LAOSHAN)}
    assert names == {
        "370212001": "中韩街道",
        "370212002": "沙子口街道",
        "370212003": "王哥庄街道",
        "370212004": "北宅街道",
        "370212005": "金家岭街道",
    }
    assert len(communities(LAOSHAN)) == 150


def test_whatever_is_invented_says_so():
    for unit in districts():
        assert all(place.name.startswith("示例") for place in communities(unit))
        if unit != LAOSHAN:
            assert all(street.name.startswith("示例") for street in streets(unit))
            assert all(street.code[6] == "9" for street in streets(unit))


def test_the_register_is_a_tree_with_unique_codes_and_names():
    rows = area_rows()
    codes = [row["area_code"] for row in rows]
    names = [row["area_name"] for row in rows]
    assert len(set(codes)) == len(codes) == len(set(names)) == 1 + 10 + 32 + 258
    for level, length in {"区(市)": 6, "镇(街道)": 9, "社区(村)": 12}.items():
        for code, row in _by_level(level).items():
            assert len(code) == length
            assert row["parent_code"] in codes
            assert code.startswith(row["parent_code"].rstrip("0"))


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_numerals(number, word):
    assert numeral(number) == word
