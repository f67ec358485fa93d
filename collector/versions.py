"""The version: the extracted text of a watched page; the change: what a new version means beside the last one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from collector.history import PageHistory
from collector.identity import fingerprint, item_id
from collector.item import Item
from collector.materiality import judge
from collector.verdict import RAISES, ClauseChange, Verdict, cut

if TYPE_CHECKING:
    from config.schema import Source

# Which extraction made a text. Raise it with any change of what the readers give for the same bytes: the pages are
# then read again from the kept documents, and nobody is told of a change that the page never made.
READER = "page-1"

BEFORE, AFTER = "Before: ", "Now: "
# An item of a change holds at most so many clauses; the rest is in the change itself.
MOST_CLAUSES = 40
LONGEST_CLAUSE = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """
    The text of a page at one time. `documents` are the digests of the bytes it was read from, in order; `reader` and
    `declaration` say how: texts are only comparable where both are the same.
    """

    source: str
    url: str
    title: str
    text: str
    observed: datetime
    documents: tuple[str, ...] = ()
    reader: str = READER
    declaration: str = ""
    flags: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


# What taking up a version came to: its first sight, nothing new, the same page read otherwise, or a judged text.
Kind = Literal["first", "same", "reread", "judged"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a reading of a page came to; `before` and `after` are the digests of the texts compared."""

    source: str
    observed: datetime
    kind: Kind
    verdict: Verdict
    before: str | None
    after: str

    @property
    def id(self) -> str:
        """Which change it is: the page, the two texts and the time."""
        return item_id(self.source, f"change {self.before} {self.after} {self.observed.isoformat()}")

    @property
    def news(self) -> bool:
        """Whether people are told: a rule changed, or a rule change they were told of is taken back."""
        return self.kind == "judged" and (
            self.verdict.verdict == "rule-change" or (self.verdict.withdraws is not None and self.verdict.score >= 0.25)
        )


def declaration_of(source: Source) -> str:
    """A short name of what the source declares of its page: addresses, regions and what to leave out."""
    said = {
        "url": source.url,
        "select": source.select,
        "remove": source.remove,
        "ranges": [part.model_dump() for part in source.ranges],
        "combine": [part.model_dump() for part in source.combine],
    }
    return hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()


def taken_up(
    history: PageHistory, last: Version | None, new: Version, again: Version | None = None
) -> tuple[Change, PageHistory]:
    """
    Say what a new version means, and what the history is from then on.

    `last` is the last accepted version. Where it was read by another reader or another declaration, `again` is its
    documents read as `new` was; where those are lost, the new text becomes the baseline and nothing is judged.
    """
    if last is None or history.text is None:
        verdict, grown = judge(history, new.text, new.observed)
        return _change(new, "first" if verdict.verdict == "first-seen" else "judged", verdict, None), grown
    if (last.reader, last.declaration) != (new.reader, new.declaration):
        why = "a better reader" if last.reader != new.reader else "a changed declaration"
        if again is None:
            said = f"Read by {why}; the earlier bytes are not kept, so nothing is compared."
            verdict = Verdict(verdict="structure", score=0.0, reason=said)
            grown = replace(history, text=new.text, held=None, held_since="")
            return _change(new, "reread", verdict, last.digest), grown
        history = replace(history, text=again.text, held=None, held_since="")
        if again.text == new.text:
            verdict = Verdict(verdict="cosmetic", score=0.0, reason=f"The same page, read by {why}.", same=True)
            return _change(new, "reread", verdict, last.digest), history
        last = again
    verdict, grown = judge(history, new.text, new.observed)
    return _change(new, "same" if verdict.same else "judged", verdict, last.digest), grown


def _change(new: Version, kind: Kind, verdict: Verdict, before: str | None) -> Change:
    return Change(source=new.source, observed=new.observed, kind=kind, verdict=verdict, before=before, after=new.digest)


def words_of_change(clauses: Sequence[ClauseChange]) -> str:
    """
    The words of a change: each clause on a line of its own, what it is above what it was, an empty line between.

    >>> print(words_of_change([ClauseChange(before="Pay 5 %.", after="Pay 7 %.")]))
    Now: Pay 7 %.
    Before: Pay 5 %.
    """
    blocks = []
    for clause in clauses[:MOST_CLAUSES]:
        sides = ((AFTER, clause.after), (BEFORE, clause.before))
        lines = [name + " ".join(words.split())[:LONGEST_CLAUSE] for name, words in sides if words]
        blocks.append("\n".join(lines))
    return "\n\n".join(block for block in blocks if block)


def weighty(verdict: Verdict) -> tuple[ClauseChange, ...]:
    """The clauses that made the verdict; all of them where none weighs by itself."""
    heavy = tuple(clause for clause in verdict.clauses if clause.weight >= 0.5)
    return heavy or verdict.clauses


def notice_days(verdict: Verdict, observed: datetime, announced: date | None = None) -> int | None:
    """Days between the day people could know and the day it holds; None where the page gives no date of effect."""
    if verdict.dated is None:
        return None
    return (verdict.dated - (announced or observed.date())).days


def headline_of(name: str, verdict: Verdict) -> str:
    """
    What changed on a page in one line.

    >>> from collector.verdict import Part
    >>> part = Part(kind="number", weight=1.0, why="a number changed: 5,000 → 1,000 followers")
    >>> headline_of("Lantern rules", Verdict(verdict="rule-change", score=1.0, reason="", parts=(part,)))
    'Lantern rules: from 5,000 to 1,000 followers'
    """
    if verdict.verdict != "rule-change" or not verdict.parts:
        return f"{name}: {verdict.reason.rstrip('.')}"[:300]
    part = verdict.parts[0]
    if part.kind == "number" and " → " in part.why and "nothing" not in part.why:
        first, *others = part.why.partition(": ")[2].split("; ")
        before, _, after = first.partition(" → ")
        said = f"{name}: from {before} to {after}"
        more = len(others) + sum(1 for other in verdict.parts[1:] if other.kind == "number" and other.weight >= RAISES)
        if more:
            said += f", and {more} more number{'s' if more > 1 else ''}"
    elif part.before and part.after:
        said = f"{name} changes: {cut(part.after)}"
    else:
        said = f"{name} adds: {cut(part.after)}" if part.after else f"{name} drops: {cut(part.before)}"
    return said[:300]


def item_of(source: Source, change: Change, *, announced: date | None = None) -> Item:
    """
    The news that a rule of a page changed: an official item whose words are the clauses before and after.

    `announced` is the day of an announcement we know of. Where neither the page nor an announcement gives a date, the
    item is flagged "undated-edit".
    """
    verdict = change.verdict
    taken_back = verdict.verdict == "known-state"
    title = headline_of(source.name, verdict)
    text = words_of_change(weighty(verdict))
    flags = ["page-change"]
    if taken_back:
        flags.append("withdrawn")
    if verdict.dated is None and announced is None:
        flags.append("undated-edit")
    extra = {"change": change.id, "verdict": verdict.verdict, "score": f"{verdict.score:.3f}"}
    if verdict.dated:
        extra["dated"] = verdict.dated.isoformat()
    if announced:
        extra["announced_on_page"] = announced.isoformat()
    days = notice_days(verdict, change.observed, announced)
    if days is not None:
        extra["notice_days"] = str(days)
    if verdict.withdraws:
        extra["withdraws"] = verdict.withdraws
    return Item(
        id=change.id,
        own_id=f"{change.before} {change.after}",
        source=source.id,
        source_class="official",
        url=source.url,
        title=title,
        text=text,
        observed=change.observed,
        published=change.observed,
        language=source.language,
        fingerprint=fingerprint(title, text),
        flags=tuple(flags),
        extra=extra,
    )
