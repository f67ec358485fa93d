"""The store: one open database and its shelves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, event

from policywatch.store.annotations import Annotations
from policywatch.store.corrections import Corrections
from policywatch.store.documents import Documents
from policywatch.store.editions import Editions
from policywatch.store.engine import connect, make_ready, our_errors, told
from policywatch.store.errors import StoreError
from policywatch.store.items import Items
from policywatch.store.labels import Labels
from policywatch.store.outbox import Outbox
from policywatch.store.runs import Runs
from policywatch.store.sources import SourceStates
from policywatch.store.stories import Stories

if TYPE_CHECKING:
    from policywatch.store.pages import Pages


class Store:
    """
    One open database; `store.items`, `store.stories` and so on are its shelves.

    Reading needs no ceremony; what is written belongs into `with store.transaction():`, which commits as a whole or not
    at all. One process writes at a time; readers are never kept waiting.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = told(engine.url)
        self._reading: Connection | None = None
        self._writing: Connection | None = None
        self.items = Items(self)
        self.documents = Documents(self)
        self.sources = SourceStates(self)
        self.annotations = Annotations(self)
        self.stories = Stories(self)
        self.editions = Editions(self)
        self.runs = Runs(self)
        self.outbox = Outbox(self)
        self.labels = Labels(self)
        self.corrections = Corrections(self)

    @classmethod
    def open(cls, address: str) -> Store:
        """Open the database at an SQLAlchemy URL, making or upgrading it first; raises StoreError."""
        engine = connect(address)
        name = engine.url.database
        if engine.dialect.name == "sqlite" and name and name != ":memory:":
            try:
                Path(name).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"the folder of {name} cannot be made: {error.strerror}") from error
        make_ready(engine)
        return cls(engine)

    @cached_property
    def dialect(self) -> str:
        """sqlite or postgresql."""
        return self.engine.dialect.name

    @cached_property
    def pages(self) -> Pages:
        """The watched pages; what they are made of takes longer to import than most questions take to answer."""
        from policywatch.store.pages import Pages

        return Pages(self)

    @cached_property
    def insert(self) -> Callable[[Table], Any]:
        """INSERT as the database's own dialect has it, which can say what happens on a conflict."""
        if self.dialect == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as its_own

            return its_own
        from sqlalchemy.dialects.sqlite import insert

        return insert

    @property
    def connection(self) -> Connection:
        """The connection in use: the transaction's inside one, else one that only reads."""
        if self._writing is not None:
            return self._writing
        if self._reading is None:
            with our_errors(self.engine):
                self._reading = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._reading

    def spare_memory(self) -> None:
        """
        Before a long run of writing: keep small caches and map no pages of the file.

        What SQLite maps counts as our memory; a first collection of 35,000 items peaked at 220 MB with it and at 140
        without (2026-11). Reading is quicker with it, so commands that only ask leave it on.
        """
        if self.dialect != "sqlite" or self._writing is not None or self.engine.url.database in (None, "", ":memory:"):
            return
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        self.engine.dispose()
        event.listen(self.engine, "connect", _spare)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept as a whole, or not at all; may be nested."""
        if self._writing is not None:
            yield
            return
        with our_errors(self.engine):
            connection = self.engine.connect()
            try:
                with connection.begin():
                    self._writing = connection
                    yield
                    self.items.make_searchable()
            finally:
                self._writing = None
                connection.close()

    def copy_to(self, file: Path) -> int:
        """Write a consistent copy of a SQLite database and check it; gives its size in bytes. Raises StoreError."""
        if self.dialect != "sqlite":
            raise StoreError(f"{self.name} is not a SQLite file; use pg_dump for a PostgreSQL database")
        if file.exists():
            raise StoreError(f"{file} is there already; name another file")
        draft = file.with_name(f".{file.name}.part")
        try:
            draft.unlink(missing_ok=True)
            source, target = sqlite3.connect(self.name), sqlite3.connect(draft)
            try:
                source.backup(target)
                verdict = target.execute("PRAGMA quick_check").fetchone()[0]
            finally:
                source.close()
                target.close()
            if verdict != "ok":
                raise StoreError(f"the copy of {self.name} is damaged ({verdict}); the database itself may be")
            draft.replace(file)
        except (OSError, sqlite3.Error) as error:
            draft.unlink(missing_ok=True)
            raise StoreError(f"{file} cannot be written: {error}") from error
        return file.stat().st_size

    def verify(self) -> list[str]:
        """What is wrong with the database and its documents, a sentence each; none when all is well."""
        faults: list[str] = []
        with our_errors(self.engine):
            if self.dialect == "sqlite":
                checks = self.connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
                faults += [f"{self.name}: {check}" for check in checks if check != "ok"]
                broken = self.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                faults += [f"{self.name}: a row of {row[0]} points at nothing in {row[2]}" for row in broken[:20]]
            faults += self.documents.faults()
        return faults

    def close(self) -> None:
        """Let go of the database."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _spare(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA mmap_size = 0")
    cursor.execute("PRAGMA cache_size = -8000")
    # Pages that many commits touch, those of the indexes, are then copied into the file once, not at each commit.
    cursor.execute("PRAGMA wal_autocheckpoint = 8000")
    cursor.close()
