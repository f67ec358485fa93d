"""Running the migrations from inside the program: no alembic.ini, no shell."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run every step up to `to` in one transaction: a step that fails leaves the database as it was."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            # Kept in the file itself, and may not be set inside a transaction.
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, to)
