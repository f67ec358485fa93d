"""Memory: what somebody was told already, so that nothing is told twice and nothing is left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from classifier.annotation import Fact

# Words for one and the same footing: whether a paper writes "announced" or "now", the reader was told the change.
# A rumour that comes true, a proposal that is adopted and a change that is taken back are news.
FOOTINGS: Mapping[str, str] = {
    "rumor": "rumor", "proposed": "proposed", "test": "test", "denied": "denied", "reversed": "reversed",
    "delayed": "delayed", "cancelled": "reversed", "disputed": "disputed", "interim": "interim",
}  # fmt: skip
FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Shade:
    """A fact's key taken apart: `value` says what was set to what, the rest tells two such facts apart."""

    value: str
    about: str
    platform: str
    subject: str
    before: str
    scope: str
    footing: str
    effective: str
    counted: bool


DAY = re.compile(r"\d{4}-\d\d-\d\d")
WORD = re.compile(r"\w{3,}")
# Two headlines that share this part of their words tell of one event (Jaccard). Set by eye on a month of general news:
# at 0.6 all pairs were rewordings, at 0.5 the first two different steps of one case fell together.
ALIKE = 0.6


class Known:
    """The facts and headlines somebody knows; it grows while an edition is composed."""

    def __init__(self, facts: Mapping[str, str], headlines: Mapping[str, str]) -> None:
        self.by_value: dict[str, list[tuple[Shade, str]]] = {}
        self.by_word: dict[str, list[frozenset[str]]] = {}
        for key, day in facts.items():
            self.add(key, day)
        for words in headlines:
            self.hear(words)

    def hear(self, headline: str) -> None:
        """Remember a headline."""
        words = frozenset(WORD.findall(headline.casefold()))
        for word in words:
            self.by_word.setdefault(word, []).append(words)

    def echoes(self, headline: str) -> bool:
        """Whether a headline says in much the same words what another has said."""
        words = frozenset(WORD.findall(headline.casefold()))
        if len(words) < 4:
            return False
        # What shares six tenths of its words shares one of any five tenths of them; the rarest are looked up.
        rare = sorted(words, key=lambda word: (len(self.by_word.get(word, ())), word))[: len(words) // 2 + 1]
        heard = {one for word in rare for one in self.by_word.get(word, ())}
        return any(len(words & one) >= ALIKE * len(words | one) for one in heard)

    def add(self, key: str, day: str) -> None:
        shade = shade_of(key)
        self.by_value.setdefault(shade.value, []).append((shade, day))

    def since(self, key: str) -> str:
        """The day this was told, in whatever words; empty when it is news."""
        shade = shade_of(key)
        return next((day for told, day in self.by_value.get(shade.value, ()) if covers(told, shade)), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """
    What somebody was told, each with its day: stories by id, facts by key, late headlines; and the keys by story.

    `stories` holds the first day of each, `latest` the last.
    """

    stories: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    headlines: Mapping[str, str] = field(default_factory=dict)
    by_story: Mapping[str, Sequence[str]] = field(default_factory=dict)
    latest: Mapping[str, str] = field(default_factory=dict)

    def told_in(self, story: str, key: str) -> bool:
        """Whether this very story told a value or a step already, under whatever name of its subject."""
        new = shade_of(key)

        def here(shade: Shade) -> Shade:
            return replace(shade, about=new.about, subject=story, platform="")

        return any(
            covers(here(shade_of(told)), here(new))
            for told in self.by_story.get(story, ())
            if not (new.about and shade_of(told).about not in ("", new.about))
        )

    def known(self) -> Known:
        """The facts, ready to be asked."""
        return Known(self.facts, self.headlines)


def fact_key(fact: Fact) -> str:
    """
    A key of at most 64 characters that says what a fact is about: equal for equal news, and comparable by `covers`.

    What was set to what comes first; then programme or matter, platform, subject, old value, scope, footing and date.
    A step such as "filed" that names no subject is told apart by the item it was read from.
    """
    counted = isinstance(fact.after, (int, float)) or bool(DAY.fullmatch(fact.after or ""))
    subject = " ".join((fact.subject or "").lower().split()) or ("" if counted else fact.evidence.item)
    return ":".join(
        (
            hashed(fact.metric, number(fact.after), length=12),
            hashed(fact.program or fact.matter or "", length=5),
            hashed(fact.platform or "", length=5),
            hashed(subject, length=5),
            hashed("" if fact.before is None else number(fact.before), length=5),
            hashed(" ".join((fact.scope or "").lower().split()), length=4),
            FOOTINGS.get(fact.status, FIRM)[:8] + ("" if counted else "~"),
            (fact.effective or "")[:10],
        )
    )


def shade_of(key: str) -> Shade:
    parts = [*key.split(":"), *[""] * 7][:8]
    value, about, platform, subject, before, scope, footing, effective = parts
    return Shade(
        value=value, about=about, platform=platform, subject=subject, before=before, scope=scope,
        footing=footing.rstrip("~"), effective=effective, counted=not footing.endswith("~"),
    )  # fmt: skip


def covers(told: Shade, new: Shade) -> bool:
    """Whether who was told the one knows the other: same subject, same values, nothing firmer, no new date."""
    if told.value != new.value or not same_subject(told, new):
        return False
    if told.before and new.before and told.before != new.before:
        return False
    if told.scope and new.scope and told.scope != new.scope and not (told.before and told.before == new.before):
        # The same number for another country or another group of people is another fact.
        return False
    if told.footing != new.footing and new.footing != "rumor":
        return False
    return not new.effective or told.effective.startswith(new.effective) or told.effective == new.effective


def same_subject(told: Shade, new: Shade) -> bool:
    """Whether two facts of equal value are about one thing; where a name is missing, the others decide."""
    if told.about and new.about:
        return told.about == new.about
    if told.subject and told.subject == new.subject:
        return not (told.platform and new.platform and told.platform != new.platform)
    if not (told.subject or new.subject or told.platform or new.platform):
        return bool(told.scope) and told.scope == new.scope
    if told.subject and new.subject and not (told.before and told.before == new.before):
        return False
    # "5,000 to 1,000" of one platform is one threshold, with whatever name; "filed" of one company is not one case.
    return told.counted and bool(told.platform) and told.platform == new.platform


def hashed(*parts: str, length: int) -> str:
    """Enough of a hash to tell things apart; empty for what is not there."""
    if not any(parts):
        return ""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:length]


def number(value: float | int | str | None) -> str:
    """A value by what it is worth: 1000 and 1000.0 are one."""
    return f"{value:.12g}" if isinstance(value, (int, float)) else str(value)
