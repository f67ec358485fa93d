"""Terms: the walk through a passage that joins typed numbers into what a programme asked, asks and will ask."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from classifier.facts import thresholds
from classifier.facts.across import denied_claims, join_across
from classifier.facts.alone import REQUIRE, told_alone
from classifier.facts.clauses import Sentence
from classifier.facts.frames import NEW_CLAUSE, OLD_CLAUSE, PRESENT_AS_OLD, Pair, Role, pairs
from classifier.facts.loose import (
    PROGRAMME,
    SHARES,
    THRESHOLDS,
    Loose,
    Typed,
    by_neighbours,
    clause_of,
    evidence_of,
    list_head,
    single,
    typed,
    values_of,
    windows_beside,
)
from classifier.facts.passage import Draft, Passage, change_of, number_in
from classifier.facts.ratios import by_points, by_ratio
from classifier.facts.removed import removed_in
from classifier.facts.retimed import extended, retimed
from classifier.facts.silent import PERSON, RIVAL, STATE_ACTS, UNCHANGED, dead, of_another


def read(passage: Passage) -> list[Draft]:
    """All changes of terms a passage tells."""
    drafts: list[Draft] = []
    loose: list[Loose] = []
    for sentence in passage.sentences:
        if not sentence.quantities and not _RATIO_WORD.search(sentence.shape) and not _ZERO.search(sentence.shape):
            continue
        if dead(sentence, passage):
            continue
        here, rest = _within(sentence, passage)
        drafts += here
        loose += rest
    loose, joined = join_across(loose, drafts, passage)
    drafts += joined
    left = []
    told = any(one.before is not None and one.after is not None for one in drafts)
    for one in loose:
        alone = told_alone(one, passage, told)
        drafts += alone
        left += [] if alone else [one]
    drafts = _told_once(_rates_apart(drafts, passage))
    drafts += _beside(left, drafts, passage)
    drafts = _lowered(drafts)
    drafts += denied_claims(passage)
    return _merged(drafts)


def _lowered(drafts: list[Draft]) -> list[Draft]:
    """ "They no longer need 900 fans. It opened to those with 300": one bar that moved, not one gone and one new."""
    out = list(drafts)
    for gone in drafts:
        if gone.metric not in THRESHOLDS or gone.after is not None or gone.before is None:
            continue
        new = [
            one
            for one in out
            if one.metric == gone.metric
            and one.before is None
            and one.after not in (None, gone.before)
            and one.place > 0
        ] or [
            one
            for one in out
            if one.metric == gone.metric and one.before is None and one.after not in (None, gone.before)
        ]
        if len({str(one.after) for one in new}) != 1 or abs(new[0].place - gone.place) > 2:
            continue
        moved = replace(
            new[0],
            before=gone.before,
            change=change_of(gone.before, new[0].after),
            start=min(new[0].start, gone.start),
            end=max(new[0].end, gone.end),
            places=(gone.place,),
        )
        out = [one for one in out if one is not gone and one not in new] + [moved]
    return out


def _told_once(drafts: list[Draft]) -> list[Draft]:
    """A rate told from the other side again ("12 percent", then "a split of 12/88") is no second change."""
    told = [one for one in drafts if one.metric in _RATES and one.before is not None]
    return [
        one
        for one in drafts
        if one.metric not in _RATES
        or one.before is not None
        or not any(
            other.metric != one.metric
            and number_in(one.after) in (number_in(other.after), 100 - (number_in(other.after) or 0))
            for other in told
        )
    ]


_RATES = frozenset({"creator_share_pct", "platform_fee_pct"})


_OF_NEWS = re.compile(
    r"\b(?:now|will|new|starting|instead|(?:from|on|as of) <d\d+>|going to|then|after that|above|beyond)\b"
)


def _rates_apart(drafts: list[Draft], passage: Passage) -> list[Draft]:
    """Beside a rate that changes, or that the headline tells, other rates are rivals, tiers and history."""
    headed = {one.metric for one in drafts if one.metric in _RATES and one.place == 0 and passage.sentences[0].title}
    drafts = [
        one
        for one in drafts
        if one.metric not in headed
        or one.before is not None
        or one.place <= 1
        or _OF_NEWS.search(passage.sentences[one.place].shape)
        or _NEWS_TOO.search(passage.sentences[one.place].shape)
    ]
    told = {(one.metric, one.place) for one in drafts if one.before is not None and one.after is not None}
    changed = {metric for metric, _ in told} & _RATES
    return [
        one
        for one in drafts
        if one.metric not in changed
        or one.before is not None
        or (one.metric, one.place) in told
        or _NEWS_TOO.search(passage.sentences[one.place].shape)
    ]


# Another rate of the same news: "it is also lowering …", "… will now be eligible for …".
_NEWS_TOO = re.compile(
    r"\b(?:will (?:now|also|only|begin)|(?:would|will) also be|now be|will see the"
    r"|(?:is|are) (?:also )?(?:reducing|lowering|cutting|raising|increasing))\b"
)


def _beside(left: list[Loose], drafts: list[Draft], passage: Passage) -> list[Draft]:
    """Conditions that stand in one sentence with a condition already read belong to the same list."""
    out = []
    for one in left:
        if one.typed is None or one.typed[0] not in THRESHOLDS or one.role in {"old", "past"}:
            continue
        clause = clause_of(one.sentence, *one.sentence.token(one.place))
        if of_another(one.sentence, passage):
            continue
        if PERSON.search(clause) or UNCHANGED.search(clause) or STATE_ACTS.search(clause) or RIVAL.search(clause):
            continue
        if any(
            other.place == one.sentence.place and other.metric in THRESHOLDS and other.metric != one.typed[0]
            for other in drafts
        ):
            out.append(single(one, None, "set"))
    return out


_RATIO_WORD = re.compile(r"\b(?:halv|doubl|tripl|trebl|quadrupl|tenfold|fivefold|twice|third|quarter|half)")


_ZERO = re.compile(
    r"\b(?:takes? nothing|for free|(?:stop(?:s|ped)?|end(?:s|ed)?|quits?) (?:taking|charging|collecting)"
    r"|free of charge|no (?:\w+ )?(?:fee|fees|commission|cut)|waiv\w+|zero (?:fee|fees|commission|percent)"
    r"|commission-free|fee-free|keep (?:all|everything|the whole|every))\b"
)


def _within(sentence: Sentence, passage: Passage) -> tuple[list[Draft], list[Loose]]:
    drafts: list[Draft] = []
    joined = pairs(sentence)
    used: set[int] = set()
    if (longer := extended(sentence, passage)) is not None:
        return [longer], []
    if (moved := retimed(sentence, joined, passage)) is not None:
        draft, places = moved
        drafts.append(draft)
        used |= places
    for pair in joined:
        if pair.old in used or pair.new in used:
            continue
        used |= {pair.old, pair.new}
        if (swapped := _exchanged(sentence, pair, passage)) is not None:
            drafts += swapped
            continue
        draft_of = _paired(sentence, pair, passage) or _as_before(sentence, pair, drafts)
        if draft_of is not None:
            drafts.append(draft_of)
            drafts += _shared_old(sentence, pair, draft_of, used)
    if (told := by_ratio(sentence, used, passage)) is not None:
        draft, places = told
        used |= places
        drafts.append(draft)
    drafts += removed_in(sentence, used, passage)
    rest = []
    for place, one in enumerate(sentence.quantities):
        if place in used or thresholds.window(sentence, place) or one.kind == "points":
            continue
        start, end = sentence.token(place)
        clause = clause_of(sentence, start, end)
        head = list_head(sentence, place, passage)
        role = _role(clause, sentence, start, passage)
        if head and head is not sentence and role != "past":
            role = "old" if _ALL_OLD.match(head.shape) else "new" if _ALL_NEW.match(head.shape) else role
        elif head and _ALL_OLD.match(head.shape):
            role = "old"
        rest.append(Loose(sentence, place, typed(sentence, place, passage), role))
    if "respectively" in sentence.shape:
        rest = _lent(rest)
    rest = _stepped(rest, drafts)
    drafts, rest = by_points(sentence, rest, drafts, passage)
    return drafts, rest


_BEYOND = re.compile(
    r"^ (?:after that|above|beyond|thereafter|over that|on anything|from then|below|past|for anything"
    r"|on (?:the|any)(?:thing)? )"
)


# "… to 6 percent before climbing to 8 on 1 July", "with a temporary hike to 6".
_OR_ALSO = re.compile(r"^,? (?:or|and) (?:a )?$")
_NEXT_STEP = re.compile(
    r"\b(?:climb|ris|fall|drop|increas|decreas|mov|go)(?:s|es|ing|e) (?:up |down |again |further )*to $"
    r"|\b(?:hike|rise|increase|cut|drop|reduction|step) to $|\b(?:then|later|and) to $"
)


def _stepped(rest: list[Loose], drafts: list[Draft]) -> list[Loose]:
    """ "0 percent of the first million and 12 percent after that": steps of one scale share what they measure."""
    out = list(rest)
    scale = next(((one.metric, one.unit or "percent") for one in drafts if one.metric in SHARES), None)
    for place, one in enumerate(out):
        previous = out[place - 1] if place and out[place - 1].sentence is one.sentence else None
        if one.typed is None and previous and previous.typed and one.quantity.kind == "percent":
            start, end = one.sentence.token(previous.place)[1], one.sentence.token(one.place)[0]
            if _OR_ALSO.match(one.sentence.shape[start:end]):  # "either 13 or 5 percent"
                out[place] = replace(one, typed=previous.typed, role=previous.role)
                continue
        if (
            one.typed is None
            and scale
            and one.quantity.kind == "percent"
            and _NEXT_STEP.search(one.sentence.before(one.place))
        ):
            out[place] = replace(one, typed=scale, role="new")
    for place, one in enumerate(out):
        if one.typed is None and one.quantity.kind == "percent" and _BEYOND.match(one.sentence.after(one.place)):
            earlier = [other for other in out[:place] if other.typed and other.quantity.kind == "percent"]
            if earlier:
                out[place] = replace(one, typed=earlier[-1].typed)
    return out


def _lent(rest: list[Loose]) -> list[Loose]:
    """ "30, 20 and 10 posts, respectively": the noun of the last belongs to all."""
    out = list(rest)
    for place in range(1, len(out)):
        one, previous = out[place], out[place - 1]
        if one.typed is None and previous.typed is not None and one.quantity.kind == previous.quantity.kind != "count":
            out[place] = replace(one, typed=previous.typed)
    for place in range(len(out) - 2, -1, -1):
        one, following = out[place], out[place + 1]
        if (
            one.typed is None
            and following.typed is not None
            and one.quantity.kind in {following.quantity.kind, "count"}
        ):
            out[place] = replace(one, typed=following.typed)
    return out


def _shared_old(sentence: Sentence, pair: Pair, draft: Draft, used: set[int]) -> list[Draft]:
    """ "to 9 and 7 percent respectively, each from 12": one old value for a list of new ones."""
    if not re.search(r"\b(?:respectively|both|each|all (?:from|three|two)|in each|in all)\b", sentence.shape):
        return []
    out = []
    for place, one in enumerate(sentence.quantities):
        if place in used or one.kind != sentence.quantities[pair.new].kind or place > max(pair.old, pair.new):
            continue
        used.add(place)
        left, right = sentence.span(*sentence.token(place))
        out.append(
            replace(
                draft,
                after=one.told,
                change=change_of(draft.before, one.told),
                start=min(left, draft.start),
                end=max(right, draft.end),
            )
        )
    return out


_LONG_AGO = re.compile(
    r"\b(?:began|launched|started|opened|introduced|created|debuted|founded|arrived) (?:back )?in <d\d+>"
    r"|\b(?:in|back in) <d\d+>,? (?:the|it|channels|creators|you|they|this)\b"
)


_ALL_OLD = re.compile(
    r"^(?:(?:furthermore|moreover|additionally|in addition|also|however),? )?(?:the )?(?:previous(?:ly)?|old"
    r"|former(?:ly)?"
    r"|earlier|prior|until now|until recently|in the past"
    r"|historically|initially|at first|before that|before"
    r"|when (?:it|\w+) (?:first )?(?:launched|started|opened))\b"
)
_ALL_NEW = re.compile(r"^(?:the |our |its |your )?(?:new|updated|revised|now)\b")
# "Some of the new bars are higher than what creators previously had to reach. They needed 900 fans."
_NEEDED = re.compile(r"\b(?:needed|required|had to (?:have|reach|get))\b(?!.*\b(?:now|will|must)\b)")
# "The original rules stated creators needed 9 posts", "when it introduced the programme last year, they needed 9".
_ONCE_STATED = re.compile(
    r"^(?:[^<>;]|<d\d+>){0,40}\b(?:old|original|previous|former|initial|earlier)\b(?: \w+){0,3}"
    r" (?:requirements?|rules?|criteria|conditions?|thresholds?|bar|terms)"
    r" (?:stated|said|asked|was|were|required|called|had|demanded|meant|included)\b"
    r"|^when (?:[^<>;,]|<d\d+>){0,90}\b(?:introduced|launched|started|opened|began|debuted)\b[^;,]{0,90}, (?:\w+ ){1,3}"
    r"(?:needed|had to|were required|must have)\b"
)
_OTHER_PLACES = re.compile(r"^(?:in )?(?:the )?rest of the world\b|^(?:creators |users |those )?outside\b")
# "Then it goes back to the standard 9 percent": what follows a special rate is not what went before it.
_LATER_STANDARD = re.compile(
    r"\b(?:revert(?:s|ing)?|return(?:s|ing)?|go(?:es)? back) to\b[^<>;]{0,50}\b(?:standard|usual|normal|regular"
    r"|existing)\b|\b(?:once|after|when|above|beyond)\b[^;]{0,90}\b(?:standard|usual|normal|regular)\b[^;]{0,90}"
    r"\b(?:appl(?:y|ies)|take effect|takes effect|kicks? in)\b"
)
_BEFORE_NOW = re.compile(r"\b(?:previous(?:ly)?|used to|formerly|in the past|old (?:rules|program\w*))\b")


def _role(clause: str, sentence: Sentence, start: int, passage: Passage) -> Role:
    if _LATER_STANDARD.search(sentence.shape) or (
        _OTHER_PLACES.search(sentence.shape) and not re.search(r"\bwill\b", sentence.shape)
    ):
        return "past"
    if _ALL_OLD.match(sentence.shape) and not re.search(r"\b(?:now|will|instead|but)\b", sentence.shape):
        return "old"
    if OLD_CLAUSE.search(clause):
        # What held when a programme began years ago is not what the news replaced.
        return (
            "past"
            if _LONG_AGO.search(clause)
            and not re.search(r"\b(?:previously|until|used to|formerly|reserved|so far)\b", clause)
            else "old"
        )
    if _ONCE_STATED.search(sentence.shape):
        return "old"
    if _NEEDED.search(clause) and sentence.place and _BEFORE_NOW.search(passage.sentences[sentence.place - 1].shape):
        return "old"
    if re.search(r"\b(?:available|open|limited) to\b", sentence.shape[:start]) and not re.search(
        r"\bnow|will\b", sentence.shape
    ):
        return ""  # who may join at present, which is news where nothing else is told
    if PRESENT_AS_OLD.search(clause) or (
        re.match(r"(?:the current|the present|currently|at present|right now|at the moment)\b", sentence.shape)
        and not re.search(r"\b(?:will|now)\b", clause)
    ):
        return "old"
    if NEW_CLAUSE.search(clause):
        return "new"
    return ""


_SWITCH = re.compile(r"\b(?:switch\w*|chang\w+|mov\w+|shift\w*|replac\w+|went|goes|going)\b")


def _exchanged(sentence: Sentence, pair: Pair, passage: Passage) -> list[Draft] | None:
    """ "Switched from 900 views to 40 hours": one condition goes, another comes; None where it is no such exchange."""
    old, new = typed(sentence, pair.old, passage), typed(sentence, pair.new, passage)
    if (
        old is None
        or new is None
        or old[0] == new[0]
        or not {old[0], new[0]} <= THRESHOLDS
        or not _SWITCH.search(sentence.shape[: sentence.token(pair.old)[0]])
    ):
        return None
    gone = single(Loose(sentence, pair.old, old, "old"), None, "removed")
    return [
        replace(gone, before=gone.after, after=None, weight=0.8),
        single(Loose(sentence, pair.new, new, "new"), None, "introduced"),
    ]


def _paired(sentence: Sentence, pair: Pair, passage: Passage) -> Draft | None:
    old, new = sentence.quantities[pair.old], sentence.quantities[pair.new]
    first, last = sorted((pair.old, pair.new))
    start, end = sentence.token(first)[0], sentence.token(last)[1]
    clause = clause_of(sentence, start, end)
    if UNCHANGED.search(clause) and not re.search(r"\b(?:since|from) <d", clause):
        return None
    if old.value == new.value and old.kind == new.kind:
        return None
    if (
        old.kind == "time"
        and new.kind in {"time", "count"}
        and thresholds.window(sentence, pair.old)
        and thresholds.window(sentence, pair.new)
    ):
        return None
    what = typed(sentence, pair.new, passage) if not new.bare else None
    other = typed(sentence, pair.old, passage) if not old.bare else None
    if new.bare or old.bare:
        what = what or (typed(sentence, pair.new, passage))
        other = other or (typed(sentence, pair.old, passage))
    kind = new.kind if new.kind != "count" or old.kind == "count" else old.kind
    chosen = _agreeing(what, other, not thresholds.has_noun(sentence, pair.old)) or by_neighbours(
        sentence, start, end, kind, passage
    )
    if chosen is None:
        return None
    if kind == "money" and re.search(r"\bout of\b", sentence.shape[start:end]):
        return None  # so much spent of a budget
    if chosen[0] in THRESHOLDS and (STATE_ACTS.search(sentence.shape) or _AUDIENCE.search(clause)):
        return None
    if chosen[0] in THRESHOLDS and not (
        REQUIRE.search(sentence.shape)
        or _BARS.search(passage.title.lower())
        or _BARS.search(sentence.shape)
        or _ROW.match(sentence.shape)
    ):
        return None
    if chosen[0] in thresholds.WEAK | {"age_min", "account_age"} and not _DIGITAL.search(passage.low):
        return None
    if chosen[0] in thresholds.WEAK and not PROGRAMME.search(passage.low):
        return None
    if "time" in (old.kind, new.kind) and chosen[0] in _COUNTED:
        return None
    low, high = sorted((old.value, new.value))
    if low > 0 and high / low > 400:
        return None
    if (
        kind == "money"
        and _FREE_PRICE.search(sentence.shape)
        and chosen[0] not in {"payout_min", "revenue_threshold", "fund_size", "bonus"}
    ):
        return None
    metric, unit = chosen
    before, after = values_of(metric, unit, old, new)
    stretch_start, stretch_end = evidence_of(sentence, start, end, metric)
    left, right = sentence.span(stretch_start, stretch_end)
    return Draft(
        metric=metric,
        before=before,
        after=after,
        unit=unit,
        change=change_of(before, after),
        start=left,
        end=right,
        place=sentence.place,
        scope=windows_beside(sentence, end),
        weight=0.95,
    )


_AND_TO = re.compile(r",? and (?:down |up )?(?:from|to) $")


def _as_before(sentence: Sentence, pair: Pair, drafts: list[Draft]) -> Draft | None:
    """ "Its cut falls to 21 percent from 28, and to 9 from 13 for students": a second change of the same rate."""
    start, end = sorted((pair.old, pair.new))
    if not drafts or drafts[-1].metric not in SHARES or not _AND_TO.search(sentence.before(start)):
        return None
    old, new = sentence.quantities[pair.old], sentence.quantities[pair.new]
    if old.kind != "percent" or new.kind != "percent":
        return None
    left, right = sentence.span(sentence.token(start)[0], sentence.token(end)[1])
    return replace(
        drafts[-1],
        before=old.told,
        after=new.told,
        change=change_of(old.told, new.told),
        start=left,
        end=right,
        scope=windows_beside(sentence, sentence.token(end)[1]),
    )


# No period is a number of these.
_COUNTED = frozenset({"followers", "subscribers", "views", "shorts_views", "posts", "streams", "listeners", "members"})


_ROW = re.compile(r"^\W*(?:[a-z'/-]+ ?){1,4}:\s<")


_BARS = re.compile(
    r"\b(?:bar|threshold|requirements?|minimum|age|rules?|entry|conditions?|tier|eligibility|monetization"
    r"|affiliates?|partner|program(?:me)?|rewards?|path|ladders?|status|lower limit|necessity|hurdle|duty"
    r"|number of|until now|payouts?)\b"
)


_DIGITAL = re.compile(
    r"\b(?:app|apps|platform|creators?|channels?|streamers?|monetization|online|internet|video|videos|social"
    r"|accounts?|youtube|tiktok|twitch|users|subscribers?|followers?|site|stream(?:s|ing)?|live|uploads?"
    r"|plays|artists?|fund|listeners|sellers?|gifts|shop|partner|affiliates?|marketplace|filmmakers?"
    r"|royalties|broadcasts?|tier)\b"
)


_AUDIENCE = re.compile(r"\b(?:(?:his|her|he|she|audience|viewership|user base|grew|grown|growing) [^<>]{0,60}from)\b")


_FREE_PRICE = re.compile(
    r"\b(?:premium|a month|per month|monthly (?:price|fee)|subscription price|viewers|users (?:get|pay)"
    r"|users will|tickets?|price)\b"
)


def _agreeing(what: Typed, other: Typed, plainly: bool = False) -> Typed:
    """The metric two numbers of one change share: the new one's own word first."""
    if what and other and what[0] != other[0]:
        if plainly:
            return what
        if {what[0], other[0]} <= {"creator_share_pct", "platform_fee_pct", "commission_pct"}:
            return what
        return None
    return what or other


def _merged(drafts: list[Draft]) -> list[Draft]:
    """One draft a change: a value told alone yields to the same value told with its former one."""
    # Told in the title and again in the text: the sentence has the tense, the dates and the conditions.
    drafts = list(
        {
            (one.metric, str(one.before), str(one.after)): one
            for one in sorted(drafts, key=lambda one: (one.place == 0, one.place), reverse=True)
        }.values()
    )[::-1]
    full = [one for one in drafts if one.before is not None and one.after is not None]
    out = []
    for one in drafts:
        if any(
            (number_in(value) or 0) > thresholds.MOST.get(one.metric, math.inf) for value in (one.before, one.after)
        ):
            continue
        if (
            one.before is None
            and one.after is not None
            and any(
                other.metric == one.metric and other.after is None and other.before == one.after for other in drafts
            )
        ):
            continue  # the condition that goes, told once more
        if (
            one.before is None
            and one.after is not None
            and one.change in {"set", "introduced"}
            and any(
                other.metric == one.metric and (other.after == one.after or (other.before == one.after))
                for other in full
            )
        ):
            continue
        if (
            one.before is None
            and one.after is None
            and any(
                other is not one
                and (other.metric == one.metric or {one.metric, other.metric} <= {"bonus", "bonus_pct"})
                for other in drafts
            )
        ):
            continue
        if (
            one.after is None
            and one.before is not None
            and any(other.metric == one.metric and other.before == one.before for other in full)
        ):
            continue
        out.append(one)
    return out
