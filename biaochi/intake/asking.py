"""Asks a source for its rows, read-only and within its time: PostgreSQL by ADBC, Parquet and DuckDB files by DuckDB."""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from biaochi import logs
from biaochi.files import inside
from biaochi.intake.declared import address, outside
from biaochi.intake.drawing import SAFE
from biaochi.model import Intake
from biaochi.problem import Fault

DRIVER = "adbc-driver-postgresql"
_SAID = re.compile(r"ERROR:\s*(.+)")
_LIMITS = "select set_config('statement_timeout', $1, false), set_config('default_transaction_read_only', 'on', false)"
_REFUSED = re.compile(r"(?:FATAL:|fe_sendauth:)\s*(.+)")


@contextlib.contextmanager
def rows(name: str, one: Intake, root: Path) -> Iterator[Any]:
    """The rows of a source as an Arrow reader; raises Fault for whatever goes wrong with it meanwhile."""
    asked = _postgresql(name, one) if one.kind == "postgresql" else _files(one, root)
    with asked as reader:
        yield reader


@contextlib.contextmanager
def _in_time(seconds: int, stop: Callable[[], object]) -> Iterator[None]:
    """Stops what is under way when its time is over; what comes of it is then a Fault."""
    over = threading.Event()

    def end() -> None:
        over.set()
        with contextlib.suppress(Exception):  # what is to be stopped may just have ended
            stop()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        if over.is_set():
            raise Fault("intake_timeout", seconds=seconds) from error
        raise
    finally:
        timer.cancel()


@contextlib.contextmanager
def _postgresql(name: str, one: Intake) -> Iterator[Any]:
    try:
        import adbc_driver_postgresql.dbapi as adbc
    except ImportError as error:
        raise Fault("intake_driver", package=DRIVER) from error
    try:
        con = adbc.connect(address(name, one))
    except adbc.Error as error:
        logs.event("data source failed", logging.WARNING, source=name, said=_first(error))
        refused = _REFUSED.search(str(error))
        raise (Fault("intake_refused", said=refused.group(1)) if refused else Fault("intake_unreachable")) from error
    try:
        with con, con.cursor() as cursor, _in_time(one.timeout, cursor.adbc_cancel):
            cursor.execute(_LIMITS, [str(one.timeout * 1000)])
            cursor.fetchall()
            con.commit()
            cursor.execute(one.query or "")
            yield cursor.fetch_record_batch()
    except (adbc.Error, duckdb.Error, OSError) as error:
        logs.event("data source failed", logging.WARNING, source=name, said=_first(error))
        raise _told(str(error), getattr(error, "sqlstate", None), one) from error


def _first(error: Exception) -> str:
    """What a driver said, its first line."""
    return str(error).strip().partition("\n")[0]


def _told(text: str, state: str | None, one: Intake) -> Fault:
    """What a database said, as a Fault; the SQL state tells a slow query from a wrong one and from a lost server."""
    said = _SAID.search(text)
    if state == "57014" or (said and "statement timeout" in said.group(1)):
        return Fault("intake_timeout", seconds=one.timeout)
    return Fault("intake_query", said=said.group(1).strip()) if said else Fault("intake_unreachable")


@contextlib.contextmanager
def _files(one: Intake, root: Path) -> Iterator[Any]:
    """A DuckDB that sees these files and nothing else, and cannot write."""
    found = local(one, root)
    if not found:
        raise Fault("intake_no_file", path=one.path or "")
    try:
        with _shut(one, found) as con, _in_time(one.timeout, con.interrupt):
            kinds = [statement.type for statement in con.extract_statements(one.query or "from data")]
            if kinds != [duckdb.StatementType.SELECT]:
                raise Fault("intake_not_select")
            yield con.sql(one.query or "from data").arrow()
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        raise Fault("intake_query", said=_first(error)) from error
    except duckdb.PermissionException as error:
        raise Fault("intake_outside") from error
    except duckdb.Error as error:
        said = _first(error).replace(f"{root}/", "")  # where the project lies is not for readers
        logs.event("data source failed", logging.WARNING, source=one.path, said=said)
        raise Fault("intake_file", path=one.path or "", said=said) from error


@contextlib.contextmanager
def _shut(one: Intake, found: list[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    names = [str(path) for path in found]
    if one.kind == "duckdb":
        con = duckdb.connect(names[0], read_only=True, config={**SAFE, "enable_external_access": False})
    else:
        con = duckdb.connect(config=SAFE)
        con.execute("set allowed_paths = $names", {"names": names})
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        con.read_parquet(names, union_by_name=True).create_view("data")
    try:
        yield con
    finally:
        con.close()


def local(one: Intake, root: Path) -> list[Path]:
    """The files of a source, in order; only those that lie in the project, links followed."""
    if one.path is None or outside(one.path, root):
        return []
    return sorted(path for path in root.glob(one.path) if path.is_file() and inside(path, root))


def seen(one: Intake, root: Path) -> str:
    """Size and time of the files of a source: what tells cheaply that they were written anew."""
    stats = ((path.name, path.stat()) for path in local(one, root))
    return " ".join(f"{name}:{info.st_size}:{info.st_mtime_ns}" for name, info in stats)
