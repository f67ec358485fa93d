"""Search of the archive: Pagefind indexes of the story pages by stretches of time, where Pagefind is installed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from digest.delivery import DeliveryError

FOLDER = "pagefind"
UNUSED = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight", "pagefind-playground")


def installed() -> bool:
    """Whether this machine can make an index (policywatch[site])."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def stretch(day: str, newest: str) -> str:
    """
    The index a day belongs to: about ten days of the newest month, a month of its quarter, a quarter before.

    A day's news then makes little anew, and a reader's browser still has few indexes to merge.

    >>> [stretch(day, "2026-05-20") for day in ("2026-05-31", "2026-05-09", "2026-04-30", "2026-03-31", "2025-05-20")]
    ['2026-05-21', '2026-05-01', '2026-04', '2026-q1', '2025-q2']
    """
    if day[:7] == newest[:7]:
        return f"{day[:7]}-{min((int(day[8:10]) - 1) // 10, 2)}1"
    return day[:7] if quarter(day) == quarter(newest) else quarter(day)


def quarter(day: str) -> str:
    """
    >>> quarter("2026-05-01")
    '2026-q2'
    """
    return f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}"


def index(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index of these pages (path in the archive: HTML), by their path in the index's folder."""
    with tempfile.TemporaryDirectory(prefix="policywatch-search-") as place:
        site, root = Path(place) / "site", Path(place) / "index"
        for folder in {Path(path).parent for path in pages}:
            (site / folder).mkdir(parents=True, exist_ok=True)
        for path, html in pages.items():
            (site / path).write_bytes(html)
        run(site, root)
        # What only the ready-made interface needs is not published: the search page brings its own.
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.name.startswith(UNUSED)
        }


def run(site: Path, root: Path) -> None:
    """Run Pagefind over a folder. Its Python interface hands pages over one by one: a thousand took over a minute."""
    command = [
        sys.executable,
        "-m",
        "pagefind",
        "--site",
        str(site),
        "--output-path",
        str(root),
        "--force-language",
        "en",
    ]
    done = subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise DeliveryError(f"the search index cannot be made: {(done.stderr or done.stdout).strip()[-300:]}")
