"""A folder as a zip that is made while it is sent."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export import staging
from dashboard.export.bench import packed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "2021-W11"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages/a.png").write_bytes(b"old" * packed.BLOCK)
    (folder / "简报.docx").write_bytes(b"old")
    return folder


def opened(parts: list[bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_it_comes_in_parts_none_of_which_is_much_larger_than_a_block(folder: Path) -> None:
    parts = list(packed.streamed(folder))
    assert max(map(len, parts)) < packed.BLOCK + 4096
    assert opened(parts)["2021-W11/pages/a.png"] == b"old" * packed.BLOCK


def test_an_export_that_takes_its_place_is_not_mixed_with_it(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "pages").mkdir(parents=True)
    (other / "pages/a.png").write_bytes(b"new")
    parts = packed.streamed(folder)
    begun = [next(parts)]
    if not staging.exchanged(other, folder):
        pytest.skip("这个文件系统不能对调两个文件夹")
    found = opened([*begun, *parts])
    assert {content[:3] for content in found.values()} == {b"old"}


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim", "utf-8")
    (folder / "zz").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="zz"):
        list(packed.streamed(folder))


@given(st.dictionaries(st.from_regex(r"[a-z一-十]{1,9}\.(png|svg)", fullmatch=True), st.binary()))
def test_whatever_is_in_it_comes_out_of_it(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    folder = tmp_path_factory.mktemp("f")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert opened(list(packed.streamed(folder))) == {
        f"{folder.name}/{name}": content for name, content in files.items()
    }
