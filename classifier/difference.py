"""Facts from a difference: the clause before and after a rule change, and the numbers that changed between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from classifier.annotation import Evidence, Fact, Mention
from classifier.facts import facts_in
from classifier.facts.numbers import quantities
from collector.item import Item
from collector.versions import AFTER, BEFORE

MADE_BY = "difference-1"
# A span of evidence holds both sides where they are this short together (characters).
LONGEST_EVIDENCE = 600
LONGEST_CLAUSE = 4_000
MOST_PAIRS = 60

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause before and after, and where each stands in the item's words; an empty side came or went."""

    before: str
    after: str
    before_at: int = 0
    after_at: int = 0


def changed_clauses(words: str) -> tuple[ChangedClause, ...]:
    """
    The changed clauses of an item made from a page's change: "Now:" and "Before:" lines, an empty line between pairs.

    >>> [(one.before, one.after) for one in changed_clauses("Page\\nNow: Pay 7.\\nBefore: Pay 5.\\n\\nNow: New.")]
    [('Pay 5.', 'Pay 7.'), ('', 'New.')]
    """
    found: list[ChangedClause] = []
    open_ = ChangedClause("", "")
    at = 0
    for line in [*words.split("\n"), ""]:
        if line.startswith(BEFORE):
            open_ = replace(open_, before=line[len(BEFORE) :], before_at=at + len(BEFORE))
        elif line.startswith(AFTER):
            open_ = replace(open_, after=line[len(AFTER) :], after_at=at + len(AFTER))
        elif open_.before or open_.after:
            found.append(open_)
            open_ = ChangedClause("", "")
        at += len(line) + 1
    return tuple(found)


def facts_of_change(item: Item, mentions: Sequence[Mention], effective: date | None = None) -> tuple[Fact, ...]:
    """
    The facts an item made from a page's change tells: values that changed, came or went, each with both sides.

    Numbers that stand unchanged in a changed clause are no news and no facts. `effective` is the date the page gives
    its new text: while it lies ahead the facts are announced.
    """
    found: list[Fact] = []
    for clause in changed_clauses(item.words)[:MOST_PAIRS]:
        found.extend(_of_clause(clause, item, mentions))
    ahead = effective is not None and effective > item.observed.date()
    told: list[Fact] = []
    for fact in found:
        if effective is not None and fact.effective is None:
            fact = replace(fact, effective=effective.isoformat())
        if ahead and fact.status == "in_force":
            fact = replace(fact, status="announced")
        if not any(_same(fact, other) for other in told):
            told.append(fact)
    return tuple(told)


def _same(one: Fact, other: Fact) -> bool:
    return (one.metric, one.subject, one.before, one.after, one.unit) == (
        other.metric,
        other.subject,
        other.before,
        other.after,
        other.unit,
    )


def _of_clause(clause: ChangedClause, item: Item, mentions: Sequence[Mention]) -> Iterator[Fact]:
    if max(len(clause.before), len(clause.after)) > LONGEST_CLAUSE:
        return
    if not clause.before or not clause.after:
        came = bool(clause.after)
        words, at = (clause.after, clause.after_at) if came else (clause.before, clause.before_at)
        for fact in _read(words, item, mentions):
            if fact.before is not None or fact.after is None:
                continue
            span = Evidence(item=item.id, start=at, end=at + len(words), text=words)
            if came:
                yield replace(fact, change="introduced", evidence=span, by=MADE_BY)
            else:
                yield replace(fact, before=fact.after, after=None, change="removed", evidence=span, by=MADE_BY)
        return
    told, changed = _told(clause)
    if not changed:
        return
    for fact in _read(told, item, mentions):
        if fact.before is None or fact.before == fact.after:
            continue
        yield replace(fact, evidence=_evidence(clause, item), by=MADE_BY, confidence=max(fact.confidence, 0.9))


def _read(words: str, item: Item, mentions: Sequence[Mention]) -> tuple[Fact, ...]:
    """What the fact reader finds in a clause; the page's name is the headline, so that it is known whose rule it is."""
    heading = item.title.partition(":")[0]
    probe = replace(item, title=heading, text=words, published=item.published or item.observed)
    near = tuple(mention for mention in mentions if mention.evidence.end <= len(heading))
    return facts_in(probe, near)


def _evidence(clause: ChangedClause, item: Item) -> Evidence:
    start, end = clause.after_at, clause.before_at + len(clause.before)
    if end - start > LONGEST_EVIDENCE:
        end = clause.after_at + len(clause.after)
    return Evidence(item=item.id, start=start, end=end, text=item.words[start:end])


def _told(clause: ChangedClause) -> tuple[str, bool]:
    """
    The clause after, each changed number followed by its earlier value, as news would tell it.

    >>> _told(ChangedClause("You need 5,000 followers.", "You need 1,000 followers."))
    ('You need 1,000 (previously 5,000) followers.', True)
    """
    spans_before = [(found.start, found.end) for found in quantities(clause.before)]
    spans_after = [(found.start, found.end) for found in quantities(clause.after)]
    pairs = _aligned(clause.before, spans_before, clause.after, spans_after)
    told = clause.after
    for (_, end), earlier in sorted(pairs, reverse=True):
        told = f"{told[:end]} (previously {earlier}){told[end:]}"
    return told, bool(pairs)


def _aligned(
    before: str, before_spans: Sequence[tuple[int, int]], after: str, after_spans: Sequence[tuple[int, int]]
) -> list[tuple[tuple[int, int], str]]:
    """The numbers after and what each was before: by the words around them, which mostly stayed."""
    old = _pieces(before, before_spans)
    new = _pieces(after, after_spans)
    matcher = SequenceMatcher(None, [piece[0] for piece in old], [piece[0] for piece in new], autojunk=False)
    pairs: list[tuple[tuple[int, int], str]] = []
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation != "replace":
            continue
        gone = [piece for piece in old[i:j] if piece[3]]
        come = [piece for piece in new[k:m] if piece[3]]
        if len(gone) == len(come):
            for one, other in zip(gone, come, strict=True):
                if one[0] != other[0]:
                    pairs.append(((other[1], other[2]), before[one[1] : one[2]]))
    return pairs


def _pieces(words: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, int, int, bool]]:
    """The words of a clause, numbers whole: (as compared, start, end, whether a number)."""
    found: list[tuple[str, int, int, bool]] = [(words[start:end], start, end, True) for start, end in spans]
    at = 0
    for start, end in [*sorted(spans), (len(words), len(words))]:
        for match in _WORD.finditer(words, at, max(at, start)):
            found.append((match[0].strip(".,;:()").casefold(), match.start(), match.end(), False))
        at = max(at, end)
    return sorted(found, key=lambda piece: piece[1])
