"""Opening a database: connection, pragmas, version, and errors in our own words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError

from policywatch.store.errors import StoreBusy, StoreDamaged, StoreError, StoreNewer, StoreReadOnly

# The newest migration of migrations/versions; a test holds the two together, since asking Alembic costs 0.2 s.
HEAD = "0002"

BUSY_SECONDS = 10


def told(url: URL) -> str:
    """The database's name as we print it: no password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def connect(address: str) -> Engine:
    """
    An engine for the SQLAlchemy URL `address`; nothing is opened yet.

    Raises StoreError for an address that is no URL or names a database whose driver is not installed.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError(
            f"{address!r} is not a database URL; write sqlite:///file.db or postgresql+psycopg://…"
        ) from error
    if url.drivername in ("postgres", "postgresql"):
        # Hosts hand out the one, people write the other; SQLAlchemy takes neither for the driver we ask for.
        url = url.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(url, connect_args=arguments(url))
    except (ImportError, NoSuchModuleError) as error:
        raise StoreError(f"no driver for {told(url)}; install policywatch[postgres] ({error})") from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", begin)
    return engine


def arguments(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != "sqlite":
        return {}
    return {"timeout": BUSY_SECONDS, "check_same_thread": False}


def prepare(connection: Any, record: Any) -> None:
    # The sqlite3 module opens transactions by its own rules; with None it leaves them to `begin` below.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -32000")
        cursor.execute("PRAGMA mmap_size = 268435456")
        cursor.execute("PRAGMA temp_store = MEMORY")
    finally:
        cursor.close()


def begin(connection: Connection) -> None:
    # A reader that turns writer in the middle fails at once with "locked", however long the time-out:
    # who means to write says so at the start.
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def our_errors(engine: Engine) -> Iterator[None]:
    """Turn a driver's errors into ours, with the database's name."""
    name = told(engine.url)
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "locked" in reason or "busy" in reason:
            raise StoreBusy(f"{name} is locked by another process; wait for it to end, then try again") from error
        if "readonly" in reason or "read-only" in reason:
            raise StoreReadOnly(
                f"{name} cannot be written to; check the rights of the file and of its folder"
            ) from error
        if "unable to open" in reason:
            raise StoreError(f"{name} cannot be opened; check that the folder exists and may be written to") from error
        # A full disk is at times reported as a failing one: where SQLite only wanted to lengthen a file of its own.
        if "disk is full" in reason or ("disk I/O" in reason and free(name) < 2**20):
            raise StoreError(
                f"no space left for {name} ({free(name) // 2**20} MB are free); nothing was lost: what was finished is "
                "kept, make room and run again"
            ) from error
        if "disk I/O" in reason:
            raise StoreError(
                f"the disk failed under {name} ({reason}); nothing was half-written: look at the disk, then run again; "
                "`policywatch verify` tells whether all is whole"
            ) from error
        if "malformed" in reason or "no such column" in reason:
            raise StoreDamaged(
                f"{name} is damaged ({reason}); restore a backup, or see `policywatch verify`"
            ) from error
        raise StoreError(f"{name}: {reason}") from error
    except DBAPIError as error:
        if isinstance(error, DatabaseError) and isinstance(error.orig, sqlite3.DatabaseError):
            reason = str(error.orig)
            if "not a database" in reason:
                raise StoreDamaged(f"{name} is not a database of PolicyWatch; name another file with --db") from error
            if "malformed" in reason:
                raise StoreDamaged(
                    f"{name} is damaged ({reason}); restore a backup, or see `policywatch verify`"
                ) from error
        raise StoreError(f"{name}: {error.orig}") from error


def free(name: str) -> int:
    """How many bytes the disk of a database file has left; as good as endless where that cannot be told."""
    try:
        status = os.statvfs(Path(name).resolve().parent)
    except OSError:
        return 2**63
    return status.f_bavail * status.f_frsize


def version_of(engine: Engine) -> str | None:
    """The migration a database stands at; None for an empty one."""
    with our_errors(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" not in tables:
            if tables:
                raise StoreDamaged(
                    f"{told(engine.url)} holds tables of another program; name another database with --db"
                )
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return str(row[0]) if row else None


def make_ready(engine: Engine) -> str | None:
    """
    Bring the database to this program's version and say from which it came; None when it was already there.

    Raises StoreNewer when it was written by a newer program.
    """
    found = version_of(engine)
    if found == HEAD:
        return None
    if found is not None and found > HEAD:
        raise StoreNewer(
            f"{told(engine.url)} is at version {found}, this program knows up to {HEAD}; install a newer PolicyWatch"
        )
    from policywatch.store.migrations.upgrade import upgrade

    with our_errors(engine):
        upgrade(engine)
    return found or "nothing"
