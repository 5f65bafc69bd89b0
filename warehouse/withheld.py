"""What an edition was made without, asked by the name that was not found; knows no database."""

from __future__ import annotations

from collections.abc import Sequence

SEARCH_PATH = ("marts", "metrics", "staging", "codes", "meta")
"""Where a table is looked for that is named without its schema, the likeliest first."""
# What is called so and was left out: a column by its name ($1) of the tables that are read ($5), a
# table ($2) with or without its schema ($3). $4: the schemas, the likeliest first.
WITHHELD = """
select
    c.title,
    w.schema_name || '.' || w.table_name || if(w.column_name = '', '', '.' || w.column_name),
    w.title
from meta.withheld as w
cross join meta.version as v
inner join codes.audience as c on v.edition = c.code
where (w.column_name = $1 and list_contains($5, w.schema_name || '.' || w.table_name))
    or (w.column_name = '' and w.table_name = $2 and ($3 = '' or w.schema_name = $3))
order by w.column_name <> '', list_position($4, w.schema_name), w.table_name
limit 1
"""


def withheld_parameters(name: str, reads: Sequence[str]) -> list[str | list[str]]:
    """The parameters of WITHHELD for a name as it was written, with or without a schema.

    `reads`: the tables whose columns are asked, as schema.table.
    """
    schema, _, table = name.rpartition(".")
    return [name, table, schema, list(SEARCH_PATH), list(reads)]
