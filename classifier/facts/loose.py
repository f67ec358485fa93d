"""Numbers with what they count: the clause around one, the words that carry it, the draft of one told alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from classifier.facts import payouts, shares, thresholds
from classifier.facts.clauses import Sentence
from classifier.facts.frames import Role
from classifier.facts.numbers import Quantity, plain
from classifier.facts.passage import Draft, Passage, Value

Typed = tuple[str, str] | None


THRESHOLDS = frozenset(
    [
        "followers",
        "subscribers",
        "shorts_views",
        "watch_hours",
        "watch_minutes",
        "broadcast_hours",
        "broadcast_minutes",
        "broadcast_days",
        "average_viewers",
        "listeners",
        "impressions",
        "streams",
        "views",
        "sessions",
        "karma",
        "sales",
        "installs",
        "members",
        "activity_days",
        "posts",
        "account_age",
        "age_min",
    ]
)


# "For up to a million in revenue": the bar is the million, not an upper bound of one.
BARS_OF_MONEY = frozenset({"revenue_threshold", "revenue_cap", "payout_min"})
SHARES = frozenset({"creator_share_pct", "platform_fee_pct", "commission_pct", "bonus_pct"})


@dataclass(frozen=True, slots=True)
class Loose:
    """A typed or role-bearing number that no frame of its own sentence has joined."""

    sentence: Sentence
    place: int
    typed: Typed
    role: Role

    @property
    def quantity(self) -> Quantity:
        return self.sentence.quantities[self.place]


def typed(sentence: Sentence, place: int, passage: Passage) -> Typed:
    """What a number counts, by whichever kind knows it."""
    return (
        thresholds.typed(sentence, place, passage)
        or shares.typed(sentence, place, passage)
        or payouts.typed(sentence, place, passage)
    )


def clause_of(sentence: Sentence, start: int, end: int, wide: int = 60) -> str:
    """The clause around a stretch of a shape: up to a semicolon, a dash or a new subject on either side."""
    left = sentence.shape[max(0, start - wide) : start]
    if start > wide:  # a word cut in two may read as another ("the" as "he")
        left = left.partition(" ")[2]
    right = sentence.shape[end : end + wide]
    left = re.split(r";|\.\s|\s-\s|:\s|,\s(?:and|but|while|where|whereas|so)\s|\(", left)[-1]
    right = re.split(r";|\.\s|\s-\s|,\s(?:and|but|where|whereas|so)\s|\swhile\s|\)", right)[0]
    return left + sentence.shape[start:end] + right


def by_neighbours(sentence: Sentence, start: int, end: int, kind: str, passage: Passage) -> Typed:
    """The metric of a bare pair, from its sentence, then the sentence before, then the title."""
    context = " ".join(one.shape for one in passage.sentences[max(0, sentence.place - 2) : sentence.place])
    title = passage.sentences[0].shape if passage.sentences else ""
    if kind in {"percent", "split"} and shares.FINANCE.search(sentence.shape):
        return None
    if kind in {"percent", "split"}:
        return (
            shares.nearby(sentence, start, end, passage)
            or shares.of_lead(context, sentence, passage)
            or shares.of_lead(title, sentence, passage)
        )
    if kind == "money":
        unit = next((one.unit for one in sentence.quantities if one.kind == "money" and one.unit), "USD")
        metric = payouts.of_context(sentence.shape) or payouts.of_context(context) or payouts.of_context(title)
        return (metric, unit) if metric else None
    if kind in {"count", "time"}:
        near = thresholds.nearby(sentence, start, end, passage)
        if near is not None:
            return near
        if kind == "time":
            return None
        for text in (context, title):
            if (money := payouts.of_context(text)) == "payout_min":
                return money, "USD"
            named = thresholds.metrics_named(text)
            if len(named) == 1:
                return next(iter(named.items()))
    return None


def values_of(metric: str, unit: str, old: Quantity, new: Quantity) -> tuple[Value, Value]:
    if metric == "account_age" and unit == "days":
        return _days(old, new), _days(new, old)
    return (plain(old.value), plain(new.value)) if metric in BARS_OF_MONEY else (old.told, new.told)


def _days(one: Quantity, other: Quantity) -> Value:
    weeks = "weeks" in (one.unit, other.unit) and one.unit in (None, "weeks")
    return plain(one.value * 7) if weeks else one.told


def evidence_of(sentence: Sentence, start: int, end: int, metric: str) -> tuple[int, int]:
    """Widen a stretch to the words that carry it: the verb or preposition before, the noun after."""
    lead = re.search(r"(?:\b[\w'-]+ ){0,3}$", sentence.shape[max(0, start - 40) : start])
    tail = re.match(r"[-% ]?(?:(?!and\b|or\b|,)[\w'-]+ ?){0,3}", sentence.shape[end : end + 40].split("<")[0])
    left = start - (len(lead.group()) if lead else 0)
    if ">" in sentence.shape[left:start]:
        left = sentence.shape.rindex(">", left, start) + 1
    right = end + (len(tail.group().rstrip()) if tail else 0)
    return left, right


def windows_beside(sentence: Sentence, end: int) -> tuple[str, ...]:
    """ "in 12 months", "a month": the period a number is counted in, as words for the scope."""
    tail = sentence.shape[end : end + 60]
    match = re.match(
        r"^[^<>;,.]{0,40}?\b(?:in|within|over|during) (?:the )?(?:past |last |previous |rolling )*<t(\d+)>", tail
    )
    if match:
        one = sentence.quantities[int(match[1])]
        return (f"{plain(one.value)} {one.unit}",)
    match = re.match(r"^[^<>;,.]{0,30}?\b(?:a|per|each|every|monthly) (month|week|year|day)\b", tail)
    if match:
        return (f"per {match[1]}",)
    return ("lifetime",) if re.match(r"^[^<>;,.]{0,30}?\blifetime\b", tail) else ()


def money_program(passage: Passage) -> bool:
    return bool(
        re.search(
            r"\b(?:creators?|hosts?|sellers?|artists?|developers?|streamers?|writers?|tips|tickets?"
            r"|podcasters?|merchants?|donations?|ticketed|channels?|members?|fund|accounts?|partners?"
            r"|affiliates?)\b",
            passage.low,
        )
    )


WITHDRAWN = re.compile(
    r"\b(?:not go(?:ing)? ahead|withdr[ae]w\w*|scrap\w*|cancel\w*|abandon\w*|call(?:s|ed) off|takes? back"
    r"|took back|drops?|dropped|revers\w+|backtrack\w*|walk(?:s|ed)? back|back(?:s|ed)? (?:down|away))\b"
)


def single(one: Loose, before: Value, change: str) -> Draft:
    assert one.typed is not None
    metric, unit = one.typed
    sentence = one.sentence
    start, end = sentence.token(one.place)
    value: Value = one.quantity.told
    if metric == "account_age" and one.quantity.unit == "weeks":
        value = plain(one.quantity.value * 7)
    elif metric in BARS_OF_MONEY:
        value = plain(one.quantity.value)
    left, right = sentence.span(*evidence_of(sentence, start, end, metric))
    return Draft(
        metric=metric,
        before=before,
        after=value,
        unit=unit,
        change=change,
        start=left,
        end=right,
        place=sentence.place,
        scope=windows_beside(sentence, end),
        weight=0.75,
    )


# Beside views, titles and sales of everyday texts there must be somebody who earns, or a programme.
PROGRAMME = re.compile(
    r"\b(?:creators?|channels?|streamers?|podcast\w*|earn\w*|moneti\w+|eligib\w+|qualif\w+|partners?"
    r"|affiliates?|royalt\w+"
    r"|fund|payouts?|bonus\w*|tips|rewards?|program(?:me)?s?|artists?|sellers?|writers?|filmmakers?"
    r"|contributors?|cash out|accounts?"
    r"|tier|ads?|gifts|developers?|publishing|members must|requirements?|spotlight|newsletters|redditors"
    r"|monetization)\b"
)


_LIST_HEAD = re.compile(
    r"\b(?:criteri\w+|requirements?|eligib\w+|qualif\w+|must|need(?:s|ed)?|conditions?|thresholds?|benchmarks?"
    r"|(?:fee|pricing|commission|rate) (?:structure|schedule)|rules?|terms"
    r"|(?:who|that) (?:have|meet)|to (?:join|apply|participate)|achiev\w+|one of the following)\b[^.!?]*:\s*$"
)


def list_head(sentence: Sentence, number: int, passage: Passage) -> Sentence | None:
    """The line that a number is listed under ("creators must have:"), in its own sentence or some short lines above."""
    if _LIST_HEAD.search(sentence.shape[: sentence.token(number)[0]].rpartition(":")[0] + ":"):
        return sentence
    if len(sentence.text) > LINE:
        return None
    for above in reversed(passage.sentences[max(0, sentence.place - 11) : sentence.place]):
        if _LIST_HEAD.search(above.shape):
            return above
        if len(above.text) > LINE:
            return None
    return None


LINE = 140  # characters; a longer line is a paragraph again and ends the list
