"""Across sentences: the old number in one and the new one in its neighbour, and claims denied in the next."""

from __future__ import annotations

import re
from dataclasses import replace

from classifier.facts import shares, thresholds
from classifier.facts.frames import kin
from classifier.facts.loose import (
    SHARES,
    THRESHOLDS,
    WITHDRAWN,
    Loose,
    Typed,
    by_neighbours,
    clause_of,
    evidence_of,
    list_head,
    typed,
    values_of,
    windows_beside,
)
from classifier.facts.passage import Draft, Passage, change_of, number_in
from classifier.facts.silent import DENIAL, PERSON, UNCHANGED

_NOT_TO = re.compile(
    r"^(?:it|that|this|the \w+) (?:will not|won't|is not going to|would not) (?:go|rise|fall|drop|change"
    r"|climb|move|be (?:raised|lowered|cut|increased)) (?:up |down )?to <[cpm](\d+)>"
)


def denied_claims(passage: Passage) -> list[Draft]:
    """ "Despite the rumours the bar stays; it will not rise to 900": the claim that was denied."""
    out = []
    for here, following in zip(passage.sentences, passage.sentences[1:], strict=False):
        match = _NOT_TO.match(following.shape)
        if match is None or not DENIAL.search(here.shape + following.shape):
            continue
        for place, number in enumerate(here.quantities):
            what = typed(here, place, passage)
            if what is not None and kin(number, following.quantities[int(match[1])]):
                old, new = Loose(here, place, what, "old"), Loose(following, int(match[1]), None, "new")
                out.append(replace(_join(old, new, what), status="denied"))
                break
    return out


def join_across(loose: list[Loose], drafts: list[Draft], passage: Passage) -> tuple[list[Loose], list[Draft]]:
    """Join an old number of one sentence with the new one of a neighbour: "It took 900 fans. The bar is 300 "
    "from today." """
    joined: list[Draft] = []
    gone: set[int] = set()
    told = {(_thing(one.metric), number_in(one.after)) for one in drafts if one.before is not None}
    replaced = {(_thing(one.metric), number_in(one.before)) for one in drafts if one.after is not None}
    olds = [(i, one) for i, one in enumerate(loose) if one.role == "old"]
    for i, old in olds:
        best: tuple[float, int, Typed] | None = None
        for j, new in enumerate(loose):
            if (
                j == i
                or j in gone
                or new.role in {"old", "past"}
                or not kin(old.quantity, new.quantity)
                or old.quantity.value == new.quantity.value
            ):
                continue
            gap = abs(new.sentence.place - old.sentence.place)
            if gap > (8 if old.typed and new.typed else 2) and not new.sentence.title:
                continue
            what = _common(old, new, passage)
            if _KEEPS.search(old.sentence.shape) and not _OF_BEFORE.search(old.sentence.shape):
                continue  # who "continues to pay" may be another group, and not those from before
            if _EXAMPLE.search(clause_of(old.sentence, *old.sentence.token(old.place))):
                continue
            if _FOR_NEW.search(old.sentence.shape) and new.sentence is not old.sentence:
                continue  # who came before and who comes now are told in one breath
            low, high = sorted((old.quantity.value, new.quantity.value))
            if what and (
                (_thing(what[0]), new.quantity.value) in told or (_thing(what[0]), old.quantity.value) in replaced
            ):
                continue
            if _in_scale(new, loose, passage):
                continue
            if _BESIDES.search(new.sentence.before(new.place, 50)):
                continue
            if (
                what
                and what[0] in thresholds.WEAK
                and not (thresholds.ASKED.search(new.sentence.shape) or list_head(new.sentence, new.place, passage))
            ):
                continue  # so many games, episodes or viewers here, so many there
            if what is None or (high / low > 60 if low > 0 else what[0] not in SHARES):
                continue
            score = (
                gap
                + (0.5 if new.role != "new" else 0)
                + (1.2 if new.sentence.title else 0)
                - (0.5 if new.typed and old.typed else 0)
            )
            if best is None or score < best[0]:
                best = score, j, what
        if best is None or any(
            other is not old and other.sentence is old.sentence and other.typed and other.typed == old.typed
            for _, other in olds
        ):
            continue  # of two old tiers none is the one that the new value replaces
        _, j, what = best
        new = loose[j]
        if (
            what is None
            or i in gone
            or _alone_is_audience(new, passage)
            or UNCHANGED.search(clause_of(new.sentence, *new.sentence.token(new.place)))
        ):
            continue
        gone |= {i, j}
        joined.append(_join(old, new, what))
    rest = [one for place, one in enumerate(loose) if place not in gone]
    rest, undone = _undone(rest, passage)
    joined += undone
    # An old value in a neighbouring sentence may also complete a change already told with its new value only.
    return rest, joined


_KEPT = re.compile(
    r"\b(?:go on|goes on|keeps?|continues?|stays?|remains?|still|will stay|back to|stick(?:s|ing)? (?:to"
    r"|with)|as before|current)\b"
)


def _undone(rest: list[Loose], passage: Passage) -> tuple[list[Loose], list[Draft]]:
    """A change withdrawn before it held: the number that was to come, and the one that stays."""
    drafts: list[Draft] = []
    out = list(rest)
    for new in rest:
        if new.typed is None or not WITHDRAWN.search(clause_of(new.sentence, *new.sentence.token(new.place))):
            continue
        for old in rest:
            near = (
                abs(old.sentence.place - new.sentence.place) <= 1 and old is not new and kin(old.quantity, new.quantity)
            )
            if (
                near
                and _KEPT.search(old.sentence.shape)
                and (old.typed is None or old.typed[0] == new.typed[0])
                and old in out
                and new in out
            ):
                drafts.append(replace(_join(old, new, new.typed), status="reversed"))
                out.remove(old)
                out.remove(new)
    return out, drafts


_KEEPS = re.compile(r"\bcontinu\w+ to (?:pay|get|keep|receive|earn|need)\b")
_OF_BEFORE = re.compile(
    r"\b(?:existing|before|earlier|older|already|opened|signed|joined|current|previous\w*|until|former|created"
    r"|present)\b"
)


def _thing(metric: str) -> str:
    """What two metrics have in common: a rate may be told from either side."""
    return "rate" if metric in SHARES else metric


def _in_scale(one: Loose, loose: list[Loose], passage: Passage) -> bool:
    """Whether a rate is a row of a scale, none of whose steps is *the* new value."""
    head = shares.head_of_row(one.sentence, passage)
    return head is not None and any(
        other.quantity.kind == "percent"
        and other.sentence is not one.sentence
        and shares.head_of_row(other.sentence, passage) is head
        for other in loose
    )


_FOR_NEW = re.compile(r"\bexisting\b.*\bnew\b")
_BESIDES = re.compile(r"\b(?:in addition to|on top of|besides|as well as) (?:[\w-]+ ){0,3}$")
# "… which amounts to about 200 plays" works a value out for the reader.
_EXAMPLE = re.compile(r"\b(?:amounts?|equals?|corresponds?|equivalent|translates?|works? out) (?:to )?")


# "(1.5 million subscribers)" behind a name tells an audience.
_BRACKETED = re.compile(
    r"\((?:with )?(?:more than |over |about |nearly )?<c\d+> (?:\w+ )?(?:followers|subscribers|fans)\)"
)


def _alone_is_audience(one: Loose, passage: Passage) -> bool:
    return (
        one.typed is not None
        and list_head(one.sentence, one.place, passage) is None
        and one.typed[0] in THRESHOLDS
        and bool(
            PERSON.search(clause_of(one.sentence, *one.sentence.token(one.place)))
            or _BRACKETED.search(one.sentence.shape, max(0, one.sentence.token(one.place)[0] - 20))
        )
    )


def _common(old: Loose, new: Loose, passage: Passage) -> Typed:
    if old.typed and new.typed:
        return new.typed if old.typed[0] == new.typed[0] else None
    one = new if new.typed else old if old.typed else None
    if one is not None:
        bare = old if one is new else new
        # The untyped side must be free to mean the same thing: no noun of its own right behind it.
        after = bare.sentence.after(bare.place, 30)
        if bare.quantity.kind == "percent" and shares.is_growth(bare.sentence, bare.place):
            return None
        if bare.quantity.kind == "count" and thresholds.OWN_NOUN.match(after):
            return None
        if bare.quantity.kind == "money" and not (one.typed and (one.quantity.kind == "money")):
            return None
        if bare.quantity.kind == "count" and one.quantity.kind in {"time"} and one.typed and one.typed[0] != "age_min":
            return None
        if bare.quantity.kind == "time":
            return None
        return one.typed
    if any(
        side.quantity.kind == "count" and thresholds.OWN_NOUN.match(side.sentence.after(side.place, 30))
        for side in (old, new)
    ):
        return None
    kind = new.quantity.kind if new.quantity.kind != "count" else old.quantity.kind
    if new.role != "new" and kind in {"count"}:
        return None
    return by_neighbours(new.sentence, *new.sentence.token(new.place), kind, passage) if kind != "time" else None


_SAME_DAY = re.compile(
    r"\b(?:this morning|earlier today|initially|at first|first version|an earlier version|hours (?:earlier|before))\b"
)


def _join(old: Loose, new: Loose, what: tuple[str, str]) -> Draft:
    metric, unit = what
    a = old.sentence.span(*evidence_of(old.sentence, *old.sentence.token(old.place), metric))
    b = new.sentence.span(*evidence_of(new.sentence, *new.sentence.token(new.place), metric))
    if new.quantity.kind == "money":
        unit = new.quantity.unit or unit
    before, after = values_of(metric, unit, old.quantity, new.quantity)
    if _SAME_DAY.search(old.sentence.shape):
        # A number corrected within the day was never in force.
        before = None
    return Draft(
        metric=metric,
        before=before,
        after=after,
        unit=unit,
        change=change_of(before, after),
        start=min(a[0], b[0]),
        end=max(a[1], b[1]),
        place=new.sentence.place,
        scope=windows_beside(new.sentence, new.sentence.token(new.place)[1]),
        weight=0.85,
        places=(old.sentence.place,),
    )
