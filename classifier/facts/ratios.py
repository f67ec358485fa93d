"""Ratios and steps: values that follow from one that is told, by a factor or by percentage points."""

from __future__ import annotations

import re

from classifier.facts import payouts, shares, thresholds
from classifier.facts.clauses import Sentence
from classifier.facts.frames import OLD_CLAUSE, ratio_in
from classifier.facts.loose import SHARES, Loose, Typed, clause_of, evidence_of, typed
from classifier.facts.numbers import plain
from classifier.facts.passage import Draft, Passage, change_of
from classifier.facts.silent import UNCHANGED


def by_ratio(sentence: Sentence, used: set[int], passage: Passage) -> tuple[Draft, set[int]] | None:
    """ "halves its bar for hours", "a third of the old number": a factor with one value, or none."""
    ratio = ratio_in(sentence)
    if ratio is None or not _RATIO_OF_TERM.search(sentence.shape) or UNCHANGED.search(sentence.shape):
        return None
    if ratio.percent is not None and ratio.percent in used:
        return None
    number: int | None = None
    what: Typed = None
    for place, one in enumerate(sentence.quantities):
        if place in used or place == ratio.percent or thresholds.window(sentence, place):
            continue
        found = typed(sentence, place, passage)
        if found is None and one.kind == "money" and (metric := payouts.of_context(sentence.shape)):
            found = metric, one.unit or "USD"
        if found is None and one.kind == "count" and one.value > 20:
            found = thresholds.nearby(sentence, *sentence.token(place), passage)
        if found is not None:
            number, what = place, found
            break
    if (
        ratio.factor == 0.5
        and number is not None
        and sentence.quantities[number].kind == "percent"
        and "half of" in sentence.shape
    ):
        return None
    if what is None:
        what = _metric_of_ratio(sentence, ratio.start, ratio.end, passage)
    if what is None or what[0] == "age_min":
        return None
    if what[0] in thresholds.WEAK and not thresholds.ASKED.search(sentence.shape):
        return None
    if number is None:
        if ratio.percent is not None and what[0] in SHARES:
            return None
        return _ratio_across(
            sentence, ratio.factor, ratio.start, ratio.end, what, passage
        ), set() if ratio.percent is None else {ratio.percent}
    value = sentence.quantities[number].value
    start, end = min(sentence.token(number)[0], ratio.start), max(sentence.token(number)[1], ratio.end)
    old = (
        re.search(
            rf"\b(?:doubl|halv|tripl|trebl)(?:e|es|ed|ing) (?:the |its |a )?<\w{number}>"
            rf"|\bfrom (?:the (?:old |previous |current )?|its )?<\w{number}>|\b(?:current|old|previous|former"
            rf"|today's|existing) (?:\w+ ){{0,3}}?(?:of )?<\w{number}>",
            sentence.shape,
        )
        is not None
    )
    return _ratio_draft(sentence, what, value, old, ratio.factor, start, end), {number} | (
        {ratio.percent} if ratio.percent is not None else set()
    )


_RATIO_OF_TERM = re.compile(
    r"\b(?:requirements?|bar|threshold|minimum|bonus\w*|fund|pool|commissions?|fees?|cut|payouts?|share|limit"
    r"|hurdle|number of|allowance|watch[- ]?time|rate|floor|subscribers?|followers?|viewers|plays|views|hours"
    r"|entry)\b"
)


def _metric_of_ratio(sentence: Sentence, start: int, end: int, passage: Passage) -> Typed:
    if "number of " in sentence.shape:
        return thresholds.nearby(sentence, start, end, passage)
    if re.search(r"\bbonus", sentence.shape):
        return "bonus", "USD"
    if re.search(r"\b(?:fund|pool)\b", sentence.shape[max(0, start - 60) : end + 60]):
        return "fund_size", "USD"
    near = sentence.shape[max(0, start - 60) : end + 90]
    if (context := shares.of_context(near)) and not re.search(
        r"\b(?:followers?|subscribers?|hours|views|plays)\b", near
    ):
        return context
    if payouts.of_context(near) == "payout_min":
        return "payout_min", "USD"
    if re.search(r"\bwatch[- ]time\b", near):
        return "watch_hours", "hours"
    return thresholds.nearby(sentence, start, end, passage)


def _ratio_across(
    sentence: Sentence, factor: float, start: int, end: int, what: tuple[str, str], passage: Passage
) -> Draft:
    """A factor whose value stands in a neighbouring sentence ("so far it was 700")."""
    for step in (1, -1, 2, -2):
        place = sentence.place + step
        if not 0 <= place < len(passage.sentences) or passage.sentences[place].title:
            continue
        other = passage.sentences[place]
        alike = [
            one
            for one in other.quantities
            if one.kind
            == (
                "money"
                if what[0] in {"bonus", "fund_size", "payout_min"}
                else "percent"
                if what[0] in SHARES
                else "count"
            )
        ]
        if len(alike) >= 2:
            continue
        for number, one in enumerate(other.quantities):
            if thresholds.window(other, number):
                continue
            found = typed(other, number, passage)
            same_kind = (what[0] in SHARES) == (one.kind == "percent") and (
                what[0] in {"bonus", "fund_size", "payout_min"}
            ) == (one.kind == "money")
            if (found is None and same_kind and one.value > 2) or (found is not None and found[0] == what[0]):
                clause = clause_of(other, *other.token(number))
                old = bool(OLD_CLAUSE.search(clause))
                if found is None and not (
                    old or re.search(r"\b(?:figure|number|bar|amount|limit|it|that|threshold|rate)\b", clause)
                ):
                    continue
                left, right = sentence.span(start, end)
                a, b = other.span(*other.token(number))
                value = one.value
                before, after = (plain(value), plain(value * factor)) if old else (plain(value / factor), plain(value))
                unit = found[1] if found else one.unit or what[1]
                return Draft(
                    metric=what[0],
                    before=before,
                    after=after,
                    unit=unit,
                    change=change_of(before, after),
                    start=min(left, a),
                    end=max(right, b),
                    place=sentence.place,
                    computed=worked_out(old, factor),
                    weight=0.85,
                    places=(other.place,),
                )
    left, right = sentence.span(start, end)
    return Draft(
        metric=what[0],
        before=None,
        after=None,
        unit=what[1],
        change="raised" if factor > 1 else "lowered",
        start=left,
        end=right,
        place=sentence.place,
        scope=(f"times {round(factor, 3):g}",),
        weight=0.8,
    )


def worked_out(old: bool, factor: float) -> str:
    """The rule by which one side follows from the other, as a fact carries it."""
    return f"after = before × {factor:.4g}" if old else f"before = after ÷ {factor:.4g}"


def _ratio_draft(
    sentence: Sentence, what: tuple[str, str], value: float, old: bool, factor: float, start: int, end: int
) -> Draft:
    before, after = (value, value * factor) if old else (value / factor, value)
    if not float(before).is_integer() and before > 1000:
        before = round(before)
    left, right = sentence.span(*evidence_of(sentence, start, end, what[0]))
    return Draft(
        metric=what[0],
        before=plain(before),
        after=plain(after),
        unit=what[1],
        change=change_of(before, after),
        start=left,
        end=right,
        place=sentence.place,
        computed=worked_out(old, factor),
        weight=0.85,
    )


def _points_across(sentence: Sentence, place: int, passage: Passage) -> Draft | None:
    """ "The rate gains two points. It was 5 percent": both values follow from one and the step."""
    what = shares.nearby(sentence, *sentence.token(place), passage)
    up, down = _UP.search(sentence.shape), _DOWN.search(sentence.shape)
    following = passage.sentences[sentence.place + 1] if sentence.place + 1 < len(passage.sentences) else None
    if what is None or following is None or bool(up) == bool(down) or UNCHANGED.search(sentence.shape):
        return None
    match = re.search(
        r"^(?:it|that|this|the (?:rate|fee|commission|share|cut|figure)) (?P<old>had been|was|used to be"
        r"|stood at|previously was)?(?P<new>is now|now stands at|will be)? ?(?:at )?<p(?P<n>\d+)>",
        following.shape,
    )
    if match is None:
        return None
    step, value = sentence.quantities[place].value * (1 if up else -1), following.quantities[int(match["n"])].value
    before, after = (value, value + step) if match["old"] else (value - step, value)
    start = sentence.span(*evidence_of(sentence, *sentence.token(place), ""))[0]
    end = following.span(match.start(), match.end())[1]
    return Draft(
        metric=what[0],
        before=plain(before),
        after=plain(after),
        unit="percent",
        change=change_of(before, after),
        start=start,
        end=end,
        place=sentence.place,
        computed=f"{'after' if match['old'] else 'before'} by a step of {plain(abs(step))} points",
        weight=0.85,
        places=(following.place,),
    )


_UP = re.compile(
    r"\b(?:up|rais\w+|rise\w*|rose|climb\w*|increas\w+|hik\w+|gain\w*|more|higher|add\w*|goes up|go up"
    r"|jump\w*|grow\w*|grew|bump\w*)\b"
)


_DOWN = re.compile(
    r"\b(?:down|cut\w*|fall\w*|fell|drop\w*|low\w+|lose\w*|lost|shrink\w*|shrank|reduc\w+|declin\w+|slip\w*"
    r"|less|trim\w*|slash\w*)\b"
)


def by_points(
    sentence: Sentence, rest: list[Loose], drafts: list[Draft], passage: Passage
) -> tuple[list[Draft], list[Loose]]:
    """ "up by two points to 6 percent": the old value follows from the new one."""
    steps = [(place, one) for place, one in enumerate(sentence.quantities) if one.kind == "points"]
    values = [one for one in rest if one.quantity.kind == "percent" and one.typed and one.typed[0] in SHARES]
    if len(steps) == 1 and not values and (across := _points_across(sentence, steps[0][0], passage)) is not None:
        return [*drafts, across], rest
    if len(steps) != 1 or len(values) != 1:
        return drafts, rest
    place, step = steps[0]
    value = values[0]
    start, end = sorted((sentence.token(place)[0], sentence.token(value.place)[0]))
    words = sentence.shape[max(0, start - 60) : start + 20]
    up, down = _UP.search(words + sentence.shape[end : end + 30]), _DOWN.search(words + sentence.shape[end : end + 30])
    if bool(up) == bool(down) or value.typed is None:
        return drafts, rest
    after = value.quantity.value
    before = after - step.value if up else after + step.value
    left, right = sentence.span(
        *evidence_of(
            sentence,
            min(sentence.token(place)[0], sentence.token(value.place)[0]),
            max(sentence.token(place)[1], sentence.token(value.place)[1]),
            "",
        )
    )
    drafts = [
        *drafts,
        Draft(
            metric=value.typed[0],
            before=plain(before),
            after=plain(after),
            unit="percent",
            change=change_of(before, after),
            start=left,
            end=right,
            place=sentence.place,
            computed=f"before by a step of {plain(step.value)} points",
            weight=0.9,
        ),
    ]
    return drafts, [one for one in rest if one is not value]
