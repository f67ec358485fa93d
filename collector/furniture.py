"""Where the furniture of a page stands: what is above its title, help widgets, related reading, surveys, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collector.clauses import Clause
from collector.phrases import leading, phrases
from collector.roles import countries_in, is_number, is_strict, role_of

# More than this above the title, in clauses or as a part of all clauses, is no head of a page.
MOST_ABOVE = 40
LARGEST_ABOVE = 0.25
LONGEST_HEAD = 12
# A widget holds no more clauses, and none with so many words: behind either the policy has gone on without a heading.
MOST_INSIDE = 40
LONGEST_INSIDE = 14

_THINGS = (
    r"(?:articles?|topics?|questions?|issues|posts|searches|courses?|guides?|pages?|videos?|reading|resources|links)"
)
# Lines that open a part of the page which is no policy, as they read without punctuation.
_OPENS = leading(
    rf"""
    (?:related|recommended|popular|trending|suggested|similar|featured|top|latest|other|further|all) {_THINGS}
    recently viewed|(?:keep|continue) (?:reading|learning|exploring|watching)|explore (?:further|more|other|our)
    more (?:in|from|like|help|{_THINGS})|up next|next up|next (?:steps|article)|read next|see also|previous article
    you (?:may|might) (?:also )?|(?:articles|topics|pages|guides|courses) (?:in|on|about) this|in this (?:section|topic)
    (?:was|is|did|does|do|were) (?:this|you|we|that|these)\b.*\b\
        (?:help\w*|useful|clear|answers?|question|solve|find|found)
    how (?:satisfied|easy|helpful|useful|likely|would you|can we|did we|was)|rate this
    (?:tell|let) us (?:what|how|why|more|know)|what (?:best describes|do you need|can we|brings you|went wrong)
    (?:need|still need|want) (?:more |some )?(?:help|answers)|have (?:more |a |any )?questions|get help with
    try these|ask (?:the|our|a) (?:community|team)|ask \w+bot|chat with|follow us|connect with us|join the conversation
    (?:choose|select|change) (?:your )?(?:language|country|region)
    """
)
# What binds even there, and what ends a programme: that is said in boxes above the title.
_BINDS = phrases(
    r"""
    must|shall|may not|can not|do not qualify|no longer|not eligible|eligible|ineligible|required|prohibited
    at least|fees?|only if|closed to|closes|(?:will )?end(?:s|ed|ing)? on|will end|has ended|have ended|retire[ds]?
    discontinu\w+|shut(?:s|ting)? down|sunset\w*|will stop|suspend\w*
    """
)
_VALUED = re.compile(
    r"[%$€£¥₹]|\b(?:days?|hours?|fees?|years?|followers|subscribers|payout|minimum|maximum)\b", re.IGNORECASE
)
_ENDED = re.compile(r"[.!;。][\"'”’)\]]*$")


def furniture(clauses: Sequence[Clause]) -> frozenset[int]:
    """
    The clauses (their `id`) that stand outside of the policy, and nowhere in it.

    >>> from collector.clauses import clauses_of
    >>> page = clauses_of("9 views\\n# Rules\\nBe 18.\\n### Related articles\\n* Captions\\n## Fees\\nYou must pay.")
    >>> [clause.text for clause in page if id(clause) in furniture(page)]
    ['9 views', 'Related articles', 'Captions']
    """
    title, tail = _title(clauses), _tail(clauses)
    inside = 0  # clauses left of the widget we are in
    outside: set[int] = set()
    policy: set[int] = set()
    for place, clause in enumerate(clauses):
        if len(clause.tokens) <= LONGEST_HEAD and _OPENS.match(clause.key) and not clause.text.endswith("."):
            inside = MOST_INSIDE
        elif _ends(clause):
            inside = 0
        loose = place >= tail and _says_nothing(clause)
        (outside if inside or loose or place < title else policy).add(id(clause))
        inside = max(0, inside - 1)
    return frozenset(outside - policy)


def _ends(clause: Clause) -> bool:
    """Whether a widget is over here: another heading (or a line all in bold), another document, a long sentence."""
    if clause.kind in ("heading", "separator") or (clause.bold and len(clause.bold) == len(set(clause.tokens))):
        return True
    return len(clause.tokens) >= LONGEST_INSIDE and bool(_ENDED.search(clause.text))


# A sentence of so many words belongs to the policy; what stands behind the last of them is its tail.
SHORTEST_PROSE = 9
LONGEST_LINE = 10


def _tail(clauses: Sequence[Clause]) -> int:
    """
    Where the policy has ended: behind its last row, list item, country, long sentence or sentence with a duty.

    A page that has none of them is no policy that ended.
    """
    for place in range(len(clauses) - 1, -1, -1):
        clause = clauses[place]
        ended = bool(_ENDED.search(clause.text))
        if (
            clause.kind in ("row", "separator")
            or (clause.marked and not clause.linked)
            or (ended and (len(clause.tokens) >= SHORTEST_PROSE or is_strict(clause)))
            or role_of(clause) == "item"
        ):
            return place + 1
    return len(clauses)


def _says_nothing(clause: Clause) -> bool:
    """Whether a line is a mere title or label: short, without an end, and no value like "Minimum payout: $100"."""
    if len(clause.tokens) > LONGEST_LINE or _ENDED.search(clause.text):
        return False
    valued = any(map(is_number, clause.tokens)) and (":" in clause.text or bool(_VALUED.search(clause.text)))
    return not valued and not countries_in(clause)


def _title(clauses: Sequence[Clause]) -> int:
    """Where the title stands; 0 where the page has none, or none near its beginning."""
    most = min(MOST_ABOVE, round(LARGEST_ABOVE * len(clauses)))
    heads = [place for place, clause in enumerate(clauses[: most + 1]) if clause.kind == "heading"]
    highest = min((clauses[place].level for place in heads), default=0)
    return next((place for place in heads if clauses[place].level == highest), 0)


def binds(clause: Clause) -> bool:
    """Whether a clause says a rule wherever it stands: a whole sentence with a word of duty, or a row of a table."""
    if clause.kind == "row":
        return True
    return len(clause.tokens) >= 4 and bool(_ENDED.search(clause.text)) and bool(_BINDS.search(clause.key))
