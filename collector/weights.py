"""What each edit of a page weighs: numbers, duties and clauses much, wording little, menus and dates nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from collector.clauses import Clause, clauses_of, is_mail, tokens_of
from collector.edits import Difference, Edit, Pair
from collector.furniture import binds
from collector.history import PageHistory, short, template_of
from collector.roles import (
    LINKING,
    STRICT,
    TERRITORIES,
    countries_in,
    dates_in,
    first_date,
    is_address,
    is_function,
    is_number,
    is_sentence_of_duty,
    is_strict,
    references_in,
    role_of,
    stem,
    value_of,
)
from collector.verdict import RAISES, Part


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

    def days(self) -> Counter[str]:
        """The words of dates in any order: "March 6" and "6 March" are one day."""
        return Counter(self.tokens[at] for at in self.dates if not is_function(self.tokens[at]))

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


# Where a reader of the page lost the words of a link: "you may be eligible to ."
_HOLE = re.compile(r"\w\s+[.,)](?=\s|$)")

_FIGURES = frozenset(("counter", "age", "statistic", "stamp", "fragment", "changelog", "heading"))
_SOFT = frozenset(
    ("notice", "changelog", "widget", "menu", "banner", "pointer", "copyright", "edition", "stamp", "age", "counter")
)
_ROLE_KIND = {
    "stamp": "date", "age": "date", "counter": "counter", "statistic": "counter", "notice": "notice",
    "changelog": "wording",
    "edition": "edition", "banner": "banner", "widget": "menu", "menu": "menu", "pointer": "menu", "copyright": "date",
    "heading": "heading", "fragment": "menu", "question": "menu",
}  # fmt: skip


_NAMES = {
    "stamp": "a date line", "age": "an age", "counter": "a counter", "statistic": "a published figure",
    "notice": "a notice of an update", "changelog": "a line on what was updated", "edition": "a line on languages",
    "banner": "a service banner", "widget": "a part of a help widget", "menu": "an entry of a menu",
    "pointer": "a pointer to further reading", "copyright": "a copyright line",
}  # fmt: skip


def figures(values: Iterable[str]) -> str:
    """
    Numbers as a reader knows them.

    >>> figures(["5000", "55"])
    '5,000, 55'
    """
    told = [f"{int(value):,}" if value.isdigit() and 3 < len(value) < 16 else value for value in values]
    return ", ".join(told) or "nothing"


def whole_part(edit: Edit, others: Mapping[str, int], history: PageHistory, kept_dates: frozenset[date]) -> Part:
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
        return Part(kind=_ROLE_KIND[role], weight=0.0, why=f"{_NAMES[role]} {verb}", **words)
    if role == "heading":
        return Part(kind="heading", weight=0.3, why=f"a heading {verb}", **words)
    if role in ("fragment", "question"):
        said = "a question" if role == "question" else "a few words without a sentence"
        return Part(kind="menu", weight=0.35, why=f"{said} {verb}", **words)
    times = history.went.get(short(clause.key), 0)
    if times >= 2 and not (is_strict(clause) and any(is_number(token) for token in clause.tokens)):
        return Part(kind="flip", weight=0.3, why=f"this clause has come and gone {times} times before", **words)
    if _is_address_line(clause):
        return Part(kind="address", weight=0.1, why=f"a line of an address {verb}", **words)
    if role == "step":
        return Part(kind="step", weight=0.45, why=f"a step of instructions {verb}", **words)
    if role == "figure":
        return Part(kind="figure", weight=0.75, why=f"a number {verb}", **words)
    if role == "rule":
        strict = is_strict(clause)
        said = f"a clause with a duty, right, price or limit {verb}" if strict else f"a clause {verb}"
        return Part(kind="clause", weight=0.95 if strict else 0.75, why=said, **words)
    if role == "item":
        return Part(kind="item", weight=0.6, why=f"an entry of a list {verb}", **words)
    return Part(kind="clause", weight=0.55, why=f"a sentence {verb}", **words)


LONGEST_ADDRESS = 16


def _is_address_line(clause: Clause) -> bool:
    return (
        len(clause.tokens) <= LONGEST_ADDRESS
        and clause.kind != "row"
        and not is_strict(clause)
        and any(map(is_number, clause.tokens))
        and is_address(clause.tokens)
    )


def text_of(clauses: Sequence[Clause]) -> str:
    return " ".join(clause.text for clause in clauses)


def pair_parts(pair: Pair, history: PageHistory) -> list[Part]:
    """What weighs in a changed clause, word by word."""
    before, after = _Side.of(pair.before), _Side.of(pair.after)
    words = {"before": text_of(pair.before), "after": text_of(pair.after)}
    roles = {role_of(clause) for clause in (*pair.before, *pair.after)}
    parts: list[Part] = []

    def part(kind: str, weight: float, why: str) -> None:
        parts.append(Part(kind=kind, weight=weight, why=why, **words))

    soft = roles <= _SOFT
    old_numbers, new_numbers = before.numbers(), after.numbers()
    if old_numbers != new_numbers:
        gone, come = old_numbers - new_numbers, new_numbers - old_numbers
        change = _figures_changed(before, after, gone, come)
        template = template_of(after.tokens)
        if roles <= {"age", "stamp"}:
            part("date", 0.0, f"an age or date changed: {change}")
        elif roles & {"counter", "age", "statistic"} and roles <= _FIGURES:
            part("counter", 0.0, f"a counted figure changed: {change}")
        elif "notice" not in roles and (soft or "copyright" in roles):
            part(_ROLE_KIND[sorted(roles)[0]], 0.0, f"a number outside the rules changed: {change}")
        elif _number_is_an_address(pair, before, after, gone, come):
            part("address", 0.1, f"a number of an address changed: {change}")
        elif _is_bare_figure(pair) and history.slots.get(template, 0) >= 1:
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


def _figures_changed(before: _Side, after: _Side, gone: Counter[str], come: Counter[str]) -> str:
    """The numbers that went and came, each beside the one that took its place where that is plain."""
    if len(gone) == len(come) > 1 and max(*gone.values(), *come.values()) == 1:
        pairs = [
            f"{figures([one])} → {figures([other])}{_unit(before, after, Counter([one]), Counter([other]))}"
            for one, other in zip(gone, come, strict=True)
        ]
        return "; ".join(pairs)
    return f"{figures(gone)} → {figures(come)}{_unit(before, after, gone, come)}"


def _unit(before: _Side, after: _Side, gone: Counter[str], come: Counter[str]) -> str:
    """The word behind a changed number where it is the same on both sides: "followers", "%"."""
    units = []
    for side, changed in ((before, gone), (after, come)):
        if len(changed) != 1:
            return ""
        value = next(iter(changed))
        places = (at for at, token in enumerate(side.tokens) if value_of(token) == value and at not in side.dates)
        at = next(places, None)
        if at is None or at + 1 >= len(side.tokens):
            return ""
        units.append(side.tokens[at + 1])
    if units[0] != units[1] or is_function(units[0]) or is_number(units[0]):
        return ""
    return " %" if units[0] == "%" else f" {units[0]}"


def _is_bare_figure(pair: Pair) -> bool:
    """Whether a line is a figure and nothing else: no unit, no money, no row of a table."""
    clauses = (*pair.before, *pair.after)
    return all(clause.kind != "row" for clause in clauses) and all(
        token.replace(".", "").replace(",", "").isdigit() for clause in clauses for token in clause.tokens
    )


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
    dated = before.days() != after.days() and (
        any(at in before.dates for at in range(edit.gone_at, edit.gone_at + len(edit.gone)))
        or any(at in after.dates for at in range(edit.come_at, edit.come_at + len(edit.come)))
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
    if (gone or come) and all(map(is_mail, (*gone, *come))):
        return found + part("address", 0.1, f"a mail address changed: {said}")
    if (not edit.gone and _HOLE.search(words["before"])) or (not edit.come and _HOLE.search(words["after"])):
        return found + part("wording", 0.1, f"words of a link that one reading lacks: {said}")
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
    if len(edit.gone) != len(edit.come) and _typo(_joined(edit.gone), _joined(edit.come)):
        return found + part("wording", 0.1, f"a slip of the pen mended: {said}")
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
    places = (set(gone) | set(come)) & TERRITORIES
    if places - {"us"} or (places and any(map(countries_in, (*pair.before, *pair.after)))):
        return found + part("territory", 0.85, f"a country or region changed: {said}")
    if gone and come and set(gone) <= bold and set(come) <= bold and "step" in roles:
        return found + part("step", 0.3, f"a label changed: {said}")
    if "rule" in roles:
        return found + part("words", 0.75, f"words of a rule changed: {said}")
    return found + part("words", 0.55, f"words changed: {said}")


# --- renamed things -------------------------------------------------------------------------------------------------

RENAMED_AT_LEAST = 4


def renamed_things(found: Difference) -> frozenset[tuple[str, ...]]:
    """What a thing was called before, where the page calls it otherwise now in place after place."""
    swaps: Counter[tuple[str, ...]] = Counter()
    for pair in found.pairs:
        for edit in pair.edits:
            if edit.whole or not edit.gone or not edit.come or len(edit.gone) > 3 or len(edit.come) > 3:
                continue
            words = (*edit.gone, *edit.come)
            if any(is_number(word) or word in STRICT or word in TERRITORIES or word in LINKING for word in words):
                continue
            swaps[edit.gone] += 1
    return frozenset(gone for gone, count in swaps.items() if count >= RENAMED_AT_LEAST)


def amid_menus(parts: Sequence[Part]) -> bool:
    """Whether only entries of lists would raise in a stretch of a page, and they stand among more entries of menus."""
    raising = [part for part in parts if part.weight >= RAISES]
    menus = sum(1 for part in parts if part.kind == "menu")
    return bool(raising) and all(part.kind == "item" for part in raising) and menus >= 3 * len(raising)


def outside_the_policy(part: Part) -> Part:
    """
    A part of what stands around the policy: above its title, in a help widget, in a list of further reading.

    A number that changed within a whole sentence of a rule is a rule's number even there.
    """
    if part.weight < RAISES or (part.kind == "number" and part.after[-1:] == "." and _says_a_rule(part.after)):
        return part
    if part.kind == "figure":
        return replace(part, kind="counter", weight=0.0, why="a figure outside of the policy changed")
    return replace(part, kind="menu", weight=0.2, why=f"outside of the policy {part.why}")


def _says_a_rule(words: str) -> bool:
    return any(role_of(clause) == "rule" for clause in clauses_of(words))


def renumbered(found: Difference) -> frozenset[int]:
    """The places where headings only got other numbers; one such heading alone may well be a rule."""
    places = set()
    for at, pair in enumerate(found.pairs):
        if not (pair.before and pair.after) or any(c.kind != "heading" for c in (*pair.before, *pair.after)):
            continue
        if all(
            edit.gone_at <= 1 and edit.come_at <= 1 and all(map(_numbers_a_heading, (*edit.gone, *edit.come)))
            for edit in pair.edits
        ):
            places.add(at)
    return frozenset(places) if len(places) > 1 else frozenset()


def _numbers_a_heading(word: str) -> bool:
    return word in ("section", "part", "article", "chapter", "step") or (word.isdigit() and len(word) < 3)


# A place where whole clauses were swapped this often is a rotating list; tuned on no page but taken from the measured
# trade-off of 2026-08 (five earlier changes: nothing lost; three: one of fifteen), and numbers are never demoted.
RESTLESS = 3


def in_restless_place(part: Part, times: int) -> Part:
    """A clause in a place that keeps changing weighs less, unless it states a number or a duty as a rule does."""
    if part.kind == "figure" and times >= 2:
        return replace(part, kind="counter", weight=0.0, why=f"a figure alone that changed {times} times before")
    words = part.after or part.before
    if times < RESTLESS or part.weight < RAISES or any(map(is_number, tokens_of(words))):
        return part
    if part.kind == "clause" and all(map(is_sentence_of_duty, clauses_of(words))):
        return part
    return replace(part, kind="flip", weight=0.4, why=f"{part.why} where clauses were swapped {times} times before")


LONGEST_NOTICE = 10


def announced_places(found: Difference) -> frozenset[int]:
    """
    The places that belong to a notice of an update: what came (or went) in one piece, beginning with such a notice.

    A platform that announces new terms quotes them in the notice; the rules change on the day they are in the text.
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


def neighbours(found: Difference) -> Mapping[tuple[int, bool], Sequence[Clause]]:
    """The clauses that came, and those that went, as a whole in each stretch of the page."""
    together: dict[tuple[int, bool], list[Clause]] = {}
    for pair in found.pairs:
        if not (pair.before and pair.after):
            together.setdefault((pair.stretch, not pair.before), []).extend(pair.before or pair.after)
    return together


def beside(part: Part, pair: Pair, together: Sequence[Clause], around: frozenset[int]) -> Part:
    """
    A clause for what came or went together with it: the other lines of an address, a published figure, a widget.

    `around` are the clauses that stand outside of the policy.

    What says a rule by itself stays what it is.
    """
    if part.weight < RAISES or any(is_strict(clause) or binds(clause) for clause in pair.before or pair.after):
        return part
    if len(tokens_of(part.after or part.before)) <= LONGEST_ADDRESS // 2 and any(map(_is_address_line, together)):
        return replace(part, kind="address", weight=0.1, why="a line of an address came or went")
    if part.weight < 0.6 and any(role_of(clause) == "statistic" for clause in together):
        return replace(part, kind="counter", weight=0.3, why="a sentence on a published figure came or went")
    if sum(id(clause) in around for clause in together) > 0.5 * len(together):
        return outside_the_policy(part)
    return part


_DENIED = frozenset(("not", "no", "never", "unable", "none", "neither", "without"))
_RESPELLED_KINDS = frozenset(("words", "territory", "joint", "order", "deadline"))


def as_respelled(part: Part) -> Part:
    """A part of a page that turned from British to American English or back: each says the same in its own words."""
    sides = [set(tokens_of(side)) & _DENIED for side in (part.before, part.after)]
    # "You are unable to" and "you may not" deny alike; "may" and "must" differ in any English.
    denied = part.kind == "duty" and all(sides)
    if not (part.before and part.after) or part.weight < RAISES or not (part.kind in _RESPELLED_KINDS or denied):
        return part
    return replace(part, kind="wording", weight=0.4, why=f"said otherwise in the other English: {part.why}")


def notice_part(pair: Pair) -> Part:
    """The part of a clause that belongs to a notice."""
    came = not pair.before
    words = text_of(pair.after or pair.before)
    why = f"a notice of an update {'came' if came else 'went'}"
    return Part(kind="notice", weight=0.0, before="" if came else words, after=words if came else "", why=why)


def as_rename(part: Part) -> Part:
    """A part that only tells that a thing has another name throughout the page."""
    why = f"a thing is called otherwise throughout: {part.why}"
    return replace(part, kind="rename", weight=min(part.weight, 0.3), why=why)
