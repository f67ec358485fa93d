"""Working alone: one run, collection or sending at a time on a database, and who it is that is at it."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from policywatch.store.errors import StoreBusy, StoreError

if TYPE_CHECKING:
    from policywatch.store.store import Store

# No run lasts that long: where only a note tells of one, on a machine we cannot look into, an older note is a leftover.
LONGEST_SECONDS = 24 * 3600
# One number for all of PolicyWatch among PostgreSQL's advisory locks, which are per database: "policyw" in ASCII.
ADVISORY = 0x706F6C69637977

# What a run calls itself among PostgreSQL's connections.
_SAID = re.compile(r"(?P<command>.+), pid (?P<pid>\d+) on (?P<host>.*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Who works on a database: the command, its process, the machine, and since when."""

    command: str
    pid: int
    host: str
    since: datetime

    def __str__(self) -> str:
        return f"`policywatch {self.command}` (pid {self.pid} on {self.host}, since {self.since:%Y-%m-%d %H:%M:%S} UTC)"

    @property
    def lives(self) -> bool:
        """Whether the process may still be there, as far as it can be seen from this machine."""
        if self.host != socket.gethostname():
            return time.time() - self.since.timestamp() < LONGEST_SECONDS
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:  # another user's process
            return True
        return self.pid != os.getpid()


@contextmanager
def alone(store: Store, command: str) -> Iterator[Holder | None]:
    """
    Inside, no other process works on this database; gives who was cut off at it before us, if anybody was.

    Raises StoreBusy with the other's process and since when it is at it. The kernel (or PostgreSQL) drops the lock of a
    process that dies, so nothing is ever left to be cleared away by hand.
    """
    if store.dialect == "postgresql":
        with _alone_in_postgresql(store, command):
            yield None
    elif store.dialect == "sqlite" and store.name != ":memory:" and sys.platform != "win32":
        with _alone_beside(Path(f"{store.name}.lock"), store.name, command) as before:
            yield before
    else:
        yield None


@contextmanager
def _alone_beside(path: Path, name: str, command: str) -> Iterator[Holder | None]:
    """The lock of a SQLite file: a file beside it, locked by the kernel, with a note of who has locked it."""
    import fcntl

    try:
        file = path.open("a+b", buffering=0)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}; a run needs it to be alone") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(_refusal(name, _noted(file))) from None
        except OSError:
            # Some network file systems know no locks: there the note itself has to be believed.
            before = _noted(file)
            if before is not None and before.lives:
                raise StoreBusy(f"{_refusal(name, before)}; if it is not there any more, remove {path}") from None
        before = _noted(file)
        _note(file, json.dumps({"command": command, "pid": os.getpid(), "host": socket.gethostname()}))
        try:
            yield before
        finally:
            _note(file, "")


def _refusal(name: str, holder: Holder | None) -> str:
    return f"{name} is in use by {holder or 'another process'}; wait for it to end, then run this again"


def _note(file: RawIOBase, words: str) -> None:
    # A full disk must not stop a run here: the lock itself needs no room.
    with suppress(OSError):
        file.truncate(0)
        file.write(words.encode())


def _noted(file: RawIOBase) -> Holder | None:
    """Who wrote the note, and when; None for none, or one that was cut."""
    file.seek(0)
    try:
        said = json.loads(file.read(2_000) or b"")
        since = datetime.fromtimestamp(int(os.fstat(file.fileno()).st_mtime), UTC)
        return Holder(command=str(said["command"]), pid=int(said["pid"]), host=str(said["host"]), since=since)
    except (ValueError, KeyError, TypeError):
        return None


@contextmanager
def _alone_in_postgresql(store: Store, command: str) -> Iterator[None]:
    """The lock of a PostgreSQL database: an advisory one, held by a connection of its own."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY}).scalar():
            row = connection.execute(
                text(
                    "SELECT a.application_name, a.backend_start "
                    "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
                    "WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database() "
                    "AND (l.classid::bigint << 32) + l.objid::bigint = :key"
                ),
                {"key": ADVISORY},
            ).first()
            holder = None
            if row is not None and (said := _SAID.fullmatch(row.application_name)):
                since = row.backend_start.astimezone(UTC)
                holder = Holder(command=said["command"], pid=int(said["pid"]), host=said["host"], since=since)
            raise StoreBusy(_refusal(store.name, holder))
        own = f"{command}, pid {os.getpid()} on {socket.gethostname()}"[:63]
        connection.execute(text("SELECT set_config('application_name', :own, false)"), {"own": own})
        try:
            yield
        finally:
            connection.execute(text("SELECT set_config('application_name', '', false)"))
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY})
