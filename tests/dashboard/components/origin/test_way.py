"""怎么来的: the chain from the metric to its own sources, each step with its SQL."""

from __future__ import annotations

import re

from dashboard.components.origin import way
from dashboard.reading import origin
from tests.dashboard import demo

CODE = re.compile(r"</strong><code>([a-z0-9_.]+)</code>")


def test_the_chain_leads_from_the_metric_to_the_return_and_keeps_registers_apart() -> None:
    made = way.chain(demo.view(metric="geohazard_treatment_rate"))
    html = str(made.body[0]) if isinstance(made.body, list) else ""
    assert CODE.findall(html) == [
        "metrics.geohazard_treatment_rate",
        "marts.hazard_progress",
        "staging.hazard_site",
        "raw.hazard_site",
    ]
    assert html.count("<pre") == 3  # what was received has no SQL
    assert "staging.area" not in CODE.findall(html)
    assert "staging.area" in str(made.body)


def test_every_metric_has_a_chain_that_ends_in_all_its_sources() -> None:
    for one in origin.metrics(demo.view().version):
        made = way.chain(demo.view(metric=one.metric))
        assert isinstance(made.body, list)
        tables = CODE.findall(str(made.body[0]))
        assert tables[0] == f"metrics.{one.metric}"
        assert f"raw.{one.source}" in tables
