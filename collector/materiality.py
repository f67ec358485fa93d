"""Which changes of a watched page change a rule: a verdict with its score, its parts and a reason in plain words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from collector.clauses import Clause, clauses_of, tokens_of
from collector.edits import Difference, Edit, Pair, difference
from collector.failed_pages import failure_of
from collector.roles import (
    LINKING,
    STRICT,
    TERRITORIES,
    dates_in,
    first_date,
    is_address,
    is_function,
    is_number,
    is_strict,
    names_entity,
    references_in,
    role_of,
    stem,
    value_of,
)

VERDICTS = (
    "first-seen",
    "rule-change",
    "date-only",
    "counter",
    "cosmetic",
    "known-state",
    "structure",
    "failed-page",
)
# A part of this weight or more makes a rule change.
RAISES = 0.5
# A text that keeps less than this part of its words is held until it is seen twice, HELD_FOR apart.
KEEPS = 0.4
HELD_FOR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One thing that changed: what kind of thing, how much it weighs (0 to 1), and the words before and after."""

    kind: str
    weight: float
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseChange:
    """A rule before and after, for a reader; one side is empty where a clause came or went."""

    before: str
    after: str
    weight: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """
    What a new text of a page means.

    `score` is how sure we are that a rule changed (0 to 1). `clauses` holds what changed, the weightiest first; `moved`
    the clauses that only stand elsewhere now. `dated` is the date the page itself newly gives, `stored` whether the
    text becomes the page's last version, `withdraws` the time of the rule change that a return to an earlier text
    takes back.
    """

    verdict: str
    score: float
    reason: str
    parts: tuple[Part, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    moved: tuple[str, ...] = ()
    dated: date | None = None
    stored: bool = True
    same: bool = False
    withdraws: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PageHistory:
    """
    What a page has shown so far: enough to judge its next text, and small enough to be kept as JSON.

    `text` is the last accepted text; `seen` tells when each whole state was first shown, `kernels` the same for the
    state without menus, counters and banners; `failed` when each text that is no version was shown; `went` counts how
    often a clause went away; `slots` how often a number-bearing line changed; `places` how often clauses were swapped
    below a clause; `stamps` are the dates the page gave
    itself; `held` is a text that waits to be seen twice.
    """

    page: str
    text: str | None = None
    seen: Mapping[str, str] = field(default_factory=dict)
    kernels: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    went: Mapping[str, int] = field(default_factory=dict)
    slots: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    ruled: Mapping[str, str] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)
    newest: str = ""
    held: str | None = None
    held_since: str = ""
    disturbed: bool = False

    def as_data(self) -> dict[str, object]:
        """The history as plain data for JSON."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> PageHistory:
        """The history from what `as_data` gave."""
        return cls(**{name: value for name, value in data.items() if name in cls.__dataclass_fields__})  # type: ignore[arg-type]


def _short(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


_ALL_DIGITS = re.compile(r"\d[\d.,:/]*")

# Roles that hold no rule: what they say may come and go.
_NO_RULE = frozenset(("counter", "age", "widget", "menu", "banner", "pointer", "statistic", "copyright", "edition"))


_FLEETING = frozenset(("age", "counter"))


@lru_cache(maxsize=40_000)
def _gist(clause: Clause) -> str:
    """A clause without its small words and endings: by this a state is known again."""
    return " ".join(stem(token) for token in clause.tokens if not is_function(token))


def _state(clauses: Sequence[Clause]) -> str:
    """The whole state of a page: every clause but ages and counters, in any order."""
    return _short("\n".join(sorted(_gist(clause) for clause in clauses if clause.key and role_of(clause) not in _FLEETING)))


def _kernel(clauses: Sequence[Clause]) -> str:
    """The state of what may hold rules, and the page's own dates."""
    return _short("\n".join(sorted(_gist(clause) for clause in clauses if clause.key and role_of(clause) not in _NO_RULE)))


# --- the weight of one edit -----------------------------------------------------------------------------------------


def _joined(words: Iterable[str]) -> str:
    return "".join(words)


def _typo(one: str, other: str) -> bool:
    """Whether two words are one word and its slip of the pen: same first letter, one or two letters apart."""
    if min(len(one), len(other)) < 5 or one[0] != other[0] or abs(len(one) - len(other)) > 2:
        return False
    if {one[:2], other[:2]} in ({"in", "ex"}, {"im", "ex"}):
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return max(len(one), len(other)) - start - end <= 2 and start + end >= len(one) - 2


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a changed place, with the positions that are no values of a rule."""

    tokens: tuple[str, ...]
    dates: frozenset[int]
    references: frozenset[int]

    @classmethod
    def of(cls, clauses: Sequence[Clause]) -> _Side:
        tokens: list[str] = []
        dates: set[int] = set()
        references: set[int] = set()
        for clause in clauses:
            offset = len(tokens)
            dates.update(at + offset for at in dates_in(clause.tokens))
            references.update(at + offset for at in references_in(clause.tokens))
            tokens.extend(clause.tokens)
        return cls(tuple(tokens), frozenset(dates), frozenset(references))

    def numbers(self) -> Counter[str]:
        """The values: numbers that are neither dates nor places in a document."""
        return Counter(
            value_of(token)
            for at, token in enumerate(self.tokens)
            if at not in self.dates and at not in self.references and is_number(token)
        )


def _content(words: Sequence[str], start: int, side: _Side) -> list[str]:
    """The words of an edit that carry meaning."""
    return [
        word
        for at, word in enumerate(words, start)
        if at not in side.dates | side.references and not (is_function(word) or is_number(word) or word in LINKING)
    ]


_FIGURES = frozenset(("counter", "age", "statistic", "stamp", "fragment", "changelog", "heading"))
_SOFT = frozenset(
    ("notice", "changelog", "widget", "menu", "banner", "pointer", "copyright", "edition", "stamp", "age", "counter")
)
_ROLE_KIND = {
    "stamp": "date", "age": "date", "counter": "counter", "statistic": "counter", "notice": "notice", "changelog": "wording",
    "edition": "edition", "banner": "banner", "widget": "menu", "menu": "menu", "pointer": "menu", "copyright": "date",
    "heading": "heading", "fragment": "menu", "question": "menu",
}  # fmt: skip


def _whole_part(edit: Edit, others: Mapping[str, int], history: PageHistory, kept_dates: frozenset[date]) -> Part:
    """What it weighs that a clause came or went as a whole."""
    clause = edit.after or edit.before
    assert clause is not None
    words = {"after": clause.text} if edit.before is None else {"before": clause.text}
    came = edit.before is None
    verb = "came" if came else "went"
    role = role_of(clause)
    if others.get(clause.key):
        return Part(kind="repeated", weight=0.05, why="the page says the same elsewhere", **words)
    if role == "stamp" and first_date(clause.tokens) in kept_dates:
        return Part(kind="wording", weight=0.0, why="the same date, said otherwise", **words)
    if role in _SOFT or role == "statistic":
        return Part(kind=_ROLE_KIND[role], weight=0.0, why=f"a {role} {verb}", **words)
    if role == "heading":
        return Part(kind="heading", weight=0.3, why=f"a heading {verb}", **words)
    if role in ("fragment", "question"):
        said = "a question" if role == "question" else "a few words without a sentence"
        return Part(kind="menu", weight=0.35, why=f"{said} {verb}", **words)
    times = history.went.get(_short(clause.key), 0)
    if times >= 2 and not (is_strict(clause) and any(is_number(token) for token in clause.tokens)):
        return Part(kind="flip", weight=0.3, why=f"this clause has come and gone {times} times before", **words)
    if role == "step":
        return Part(kind="step", weight=0.55, why=f"a step of instructions {verb}", **words)
    if role == "rule":
        strict = is_strict(clause)
        said = f"a clause with a duty, right, price or limit {verb}" if strict else f"a clause {verb}"
        return Part(kind="clause", weight=0.95 if strict else 0.75, why=said, **words)
    if role == "item":
        return Part(kind="item", weight=0.6, why=f"an entry of a list {verb}", **words)
    return Part(kind="clause", weight=0.55, why=f"a sentence {verb}", **words)


def _text(clauses: Sequence[Clause]) -> str:
    return " ".join(clause.text for clause in clauses)


def _pair_parts(pair: Pair, history: PageHistory) -> list[Part]:
    """What weighs in a changed clause, word by word."""
    before, after = _Side.of(pair.before), _Side.of(pair.after)
    words = {"before": _text(pair.before), "after": _text(pair.after)}
    roles = {role_of(clause) for clause in (*pair.before, *pair.after)}
    parts: list[Part] = []

    def part(kind: str, weight: float, why: str) -> None:
        parts.append(Part(kind=kind, weight=weight, why=why, **words))

    soft = roles <= _SOFT
    old_numbers, new_numbers = before.numbers(), after.numbers()
    if old_numbers != new_numbers:
        gone, come = old_numbers - new_numbers, new_numbers - old_numbers
        change = f"{', '.join(gone) or 'nothing'} → {', '.join(come) or 'nothing'}"
        template = _short(_ALL_DIGITS.sub("#", " ".join(after.tokens)))
        if roles <= {"age", "stamp"}:
            part("date", 0.0, f"an age or date changed: {change}")
        elif roles & {"counter", "age", "statistic"} and roles <= _FIGURES:
            part("counter", 0.0, f"a counted figure changed: {change}")
        elif "notice" not in roles and (soft or "copyright" in roles):
            part(_ROLE_KIND[sorted(roles)[0]], 0.0, f"a number outside the rules changed: {change}")
        elif _number_is_an_address(pair, before, after, gone, come):
            part("address", 0.1, f"a number of an address changed: {change}")
        elif len(after.tokens) <= 3 and history.slots.get(template, 0) >= 1:
            part("counter", 0.0, f"a figure that changes often changed: {change}")
        else:
            part("number", 1.0, f"a number changed: {change}")
    gone_all = Counter(word for edit in pair.edits for word in edit.gone)
    come_all = Counter(word for edit in pair.edits for word in edit.come)
    if gone_all == come_all:
        numbers = [word for word in gone_all if is_number(word)]
        if numbers and not soft:
            part("number", 0.7, "numbers changed places within a clause")
        elif any(word in STRICT for word in gone_all) and not soft:
            part("order", 0.4, "words of a clause changed places")
        else:
            part("order", 0.1, "words of a clause changed places")
        return parts
    for edit in pair.edits:
        parts.extend(_edit_parts(edit, pair, before, after, roles, gone_all, come_all, words))
    return parts


def _number_is_an_address(pair: Pair, before: _Side, after: _Side, gone: Counter[str], come: Counter[str]) -> bool:
    for side, changed in ((before, gone), (after, come)):
        for at, token in enumerate(side.tokens):
            if (
                value_of(token) in changed
                and at not in side.dates
                and not is_address(side.tokens[max(0, at - 6) : at + 7])
            ):
                return False
    return True


def _edit_parts(
    edit: Edit,
    pair: Pair,
    before: _Side,
    after: _Side,
    roles: set[str],
    gone_all: Counter[str],
    come_all: Counter[str],
    words: Mapping[str, str],
) -> list[Part]:
    def part(kind: str, weight: float, why: str) -> list[Part]:
        return [Part(kind=kind, weight=weight, why=why, **words)]

    gone = _content(edit.gone, edit.gone_at, before)
    come = _content(edit.come, edit.come_at, after)
    dated = any(at in before.dates for at in range(edit.gone_at, edit.gone_at + len(edit.gone))) or any(
        at in after.dates for at in range(edit.come_at, edit.come_at + len(edit.come))
    )
    said = f"“{' '.join(edit.gone)}” → “{' '.join(edit.come)}”"
    soft = roles <= _SOFT | {"statistic"}
    found: list[Part] = []
    if dated:
        if soft or roles <= {*_SOFT, "heading", "fragment", "statistic"}:
            found += part("date", 0.0, f"a date changed: {said}")
        elif roles & {"rule"}:
            found += part("deadline", 0.6, f"a date within a rule changed: {said}")
        else:
            found += part("date", 0.2, f"a date changed: {said}")
    if soft:
        if gone or come:
            found += part(_ROLE_KIND.get(sorted(roles)[0], "menu"), 0.0, f"words outside the rules changed: {said}")
        return found
    # What only stands elsewhere within the clause is no change of words.
    strict_gone = [word for word in gone if word in STRICT and come_all[word] < gone_all[word]]
    strict_come = [word for word in come if word in STRICT and gone_all[word] < come_all[word]]
    gone = [word for word in gone if come_all[word] < gone_all[word]] if gone != come else []
    come = [word for word in come if gone_all[word] < come_all[word]] if gone != come else []
    if not gone and not come:
        if (
            edit.gone
            and edit.come
            and set(edit.gone) & LINKING
            and set(edit.come) & LINKING
            and set(edit.gone) != set(edit.come)
        ):
            found += part("joint", 0.5, f"a linking word changed: {said}")
        elif not dated:
            found += part("wording", 0.05, f"small words changed: {said}")
        return found
    if Counter(map(stem, gone)) == Counter(map(stem, come)):
        return found + part("wording", 0.1, f"the same words in another form: {said}")
    if _joined(edit.gone) == _joined(edit.come):
        return found + part("wording", 0.0, f"the same letters, spaced otherwise: {said}")
    if len(gone) == len(come) and all(
        one == other or stem(one) == stem(other) or _typo(one, other) for one, other in zip(gone, come, strict=True)
    ):
        return found + part("wording", 0.1, f"a slip of the pen mended: {said}")
    if roles <= {"question", "fragment", "menu", "pointer", "widget"}:
        return found + part("menu", 0.3, f"an entry reads otherwise: {said}")
    if strict_gone or strict_come:
        return found + part("duty", 0.9, f"a word of duty, permission or limit changed: {said}")
    bold = frozenset().union(*(clause.bold for clause in (*pair.before, *pair.after)))
    if roles <= {"step", "pointer", "menu", "widget"}:
        return found + part("step", 0.3, f"a step of instructions reads otherwise: {said}")
    if roles <= {"heading", "fragment", "question", "menu", "pointer", "widget"}:
        return found + part("heading", 0.3, f"a heading or entry reads otherwise: {said}")
    if is_address(before.tokens[max(0, edit.gone_at - 6) : edit.gone_at + len(edit.gone) + 6]) and is_address(
        after.tokens[max(0, edit.come_at - 6) : edit.come_at + len(edit.come) + 6]
    ):
        return found + part("address", 0.3, f"an address changed: {said}")
    if (set(gone) | set(come)) & TERRITORIES:
        return found + part("territory", 0.85, f"a country or region changed: {said}")
    if gone and come and set(gone) <= bold and set(come) <= bold and "step" in roles:
        return found + part("step", 0.3, f"a label changed: {said}")
    if "rule" in roles:
        return found + part("words", 0.75, f"words of a rule changed: {said}")
    return found + part("words", 0.55, f"words changed: {said}")


# --- renamed things -------------------------------------------------------------------------------------------------

RENAMED_AT_LEAST = 4


def _renamed(found: Difference) -> frozenset[tuple[str, ...]]:
    """What a thing was called before, where the page calls it otherwise now in place after place."""
    swaps: Counter[tuple[str, ...]] = Counter()
    for pair in found.pairs:
        for edit in pair.edits:
            if edit.whole or not edit.gone or not edit.come or len(edit.gone) > 3 or len(edit.come) > 3:
                continue
            words = (*edit.gone, *edit.come)
            if any(is_number(word) or word in STRICT or word in TERRITORIES for word in words):
                continue
            swaps[edit.gone] += 1
    return frozenset(gone for gone, count in swaps.items() if count >= RENAMED_AT_LEAST)


def _amid_menus(parts: Sequence[Part]) -> bool:
    """Whether only entries of lists would raise, and they stand among far more entries of menus."""
    raising = [part for part in parts if part.weight >= RAISES]
    menus = sum(1 for part in parts if part.kind == "menu")
    return bool(raising) and all(part.kind == "item" for part in raising) and menus >= 5 * len(raising)


# A place where whole clauses were swapped this often is a rotating list; tuned on no page but taken from the measured
# trade-off of 2026-08 (five earlier changes: nothing lost; three: one of fifteen), and numbers are never demoted.
RESTLESS = 3


def _in_restless_place(part: Part, times: int) -> Part:
    """A clause in a place that keeps changing weighs less, unless it states a number as a rule."""
    if times < RESTLESS or part.weight < RAISES or any(map(is_number, tokens_of(part.after or part.before))):
        return part
    return replace(part, kind="flip", weight=0.4, why=f"{part.why} where clauses were swapped {times} times before")


LONGEST_NOTICE = 10


def _announced(found: Difference) -> frozenset[int]:
    """
    The places that belong to a notice of an update: what came (or went) in one piece, beginning with such a notice.

    A platform that announces new terms quotes them in the notice; they change the rules on the day they are in the text.
    """
    by_stretch: dict[int, list[int]] = {}
    for at, pair in enumerate(found.pairs):
        by_stretch.setdefault(pair.stretch, []).append(at)
    inside: set[int] = set()
    for places in by_stretch.values():
        pairs = [found.pairs[at] for at in places]
        if len(pairs) > LONGEST_NOTICE or any(
            bool(pair.before) != bool(pairs[0].before) or (pair.before and pair.after) for pair in pairs
        ):
            continue
        first = next(
            (clause for pair in pairs[:2] for clause in pair.before + pair.after if role_of(clause) == "notice"), None
        )
        if first is not None and (
            dates_in(first.tokens) or any(dates_in(c.tokens) for pair in pairs for c in pair.before + pair.after)
        ):
            inside.update(places)
    return frozenset(inside)


# --- documents and editions ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    title: str
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> int:
        return sum(len(clause.tokens) for clause in self.clauses)


MOST_DOCUMENTS = 4


def _documents(clauses: Sequence[Clause], *, separated: bool) -> list[_Document]:
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
        _Document(next((c.key for c in group if c.kind == "heading"), group[0].key), tuple(group))
        for group in groups
        if group
    ]


def _strangers(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[list[_Document], list[_Document]]:
    """Whole documents that went, and whole documents that came."""
    separated = any(clause.kind == "separator" for clause in old) and any(clause.kind == "separator" for clause in new)
    ours, theirs = _documents(old, separated=separated), _documents(new, separated=separated)
    if not separated and max(len(ours), len(theirs)) > MOST_DOCUMENTS:
        return [], []
    old_keys = frozenset(clause.key for clause in old)
    new_keys = frozenset(clause.key for clause in new)

    def unknown(document: _Document, keys: frozenset[str], titles: set[str]) -> bool:
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


def _stamps(clauses: Iterable[Clause]) -> list[date]:
    return [day for clause in clauses if role_of(clause) == "stamp" and (day := first_date(clause.tokens))]


def _other_edition(found: Difference, history: PageHistory, dated: date | None) -> str:
    """
    Why the text is another country's or another day's edition of the page; empty where nothing says so.

    A page that is served by country swaps the contracting company together with its territory, or its list of
    languages, or shows a date older than the one it showed; new rules come with a new date or none.
    """
    went = [edit.before for edit in found.edits if edit.before is not None]
    came = [edit.after for edit in found.edits if edit.after is not None]
    if dated and history.newest and dated.isoformat() > history.newest:
        return ""
    old_stamps = _stamps(went)
    new_stamps = _stamps(came)
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


# --- the verdict -----------------------------------------------------------------------------------------------------


def _clause_changes(found: Difference, weights: Mapping[int, float]) -> tuple[ClauseChange, ...]:
    changes = [
        ClauseChange(before=_text(pair.before), after=_text(pair.after), weight=round(weights.get(at, 0.0), 2))
        for at, pair in enumerate(found.pairs)
    ]
    order = sorted(range(len(changes)), key=lambda at: (-changes[at].weight, at))
    return tuple(changes[at] for at in order)


def _said(part: Part) -> str:
    words = part.after or part.before
    return (
        f"{part.why}: {_cut(words)}"
        if part.kind in ("clause", "item", "flip", "menu", "notice", "heading", "banner")
        else part.why
    )


def _cut(words: str, longest: int = 160) -> str:
    return f"“{words}”" if len(words) <= longest else f"“{words[:longest].rsplit(' ', 1)[0]} …”"


# Which kind of part names the verdict when no rule changed, the first found wins.
_NAMES: tuple[tuple[str, frozenset[str]], ...] = (
    ("failed-page", frozenset(("banner",))),
    ("structure", frozenset(("menu", "notice", "document", "edition", "flip"))),
    ("counter", frozenset(("counter",))),
    ("date-only", frozenset(("date",))),
    ("structure", frozenset(("heading",))),
)


def judge(history: PageHistory, text: str, observed: datetime) -> tuple[Verdict, PageHistory]:
    """
    Say what the text means that a page shows at `observed`, and what the page's history is from then on.

    The first text is "first-seen"; the same text again is no change (`same`). A failed page leaves the last version as
    it was: the next text is compared with that one.
    """
    when = observed.isoformat()
    clauses = clauses_of(text)
    state, kernel = _state(clauses), _kernel(clauses)
    if history.text is None:
        failure = failure_of((), clauses)
        if failure:
            verdict = Verdict(verdict="failed-page", score=0.0, reason=failure, stored=False)
            return verdict, replace(history, failed={state: when, **history.failed})
        stamps = _stamps(clauses)
        return (
            Verdict(
                verdict="first-seen",
                score=0.0,
                reason="The page is read for the first time.",
                dated=max(stamps, default=None),
            ),
            replace(
                history,
                text=text,
                seen={state: when},
                kernels={kernel: when},
                stamps={day.isoformat(): when for day in stamps},
                newest=max(stamps).isoformat() if stamps else "",
            ),
        )
    if text == history.text:
        reason = (
            "The page is back to the text before the failed reading."
            if history.disturbed
            else "The same text as before."
        )
        return (
            Verdict(verdict="known-state", score=0.0, reason=reason, same=not history.disturbed, stored=False),
            replace(history, disturbed=False, held=None, held_since="") if history.disturbed else history,
        )
    old = clauses_of(history.text)
    seen_before = history.seen.get(state)
    known = bool(seen_before) and state != _state(old)
    if not known:
        failure, hold = _failure(history, old, clauses)
        if failure and hold and _seen_twice(history, state, clauses, observed):
            failure = ""
        if failure:
            kept = replace(history, failed={state: when, **history.failed}, disturbed=True)
            if hold:
                since = history.held_since if history.held is not None and _alike(history.held, clauses) else when
                kept = replace(kept, held=text, held_since=since)
            return Verdict(verdict="failed-page", score=0.0, reason=failure, stored=False), kept
    found, documents = _compared(old, clauses)
    verdict = _judged(history, old, clauses, found, documents, text=text, kernel=kernel, state=state)
    return verdict, _grown(history, old, clauses, found, text, state, kernel, verdict, when)


def _failure(history: PageHistory, old: Sequence[Clause], new: Sequence[Clause]) -> tuple[str, bool]:
    """Why the text is no version of the page, and whether seeing it twice makes it one."""
    failure = failure_of(old, new)
    if failure:
        return failure, False
    old_words = sum(len(clause.tokens) for clause in old)
    new_words = sum(len(clause.tokens) for clause in new)
    if new_words < KEEPS * old_words:
        lost = 100 - round(100 * new_words / max(1, old_words))
        return f"The text lost {lost} % of its words; it is held until it is seen twice.", True
    if new_words < 0.75 * old_words:
        keys = {clause.key for clause in old}
        came_words = sum(len(clause.tokens) for clause in new if clause.key and clause.key not in keys)
        if came_words < 0.02 * (old_words - new_words):
            lost = 100 - round(100 * new_words / max(1, old_words))
            return f"{lost} % of the text is gone and nothing came in its place; it is held until it is seen twice.", True
    went, came = _strangers(old, new)
    if went and came:
        return (
            f"Another document stands in the place of {_cut(went[0].title, 80)}: {_cut(came[0].title, 80)}; "
            "it is held until it is seen twice.",
            True,
        )
    if not {clause.key for clause in old} & {clause.key for clause in new}:
        old_vocabulary = {stem(token) for clause in old for token in clause.tokens if not is_function(token)}
        new_vocabulary = {stem(token) for clause in new for token in clause.tokens if not is_function(token)}
        if len(old_vocabulary & new_vocabulary) < 0.3 * min(len(old_vocabulary), len(new_vocabulary)) and language_of(
            old
        ) == language_of(new):
            return "Nothing of the page's text is left; it is held until it is seen twice.", True
    return "", False


def _alike(text: str, clauses: Sequence[Clause]) -> bool:
    ours = {clause.key for clause in clauses_of(text)}
    theirs = {clause.key for clause in clauses}
    return len(ours & theirs) >= 0.8 * max(1, len(ours | theirs))


def _seen_twice(history: PageHistory, state: str, clauses: Sequence[Clause], observed: datetime) -> bool:
    """Whether a text that waits was shown before, long enough ago; nearly the same text counts for the last one."""
    first = history.failed.get(state)
    if first is None and history.held is not None and history.held_since and _alike(history.held, clauses):
        first = history.held_since
    return first is not None and observed - datetime.fromisoformat(first) >= HELD_FOR


def _compared(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Difference, list[Part]]:
    """What differs, documents that came or went as a whole set apart."""
    went, came = _strangers(old, new)
    if not went and not came:
        return difference(old, new), []
    foreign = {id(clause) for document in (*went, *came) for clause in document.clauses}
    parts = [
        Part(kind="document", weight=0.0, before=one.title, why=f"a whole document went: {_cut(one.title, 80)}")
        for one in went
    ]
    parts += [
        Part(kind="document", weight=0.0, after=one.title, why=f"a whole document came: {_cut(one.title, 80)}")
        for one in came
    ]
    found = difference(
        [clause for clause in old if id(clause) not in foreign],
        [clause for clause in new if id(clause) not in foreign],
    )
    return found, parts


def _judged(
    history: PageHistory,
    old: Sequence[Clause],
    new: Sequence[Clause],
    found: Difference,
    parts: list[Part],
    *,
    text: str,
    kernel: str,
    state: str,
) -> Verdict:
    newest = date.fromisoformat(history.newest) if history.newest else None
    stamps = _stamps(new)
    dated = max(stamps) if stamps and (newest is None or max(stamps) > newest) else None
    moved = tuple(clause.text for clause in found.moved)
    if not found.pairs and not parts:
        if moved:
            return Verdict(
                verdict="cosmetic" if len(moved) <= 2 else "structure", score=0.05, moved=moved,
                reason=f"Nothing new is said; {len(moved)} clause{'s' if len(moved) > 1 else ''} moved.",
            )  # fmt: skip
        return _only_form(history.text or "", text)
    weights: dict[int, float] = {}
    old_count = Counter(clause.key for clause in old)
    new_count = Counter(clause.key for clause in new)
    renamed = _renamed(found)
    announced = _announced(found)
    kept_dates = frozenset(_stamps(old)) & frozenset(stamps)
    editions = _count(old, "edition") == _count(new, "edition")
    for at, pair in enumerate(found.pairs):
        if at in announced:
            came = not pair.before
            clause = (pair.after or pair.before)[0]
            mine = [
                Part(
                    kind="notice",
                    weight=0.0,
                    before="" if came else clause.text,
                    after=clause.text if came else "",
                    why=f"a notice of an update {'came' if came else 'went'}",
                )
            ]
        elif pair.before and pair.after:
            mine = _pair_parts(pair, history)
            if (
                renamed
                and pair.edits
                and all(edit.gone in renamed or not _heavy(edit) for edit in pair.edits)
                and not any(part.kind in ("number", "territory", "deadline") for part in mine)
            ):
                mine = [
                    replace(
                        part,
                        kind="rename",
                        weight=min(part.weight, 0.3),
                        why=f"a thing is called otherwise throughout: {part.why}",
                    )
                    for part in mine
                ]
        else:
            edit = pair.edits[0]
            mine = [_whole_part(edit, old_count if edit.before is None else new_count, history, kept_dates)]
        if not (pair.before and pair.after):
            mine = [_in_restless_place(part, history.places.get(_short(pair.below), 0)) for part in mine]
        if editions:
            # The line of languages is told in the language of whoever looks; that is its form, not another part.
            mine = [replace(part, kind="wording") if part.kind == "edition" else part for part in mine]
        weights[at] = max((part.weight for part in mine), default=0.0)
        parts.extend(mine)
    if _amid_menus(parts):
        parts = [replace(part, kind="menu", weight=0.4) if part.kind == "item" else part for part in parts]
        weights = {at: min(weight, 0.4) for at, weight in weights.items()}
    parts.sort(key=lambda part: -part.weight)
    score = max((part.weight for part in parts), default=0.0)
    changes = _clause_changes(found, weights)
    made = {"parts": tuple(parts), "clauses": changes, "moved": moved, "dated": dated}
    seen_at = history.seen.get(state)
    if seen_at and state != _state(old):
        return Verdict(
            verdict="known-state", score=round(score * 0.5, 3), reason=f"The page shows again the text it showed on {seen_at[:10]}.",
            withdraws=_withdrawn(history), **made,
        )  # fmt: skip
    languages = language_of(old), language_of(new)
    if languages[0] != languages[1] and all(languages) and not dated:
        return Verdict(
            verdict="structure",
            score=0.2,
            reason=f"The page is in another language now ({languages[0]} → {languages[1]}).",
            **made,
        )
    if score >= RAISES:
        kernel_at = history.kernels.get(kernel)
        if kernel_at and kernel != _kernel(old):
            return Verdict(
                verdict="known-state", score=round(score * 0.5, 3),
                reason=f"Menus and banners aside, the page shows again the text it showed on {kernel_at[:10]}.",
                withdraws=_withdrawn(history), **made,
            )  # fmt: skip
        edition = _other_edition(found, history, dated)
        if edition:
            return Verdict(
                verdict="structure", score=0.4, reason=f"Another edition of the page is shown: {edition}.", **made
            )
        weighty = [part for part in parts if part.weight >= RAISES]
        more = f" ({len(weighty)} such changes)" if len(weighty) > 1 else ""
        return Verdict(verdict="rule-change", score=round(score, 3), reason=_sentence(_said(weighty[0])) + more, **made)
    kinds = {part.kind for part in parts}
    for verdict, names in _NAMES:
        if kinds & names:
            telling = next(part for part in parts if part.kind in names)
            return Verdict(
                verdict=verdict,
                score=round(score, 3),
                reason=_sentence(_said(telling)),
                stored=verdict != "failed-page",
                **made,
            )
    telling = parts[0]
    return Verdict(verdict="cosmetic", score=round(score, 3), reason=_sentence(_said(telling)), **made)


_REVISION = re.compile(r"[?&](?:oldid|rev|revision|diff|ts|timestamp|token|nonce|sid|session)=([\w%-]{1,80})")


def _only_form(old: str, new: str) -> Verdict:
    """The verdict where no word changed."""
    if Counter(_REVISION.findall(old)) != Counter(_REVISION.findall(new)):
        return Verdict(verdict="counter", score=0.0, reason="Only a revision or session number in an address changed.")
    said = "No word changed, only the form: markup, punctuation, numbering or spelling."
    return Verdict(verdict="cosmetic", score=0.0, reason=said)


def _count(clauses: Sequence[Clause], role: str) -> int:
    return sum(1 for clause in clauses if role_of(clause) == role)


def _heavy(edit: Edit) -> bool:
    return any(not is_function(word) and word not in LINKING for word in (*edit.gone, *edit.come))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "”")) else ".")


def _withdrawn(history: PageHistory) -> str | None:
    return max(history.ruled.values(), default=None)


def _grown(
    history: PageHistory,
    old: Sequence[Clause],
    new: Sequence[Clause],
    found: Difference,
    text: str,
    state: str,
    kernel: str,
    verdict: Verdict,
    when: str,
) -> PageHistory:
    """The history with one more version."""
    if not verdict.stored:
        return replace(history, failed={state: when, **history.failed}, disturbed=True)
    old_keys = {clause.key for clause in old}
    new_keys = {clause.key for clause in new}
    went = dict(history.went)
    for key in old_keys - new_keys:
        name = _short(key)
        went[name] = went.get(name, 0) + 1
    places = dict(history.places)
    for name in {_short(pair.below) for pair in found.pairs if not (pair.before and pair.after)}:
        places[name] = places.get(name, 0) + 1
    slots = dict(history.slots)
    for part in verdict.parts:
        if part.kind in ("counter", "number") and part.after:
            template = (
                _short(_ALL_DIGITS.sub("#", " ".join(clauses_of(part.after)[0].tokens)))
                if clauses_of(part.after)
                else ""
            )
            if template:
                slots[template] = slots.get(template, 0) + 1
    newest = history.newest
    if verdict.dated and verdict.dated.isoformat() > newest:
        newest = verdict.dated.isoformat()
    ruled = {**history.ruled, state: when} if verdict.verdict == "rule-change" else history.ruled
    return replace(
        history,
        text=text,
        seen={state: when, **history.seen},
        kernels={kernel: when, **history.kernels},
        went=went,
        slots=slots,
        places=places,
        ruled=ruled,
        stamps={**{day.isoformat(): when for day in _stamps(new)}, **history.stamps},
        newest=newest,
        held=None,
        held_since="",
        disturbed=False,
    )
