"""What can go wrong with the store, as sentences.

StoreError              the database cannot be used
├─ StoreBusy            another process is writing and did not finish in time
├─ StoreNewer           it was written by a newer PolicyWatch
├─ StoreReadOnly        it may not be written to
└─ StoreDamaged         it is not a database, or a broken one
"""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be used; the message names the database and says what to do."""


class StoreBusy(StoreError):
    """Another process holds the database."""


class StoreNewer(StoreError):
    """The database was written by a newer program."""


class StoreReadOnly(StoreError):
    """The database, or its folder, may not be written to."""


class StoreDamaged(StoreError):
    """The file is not a database, or it is broken."""
