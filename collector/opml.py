"""OPML: lists of feeds, as other readers exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from collector.encoding import decoded
from collector.links import absolute, host_of
from collector.text import heading

MOST = 20_000


class NoOutlines(ValueError):
    """A file that is no OPML list."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list: its name, address, site and the folder it stands in."""

    name: str
    url: str
    site: str = ""
    folder: str = ""


def read(body: bytes) -> tuple[Outline, ...]:
    """The feeds of an OPML file in its order, each address once, broken XML or not; raises NoOutlines."""
    text = decoded(body)
    if not re.search(r"<(?:opml|outline)\b", text, re.IGNORECASE):
        raise NoOutlines("the file holds no OPML list (no <outline> in it)")
    found: dict[str, Outline] = {}
    folders: list[str] = []
    for tag in re.finditer(r"<(/?)outline\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>", text, re.IGNORECASE):
        if tag[1]:
            if folders:
                folders.pop()
            continue
        told = {
            key.lower(): heading((one or two).strip(), 2_000)
            for key, one, two in re.findall(r"([A-Za-z:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag[2])
        }
        url = absolute(told.get("xmlurl", ""))
        name = told.get("title") or told.get("text") or host_of(url)
        if url and url not in found and len(found) < MOST:
            folder = next((folder for folder in reversed(folders) if folder), "")
            found[url] = Outline(name[:200], url, absolute(told.get("htmlurl", "")), folder[:200])
        if not tag[2].rstrip().endswith("/"):
            folders.append("" if url else name)
    return tuple(found.values())


def written(outlines: Iterable[Outline], title: str) -> str:
    """The list as OPML 2.0, folders in order of their first feed."""
    folders: dict[str, list[Outline]] = {}
    for outline in outlines:
        folders.setdefault(outline.folder, []).append(outline)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{quoteattr(title)[1:-1]}</title></head>",
        "  <body>",
    ]
    for folder, inside in folders.items():
        indent = "    "
        if folder:
            lines.append(f"    <outline text={quoteattr(folder)}>")
            indent = "      "
        for one in inside:
            site = f" htmlUrl={quoteattr(one.site)}" if one.site else ""
            lines.append(f'{indent}<outline type="rss" text={quoteattr(one.name)} xmlUrl={quoteattr(one.url)}{site}/>')
        if folder:
            lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])
