"""The annotation: what we say of an item, each with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """The words something was read from: `text == item.words[start:end]`, counted in characters."""

    item: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """A tag of config/taxonomy.toml; `score` is a probability, `by` is "rule", "model VERSION" or "person"."""

    tag: str
    score: float
    by: str
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """Someone or something an item is about; `kind` names the gazetteer shelf, `id` the entry on it."""

    kind: str  # platform, company, program, body, law, matter, jurisdiction
    id: str
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """
    A value that changed or was set, and the words it was read from.

    Numbers are plain (percent 30 for 30 %, money in units of the currency in `unit`), dates are ISO strings (also
    "2024-06" or "2026"), ranges "6-9.5" or "<=22"; unknown is None. `announced` and `effective` are ISO dates.
    """

    metric: str
    subject: str | None
    platform: str | None
    before: float | int | str | None
    after: float | int | str | None
    unit: str | None
    change: str | None
    status: str
    evidence: Evidence
    announced: str | None = None
    effective: str | None = None
    scope: str | None = None
    program: str | None = None
    matter: str | None = None
    confidence: float = 1.0
    by: str = ""
    computed: str | None = None  # how a value no words print was worked out: "published 2024-03-01 + 60 days"
    group: str | None = None  # conditions of one item with the same group are alternatives: one of them is enough


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence we may print, and the words that prove it."""

    text: str
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotation:
    """All we say of one item; `made_by` names the readers' version, so that reading again can be told apart."""

    item: str
    relevant: bool
    relevance: float
    source_class: str
    language: str
    made_by: str
    tags: tuple[Tag, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    summary: tuple[Sentence, ...] = ()
    direction: str | None = None
    status: str | None = None
    stage: str | None = None
    reasons: tuple[str, ...] = ()

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids mentioned of one kind, first mentioned first, each once."""
        return tuple(dict.fromkeys(mention.id for mention in self.mentions if mention.kind == kind))
