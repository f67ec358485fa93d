"""Other editions of a page: another language, another country, a document added, dropped or put in another's place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collector.clauses import Clause, american
from collector.edits import Difference
from collector.history import PageHistory, stamps_of
from collector.roles import TERRITORIES, names_entity, role_of


@dataclass(frozen=True, slots=True)
class PageDocument:
    title: str
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> int:
        return sum(len(clause.tokens) for clause in self.clauses)


MOST_DOCUMENTS = 4


def _documents(clauses: Sequence[Clause], *, separated: bool) -> list[PageDocument]:
    """The documents a text is combined of: by separators where there are any, else by its few main headings."""
    groups: list[list[Clause]] = [[]]
    for clause in clauses:
        if clause.kind == "separator":
            if separated:
                groups.append([])
        else:
            if not separated and clause.kind == "heading" and clause.level == 1 and groups[-1]:
                groups.append([])
            groups[-1].append(clause)
    return [
        PageDocument(next((c.key for c in group if c.kind == "heading"), group[0].key), tuple(group))
        for group in groups
        if group
    ]


def strangers(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[list[PageDocument], list[PageDocument]]:
    """Whole documents that went, and whole documents that came."""
    separated = any(clause.kind == "separator" for clause in old) and any(clause.kind == "separator" for clause in new)
    ours, theirs = _documents(old, separated=separated), _documents(new, separated=separated)
    if not separated and max(len(ours), len(theirs)) > MOST_DOCUMENTS:
        return [], []
    old_keys = frozenset(clause.key for clause in old)
    new_keys = frozenset(clause.key for clause in new)

    def unknown(document: PageDocument, keys: frozenset[str], titles: set[str]) -> bool:
        shared = sum(1 for clause in document.clauses if clause.key in keys)
        return document.title not in titles and document.words >= 60 and shared < 0.3 * len(document.clauses)

    went = [document for document in ours if unknown(document, new_keys, {d.title for d in theirs})]
    came = [document for document in theirs if unknown(document, old_keys, {d.title for d in ours})]
    if len(went) == len(ours) or len(came) == len(theirs):
        return [], []
    return went, came


_LANGUAGE_WORDS = {
    "en": "the of and to you your or for we any that this our with not",
    "es": "el la los las de que y en por para con una su sus no se",
    "fr": "le les des et vous que pour dans une est nous votre vos sur pas",
    "de": "der die das und sie ist nicht wir oder zu den mit von für auf",
    "pt": "o os as que e você para com uma não por seu sua dos das",
    "it": "il di che e la per non con una gli sono del della nel più",
    "el": "και το του της την η ο να με για που στο από των",
    "ro": "și şi de la în care cu pe sau nu este pentru din să prin",
    "nl": "de het een en van je wij niet voor met zijn op of te",
    "pl": "i w na z do nie się że lub jest przez dla oraz od",
    "tr": "ve bir bu için ile olarak da veya en olan",
}
_LANGUAGE_SETS = {name: frozenset(words.split()) for name, words in _LANGUAGE_WORDS.items()}


def language_of(clauses: Sequence[Clause]) -> str:
    """The language of a text by its small words; empty where it cannot be told."""
    counts: Counter[str] = Counter(token for clause in clauses for token in clause.tokens)
    scores = {name: sum(counts[word] for word in words) for name, words in _LANGUAGE_SETS.items()}
    best = max(scores, key=lambda name: scores[name])
    total = sum(counts.values())
    return best if total >= 40 and scores[best] >= 0.08 * total else ""


_WORD = re.compile(r"[a-z]{5,30}")
# A page that is spelled the other way in so many words is served in two editions of English.
RESPELLED = 3


def respelled(old: Sequence[Clause], new: Sequence[Clause]) -> bool:
    """Whether a page turned from British to American English or back, and not just one word of it."""
    ours, theirs = ({clause.text for clause in side} for side in (old, new))
    before, after = (Counter(_WORD.findall(" ".join(side).casefold())) for side in (ours - theirs, theirs - ours))
    words = {word for word in before.keys() | after.keys() if american(word) != word and before[word] != after[word]}
    # The American form came where the British one went: "exercise" is spelled so on both sides and says nothing.
    went = sum(1 for word in words if before[word] > after[word] and after[american(word)] > before[american(word)])
    came = sum(1 for word in words if after[word] > before[word] and before[american(word)] > after[american(word)])
    return max(went, came) >= RESPELLED and min(went, came) == 0


# What a translation never adds: its text is at most so many times as long, give or take some lines.
LONGER, LINES = 1.5, 100


def partly_translated(found: Difference) -> str:
    """The languages of the clauses that went and came where they differ, "es → en"; empty where they do not."""
    went = [clause for pair in found.pairs if not pair.after for clause in pair.before]
    came = [clause for pair in found.pairs if not pair.before for clause in pair.after]
    languages = language_of(went), language_of(came)
    return " → ".join(languages) if all(languages) and languages[0] != languages[1] else ""


def says_more(found: Difference) -> bool:
    """Whether so much more came than went that it is more than a translation."""
    went = sum(len(clause.tokens) for pair in found.pairs for clause in pair.before)
    came = sum(len(clause.tokens) for pair in found.pairs for clause in pair.after)
    return came > LONGER * went + LINES


def other_edition(found: Difference, history: PageHistory, dated: date | None) -> str:
    """
    Why the text is another country's or another day's edition of the page; empty where nothing says so.

    A page that is served by country swaps the contracting company together with its territory, or its list of
    languages, or shows a date older than the one it showed; new rules come with a new date or none.
    """
    went = [edit.before for edit in found.edits if edit.before is not None]
    came = [edit.after for edit in found.edits if edit.after is not None]
    if dated and history.newest and dated.isoformat() > history.newest:
        return ""
    old_stamps = stamps_of(went)
    new_stamps = stamps_of(came)
    if (
        old_stamps
        and new_stamps
        and max(new_stamps) < max(old_stamps)
        and max(new_stamps).isoformat() in history.stamps
    ):
        return f"its own date went back from {max(old_stamps).isoformat()} to {max(new_stamps).isoformat()}"
    editions_went = [clause for clause in went if role_of(clause) == "edition"]
    editions_came = [clause for clause in came if role_of(clause) == "edition"]
    if editions_went or editions_came:
        return "its line of languages or editions changed with it"
    for pair in found.pairs:
        if not pair.before or not pair.after:
            continue
        if any(map(names_entity, pair.before)) and any(map(names_entity, pair.after)):
            gone = {word for edit in pair.edits for word in edit.gone}
            come = {word for edit in pair.edits for word in edit.come}
            if (gone | come) & TERRITORIES and len(gone | come) >= 2:
                return "the contracting company or its territory is another"
    return ""
