"""The verdict: what a new text of a watched page means, with its parts and a reason in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


def cut(words: str, longest: int = 160) -> str:
    """Words in quotation marks, shortened at a space."""
    return f"“{words}”" if len(words) <= longest else f"“{words[:longest].rsplit(' ', 1)[0]} …”"


_QUOTED = frozenset(("clause", "item", "flip", "menu", "notice", "heading", "banner"))


def told(part: Part) -> str:
    """A part as a sentence."""
    words = f"{part.why}: {cut(part.after or part.before)}" if part.kind in _QUOTED else part.why
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "”")) else ".")
