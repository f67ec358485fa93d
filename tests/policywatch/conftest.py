"""A PostgreSQL server for the tests of the store, where one can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def program(name: str) -> str | None:
    """A PostgreSQL program on the path or where Debian puts it."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(places[0]) if places else shutil.which(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty database: that of POLICYWATCH_TEST_POSTGRES, else of a server started for the tests."""
    if given := os.environ.get("POLICYWATCH_TEST_POSTGRES"):
        yield given
        return
    pytest.importorskip("psycopg", reason="no PostgreSQL driver here; install policywatch[postgres]")
    initdb, control = program("initdb"), program("pg_ctl")
    if not (initdb and control):
        pytest.skip("no PostgreSQL server programs here (docs/postgresql.md says how to get them)")
    # A server refuses to run as root; Debian's package brings a user for it.
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="pw-pg-"))
    try:
        if become:
            shutil.chown(folder, "postgres")
        made = subprocess.run(
            [*become, initdb, "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-N"],
            capture_output=True, cwd="/", text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            pytest.skip(f"no PostgreSQL database can be made here: {made.stderr.strip()[-200:]}")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        started = subprocess.run(
            [*become, control, "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start"],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=60,
        )  # fmt: skip
        if started.returncode:
            pytest.skip("the PostgreSQL server did not start here")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            subprocess.run(
                [*become, control, "-D", str(folder / "data"), "-m", "immediate", "stop"],
                cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            )  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)
