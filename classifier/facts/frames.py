"""Frames of change: which of two numbers is the old one and which the new, told by prepositions and participles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from classifier.facts.clauses import Sentence
from classifier.facts.numbers import Quantity

Role = Literal["old", "new", "past", ""]

# A quantity in a shape, and the few words that may stand between a preposition and its number.
Q = r"<[cpomts](\d+)>"
SMALL = (
    r"(?:(?:an?|the|its|their|just|only|merely|about|around|roughly|as (?:little|few|low|much|many|high) as"
    r"|some|almost|nearly|more than|over|at least|"
    r"current|standard|usual|previous|prior|old|former|existing|earlier|original|flat|full|minimum|typical"
    r"|default|today's|of|mere|fixed|"
    r"initial|present|thresholds?|requirements?|rates?|set|at|required|needed|another|whopping|levels?|limits?|bar|cap"
    r"|minimum of|:)\s){0,5}"
)
# A period or a date may stand between the two numbers of a change; another value may not.
NEAR = r"(?:[^<>;]|<[tdm]\d+>){0,45}?"
FAR = r"(?:[^<>;]|<[tdm]\d+>){0,110}?"

_INSTEAD = (
    r"(?:instead of|rather than|statt|anstatt|au lieu de|en lugar de|invece di|in ?stead of|compared (?:with"
    r"|to)|against|versus|vs\.?|as opposed to|in place of|in lieu of|up from|down from|"
    r"(?:and|but)? ?not|no longer|replacing|replaces|to replace|previously|formerly|once|earlier|before that|"
    r"(?:was|were) previously|had been|out of|over the previous|from (?:the )?(?:previous|current|old|former"
    r"|existing|prior))"
)
_DOWN = (
    r"(?:(?:down|up|reduced|lowered|raised|increased|cut|dropped|slashed|trimmed|hiked|changed|a (?:drop|fall"
    r"|rise|jump|cut|decrease|increase|reduction)|"
    r"falling|rising|dropping|decreasing|increasing|halved|doubled|decrease|increase)\s?,?\s(?:from|since))"
)
# Each frame: the pattern, and which of its two numbers is the old one (1 or 2).
FRAMES: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), old)
    for pattern, old in (
        # from 8,000 to 6,500 subscribers · from its previous 30 percent down to 15
        (
            rf"(?<!rang)(?<!ranges )(?<!ranging )(?<!ranged )(?<!range )\bfrom "
            rf"{SMALL}{Q}{NEAR}(?:,\s)?\b(?:down |up |back )?(?:to|into) {SMALL}{Q}",
            1,
        ),
        # 30 → 15
        (rf"{Q}[\w\s]{{0,15}}(?:→|->|=>|-->|⇒|➡)\s?{Q}", 1),
        # 750 (old: 2,000) · 250 (previously 400) · five, once eight · 8 percent, up from 6
        (rf"{Q}{FAR}[\s(,:-]{_DOWN} {SMALL}(?:\w+ ){{0,2}}?{Q}", 2),
        (
            rf"{Q}{NEAR}[(,][\s(]?(?:previously|currently|presently|formerly|once|was|were|before|old|earlier"
            rf"|until now|prior|until recently)[:,]?\s{SMALL}{Q}",
            2,
        ),
        (rf"{Q}{FAR}[\s(,-]{_INSTEAD} {SMALL}{Q}", 2),
        (
            rf"{Q}{NEAR}\b(?:gives? way to|makes? way for|(?:is|are|was|will be) replaced (?:by"
            rf"|with)) {SMALL}(?:\w+ ){{0,3}}?{Q}",
            1,
        ),
        # 8% becomes 10%
        (
            rf"{Q}{NEAR}\b(?:becomes?|turns? into|will become|is now|goes to|goes up to|drops? to|falls? to"
            rf"|rises? to|changes? to|moves? to|climbs? to|shrinks? to) {SMALL}{Q}",
            1,
        ),
        # 30 hours streamed (25 before) · at 80 euros against 50 until now
        (
            rf"{Q}{NEAR}[(,]\s?{SMALL}{Q}[^<>;)]{{0,20}}\b(?:before|previously|until now|earlier|so far"
            rf"|in the past(?! (?:<|year|month|week|quarter|calendar))|until recently|last year|at present|formerly)\b",
            2,
        ),
        # a fraction of the 80 required before
        (
            rf"{Q}{FAR}\bof the {Q} (?:of (?:former|earlier|old)|that (?:was|were|used to be|had been)"
            rf"|previously|before|required before|needed before)",
            2,
        ),
        # 900, now 700
        (rf"{Q}{NEAR}, (?:and )?(?:now|today|from now on) {SMALL}{Q}", 1),
        # to 9, 8 and 7 percent, each from 5 · after raising it to 90, back to 50
        (rf"{Q}{FAR}\b(?:each|all|both|in both cases|in each case|in all cases),? (?:up |down )?from {SMALL}{Q}", 2),
        (
            rf"\bafter (?:raising|lowering|cutting|increasing|reducing|moving|putting|setting|lifting"
            rf"|dropping) (?:it|them|this|the \w+)?(?: \w+){{0,3}} ?(?:up |down )?(?:to"
            rf"|at) {SMALL}{Q}{FAR}\b(?:back )?to {SMALL}{Q}",
            1,
        ),
        # half the previous minimum of 100 · where 5,000 were needed before
        (
            rf"{Q}{FAR}\b(?:half|a third|a quarter|two thirds|twice|double|triple"
            rf"|a fraction) (?:of )?the (?:previous|old|former|current"
            rf"|earlier) (?:\w+ ){{0,3}}?(?:of )?{SMALL}{Q}",
            2,
        ),
        (
            rf"{Q}{FAR}\b(?:where|when|while|whereas|and) {SMALL}{Q}(?: \w+)? (?:was|were|had been"
            rf"|used to be) (?:needed|required|asked|demanded|the (?:bar|rule|minimum|norm)|enough|necessary"
            rf"|charged|paid|taken)",
            2,
        ),
        # to 1,000 followers from 5,000
        (rf"\b(?:to|at) {SMALL}{Q}{NEAR}\bfrom {SMALL}(?:usd )?{Q}", 2),
        (rf"{Q}{NEAR}, from {SMALL}{Q}", 2),
        # no longer 500 but 200 · instead of 500, ... 200
        (
            rf"\b(?:not|no longer|instead of|rather than) (?:(?:requir|ask|need|tak|charg|demand)ing (?:for )?)?"
            rf"{SMALL}{Q}{NEAR}(?:,| but| now)\s?(?:but |now "
            rf"|only |to )?{FAR}{Q}",
            1,
        ),
        # where it once took 300 · a bar previously set at 1,200 · compared with 93 cents until yesterday
        (
            rf"{Q}{FAR}[\s,(-](?:where|which|that|when|while|whereas|a (?:bar|number|figure|level|rate|fee"
            rf"|threshold|sum) )?\s?[^<>;]{{0,30}}?"
            rf"\b(?:once (?:took|required|needed|asked|stood|charged|was|paid)|previously (?:set at"
            rf"|reserved for|limited to|required|needed|asked|stood at|at|open to|available to|paid|charged"
            rf"|took|kept|restricted to|demanded|fixed at)|"
            rf"used to (?:be|need|require|ask(?: for)?|take|charge|pay|get|keep|stand at|have)|had (?:been"
            rf"|asked for|required|needed|paid|taken|charged|stood at)|formerly (?:required|set at|stood at"
            rf"|needed))"
            rf"\s{SMALL}(?:\w+ ){{0,2}}?{Q}",
            2,
        ),
        (
            rf"\b(?:previously|formerly|until now|until recently|once"
            rf"|used to)\b[^<>;]{{0,60}}?{SMALL}{Q}[^<>;]{{0,60}}?[,;:-]? ?\b(?:now|will now"
            rf"|has been (?:lowered|raised|reduced|cut)|has (?:dropped|fallen|risen))\b[^<>;]{{0,40}}?{Q}",
            1,
        ),
        # where Apple charges 15% now (the new one being proposed)
        (
            rf"{Q}{FAR}\b(?:where|while|whereas|when) [^<>;]{{0,40}}?(?:now|currently|today"
            rf"|at present)? ?\b(?:charges?|takes?|is|are|pays?|needs?|requires?|keeps?"
            rf"|gets?)\b {SMALL}{Q}[^<>;]{{0,25}}?(?=\b(?:now|today|currently|normal|usual|at present"
            rf"|is normal|is usual))",
            2,
        ),
        # 300, whereas before they required channels to have 900
        (
            rf"{Q}{FAR}\b(?:before|previously|formerly|earlier),? (?:it|they|you|this|the \w+|\w+s) (?:\w+ )?"
            rf"(?:required|needed|asked|had|took|charged|demanded)\b[^<>;]{{0,40}}?{SMALL}{Q}",
            2,
        ),
        (rf"{Q}{FAR}\b(?:where|while|whereas) {SMALL}{Q} is (?:normal|usual|the norm|standard|common)", 2),
        (rf"{Q}{NEAR},? (?:over|than) (?:the )?(?:previous|current|earlier|old|former) {SMALL}{Q}", 2),
        # drops followers 90 to 50, ups bar 500 to 1,000 (headline form)
        (
            rf"\b(?:cut(?:s|ting)?|lower(?:s|ed|ing)?|rais(?:es?|ed|ing)|ups|hik(?:es?|ed|ing)|drop(?:s|ped|ping)?"
            rf"|slash(?:es|ed|ing)?|reduc(?:es?|ed|ing)|increas(?:es?|ed|ing)|bump(?:s|ed|ing)?|mov(?:es?|ed|ing)"
            rf"|boost(?:s|ed|ing)?|lift(?:s|ed|ing)?|trim(?:s|med|ming)?|chang(?:es?|ed|ing)|shift(?:s|ed|ing)?)"
            rf" [^<>;]{{0,50}}?{Q}[^<>;,]{{0,50}}? (?:down |up )?to {SMALL}{Q}",
            1,
        ),
    )
)

OLD_CLAUSE = re.compile(
    r"\b(?:reduc|lower|cutt?|rais|increas|replac|scrapp?)(?:ing|e?s|e?d) (?:its|the|their) (?:[a-z]+ ){0,2}"
    r"(?=<[ps]\d+>(?![^;]{0,70}\bto (?:just |only |a )?<))|"
    r"\b(?:dropp?|lower|cutt?|rais|reduc|slash|eas)(?:e?s|e?d|ing)?(?: \w+){1,4} from "
    r"(?=<[cpm]\d+>(?![^;]{0,60}\bto <))|"
    r"<[cpmt]\d+>(?![^;<>]{0,20}\bas before)[^;<>]{0,20}\bbefore\W*$|"
    r"\b(?:until|before) <d\d+>(?:[^;<>]|<[cpmts]\d+>){0,60}\b(?:were|was|had|needed|took|required|asked)\b|"
    r"\blast (?:year|month|season)(?:'s)? (?:[a-z]+ ){0,3}(?=<[cpmt])|"
    r"\b(?:while|when) (?:it|the bar|the threshold|the fee|the rate|the limit) was (?:still )?(?=<[cpmt])|"
    r"(?<!> )(?<!in the )(?<!over the )(?<!within the )(?<!during the )\b(?:old|previous|former|earlier|prior)"
    r" (?:[a-z]+ ){0,3}?[:=]? ?(?=<[cpmt])|\bit (?:had been"
    r"|was) (?=<[cpmt])|\b(?:let in|admitted|accepted) (?:[^<>;]|<c\d+>){0,60}\bsince\b|"
    r"\b(?:bar|thresholds?|figure|number|limit|minimum|requirement|rate|fee|cut|share|split|commission|it"
    r"|that|before that|they|earlier one|first round's?) (?:was|were|had been|used to be|stood at"
    r"|had stood at)(?: set)?(?: at)? (?:only |just |still |then |a |an |about )?(?=<[cpmts])|"
    r"\bset at <[cpmt]\d+>[^;]{0,40}\bwhen (?:it|they|the \w+) (?:started|launched|opened|began)\b"
    r"|\b(?:originally|at first|at launch|when (?:it|\w+) (?:first )?(?:started|launched|opened))\b|"
    r"\b(?:has|have|had) always (?:paid|taken|charged|asked|required)\b|"
    r"\b(?:used to|previously(?! (?:live|published|streamed|recorded|uploaded)\b)|formerly|had (?:asked|needed"
    r"|required|demanded|been|to have|to reach|charged"
    r"|taken|paid|set|stood)|"
    r"(?:was|were) (?:needed|required|asked|demanded|necessary) (?:before|earlier|previously|until|so far)"
    r"|until (?:now|recently|then|last|this|yesterday|<d\d+>)|until .{0,25}? (?:you|creators|they|channels"
    r"|sellers|users|accounts|streamers) (?:needed|had|paid)|"
    r"before (?:its|the|that|this|then|now|<d\d+>)|in the past(?! (?:<[tc]|year|month|week|quarter|calendar)|\s*$)"
    r"|this morning|earlier today|(?<!will )initially|so far|up to now|bisher\w*|zuvor|vorher|jusqu'|antes|"
    r"(?:the )?(?:old|previous|former|earlier|prior|original|existing) (?:\w+ ){0,3}(?:was|were|stood"
    r"|required|needed|of|is|had|gave|paid|left|took|asked)|"
    r"was (?:once|previously|formerly)|once (?:required|needed|asked|took|had|stood|was)|in former days|"
    r"the (?:previous|old|former) (?:bar|threshold|limit|requirement|figure|number|rate|fee|cut|share|split))\b"
)
PRESENT_AS_OLD = re.compile(
    r"\bthe customary\b"
    r"|<d\d+> (?:it|they|the \w+) (?:is|are|takes?|needs?|stands?)\b|\b(?:today (?:it|they|the)|currently"
    r"|at present|at the moment|right now|as of now|as now|for now|elsewhere|everywhere else|already on board"
    r"|those already|members already|today's|the current|the present|"
    r"the standard|the usual|normally|present (?:rate|bar|fee)|stands? at|older contracts|opened before"
    r"|existing (?:members|users|sellers|creators|pages|stores|shops|contracts)|"
    r"who joined before|signed before|keep paying|continue to pay|until renewal)\b"
)
NEW_CLAUSE = re.compile(
    r"\b(?:now|will|new|from <d\d+>|starting|effective|as of|from (?:now|today)|going forward|reichen|nunmehr"
    r"|ab|only|just|mere|as few as|as little as|instead|"
    r"enough|suffices?|at noon|drops?|dropped|falls?|fell|rises?|rose|goes up|has (?:cut|raised|lowered"
    r"|reduced|moved|dropped))\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers of one sentence, by their places, and where the frame that joins them stands in the shape."""

    old: int
    new: int
    start: int
    end: int


_CLOCK = frozenset({"hours", "minutes"})


def kin(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can be values of one thing: the same kind, or one without a kind of its own."""
    if "split" in (one.kind, other.kind):
        return {one.kind, other.kind} <= {"split", "percent"} or one.kind == other.kind
    if "points" in (one.kind, other.kind):
        return False
    if one.kind == other.kind == "time" and (one.unit in _CLOCK) != (other.unit in _CLOCK):
        return False  # hours are collected, days are waited
    if one.kind == other.kind:
        return one.kind != "money" or one.unit == other.unit or one.bare or other.bare
    return "count" in (one.kind, other.kind)


def pairs(sentence: Sentence) -> tuple[Pair, ...]:
    """Numbers of a sentence joined by a frame of change; each number in one pair only, tighter frames first."""
    if len(sentence.quantities) < 2:
        return ()
    found: list[Pair] = []
    used: set[int] = set()
    options: list[tuple[int, int, Pair]] = []
    for rank, (pattern, old_group) in enumerate(FRAMES):
        at = 0
        for _ in range(12):
            match = pattern.search(sentence.shape, at)
            if match is None:
                break
            first, second = int(match[1]), int(match[2])
            at = match.start() + 1
            old, new = (first, second) if old_group == 1 else (second, first)
            if _COMPARED.search(sentence.shape[: sentence.token(second)[0]]) and _OTHERS.match(
                sentence.shape[sentence.token(second)[1] :]
            ):
                continue
            if (
                _COUNTED_IN.search(sentence.shape[: sentence.token(second)[0]])
                and sentence.quantities[second].kind == "time"
            ):
                continue
            if first != second and kin(sentence.quantities[old], sentence.quantities[new]):
                left, right = sentence.token(min(first, second))[1], sentence.token(max(first, second))[0]
                strange = _strange(sentence.quantities[old], sentence.quantities[new])
                strange += 40 * bool(_NEXT_CHANGE.search(sentence.shape[left:right]))
                options.append((right - left + rank + strange, rank, Pair(old, new, match.start(), match.end())))
    for _, _, pair in sorted(options, key=lambda one: (one[0], one[1])):
        if pair.old in used or pair.new in used:
            continue
        found += _listed(sentence, pair, used) or [pair]
        used |= {number for one in found for number in (one.old, one.new)}
    return tuple(sorted(found, key=lambda pair: pair.start))


# "45 percent, compared with 55 for long videos": another product's value is no former one.
_COMPARED = re.compile(r"\bcompared (?:with|to) (?:the |an? )?$")
_OTHERS = re.compile(r"^ (?:for|on) (?!(?:now|today)\b)[a-z]")
# "900 posts over the previous 30 days": the period of a count, not its former value.
_COUNTED_IN = re.compile(r"\b(?:over|in|within|during) (?:the )?(?:previous|past|last|preceding) $")


# "To 25 from 30, and to 12 from 15": what follows "and" is another change.
_NEXT_CHANGE = re.compile(r",? and (?:from |to )(?:\w+ )?$")


def _strange(one: Quantity, other: Quantity) -> int:
    """How unlikely two numbers are values of one bar: another kind, or sizes that no change bridges."""
    low, high = sorted((one.value, other.value))
    return 30 * (one.kind != other.kind) + 200 * (low > 0 and high / low > 60)


_AND = re.compile(r"^(?:(?:[^<>;.()]|<t\d+>){0,45}?)(?:\band\b|\bor\b|,|&|\bplus\b)[^<>;.()]{0,12}?$")


def _together(sentence: Sentence, one: int, other: int) -> bool:
    """Whether two neighbouring numbers are members of one list."""
    return bool(_AND.match(sentence.shape[sentence.token(one)[1] : sentence.token(other)[0]]))


def _listed(sentence: Sentence, pair: Pair, used: set[int]) -> list[Pair]:
    """ "25 followers and 4 hours (down from 50 and 8)": the other members of two lists, matched by position."""
    old, new = pair.old, pair.new
    if new > old:
        return []
    # The frame joined one member of the first list with the first of the second; walk both lists in step.
    members = [
        place
        for place, one in enumerate(sentence.quantities)
        if one.kind != "time" or one.unit in {"hours", "minutes"} or place in (old, new)
    ]
    firsts, seconds = [new], [old]
    at = members.index(new)
    while at > 0 and _together(sentence, members[at - 1], members[at]):
        at -= 1
        firsts.insert(0, members[at])
    at = members.index(new)
    while members[at + 1] < old and _together(sentence, members[at], members[at + 1]):
        at += 1
        firsts.append(members[at])
    at = members.index(old)
    while at + 1 < len(members) and _together(sentence, members[at], members[at + 1]):
        at += 1
        seconds.append(members[at])
    if (
        len(firsts) < 2
        or len(firsts) != len(seconds)
        or not all(kin(sentence.quantities[a], sentence.quantities[b]) for a, b in zip(firsts, seconds, strict=True))
    ):
        return []
    # The frame may have crossed the lists (last of the first with first of the second): position decides.
    matched = [Pair(b, a, pair.start, pair.end) for a, b in zip(firsts, seconds, strict=True)]
    return [] if any(one.old in used or one.new in used for one in matched) else matched


RATIOS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern), ratio)
    for pattern, ratio in (
        (
            r"\b(?:halv(?:e|es|ed|ing)|(?:cut|cuts|reduced?|reduces|lowered?|lowers|slash(?:es|ed)?|drop(?:s"
            r"|ped)?|fell|falls?|shrinks?|shrank) (?:\w+ ){0,6}?(?:by|in) half|half (?:of )?what "
            r"|half as (?:many|much|high)|half the (?:old|previous|former)"
            r"|half (?:of )?the (?:number|amount|count|figure|total) [^<>;]{0,40}(?:previously|before|used to))\b",
            0.5,
        ),
        (
            r"\b(?:doubl(?:e|es|ed|ing)|twice (?:as (?:many|much|high)|the (?:old|previous|former)|what (?:it"
            r"|they)))\b",
            2,
        ),
        (
            r"\b(?:tripl(?:e|es|ed|ing)|trebl(?:e|es|ed|ing)|three times (?:as (?:many|much|high)|the (?:old"
            r"|previous|former)|what (?:it|they)))\b",
            3,
        ),
        (r"\b(?:quadrupl(?:e|es|ed|ing)|four times (?:as|the (?:old|previous|former)|what))\b", 4),
        (r"\btenfold\b|\bten times (?:as|the (?:old|previous)|what)", 10),
        (r"\bfivefold\b|\bfive times (?:as|the (?:old|previous)|what)", 5),
        (
            r"\b(?:by|of) two[- ]thirds\b|\btwo[- ]thirds (?:lower|less|fewer)\b|\ba third of what (?:it"
            r"|they) (?:was|were)\b|\bone[- ]third of (?:the|its) (?:old|previous|former)",
            1 / 3,
        ),
        (
            r"\b(?:cut|cuts|reduce[sd]?|lower(?:s|ed)?|slash(?:es|ed)?|trim(?:s|med)?|drop(?:s|ped)?"
            r"|fall(?:s)?|fell) (?:\w+ ){0,6}?by (?:a|one)[- ]third\b|\ba third (?:lower|less|fewer)\b",
            2 / 3,
        ),
        (
            r"\b(?:cut|cuts|reduce[sd]?|lower(?:s|ed)?|slash(?:es|ed)?|trim(?:s|med)?|drop(?:s|ped)?"
            r"|fall(?:s)?|fell) (?:\w+ ){0,6}?by (?:a|one)[- ]quarter\b|\ba quarter (?:lower|less|fewer)\b",
            0.75,
        ),
        (
            r"\b(?:cut|cuts|reduce[sd]?|lower(?:s|ed)?|slash(?:es|ed)?) (?:\w+ ){0,6}?by three[- ]quarters\b"
            r"|\b(?:a )?quarter of (?:what (?:it|they) (?:was|were)|(?:the|its) (?:old|previous|former))",
            0.25,
        ),
        (r"\bone and a half times\b|\bone-and-a-half times\b|\b1\.5 times\b", 1.5),
        (
            r"\b(?:rais(?:es|ed|ing)|rises?|rose|increas(?:es|ed|ing)|up|grows?) (?:\w+ ){0,5}?by half\b"
            r"|\bhalf (?:as much )?again\b|\bhalf more\b",
            1.5,
        ),
    )
)
_BY_PERCENT = (
    re.compile(
        rf"\b(?:cut|cuts|cutting|reduc\w+|lower\w*|slash\w*|trim\w*|drop\w*|fall\w*|fell|shr[iau]nk\w*"
        rf"|decreas\w+|down) [^<>;]{{0,50}}?by {SMALL}<p(\d+)>"
    ),
    re.compile(
        rf"\b(?:rais\w+|rise\w*|rose|increas\w+|hik\w+|up|climb\w*|grow\w*|grew"
        rf"|jump\w*) [^<>;]{{0,50}}?by {SMALL}<p(\d+)>"
    ),
    re.compile(r"<p(\d+)> (?:lower|less|fewer|smaller|below)\b"),
    re.compile(r"<p(\d+)> (?:higher|more|greater|above|larger)\b"),
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A factor told instead of a value; `percent` is the place of the number that tells it, where one does."""

    factor: float
    start: int
    end: int
    percent: int | None = None


def ratio_in(sentence: Sentence) -> Ratio | None:
    """ "halves", "cut by two thirds", "75 percent lower": the factor new over old, None where none is told."""
    for pattern, factor in RATIOS:
        match = pattern.search(sentence.shape)
        if match is not None:
            return Ratio(factor, match.start(), match.end())
    for place, pattern in enumerate(_BY_PERCENT):
        match = pattern.search(sentence.shape)
        if match is not None:
            number = int(match[1])
            share = sentence.quantities[number].value / 100
            factor = 1 - share if place in (0, 2) else 1 + share
            if factor > 0:
                return Ratio(factor, match.start(), match.end(), number)
    return None
