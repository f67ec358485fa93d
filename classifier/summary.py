"""The summary: one to three sentences of an item, each with its span."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from classifier.annotation import Evidence, Fact, Sentence
from collector.item import Item

END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
LONGEST = 320  # characters of a sentence a reader takes in at once
MOST = 3


def summary_of(item: Item, facts: Sequence[Fact], tags: Collection[str]) -> tuple[Sentence, ...]:
    """The opening sentences of an item's text, those that hold its facts first among them."""
    if not item.text:
        return ()
    base = len(item.title) + 1
    spans: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(item.text[:4000]):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, min(len(item.text), 4000)))
    chosen = []
    for first, last in spans[:8]:
        words = item.text[first:last].strip()
        if 30 <= len(words) <= LONGEST and words[-1] in ".!?”\"’'":
            begin = base + first + item.text[first:last].index(words)
            evidence = Evidence(item=item.id, start=begin, end=begin + len(words), text=words)
            chosen.append(Sentence(text=words, evidence=evidence))
        if len(chosen) == MOST:
            break
    return tuple(chosen)
