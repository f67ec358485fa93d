"""Search of the archive: Pagefind indexes of the story pages, one a quarter, where Pagefind is installed."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

# The merged index of a reader's browser loads one small file a quarter; a day's news makes only one quarter anew.
FOLDER = "pagefind"
UNUSED = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight", "pagefind-playground")


def installed() -> bool:
    """Whether this machine can make an index (policywatch[site])."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def quarter(day: str) -> str:
    """
    >>> quarter("2026-05-01")
    '2026-q2'
    """
    return f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}"


def index(pages: Mapping[str, str]) -> dict[str, bytes]:
    """The files of an index of these pages (path in the archive: HTML), by their path in the index's folder."""
    with tempfile.TemporaryDirectory(prefix="policywatch-search-") as place:
        asyncio.run(build(pages, place))
        root = Path(place)
        # What only the ready-made interface needs is not published: the search page brings its own.
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.name.startswith(UNUSED)
        }


async def build(pages: Mapping[str, str], place: str) -> None:
    from pagefind.index import IndexConfig, PagefindIndex

    # Leaving an index's context would write a folder beside wherever we were started: it is let go by hand.
    made = PagefindIndex(config=IndexConfig(force_language="en", write_playground=False))
    await made.__aenter__()
    try:
        for path, html in sorted(pages.items()):
            await made.add_html_file(content=html, url=path)
        await made.write_files(output_path=place)
    finally:
        if made._service is not None:
            await made._service.close()
