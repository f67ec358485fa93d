"""A page's history: what it has shown so far, as far as judging its next text needs it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from collector.clauses import Clause, clauses_of
from collector.edits import Difference
from collector.roles import first_date, is_function, role_of, stem
from collector.verdict import RAISES, Verdict

# So many earlier texts are kept whole, to know a page again that returns to one but for its wording.
MOST_EARLIER = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PageHistory:
    """
    What a page has shown so far: enough to judge its next text, and small enough to be kept as JSON.

    `text` is the last accepted text; `seen` tells when each whole state was first shown, `kernels` the same for the
    state without menus, counters and banners; `failed` when each text that is no version was shown, `waiting` those
    that become one when they are seen again before a good one, `held` the last of them. `went` counts how often a
    clause went away, `slots` how often a line with a number changed, `places` how often clauses were swapped below a
    clause; `ruled` tells when rules changed, `stamps` which dates the page gave itself, `newest` the latest of them;
    `earlier` are the last texts that gave way to another with other rules.
    """

    page: str
    text: str | None = None
    seen: Mapping[str, str] = field(default_factory=dict)
    kernels: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)
    went: Mapping[str, int] = field(default_factory=dict)
    slots: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    ruled: Mapping[str, str] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)
    newest: str = ""
    earlier: Sequence[str] = ()
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


def short(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


_DIGITS = re.compile(r"\d[\d.,:/]*")

# Roles that hold no rule: what they say may come and go.
_NO_RULE = frozenset(("counter", "age", "widget", "menu", "banner", "pointer", "statistic", "copyright", "edition"))


_FLEETING = frozenset(("age", "counter"))


@lru_cache(maxsize=20_000)
def _gist(clause: Clause) -> str:
    """A clause without its small words and endings: by this a state is known again."""
    return " ".join(stem(token) for token in clause.tokens if not is_function(token))


def state_of(clauses: Sequence[Clause]) -> str:
    """The whole state of a page: every clause but ages and counters, in any order."""
    return short(
        "\n".join(sorted(_gist(clause) for clause in clauses if clause.key and role_of(clause) not in _FLEETING))
    )


def kernel_of(clauses: Sequence[Clause]) -> str:
    """The state of what may hold rules, and the page's own dates."""
    return short(
        "\n".join(sorted(_gist(clause) for clause in clauses if clause.key and role_of(clause) not in _NO_RULE))
    )


def template_of(words: Sequence[str]) -> str:
    """A line without its numbers: the same for every state of one counter."""
    return short(_DIGITS.sub("#", " ".join(words)))


def stamps_of(clauses: Iterable[Clause]) -> list[date]:
    """The dates a page gives itself."""
    return [day for clause in clauses if role_of(clause) == "stamp" and (day := first_date(clause.tokens))]


def grown(
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
        name = short(key)
        went[name] = went.get(name, 0) + 1
    places = dict(history.places)
    for name in {short(pair.below) for pair in found.pairs if not (pair.before and pair.after)}:
        places[name] = places.get(name, 0) + 1
    slots = dict(history.slots)
    for part in verdict.parts:
        if part.kind in ("counter", "number") and part.after:
            template = (
                short(_DIGITS.sub("#", " ".join(clauses_of(part.after)[0].tokens))) if clauses_of(part.after) else ""
            )
            if template:
                slots[template] = slots.get(template, 0) + 1
    earlier = history.earlier
    if verdict.score >= RAISES and history.text is not None:
        earlier = (*earlier, history.text)[-MOST_EARLIER:]
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
        stamps={**{day.isoformat(): when for day in stamps_of(new)}, **history.stamps},
        newest=newest,
        earlier=earlier,
        waiting={},
        held=None,
        held_since="",
        disturbed=False,
    )
