"""An entry: what a feed says of one thing, before it is cleaned; every feed format is read into it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Words:
    """A piece of text as the feed holds it: `kind` is "text" or "html", `base` what its relative links refer to."""

    value: str
    kind: str = "html"
    base: str = ""


@dataclass(slots=True)
class Entry:
    """One item or entry; links are as written, together with what they are relative to."""

    guid: str = ""
    permalink: bool = False
    links: list[tuple[str, str]] = field(default_factory=list)
    original: str = ""
    title: Words | None = None
    bodies: list[Words] = field(default_factory=list)
    author: str = ""
    language: str = ""
    created: list[str] = field(default_factory=list)  # its date only where none says when it came out
    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    base: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Feed:
    """A feed with its entries in the order of the document; `author` is that of entries which name none."""

    title: str = ""
    link: str = ""
    language: str = ""
    author: str = ""
    moved_to: str = ""
    entries: list[Entry] = field(default_factory=list)
    left_out: int = 0
    flags: tuple[str, ...] = ()
