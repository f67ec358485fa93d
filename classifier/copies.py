"""Copies: which items of a story are one text told again, so that one wire report counts as one voice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collector.item import Item

READ_AT_MOST = 3_000  # characters of a text
RUN = 4  # words in a row that two texts of one hand share
SHARED = 0.5  # share of the shorter text's runs from which it is a copy; edited copies keep well over half
SHORTEST = 12  # words; a teaser shorter than this proves nothing

_WORD = re.compile(r"[a-z0-9]+")
_WIRE = re.compile(
    r"\((?:Reuters|AP|AFP|Bloomberg)\)|\b(?:Associated Press|Agence France-Presse|PR Newswire|Business Wire)\b", re.I
)
# Rank of a source class as the origin of a text: a wire sells its words, an aggregator never writes them.
_ORIGIN = {"official": 0, "filing": 0, "press-release": 1, "wire": 2, "press": 3, "analysis": 4, "blog": 5,
           "syndicated": 6, "spun": 7}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """One text and its copies, ids in order of time; `origin` is who most likely wrote it, `wire` the agency named."""

    origin: str
    copies: tuple[str, ...] = ()
    wire: str = ""


def chains(items: Sequence[Item], classes: Mapping[str, str] | None = None) -> tuple[Chain, ...]:
    """
    The independent texts among the items of a story; each chain is one voice.

    `classes` gives the source class of an item where it is known better than `item.source_class`.
    """
    known = classes or {}
    order = sorted(items, key=lambda item: (item.when, item.id))
    heads: list[list[Item]] = []
    titles: dict[str, list[Item]] = {}
    by_run: dict[int, list[int]] = {}
    runs_of: list[frozenset[int]] = []
    for item in order:
        words = _WORD.findall(item.text[:READ_AT_MOST].lower())
        runs = frozenset(map(hash, zip(*(words[at:] for at in range(RUN)), strict=False)))
        title = " ".join(_WORD.findall(item.title.lower()))
        home: list[Item] | None = titles.get(title) if len(title.split()) >= 5 else None
        if home is None and len(words) >= SHORTEST:
            counts: dict[int, int] = {}
            for run in runs & by_run.keys():
                for head in by_run[run]:
                    counts[head] = counts.get(head, 0) + 1
            for head, shared in sorted(counts.items()):
                if shared >= SHARED * min(len(runs), len(runs_of[head])):
                    home = heads[head]
                    break
        if home is None:
            home = []
            heads.append(home)
            runs_of.append(runs if len(words) >= SHORTEST else frozenset())
            for run in runs_of[-1]:
                by_run.setdefault(run, []).append(len(heads) - 1)
        home.append(item)
        titles.setdefault(title, home)
    found = []
    for chain in heads:
        first = min(
            chain, key=lambda item: (_ORIGIN.get(known.get(item.id) or item.source_class, 4), item.when, item.id)
        )
        named = next((match.group().strip("()") for item in chain if (match := _WIRE.search(item.text[:600]))), "")
        found.append(
            Chain(origin=first.id, copies=tuple(item.id for item in chain if item.id != first.id), wire=named)
        )
    return tuple(found)


def originals(items: Sequence[Item], classes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Of each item that repeats another's text: the id of the item it repeats."""
    found = chains(items, classes) if len(items) > 1 else ()
    return {copy: chain.origin for chain in found for copy in chain.copies}


def voices(items: Sequence[Item], classes: Mapping[str, str] | None = None) -> int:
    """How many independent voices tell a story: texts that are no copies, of different sources, an agency once."""
    sources = {item.id: item.source for item in items}
    return len({chain.wire.lower() or sources[chain.origin] for chain in chains(items, classes)})
