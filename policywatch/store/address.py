"""Where the database is when nobody says."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_url() -> str:
    """A SQLite file in the user's data folder (XDG_DATA_HOME, or what the platform uses in its place)."""
    if given := os.environ.get("XDG_DATA_HOME"):
        folder = Path(given)
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", str(Path.home())))
    else:
        folder = Path.home() / ".local" / "share"
    return f"sqlite:///{folder / 'policywatch' / 'policywatch.db'}"
