"""What differs between two readings of a page: clauses aligned, moved ones found, the rest compared word by word."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from collector.clauses import Clause

# A stretch of changed clauses is compared word by word as a whole while it is this short (words on each side);
# longer ones clause by clause. Word comparison costs the square of its length.
STRETCH = 500
LONGEST_PAIR = 1_500
# Two clauses are the same clause, edited, when they share this part of their words (Dice).
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Edit:
    """
    Words that went (`gone`) and words that came (`come`) at one place, with the clauses they stood in.

    `before` or `after` is None where the whole clause is new or was removed. `gone_at` and `come_at` count words from
    the first of the pair's clauses.
    """

    gone: tuple[str, ...]
    come: tuple[str, ...]
    before: Clause | None
    after: Clause | None
    gone_at: int = 0
    come_at: int = 0

    @property
    def whole(self) -> bool:
        """Whether the clause came or went as a whole."""
        return self.before is None or self.after is None


@dataclass(frozen=True, slots=True)
class Pair:
    """
    One changed place for a reader: the clauses before, the clauses after, and the edits between them.

    `stretch` counts the stretches of the page, `below` is the key of the last kept clause above it.
    """

    before: tuple[Clause, ...]
    after: tuple[Clause, ...]
    edits: tuple[Edit, ...]
    stretch: int = 0
    below: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs: changed places in order of the page, and the clauses that only stand elsewhere now."""

    pairs: tuple[Pair, ...]
    moved: tuple[Clause, ...]
    kept: int

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of all places."""
        return tuple(edit for pair in self.pairs for edit in pair.edits)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of keys that occur once on each side, as the longest run that keeps the order of both."""
    old_once = {key: at for at, key in enumerate(old)}
    counts = Counter(old)
    new_counts = Counter(new)
    candidates = [(old_once[key], at) for at, key in enumerate(new) if new_counts[key] == 1 and counts.get(key) == 1]
    tails: list[int] = []
    tail_index: list[int] = []
    previous: list[int] = [-1] * len(candidates)
    for index, (position, _) in enumerate(candidates):
        slot = bisect_left(tails, position)
        if slot == len(tails):
            tails.append(position)
            tail_index.append(index)
        else:
            tails[slot] = position
            tail_index[slot] = index
        previous[index] = tail_index[slot - 1] if slot else -1
    chain: list[tuple[int, int]] = []
    at = tail_index[-1] if tail_index else -1
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    chain.reverse()
    return chain


def stretches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """
    The stretches (old from, to, new from, to) that differ, in order.

    >>> stretches(["a", "b", "c"], ["a", "x", "c", "d"])
    [(1, 2, 1, 2), (3, 3, 3, 4)]
    """
    start = 0
    limit = min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    end = 0
    while end < limit - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old_end, new_end = len(old) - end, len(new) - end
    if start == old_end and start == new_end:
        return []
    middle_old, middle_new = old[start:old_end], new[start:new_end]
    found: list[tuple[int, int, int, int]] = []
    if not middle_old or not middle_new:
        return [(start, old_end, start, new_end)]
    anchors = _anchors(middle_old, middle_new)
    if not anchors:
        if len(middle_old) * len(middle_new) > 250_000:
            return [(start, old_end, start, new_end)]
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        return [
            (start + i, start + j, start + k, start + m)
            for operation, i, j, k, m in matcher.get_opcodes()
            if operation != "equal"
        ]
    at_old = at_new = 0
    for anchor_old, anchor_new in [*anchors, (len(middle_old), len(middle_new))]:
        for i, j, k, m in stretches(middle_old[at_old:anchor_old], middle_new[at_new:anchor_new]):
            found.append((start + at_old + i, start + at_old + j, start + at_new + k, start + at_new + m))
        at_old, at_new = anchor_old + 1, anchor_new + 1
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.0
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other))


def word_edits(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Edit, ...]:
    """The edits between two runs of clauses, word by word; where a sentence ends does not matter."""
    old_words = [(word, clause) for clause in old for word in clause.tokens]
    new_words = [(word, clause) for clause in new for word in clause.tokens]
    before = [word for word, _ in old_words]
    after = [word for word, _ in new_words]
    if before == after:
        return ()
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    middle_before, middle_after = before[start : len(before) - end], after[start : len(after) - end]
    if len(middle_before) > LONGEST_PAIR or len(middle_after) > LONGEST_PAIR:
        operations = [("replace", 0, len(middle_before), 0, len(middle_after))]
    else:
        matcher = SequenceMatcher(None, middle_before, middle_after, autojunk=False)
        operations = [tuple(part) for part in matcher.get_opcodes()]  # type: ignore[misc]
    edits: list[Edit] = []
    for operation, i, j, k, m in operations:
        if operation == "equal":
            continue
        i, j, k, m = i + start, j + start, k + start, m + start
        place_before = old_words[min(i, len(old_words) - 1)] if old_words else None
        place_after = new_words[min(k, len(new_words) - 1)] if new_words else None
        edits.append(
            Edit(
                gone=tuple(before[i:j]),
                come=tuple(after[k:m]),
                before=place_before[1] if place_before else None,
                after=place_after[1] if place_after else None,
                gone_at=i,
                come_at=k,
            )
        )
    return tuple(edits)


def _whole(clauses: Sequence[Clause], *, came: bool, stretch: int) -> list[Pair]:
    made = []
    for clause in clauses:
        edit = Edit((), clause.tokens, None, clause) if came else Edit(clause.tokens, (), clause, None)
        made.append(Pair(() if came else (clause,), (clause,) if came else (), (edit,), stretch))
    return made


def _best_pairs(old: Sequence[tuple[int, Clause]], new: Sequence[tuple[int, Clause]]) -> list[tuple[int, int]]:
    """Which removed clause became which added one: by shared words, the most alike first, each used once."""
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for at, (_, clause) in enumerate(old):
        for word in set(clause.tokens):
            by_word[word].append(at)
    scored: list[tuple[float, int, int]] = []
    rare = max(12, len(old) // 8)
    for at, (stretch, clause) in enumerate(new):
        votes: Counter[int] = Counter()
        for word in set(clause.tokens):
            places = by_word.get(word, ())
            if len(places) <= rare:
                votes.update(places)
        for candidate, _ in votes.most_common(6):
            other_stretch, other = old[candidate]
            alike = _alike(other.tokens, clause.tokens)
            if alike >= ALIKE:
                scored.append((alike + (0.1 if other_stretch == stretch else 0.0), candidate, at))
    scored.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
    used_old: set[int] = set()
    used_new: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for _, candidate, at in scored:
        if candidate not in used_old and at not in used_new:
            used_old.add(candidate)
            used_new.add(at)
            chosen.append((candidate, at))
    return chosen


def difference(old: Sequence[Clause], new: Sequence[Clause]) -> Difference:
    """What differs between two readings; separators of documents are not looked at."""
    old = [clause for clause in old if clause.key]
    new = [clause for clause in new if clause.key]
    hunks = stretches([clause.key for clause in old], [clause.key for clause in new])
    removed: Counter[str] = Counter()
    added: Counter[str] = Counter()
    for i, j, k, m in hunks:
        removed.update(clause.key for clause in old[i:j])
        added.update(clause.key for clause in new[k:m])
    moved_out = removed & added
    moved_in = Counter(moved_out)
    moved: list[Clause] = []
    pairs: list[Pair] = []
    loose_old: list[tuple[int, Clause]] = []
    loose_new: list[tuple[int, Clause]] = []
    kept = len(new) - sum(m - k for _, _, k, m in hunks)
    for stretch, (i, j, k, m) in enumerate(hunks):
        gone: list[Clause] = []
        for clause in old[i:j]:
            if moved_out[clause.key] > 0:
                moved_out[clause.key] -= 1
            else:
                gone.append(clause)
        come: list[Clause] = []
        for clause in new[k:m]:
            if moved_in[clause.key] > 0:
                moved_in[clause.key] -= 1
                moved.append(clause)
            else:
                come.append(clause)
        if gone and come:
            gone_words = [word for clause in gone for word in clause.tokens]
            come_words = [word for clause in come for word in clause.tokens]
            if gone_words == come_words:
                continue
            if (
                len(gone) == len(come) > 1
                and sorted(gone_words) != sorted(come_words)
                and all(
                    one.kind == other.kind != "words" and _alike(one.tokens, other.tokens) >= ALIKE
                    for one, other in zip(gone, come, strict=True)
                )
            ):
                # Entry by entry: a reader sees which of the conditions has which new number.
                pairs.extend(
                    Pair((one,), (other,), word_edits((one,), (other,)), stretch)
                    for one, other in zip(gone, come, strict=True)
                    if one.tokens != other.tokens
                )
                continue
            if len(gone_words) <= STRETCH and len(come_words) <= STRETCH and _alike(gone_words, come_words) >= 0.6:
                pairs.append(Pair(tuple(gone), tuple(come), word_edits(gone, come), stretch))
                continue
        loose_old.extend((stretch, clause) for clause in gone)
        loose_new.extend((stretch, clause) for clause in come)
    chosen = _best_pairs(loose_old, loose_new)
    for from_, to in chosen:
        before, after = loose_old[from_][1], loose_new[to][1]
        pairs.append(Pair((before,), (after,), word_edits((before,), (after,)), loose_new[to][0]))
    paired_old = {from_ for from_, _ in chosen}
    paired_new = {to for _, to in chosen}
    for at, (stretch, clause) in enumerate(loose_old):
        if at not in paired_old:
            pairs.extend(_whole((clause,), came=False, stretch=stretch))
    for at, (stretch, clause) in enumerate(loose_new):
        if at not in paired_new:
            pairs.extend(_whole((clause,), came=True, stretch=stretch))
    above = [new[k - 1].key if k else "" for _, _, k, _ in hunks]
    pairs = [replace(pair, below=above[pair.stretch]) for pair in sorted(pairs, key=lambda pair: pair.stretch)]
    return Difference(tuple(pairs), tuple(moved), kept)
