"""What the files for analysts and for the public hold: what they may see, and nothing else."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.sites import ROWS, SECRET, Sites
from tests.warehouse.small import LAOSHAN
from warehouse.build import Options, build
from warehouse.common.audience import ANALYST, AUDIENCES, EDITIONS, FULL, PUBLIC, may_see
from warehouse.errors import BrokenPointer, NoEdition, NotInEdition, WarehouseError
from warehouse.paths import data_paths
from warehouse.publish import prune, read_pointer, releases, rollback, sole_writer
from warehouse.read import Warehouse, open_current

HELD = (
    "select schema_name || '.' || table_name, column_name from duckdb_columns() "
    "where database_name = current_database() and not internal and schema_name <> 'cn'"
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    place = Sites(tmp_path_factory.mktemp("sites"))
    build(place.paths, place.sql_dir)
    return place


def held(warehouse: Warehouse) -> set[tuple[str, ...]]:
    return set(warehouse.rows(HELD))


@pytest.mark.parametrize("role", EDITIONS)
def test_an_edition_holds_the_columns_its_role_may_see_and_no_other(
    sites: Sites, role: str
) -> None:
    full = open_current(sites.paths)
    declared = full.rows(
        "select c.schema_name || '.' || c.table_name, c.column_name, t.audience, c.audience "
        "from meta.column as c inner join meta.table as t using (schema_name, table_name)"
    )
    wanted = {(t, c) for t, c, rows, of in declared if may_see(role, rows) and may_see(role, of)}
    assert held(open_current(sites.paths, role)) == wanted
    assert wanted < held(full)


def test_analysts_have_the_rows_without_what_is_narrow(sites: Sites) -> None:
    analyst = open_current(sites.paths, ANALYST)
    assert analyst.rows("select site_id from staging.site order by site_id") == [("A",), ("B",)]
    columns = {c for t, c in held(analyst) if t == "staging.site"}
    assert columns == {"site_id", "as_of", "area_code"}


def test_the_public_has_totals_only(sites: Sites) -> None:
    public = open_current(sites.paths, PUBLIC)
    tables = {t for t, _ in held(public)}
    assert "staging.site" not in tables
    assert public.rows("select sites from marts.total order by area_code") == [(1,), (1,)]
    assert "meta.load" not in tables


@pytest.mark.parametrize("role", EDITIONS)
def test_a_metric_stops_at_its_finest_level_and_at_its_audience(sites: Sites, role: str) -> None:
    warehouse = open_current(sites.paths, role)
    areas = "select distinct area_code from metrics.value where metric = 'persons'"
    assert warehouse.rows(areas) == [("370200",)]
    assert warehouse.rows("select count(*) from metrics.persons") == [(0,)]
    known = {m for (m,) in warehouse.rows("select distinct metric from metrics.value")}
    assert ("inner" in known) == (role == ANALYST)
    defined = {m for (m,) in warehouse.rows("select metric from metrics.definition")}
    assert ("inner" in defined) == (role == ANALYST)
    level = "select level from metrics.definition where metric = 'persons'"
    assert warehouse.rows(level) == [("city",)]
    full = open_current(sites.paths)
    assert len(full.rows(areas)) == 3
    assert full.rows(level) == [("district",)]


@pytest.mark.parametrize("role", EDITIONS)
def test_no_value_of_an_edition_is_one_that_it_must_not_show(sites: Sites, role: str) -> None:
    """Every cell of every table, meta included, as text."""
    warehouse = open_current(sites.paths, role)
    secrets = (SECRET, str(ROWS[0]["persons"]), f"{LAOSHAN}.xlsx")

    def cells(where: Warehouse) -> str:
        tables = sorted({t for t, _ in held(where)})
        return "\n".join(str(where.rows(f"select * from {table}")) for table in tables)

    assert all(secret in cells(open_current(sites.paths)) for secret in secrets)
    allowed = cells(warehouse)
    total = "7654323"  # the city's, which stands for both sites
    assert [secret for secret in secrets if secret in allowed.replace(total, "")] == []


@pytest.mark.parametrize("role", EDITIONS)
def test_no_byte_of_an_editions_file_is_one_that_it_must_not_show(sites: Sites, role: str) -> None:
    full, edition = (open_current(sites.paths, r).path.read_bytes() for r in (FULL, role))
    assert SECRET.encode() in full
    assert SECRET.encode() not in edition


@pytest.mark.parametrize("role", AUDIENCES)
def test_an_edition_describes_itself(sites: Sites, role: str) -> None:
    warehouse = open_current(sites.paths, role)
    assert warehouse.rows("select edition, version from meta.version") == [
        (role, read_pointer(sites.paths).version)
    ]
    said = warehouse.rows("select schema_name || '.' || table_name, column_name from meta.column")
    assert set(said) == held(warehouse)
    for table, count in warehouse.rows(
        "select schema_name || '.' || table_name, rows from meta.table"
    ):
        assert warehouse.rows(f"select count(*) from {table}") == [(count,)], table


def test_what_was_left_out_is_listed_and_the_full_one_lacks_nothing(sites: Sites) -> None:
    listed = "select schema_name || '.' || table_name, column_name from meta.withheld"
    assert open_current(sites.paths).rows(listed) == []
    everything = held(open_current(sites.paths))
    for role in EDITIONS:
        warehouse = open_current(sites.paths, role)
        there = held(warehouse)
        tables = {t for t, _ in there}
        missing = {(t, c if t in tables else "") for t, c in everything - there}
        assert set(warehouse.rows(listed)) == missing


def test_examples_of_a_table_with_fewer_rows_come_from_those(sites: Sites) -> None:
    sql = "select example from meta.column where table_name = 'value' and column_name = 'area_code'"
    persons = "select min(area_code) from metrics.value"
    public = open_current(sites.paths, PUBLIC)
    assert public.rows(sql) == public.rows(persons)


def test_what_an_edition_lacks_is_told_from_a_mistake(sites: Sites) -> None:
    public = open_current(sites.paths, PUBLIC)
    with pytest.raises(NotInEdition, match=r"公开版不含 staging\.site（处）"):
        public.query("select site_id from staging.site")
    with pytest.raises(NotInEdition, match=r"公开版不含 marts\.total\.people（人数）"):
        public.query("select t.people from marts.total as t")
    with pytest.raises(WarehouseError, match="没有这张表") as mistake:
        public.query("select 1 from staging.sight")
    assert not isinstance(mistake.value, NotInEdition)
    with pytest.raises(WarehouseError, match="没有这一列") as mistake:
        public.query("select v.people from metrics.value as v")  # of other tables it was left out
    assert not isinstance(mistake.value, NotInEdition)
    with pytest.raises(WarehouseError, match="没有这一列") as mistake:
        open_current(sites.paths).query("select t.peeple from marts.total as t")
    assert not isinstance(mistake.value, NotInEdition)


def test_all_editions_are_named_in_the_pointer_read_only_and_of_one_version(built: Place) -> None:
    release = read_pointer(built.paths)
    assert set(release.editions) == set(EDITIONS)
    for role in AUDIENCES:
        warehouse = open_current(built.paths, role)
        assert warehouse.version == release.version
        assert warehouse.path.stat().st_mode & 0o777 == 0o444
    assert len({edition.sha256 for edition in release.files}) == len(AUDIENCES)
    beside = json.loads((built.paths.published / release.file).with_suffix(".json").read_text())
    assert beside == json.loads(built.paths.pointer.read_text())


def test_pruning_takes_a_version_with_all_its_editions(built: Place) -> None:
    built.build()
    built.build()
    with sole_writer(built.paths):
        prune(built.paths, keep=1)
    left = {path.name for path in built.paths.published.glob("warehouse-*")}
    release = read_pointer(built.paths)
    facts = release.file.replace(".duckdb", ".json")
    assert left == {*(edition.file for edition in release.files), facts}


def test_rolling_back_verifies_every_edition(built: Place) -> None:
    file = open_current(built.paths, PUBLIC).path
    built.build()
    file.chmod(0o644)
    file.write_bytes(b"x")
    with sole_writer(built.paths), pytest.raises(WarehouseError, match="校验码不符"):
        rollback(built.paths)


def test_a_version_without_one_of_its_editions_is_not_listed(built: Place) -> None:
    first = read_pointer(built.paths)
    built.build()
    (built.paths.published / first.editions[PUBLIC].file).unlink()
    assert [r.version for r in releases(built.paths)] == [read_pointer(built.paths).version]


def test_a_damaged_edition_makes_a_build_wanted(built: Place) -> None:
    from warehouse.build import unchanged

    assert unchanged(built.paths, built.sql_dir) is not None
    open_current(built.paths, PUBLIC).path.unlink()
    assert unchanged(built.paths, built.sql_dir) is None


def test_a_version_of_before_there_were_editions_is_read_in_full_only(built: Place) -> None:
    pointer = json.loads(built.paths.pointer.read_text("utf-8"))
    del pointer["editions"]
    built.paths.pointer.write_text(json.dumps(pointer), "utf-8")
    assert open_current(built.paths).version == pointer["version"]
    with pytest.raises(NoEdition, match=r"没有给 public 的版别。请重新运行.*build"):
        open_current(built.paths, PUBLIC)


@pytest.mark.parametrize("role", [FULL, "nobody", "../x"])
def test_a_pointer_with_an_edition_that_cannot_be_is_refused(built: Place, role: str) -> None:
    pointer = json.loads(built.paths.pointer.read_text("utf-8"))
    version = pointer["version"]
    file = f"warehouse-{version}.{role}.duckdb"
    pointer["editions"][role] = {"file": file, "sha256": "", "bytes": 1}
    built.paths.pointer.write_text(json.dumps(pointer), "utf-8")
    with pytest.raises(BrokenPointer, match="文件名与版本号不符"):
        read_pointer(built.paths)


# What a build was about to do when it was killed.
STEPS = ("write_atomic:1", "rename:1", "rename:2", "rename:3", "write_atomic:2")
KILLED = """
import os, signal, sys
from pathlib import Path
import warehouse.publish as publish
from warehouse.build import build
from warehouse.paths import data_paths

name, _, nth = sys.argv[3].partition(":")
left = [int(nth)]

def killing(real):
    def call(*args, **kwargs):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call

if name == "rename":
    Path.rename = killing(Path.rename)
else:
    publish.write_atomic = killing(publish.write_atomic)
build(data_paths(Path(sys.argv[1])), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_while_it_publishes_leaves_a_whole_set(built: Place, step: str) -> None:
    before = read_pointer(built.paths)
    command = [sys.executable, "-c", KILLED, str(built.paths.root), str(built.sql_dir), step]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == -signal.SIGKILL
    assert read_pointer(built.paths) == before
    for role in AUDIENCES:
        assert open_current(built.paths, role).version == before.version
    for release in releases(built.paths):
        assert all((built.paths.published / e.file).is_file() for e in release.files)
    built.build(Options())
    known = {e.file for release in releases(built.paths) for e in release.files}
    assert {path.name for path in built.paths.published.glob("*.duckdb")} == known


@pytest.mark.slow
@pytest.mark.parametrize("role", EDITIONS)
def test_the_demonstrations_editions_hold_what_was_declared(demo_home: Path, role: str) -> None:
    paths = data_paths(demo_home)
    full, edition = open_current(paths), open_current(paths, role)
    declared = full.rows(
        "select c.schema_name || '.' || c.table_name, c.column_name "
        "from meta.column as c inner join meta.table as t using (schema_name, table_name) "
        "where list_contains($1, t.audience) and list_contains($1, c.audience)",
        [[a for a in AUDIENCES if may_see(role, a)]],
    )
    assert held(edition) == set(declared)
    forbidden = {"longitude", "latitude"} if role == PUBLIC else {"threatened_persons", "file"}
    assert {c for t, c in held(edition)} & forbidden == set()


@pytest.mark.slow
@pytest.mark.parametrize("role", EDITIONS)
def test_no_file_name_and_no_threatened_place_is_in_the_demonstrations_editions(
    demo_home: Path, role: str
) -> None:
    """Looked for in every text of every table. (A site's name, which analysts see, may hold what
    its address says, so that addresses are looked for as a whole.)"""
    paths = data_paths(demo_home)
    full, edition = open_current(paths), open_current(paths, role)
    files = {f for (f,) in full.rows("select distinct file from meta.load") if f}
    places = {a for (a,) in full.rows("select distinct address from marts.hazard_site") if a}
    assert min(len(files), len(places)) > 100
    texts = edition.rows(
        "select schema_name || '.' || table_name, column_name from meta.column "
        "where type in ('VARCHAR', 'VARCHAR[]')"
    )
    shown: set[str] = set()
    for table, column in texts:
        found = edition.rows(f'select distinct cast("{column}" as varchar) from {table}')
        shown |= {text for (text,) in found if text}
    assert places & shown == set()
    told = "\n".join(shown)
    assert [file for file in sorted(files) if file in told] == []


def test_the_file_of_an_edition_opens_in_any_client(sites: Sites) -> None:
    path = open_current(sites.paths, PUBLIC).path
    script = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True)"
    script += ".execute('select count(*) from metrics.definition').fetchall()[0][0])"
    out = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
    assert (out.stdout.strip(), duckdb.__version__ != "") == ("3", True)
