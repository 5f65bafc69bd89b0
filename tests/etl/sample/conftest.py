"""The whole demonstration inbox, written once for the tests of this folder."""

from pathlib import Path

import pytest

from etl.sample import SampleSummary, write_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSummary]:
    """(inbox, summary) of the full demonstration data."""
    inbox = tmp_path_factory.mktemp("sample") / "inbox"
    return inbox, write_sample(inbox)
