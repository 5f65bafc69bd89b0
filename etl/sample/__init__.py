"""The demonstration data: real workbooks written from the contracts, the same bytes every time.

`story.toml` and the CSV files in `data/` say what happens; the modules work out every week's
returns from them; `write_sample` puts them into an inbox as districts would send them.
"""

from __future__ import annotations

from etl.sample.write import SampleSummary, UnknownUnit, write_sample

__all__ = ["SampleSummary", "UnknownUnit", "write_sample"]
