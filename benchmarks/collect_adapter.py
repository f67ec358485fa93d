#!/usr/bin/env python3
"""PolicyWatch as a peer of a collection benchmark: available, version, setup, update, count, size."""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

PYTHON = os.environ.get("PY", sys.executable)


def main(verb: str) -> int:
    """Answer one verb; BENCH_DIR is where everything is kept, BENCH_URLS names a file of addresses."""
    home = Path(os.environ.get("BENCH_DIR", "."))
    database = home / "policywatch.db"
    if verb == "available":
        return os.spawnlp(os.P_WAIT, PYTHON, PYTHON, "-c", "import policywatch")
    if verb == "version":
        return os.spawnlp(os.P_WAIT, PYTHON, PYTHON, "-m", "policywatch", "--version")
    if verb == "setup":
        urls = [line.strip() for line in Path(os.environ["BENCH_URLS"]).read_text().splitlines() if line.strip()]
        port = urlsplit(urls[0]).port
        folder = home / "config"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sources.toml").write_text(
            "\n".join(f'[[source]]\nid = "f{n}"\nname = "Feed {n}"\nurl = "{url}"\n' for n, url in enumerate(urls))
        )
        flight = os.environ.get("CONC", "64")
        (folder / "settings.toml").write_text(
            f'[fetch]\ncontact = "bench"\nconcurrency = {flight}\nallow_hosts = ["127.0.0.0/8:{port}"]\n'
        )
    elif verb == "update":
        # Each round is a day later, so that every source is due.
        rounds = home / "rounds"
        number = int(rounds.read_text()) if rounds.exists() else 0
        rounds.write_text(str(number + 1))
        now = (datetime.now(UTC) + timedelta(days=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        os.execlp(
            PYTHON, PYTHON, "-m", "policywatch", "--config", str(home / "config"), "--db", f"sqlite:///{database}",
            "--now", now, "collect",
        )  # fmt: skip
    elif verb == "count":
        print(sqlite3.connect(database).execute("select count(*) from item").fetchone()[0])
    elif verb == "size":
        print(sum(file.stat().st_size for file in home.glob("policywatch.db*")))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
