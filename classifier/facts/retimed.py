"""Periods: the number stays, and the time in which it is counted, or until which it holds, moves."""

from __future__ import annotations

import re
from dataclasses import replace

from classifier.facts import thresholds
from classifier.facts.clauses import Sentence
from classifier.facts.frames import Pair
from classifier.facts.loose import SHARES, THRESHOLDS, clause_of, typed
from classifier.facts.numbers import plain
from classifier.facts.passage import Draft, Passage

_LONGER = re.compile(
    r"\b(?:due|set|was|were|scheduled|planned|meant) to (?:end|expire|run out|stop"
    r"|close)\b[^<>;]{0,25}<d\d+>[^<>;]{0,40}\b(?:will|now|has been|is|runs?)\b[^<>;]{0,40}\b(?:until|to|till"
    r"|through|extended)\b[^<>;]{0,15}<d\d+>|\bextend\w*\b[^<>;]{0,60}\b(?:until|to|till|through) <d\d+>"
)


def extended(sentence: Sentence, passage: Passage) -> Draft | None:
    """A temporary value that runs longer than told: the number stays, its end moves."""
    match = _LONGER.search(sentence.shape)
    if match is None:
        return None
    for place, number in enumerate(sentence.quantities):
        what = typed(sentence, place, passage)
        if what is not None and what[0] in SHARES | {"bonus", "payout_rate"}:
            start, end = min(sentence.token(place)[0], match.start()), max(sentence.token(place)[1], match.end())
            left, right = sentence.span(start, end)
            return Draft(
                metric=what[0],
                before=number.told,
                after=number.told,
                unit=what[1],
                change="extended",
                start=left,
                end=right,
                place=sentence.place,
                status="in_force",
                weight=0.85,
                kind="extended",
            )
    return None


def retimed(sentence: Sentence, joined: tuple[Pair, ...], passage: Passage) -> tuple[Draft, set[int]] | None:
    """The number that stays while its period moves."""
    shape = sentence.shape
    for pair in joined:
        one, other = sentence.quantities[pair.old], sentence.quantities[pair.new]
        clock = re.search(r"\b(?:clock|window|period|look-?back|time ?frame)\b", shape) is not None
        if "time" not in (one.kind, other.kind) or not (
            clock or thresholds.window(sentence, pair.new) or thresholds.window(sentence, pair.old)
        ):
            continue
        if not clock and not re.search(
            r"\b(?:in|within|over|during|past|last|period|window|look-?back|rolling)\b",
            clause_of(sentence, pair.start, pair.end, 30),
        ):
            continue
        for place, number in enumerate(sentence.quantities):
            if place in (pair.old, pair.new) or any(place in (one.old, one.new) for one in joined):
                continue
            what = typed(sentence, place, passage)
            if (
                what is not None
                and what[0] not in {"age_min", "account_age"}
                and number.kind in {"count", "money", "time"}
                and not thresholds.window(sentence, place)
            ):
                unit = other.unit or one.unit or ""
                scope = f"{plain(one.value)} {one.unit or unit} -> {plain(other.value)} {other.unit or unit}"
                draft = _same(
                    sentence, place, what, scope, max(sentence.token(pair.old)[1], sentence.token(pair.new)[1])
                )
                return draft, {place, pair.old, pair.new}
        if clock and sentence.place > 0:
            earlier = passage.sentences[sentence.place - 1]
            for place in range(len(earlier.quantities)):
                what = typed(earlier, place, passage)
                if (
                    what is not None
                    and what[0] in THRESHOLDS - {"age_min", "account_age"}
                    and not thresholds.window(earlier, place)
                ):
                    unit = other.unit or one.unit or ""
                    a, b = earlier.span(*earlier.token(place)), sentence.span(pair.start, pair.end)
                    draft = replace(
                        _same(
                            earlier,
                            place,
                            what,
                            f"{plain(one.value)} {one.unit or unit} -> {plain(other.value)} {other.unit or unit}",
                            earlier.token(place)[1],
                        ),
                        start=a[0],
                        end=b[1],
                        places=(sentence.place,),
                    )
                    return draft, {pair.old, pair.new}
    match = _PERIOD_WORDS.search(shape)
    if match is not None:
        for place, number in enumerate(sentence.quantities):
            end = sentence.token(place)[1]
            if number.kind not in {"count", "money", "time"} or thresholds.window(sentence, place):
                continue
            what = typed(sentence, place, passage)
            if (
                what is None
                and number.kind == "money"
                and re.search(r"\b(?:allowance|threshold|exemption|waiver|first|earn\w*|revenue)\b", shape)
            ):
                what = "revenue_threshold", number.unit or "USD"
            if what is not None:
                scope = " -> ".join(word for word in match.groups() if word)
                return _same(sentence, place, what, scope, max(match.end(), end)), {place}
    return None


_PERIOD = (
    r"(lifetime|life time|(?:calendar |rolling )?(?:year|month|week|day|quarter)|yearly|annual|monthly|weekly"
    r"|daily|quarterly|annually)"
)


_PERIOD_WORDS = re.compile(
    rf"\b(?:a|per|each|every|an)? ?{_PERIOD}\b[^<>;.]{{0,60}}\b(?:becomes|is now|will be|now (?:counts"
    rf"|applies|holds|runs|be)|turns into|changes to|counted) (?:a |an |per |for |over |the |as )*{_PERIOD}\b"
    rf"|\b(?:now |will )?(?:be )?(?:counted|measured|calculated|reset|resets|applies|apply|counts?|paid"
    rf"|due)?,? ?(?:per|a|an|each|every|over a|once a|for a) {_PERIOD},? (?:instead of|rather than|not"
    rf"|no longer) (?:per|a|an|each|every|over a|once a|for a|over)? ?{_PERIOD}\b"
    rf"|\bfrom (?:per |a |an )?{_PERIOD} to (?:per |a |an )?{_PERIOD}\b"
)


def _same(sentence: Sentence, place: int, what: tuple[str, str], scope: str, end: int) -> Draft:
    number = sentence.quantities[place]
    start = min(sentence.token(place)[0], end)
    left, right = sentence.span(start, max(end, sentence.token(place)[1]))
    return Draft(
        metric=what[0],
        before=number.told,
        after=number.told,
        unit=what[1],
        change="retimed",
        start=left,
        end=right,
        place=sentence.place,
        scope=(scope,),
        weight=0.9,
    )
