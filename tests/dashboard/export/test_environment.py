"""What the processes of an export may know of the environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dashboard.export import environment
from warehouse.common.environment import KEPT


def test_only_what_is_needed_is_left_and_everything_comes_back(
    data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    monkeypatch.setenv("PUCHA_ROLE", "analyst")
    before = dict(os.environ)
    with environment.needed_only("public"):
        assert set(os.environ) <= {*KEPT, "PUCHA_DATA", "PUCHA_ROLE"}
        assert os.environ["PUCHA_ROLE"] == "public"
        assert os.environ["PUCHA_DATA"] == str(data_home)
        os.environ["PUCHA_VERSION"] = "one"
    assert dict(os.environ) == before


def test_the_folder_of_the_data_is_told_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUCHA_DATA", "data")
    with environment.needed_only("full"):
        assert os.environ["PUCHA_DATA"] == str(tmp_path / "data")


def test_it_comes_back_after_an_error_too(data_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    with pytest.raises(KeyError), environment.needed_only("full"):
        raise KeyError
    assert os.environ["SMTP_PASSWORD"] == "secret"


def test_a_deployment_that_is_held_to_one_version_exports_that_one(
    data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_VERSION", "20210321T000000000000Z-000000000000")
    with environment.needed_only("public"):
        assert os.environ["PUCHA_VERSION"] == "20210321T000000000000Z-000000000000"
