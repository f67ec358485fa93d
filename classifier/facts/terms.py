"""Terms: the walk through a passage that joins typed numbers into what a programme asked, asks and will ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from classifier.facts import payouts, shares, thresholds
from classifier.facts.clauses import Sentence
from classifier.facts.frames import NEW_CLAUSE, OLD_CLAUSE, PRESENT_AS_OLD, Pair, Role, kin, pairs, ratio_in
from classifier.facts.numbers import Quantity, plain
from classifier.facts.passage import Draft, Passage, Value, change_of
from classifier.facts.status import RUMOR

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
SHARES = frozenset({"creator_share_pct", "platform_fee_pct", "commission_pct", "bonus_pct"})

# Words that make a count a bar rather than a crowd.
REQUIRE = re.compile(
    r"\b(?:needs?|needed|requires?|required|requiring|requirements?|must|at least|minimum|bar|thresholds?"
    r"|hurdle|entry|eligib\w+|qualif\w+|unlocks?|join|apply|"
    r"(?:can|may|could|to) (?:now |soon |then |also |finally )?(?:apply|join|earn|monetiz\w+|sell|tag|switch"
    r"|get|start|enroll|sign|use|go|become|access|charge|make|receive|turn|be|cash|open|offer|participate"
    r"|host|unlock|enable|run)|"
    r"(?:may|can) now|as few as|as little as|mere|once (?:they|you|an|a|it|their|your)|asks? for|asked for"
    r"|condition|open to|available to|accepts?|in order to|have to|has to|floor|no fewer than|not fewer than"
    r"|suffices?|"
    r"enough|compulsory|mandatory|criteria|available|rule|condition|wants?|gets? in|in return|provided that"
    r"|reserved for|restricted to|only (?:channels|creators|accounts|streamers|pages)|with (?:over|more than"
    r"|at least)|fewer than|under|below|reach(?:ed|es)?|reichen|nötig|"
    r"asks?|demands?|takes|no more than|genügen|genügt|set at|has gifts at|bring|grow to|amass|accumulate"
    r"|has been (?:lowered|raised)|generate at least|collected within)\b"
)
_LIMITS = re.compile(
    r"<c\d+> more\b|\b(?:can|may) (?:host|add|upload|invite|send|follow|have|post) up to|characters?\b"
)
# A star's audience, not a bar.
PERSON = re.compile(
    r"\b(?:(?:he|she|his|her|hers)\b|youtuber [a-z]+ [a-z]+|(?:singer|rapper|actor|actress|model|comedian"
    r"|athlete|star|influencer|tiktoker|streamer) (?:who|with)|who (?:has|had|have) (?:more than |over "
    r"|about |nearly |some )?<c\d+>|"
    r"(?:has|have|had|boasts?|amassed|gained|attracted|lost|drew|drawn|passes|passed|surpass\w*|tops?|topped"
    r"|crossed|celebrat\w*|milestone|counts) (?:more than |over |about |nearly |some |almost |around |its |a "
    r"|the )*<c\d+>|"
    r"whose|record\b|most[- ]followed|viral|followers on (?:instagram|tiktok|twitter|x|youtube)"
    r"|<c\d+> (?:million )?(?:followers|subscribers|fans) (?:on|across) )"
)
NEWS = re.compile(
    r"\b(?:now|new|newly|will|chang\w+|low(?:er|ers|ered|ering)|rais\w+|cut\w*|expand\w*|open\w*|launch\w*"
    r"|introduc\w+|announc\w+|start\w*|begin\w*|roll\w*|updat\w+|test\w*|trial|pilot|drop\w*|eas\w+|loosen\w*"
    r"|"
    r"tighten\w*|revis\w+|reset\w*|relax\w*|revamp\w*|overhaul\w*|reduc\w+|scrap\w*|remov\w+|from <d\d+>"
    r"|unveil\w*|bring\w*|adds?|added|mandat\w+|debut\w*|extend\w*|retools?|rework\w*|replac\w+|trim\w*"
    r"|slash\w*|hik\w+|as of|offer\w*|reviv\w+|going|"
    r"let|lets|allow\w*|widen\w*|trying|accept\w*|effective|switch\w*|adjust\w*|doubl\w+|halv\w+|set|sets"
    r"|plans?|tries|need|needs|requires?|moves?|charge\w*|waiv\w+|pays?)\b"
)
GUIDE = re.compile(
    r"^(?:how to|how do|how much|\d+ (?:best|tips|ways|things)|the best|best |guide|explained|a guide|tips"
    r"|what is|everything you need)"
)

OPINION = re.compile(
    r"\b(?:should(?: not| never| be| take| pay| get)?|ought to|imagine|what if|suppose|wish(?:es)?"
    r"|petition\w*|calls? (?:on|for)|called (?:on|for)|calling (?:on|for)|urg(?:es?|ed|ing)|"
    r"demand(?:s|ed|ing) (?:that|a|an|the)|argu(?:es?|ed) that|lobb\w+|"
    r"(?:if|were) (?:a |an |the )?(?:platform|youtube|tiktok|twitch|apple|google|meta|spotify|kick|patreon"
    r"|etsy|it|they|company|\w+) (?:raised|lowered|cut|halved|doubled|asked|took|were to|charged|paid|set"
    r"|moved|required)|"
    r"hypothetical\w*|for example, (?:a|an|if)|say, an?|would (?:have )?(?:earn|receive|lose|cost (?:a|an|him"
    r"|her))|forecasts?|expects? the|analysts?)\b"
)
UNCHANGED = re.compile(
    r"\bstays? (?=<)|"
    r"\bno (?:cut|rise|increase|hike|reduction|raise) to\b|"
    r"\b(?:remains?(?! to be)|remained|remaining(?! <)|unchanged|no plans?|stays? (?:at|the same|put|as|where)"
    r"|stayed (?:at|the same)|as before|are the same|is the same|same as|see no change|no change|unaffected|"
    r"continues? to [a-z]+|(?:is|are) not going to (?:change|rise|fall|go)|left everything|not chang\w+"
    r"|(?:will|would|does|did|has|have|is|are) not (?:\w+ )?(?:rais\w+|cut\w*|chang\w+|lower\w*|touch\w*"
    r"|mov\w+|increas\w+|reduc\w+|plan\w*|consider\w*)|"
    r"won't (?:rais|cut|chang|lower|touch|mov|increas|reduc)\w*|still (?:needs?|requires?|takes?|charges?"
    r"|must|stands?|keeps?|is|are|be|have|has|applies|apply|asks?|pays?)|must remain"
    r"|keeps? (?:costing|its|the) |reworded|"
    r"not affected|does not apply|no different|has always (?:required|taken|charged)"
    r"|nothing (?:has )?chang\w+|left (?:it|the \w+) (?:at|untouched)|leaves? (?:the "
    r"|its )?[\w ]{0,20}untouched|since (?:its )?launch)\b"
)
SHELVED = re.compile(
    r"\b(?:had (?:considered|weighed|mulled|discussed|toyed|contemplated|thought about|planned|floated)"
    r"|(?:was|were|had been) (?:weighing|considering|mulling|on the table|under discussion|discussed|toying)"
    r"|decided against|decided not to|"
    r"shelv(?:ed|es|ing)|rejected (?:the|an?|that) (?:idea|plan|proposal)|dropped (?:the|that|its) (?:idea"
    r"|plans?)|(?:ruled|rules|ruling) (?:it |that |this )?out|considered and|toyed with|scrapped (?:the "
    r"|its )?(?:idea|plans?)|never (?:came|happened|shipped|launched|left)|"
    r"no longer plans|plans? (?:to|for) (?:[^;.]){2,60} (?:was|were) (?:dropped|shelved|scrapped|abandoned)"
    r"|quietly dropped|gave up (?:the|on)|considered (?:lowering|raising|cutting|asking|a |an ))\b"
)
RELATIVE_BACK = re.compile(
    r"\b(?:in|since|back in) <d\d+>|\b(?:last year|years ago|at (?:the )?(?:launch|start)|when (?:it"
    r"|the \w+) (?:launched|opened|started)|launched in|opened (?:in|with))\b"
)
RIVAL = re.compile(
    r"\b(?:rival|rivals|competitor|competitors|elsewhere|by comparison|in comparison|compared with (?:twitch"
    r"|youtube|tiktok|apple|google)'s|for comparison|unlike|while (?:rival|competitor)|other platforms)\b"
)
REMOVED = re.compile(
    r"\b(?:no longer (?:needs?|requires?|required|needed|asks?|have to|has to|applies|demands?|necessary|is"
    r"|are|must)|(?:remov|abolish|eliminat|scrapp?|waiv|ditch|axe|lift|drop|delet|end|kill|cancel"
    r"|do(?:es)? away with|did away with|done away with|gets? rid of|got rid of)(?:s|es|ed|d|ing|e|ped|ping"
    r"|ing)?\b"
    r"(?! (?:to|from|by|below|down|off))|(?:is|are|was|has been|have been) (?:gone|removed|abolished|scrapped"
    r"|waived|dropped|lifted|eliminated|no longer|done away)|without (?:the|any|needing)|regardless of|gone\b"
    r"|instead of any|not need|need not|don't need|does not need)"
)


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
    loose, joined = _across(loose, drafts, passage)
    drafts += joined
    left = []
    for one in loose:
        alone = _alone(one, passage)
        drafts += alone
        left += [] if alone else [one]
    drafts += _beside(left, drafts, passage)
    drafts += _denied(passage)
    return _merged(drafts)


def _beside(left: list[Loose], drafts: list[Draft], passage: Passage) -> list[Draft]:
    """Conditions that stand in one sentence with a condition already read belong to the same list."""
    out = []
    for one in left:
        if one.typed is None or one.typed[0] not in THRESHOLDS or one.role in {"old", "past"}:
            continue
        clause = _clause(one.sentence, *one.sentence.token(one.place))
        if PERSON.search(clause) or UNCHANGED.search(clause) or _STATE_ACTS.search(clause) or RIVAL.search(clause):
            continue
        if any(
            other.place == one.sentence.place and other.metric in THRESHOLDS and other.metric != one.typed[0]
            for other in drafts
        ):
            out.append(_single(one, None, "set"))
    return out


_NOT_TO = re.compile(
    r"^(?:it|that|this|the \w+) (?:will not|won't|is not going to|would not) (?:go|rise|fall|drop|change"
    r"|climb|move|be (?:raised|lowered|cut|increased)) (?:up |down )?to <[cpm](\d+)>"
)


def _denied(passage: Passage) -> list[Draft]:
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


DENIAL = re.compile(
    r"\b(?:contrary to|denie[sd]|false|untrue|no truth|reject\w*|despite (?:reports|rumou?rs|claims))\b"
)


_PLACE_OF_TERMS = re.compile(
    r"\b(?:creators?|creator's|channels?|streamers?|moneti[sz]\w+|partners?|affiliates?|sellers?|developers?"
    r"|devs|influencers?|subscribers?|followers?|follower|fans?|commissions?|revenue|payouts?|tips?|tipping|"
    r"artists?|hosts?|writers?|members?|fees?|bonus\w*|fund|royalt\w+|views|accounts?|programme?s?|karma"
    r"|impressions|app store|contributors?|publishers?|makers|merchants?|streams?|pays?|hürde)\b"
)
_RATIO_WORD = re.compile(r"\b(?:halv|doubl|tripl|trebl|quadrupl|tenfold|fivefold|twice|third|quarter|half)")
_ZERO = re.compile(
    r"\b(?:takes? nothing|for free|(?:stop(?:s|ped)?|end(?:s|ed)?|quits?) (?:taking|charging|collecting)"
    r"|free of charge|no (?:\w+ )?(?:fee|fees|commission|cut)|waiv\w+|zero (?:fee|fees|commission|percent)"
    r"|commission-free|fee-free|keep (?:all|everything|the whole|every))\b"
)
_STATE_ACTS = re.compile(
    r"\b(?:platforms?|services?|networks?|companies|sites|apps|providers) (?:with|that|which|would|must|have"
    r"|larger|would have)\b[^<>]{0,60}<c\d+>|\bmonthly (?:active )?users\b"
)


def dead(sentence: Sentence, passage: Passage) -> bool:
    """Whether a sentence tells no change: wishes, what stays, what was dropped before anyone was told."""
    shape = sentence.shape
    if SHELVED.search(shape) or (OPINION.search(shape) and not _PROPOSES.search(shape)):
        return True
    if _PROMOTES.search(shape):
        return True
    if _PREDICTS.search(shape) and not _SOURCED.search(shape):
        return True
    if passage.title.lower().startswith(("opinion", "editorial", "column:", "letters:", "comment:", "op-ed")):
        return True
    following = passage.sentences[sentence.place + 1] if sentence.place + 1 < len(passage.sentences) else None
    return bool(following is not None and _DROPPED_NEXT.search(following.shape))


# What sites put behind their articles.
_PROMOTES = re.compile(
    r"^\W*(?:join|sign up|subscribe|stay (?:ahead|tuned|informed)|get (?:our|the|unlimited|full|your)|try"
    r"|want more|read (?:more|also)|unlock (?:full|unlimited|all)|don't miss|click|download our)\b"
    r"[^;]*\b(?:today|newsletters?|our|free|readers|insights?|membership|access|off|subscribers)\b|<p\d+> off\b"
)
_PREDICTS = re.compile(r"\b(?:could|might) (?:\w+ ){1,6}?<|\bpredict\w*|\bprobably\b|\bforecast")
_SOURCED = re.compile(
    r"\b(?:propos\w+|draft|bill|consult\w+|suggest\w*|regulator|authority|court|judge|report\w*|sources?"
    r"|familiar|citing|considering|weighing|leak\w*|screenshots?|code|says|said|capped)\b"
)
_DROPPED_NEXT = re.compile(
    r"\b(?:in the end|eventually|finally|but|ultimately)\b[^.]{0,50}\b(?:decided against|shelved|rejected"
    r"|dropped|abandoned|nothing came|never)\b|^(?:the|that|this) (?:idea|plan|proposal) (?:is off the table"
    r"|was|has been|never|is) (?:\w+ )?(?:shelved|dropped|rejected|abandoned|made it|dead)"
)
_PROPOSES = re.compile(
    r"\b(?:propos\w+|draft|bill|consult\w+|remed\w+|regulator|commission (?:asks|wants)|authority)\b"
)


def _clause(sentence: Sentence, start: int, end: int, wide: int = 60) -> str:
    """The clause around a stretch of a shape: up to a semicolon, a dash or a new subject on either side."""
    left = sentence.shape[max(0, start - wide) : start]
    if start > wide:  # a word cut in two may read as another ("the" as "he")
        left = left.partition(" ")[2]
    right = sentence.shape[end : end + wide]
    left = re.split(r";|\.\s|\s-\s|:\s|,\s(?:and|but|while|where|whereas|so)\s|\(", left)[-1]
    right = re.split(r";|\.\s|\s-\s|,\s(?:and|but|while|where|whereas|so)\s|\)", right)[0]
    return left + sentence.shape[start:end] + right


def _within(sentence: Sentence, passage: Passage) -> tuple[list[Draft], list[Loose]]:
    drafts: list[Draft] = []
    joined = pairs(sentence)
    used: set[int] = set()
    if (longer := _extended(sentence, passage)) is not None:
        return [longer], []
    if (retimed := _retimed(sentence, joined, passage)) is not None:
        draft, places = retimed
        drafts.append(draft)
        used |= places
    for pair in joined:
        if pair.old in used or pair.new in used:
            continue
        used |= {pair.old, pair.new}
        draft_of = _paired(sentence, pair, passage)
        if draft_of is not None:
            drafts.append(draft_of)
            drafts += _shared_old(sentence, pair, draft_of, used)
    if (told := _by_ratio(sentence, used, passage)) is not None:
        draft, places = told
        used |= places
        drafts.append(draft)
    drafts += _nothing(sentence, used, passage)
    rest = []
    for place, one in enumerate(sentence.quantities):
        if place in used or thresholds.window(sentence, place) or one.kind == "points":
            continue
        start, end = sentence.token(place)
        clause = _clause(sentence, start, end)
        rest.append(Loose(sentence, place, typed(sentence, place, passage), _role(clause, sentence, start)))
    if "respectively" in sentence.shape:
        rest = _lent(rest)
    rest = _stepped(rest)
    drafts, rest = _points(sentence, rest, drafts, passage)
    return drafts, rest


_BEYOND = re.compile(
    r"^ (?:after that|above|beyond|thereafter|over that|on anything|from then|below|past|for anything"
    r"|on (?:the|any)(?:thing)? )"
)


def _stepped(rest: list[Loose]) -> list[Loose]:
    """ "0 percent of the first million and 12 percent after that": steps of one scale share what they measure."""
    out = list(rest)
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


_ALL_OLD = re.compile(r"^(?:the )?(?:previous(?:ly)?|old|former(?:ly)?|earlier|prior|until now|before that|before)\b")


def _role(clause: str, sentence: Sentence, start: int) -> Role:
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
    if PRESENT_AS_OLD.search(clause) or (
        re.match(r"(?:the current|the present|currently|at present|right now|at the moment)\b", sentence.shape)
        and not re.search(r"\b(?:will|now)\b", clause)
    ):
        return "old"
    if NEW_CLAUSE.search(clause):
        return "new"
    return ""


def _paired(sentence: Sentence, pair: Pair, passage: Passage) -> Draft | None:
    old, new = sentence.quantities[pair.old], sentence.quantities[pair.new]
    first, last = sorted((pair.old, pair.new))
    start, end = sentence.token(first)[0], sentence.token(last)[1]
    clause = _clause(sentence, start, end)
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
    chosen = _agreeing(what, other, not thresholds.has_noun(sentence, pair.old)) or _by_neighbours(
        sentence, start, end, kind, passage
    )
    if chosen is None:
        return None
    if chosen[0] in THRESHOLDS and (_STATE_ACTS.search(sentence.shape) or _AUDIENCE.search(clause)):
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
    if chosen[0] in thresholds.WEAK and not _PROGRAMME.search(passage.low):
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
    before, after = _values(metric, unit, old, new)
    stretch_start, stretch_end = _evidence(sentence, start, end, metric)
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
        scope=_windows_beside(sentence, end),
        weight=0.95,
    )


_PLANNED = re.compile(r"\b(?:planned|plans? (?:for|to)|proposed|announced|promised)\b")
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


def _by_neighbours(sentence: Sentence, start: int, end: int, kind: str, passage: Passage) -> Typed:
    """The metric of a bare pair, from its sentence, then the sentence before, then the title."""
    context = " ".join(one.shape for one in passage.sentences[max(0, sentence.place - 2) : sentence.place])
    title = passage.sentences[0].shape if passage.sentences else ""
    if kind in {"percent", "split"} and shares.FINANCE.search(sentence.shape):
        return None
    if kind in {"percent", "split"}:
        return shares.nearby(sentence, start, end, passage) or shares.of_context(context) or shares.of_context(title)
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


def _values(metric: str, unit: str, old: Quantity, new: Quantity) -> tuple[Value, Value]:
    if metric == "account_age" and unit == "days":
        return _days(old, new), _days(new, old)
    return old.told, new.told


def _days(one: Quantity, other: Quantity) -> Value:
    weeks = "weeks" in (one.unit, other.unit) and one.unit in (None, "weeks")
    return plain(one.value * 7) if weeks else one.told


def _evidence(sentence: Sentence, start: int, end: int, metric: str) -> tuple[int, int]:
    """Widen a stretch to the words that carry it: the verb or preposition before, the noun after."""
    lead = re.search(r"(?:\b[\w'-]+ ){0,3}$", sentence.shape[max(0, start - 40) : start])
    tail = re.match(r"[-% ]?(?:(?!and\b|or\b|,)[\w'-]+ ?){0,3}", sentence.shape[end : end + 40].split("<")[0])
    left = start - (len(lead.group()) if lead else 0)
    if ">" in sentence.shape[left:start]:
        left = sentence.shape.rindex(">", left, start) + 1
    right = end + (len(tail.group().rstrip()) if tail else 0)
    return left, right


def _windows_beside(sentence: Sentence, end: int) -> tuple[str, ...]:
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


_LONGER = re.compile(
    r"\b(?:due|set|was|were|scheduled|planned|meant) to (?:end|expire|run out|stop"
    r"|close)\b[^<>;]{0,25}<d\d+>[^<>;]{0,40}\b(?:will|now|has been|is|runs?)\b[^<>;]{0,40}\b(?:until|to|till"
    r"|through|extended)\b[^<>;]{0,15}<d\d+>|\bextend\w*\b[^<>;]{0,60}\b(?:until|to|till|through) <d\d+>"
)


def _extended(sentence: Sentence, passage: Passage) -> Draft | None:
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


def _retimed(sentence: Sentence, joined: tuple[Pair, ...], passage: Passage) -> tuple[Draft, set[int]] | None:
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
            _clause(sentence, pair.start, pair.end, 30),
        ):
            continue
        for place, number in enumerate(sentence.quantities):
            if place in (pair.old, pair.new):
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


def _by_ratio(sentence: Sentence, used: set[int], passage: Passage) -> tuple[Draft, set[int]] | None:
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
    if what is None:
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
    r"|hurdle|number of|allowance|watch[- ]?time|rate|floor|subscribers?|followers?|plays|views|hours"
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
                clause = _clause(other, *other.token(number))
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
                    computed="after" if old else "before",
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


def _ratio_draft(
    sentence: Sentence, what: tuple[str, str], value: float, old: bool, factor: float, start: int, end: int
) -> Draft:
    before, after = (value, value * factor) if old else (value / factor, value)
    if not float(before).is_integer() and before > 1000:
        before = round(before)
    left, right = sentence.span(*_evidence(sentence, start, end, what[0]))
    return Draft(
        metric=what[0],
        before=plain(before),
        after=plain(after),
        unit=what[1],
        change=change_of(before, after),
        start=left,
        end=right,
        place=sentence.place,
        computed="after" if old else "before",
        weight=0.85,
    )


_ZERO_FEE = re.compile(
    r"\b(?:(?:stop(?:s|ped)?|end(?:s|ed)?|quits?) (?:taking|charging|collecting) (?:a |an |any |its "
    r"|the )*(?:\w+ ){0,2}?(?:fee|fees|commission|cut|share)"
    r"|takes? (?:nothing|no (?:cut|fee|commission|share))|(?:charge|charges|charging|taking"
    r"|take) no (?:\w+ )?(?:fee|fees|commission|cut)"
    r"|(?:zero|no) (?:platform |selling |listing |transaction )?(?:fees?|commission) (?:for|on|until|from)"
    r"|commission-free"
    r"|(?:waiv\w+|forgo\w*|drops?|dropped|dropping|scraps?|scrapped|abolish\w*|remov\w+|eliminat\w+) (?:all "
    r"|its |the |a |any )*(?:\w+ ){0,3}?(?:fees?|commissions?|cut)(?! to| from| by| below))\b"
)
_NO_FEE_INSTEAD = re.compile(
    r"\b(?:no|zero|without (?:a|any)) (?:\w+ ){0,2}?(?:fee|fees|commission|cut)\b[^<>;]{0,40}\b(?:instead of"
    r"|rather than|not|down from) (?:the |a )?(?:usual |standard |regular )?<p(\d+)>"
)
_FULL_SHARE = re.compile(
    r"\bkeep (?:all of (?:their|the|your)|all (?:their|the|your)|everything|the whole|every (?:cent|penny|dollar))\b"
)


def _nothing(sentence: Sentence, used: set[int], passage: Passage) -> list[Draft]:
    """A rate that goes away: "waives the 4 percent fee", "takes nothing from tips"."""
    drafts: list[Draft] = []
    shape = sentence.shape
    for place, one in enumerate(sentence.quantities):
        if place in used or one.kind not in {"percent", "money", "time", "count"}:
            continue
        start, end = sentence.token(place)
        before, after = shape[max(0, start - 70) : start], shape[end : end + 70]
        what = typed(sentence, place, passage)
        lead = re.search(
            r"\b(?:waiv\w+|forgo\w*|forego\w*|drop(?:s|ped|ping)?|scrap(?:s|ped|ping)?|abolish\w*|remov\w+"
            r"|delet\w+|eliminat\w+|ends?|ended|ditch\w*|axe[sd]?|lift(?:s|ed)?|delet\w+|"
            r"no longer (?:needs?|requires?|asks? for|demands?|charges?|takes?|have to have|must have"
            r"|has to have|need to have)|"
            r"do(?:es|ing)? away with|did away with|done away with|getting rid of|gets? rid of|got rid of"
            r"|stop(?:s|ped)? (?:asking for|requiring|charging|taking)|(?:do|does) not (?:need|require)"
            r"|don't need|doesn't (?:need|require))\s"
            r"(?:(?:the |its |any )?(?:\w+ )?(?:requirement|rule|condition|need|obligation"
            r"|duty) to (?:\w+ ){0,4})?(?:(?!to\b|from\b|by\b)[\w'/-]+ ){0,5}$",
            before,
        )
        gone = re.match(
            r"^[^<>;,]{0,45}?\b(?:(?:is|are|was|were|has been|have been|will be|being) (?:history|no more"
            r"|a thing of the past|gone|removed|abolished|scrapped|waived|dropped|lifted|eliminated|no longer"
            r"|cancelled)|disappears?|goes away|falls away|no longer (?:applies|apply|counts?|exists?|needed"
            r"|required))\b",
            after,
        )
        if what is None and one.kind == "percent" and (lead or gone):
            what = shares.nearby(sentence, start, end, passage)
        if (
            what is None
            and one.kind == "time"
            and (lead or gone)
            and re.search(r"\b(?:account|channel|waiting)", shape[max(0, start - 40) : end + 40])
        ):
            what = "account_age", "days"
        if (
            what is not None
            and lead
            and re.search(r"\b(?:planned|plans? (?:for|to)|proposed|announced|promised)\b", lead.group())
        ):
            used.add(place)
            drafts.append(replace(_single(Loose(sentence, place, what, "new"), None, "introduced"), status="reversed"))
            continue
        if what is None or not (lead or gone) or UNCHANGED.search(_clause(sentence, start, end)):
            continue
        fee = what[0] in SHARES or what[0].endswith("_fee")
        used.add(place)
        left, right = sentence.span(
            lead.start() + max(0, start - 70) if lead else start,
            gone.end() + end if gone else _evidence(sentence, start, end, what[0])[1],
        )
        value: Value = plain(one.value * 7) if one.unit == "weeks" else one.told
        drafts.append(
            Draft(
                metric=what[0],
                before=value,
                after=0 if fee else None,
                unit=what[1],
                change="lowered" if fee else "removed",
                start=left,
                end=right,
                place=sentence.place,
                weight=0.9,
            )
        )
    if (match := _NO_FEE_INSTEAD.search(shape)) and int(match[1]) not in used:
        one = sentence.quantities[int(match[1])]
        used.add(int(match[1]))
        left, right = sentence.span(match.start(), match.end())
        drafts.append(
            Draft(
                metric="platform_fee_pct",
                before=one.told,
                after=0,
                unit="percent",
                change="lowered",
                start=left,
                end=right,
                place=sentence.place,
                weight=0.85,
            )
        )
    if re.search(r"\b(?:will|would) not (?:take|charge|introduce|collect)\b|\bno plans\b", passage.low):
        return drafts
    if (
        (
            not drafts
            and (match := _ZERO_FEE.search(shape))
            and "<p" not in _clause(sentence, match.start(), match.end(), 40)
        )
        and not UNCHANGED.search(shape)
        and _money_program(passage)
    ):
        left, right = sentence.span(match.start(), match.end())
        stop = re.match(r"(?:stop|end|quit|waiv|forgo|drop|scrap|abolish|remov|eliminat)", match.group())
        drafts.append(
            Draft(
                metric="platform_fee_pct",
                before=None,
                after=0,
                unit="percent",
                change="removed" if stop else "introduced",
                start=left,
                end=right,
                place=sentence.place,
                weight=0.7,
            )
        )
    return drafts


def _money_program(passage: Passage) -> bool:
    return bool(
        re.search(
            r"\b(?:creators?|hosts?|sellers?|artists?|developers?|streamers?|writers?|tips|tickets?"
            r"|podcasters?|merchants?|donations?|ticketed|channels?|members?|fund|accounts?|partners?"
            r"|affiliates?)\b",
            passage.low,
        )
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
    start = sentence.span(*_evidence(sentence, *sentence.token(place), ""))[0]
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
        computed="after" if match["old"] else "before",
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


def _points(
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
        *_evidence(
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
            computed="before",
            weight=0.9,
        ),
    ]
    return drafts, [one for one in rest if one is not value]


def _across(loose: list[Loose], drafts: list[Draft], passage: Passage) -> tuple[list[Loose], list[Draft]]:
    """Join an old number of one sentence with the new one of a neighbour: "It took 900 fans. The bar is 300 "
    "from today." """
    joined: list[Draft] = []
    gone: set[int] = set()
    olds = [(i, one) for i, one in enumerate(loose) if one.role == "old" and one.quantity.kind != "split"]
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
            if gap > 2 and not new.sentence.title:
                continue
            what = _common(old, new, passage)
            low, high = sorted((old.quantity.value, new.quantity.value))
            if what is None or low <= 0 or high / low > 60:
                continue
            score = (
                gap
                + (0.5 if new.role != "new" else 0)
                + (1.2 if new.sentence.title else 0)
                - (0.5 if new.typed and old.typed else 0)
            )
            if best is None or score < best[0]:
                best = score, j, what
        if best is None:
            continue
        _, j, what = best
        new = loose[j]
        if (
            what is None
            or i in gone
            or _alone_is_audience(new)
            or UNCHANGED.search(_clause(new.sentence, *new.sentence.token(new.place)))
        ):
            continue
        gone |= {i, j}
        joined.append(_join(old, new, what))
    rest = [one for place, one in enumerate(loose) if place not in gone]
    rest, undone = _undone(rest, passage)
    joined += undone
    # An old value in a neighbouring sentence may also complete a change already told with its new value only.
    return rest, joined


_WITHDRAWN = re.compile(
    r"\b(?:not go(?:ing)? ahead|withdr[ae]w\w*|scrap\w*|cancel\w*|abandon\w*|call(?:s|ed) off|takes? back"
    r"|took back|drops?|dropped|revers\w+|backtrack\w*|walk(?:s|ed)? back|back(?:s|ed)? (?:down|away))\b"
)
_KEPT = re.compile(
    r"\b(?:go on|goes on|keeps?|continues?|stays?|remains?|still|will stay|back to|stick(?:s|ing)? (?:to"
    r"|with)|as before|current)\b"
)


def _undone(rest: list[Loose], passage: Passage) -> tuple[list[Loose], list[Draft]]:
    """A change withdrawn before it held: the number that was to come, and the one that stays."""
    drafts: list[Draft] = []
    out = list(rest)
    for new in rest:
        if new.typed is None or not _WITHDRAWN.search(_clause(new.sentence, *new.sentence.token(new.place))):
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


def _alone_is_audience(one: Loose) -> bool:
    return (
        one.typed is not None
        and one.typed[0] in THRESHOLDS
        and bool(PERSON.search(_clause(one.sentence, *one.sentence.token(one.place))))
    )


def _common(old: Loose, new: Loose, passage: Passage) -> Typed:
    if old.typed and new.typed:
        return new.typed if old.typed[0] == new.typed[0] else None
    one = new if new.typed else old if old.typed else None
    if one is not None:
        bare = old if one is new else new
        # The untyped side must be free to mean the same thing: no noun of its own right behind it.
        after = bare.sentence.after(bare.place, 30)
        if bare.quantity.kind == "count" and thresholds.OWN_NOUN.match(after):
            return None
        if bare.quantity.kind == "money" and not (one.typed and (one.quantity.kind == "money")):
            return None
        if bare.quantity.kind == "count" and one.quantity.kind in {"time"} and one.typed and one.typed[0] != "age_min":
            return None
        if bare.quantity.kind == "time":
            return None
        return one.typed
    kind = new.quantity.kind if new.quantity.kind != "count" else old.quantity.kind
    if new.role != "new" and kind in {"count"}:
        return None
    return _by_neighbours(new.sentence, *new.sentence.token(new.place), kind, passage) if kind != "time" else None


_SAME_DAY = re.compile(
    r"\b(?:this morning|earlier today|initially|at first|first version|an earlier version|hours (?:earlier|before))\b"
)


def _join(old: Loose, new: Loose, what: tuple[str, str]) -> Draft:
    metric, unit = what
    a = old.sentence.span(*_evidence(old.sentence, *old.sentence.token(old.place), metric))
    b = new.sentence.span(*_evidence(new.sentence, *new.sentence.token(new.place), metric))
    if new.quantity.kind == "money":
        unit = new.quantity.unit or unit
    before, after = _values(metric, unit, old.quantity, new.quantity)
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
        scope=_windows_beside(new.sentence, new.sentence.token(new.place)[1]),
        weight=0.85,
        places=(old.sentence.place,),
    )


_LAUNCH = re.compile(
    r"\b(?:launch\w*|opens?|opened|opening|starts?|started|starting|introduc\w+|unveil\w*|rolls? out"
    r"|rolled out|rolling out|announc\w+|debut\w*|creat(?:es|ed)|reviv\w+|trial|pilot|test\w*|new|pays"
    r"|begins?|brings?|lets?)\b"
)
_SPEAKS_TO_YOU = re.compile(
    r"\b(?:we charge|we take|you (?:keep|need|must|qualify|earn|get|pay|can)|your (?:channel|account|shop)"
    r"|to be eligible|to qualify|our fee|we (?:pay|keep|deduct)|you'll)\b"
)
_FORWARD = re.compile(
    r"\b(?:now|will|from <d\d+>|starting|as of|effective|beginning|new|going forward|begin(?:s|ning)?"
    r"|introduc\w+|launch\w*|plans? to|set to|is to|are to|to get|wants? to|would|could|from now|today)\b"
)


def _alone(one: Loose, passage: Passage) -> list[Draft]:
    """A value without its former one: printed only where the words make it a term, and a term in motion."""
    if one.typed is None or one.role in {"old", "past"}:
        return []
    sentence, place = one.sentence, one.place
    start, end = sentence.token(place)
    clause = _clause(sentence, start, end, 90)
    metric = one.typed[0]
    if UNCHANGED.search(clause) or RIVAL.search(clause) or GUIDE.match(passage.title.lower()):
        return []
    if RELATIVE_BACK.search(clause) and not re.search(r"\b(?:now|will|new|from <d\d+>)\b", clause):
        return []
    if _STATE_ACTS.search(clause):
        return []
    if metric in THRESHOLDS:
        fine = _bar_alone(one, sentence, clause, metric, passage)
    elif metric in SHARES:
        fine = _share_alone(one, sentence, clause, metric, passage)
    else:
        fine = _money_alone(one, sentence, clause, metric, passage)
    if not fine:
        return []
    before: Value = (
        0 if metric in {"platform_fee_pct"} and _FREE_UNTIL_NOW.search(passage.around(sentence.place)) else None
    )
    introduced = before == 0 or _new_condition(sentence, clause, passage)
    return [_single(one, before, "introduced" if introduced else "set")]


def _single(one: Loose, before: Value, change: str) -> Draft:
    assert one.typed is not None
    metric, unit = one.typed
    sentence = one.sentence
    start, end = sentence.token(one.place)
    value: Value = (
        plain(one.quantity.value * 7) if metric == "account_age" and one.quantity.unit == "weeks" else one.quantity.told
    )
    left, right = sentence.span(*_evidence(sentence, start, end, metric))
    return Draft(
        metric=metric,
        before=before,
        after=value,
        unit=unit,
        change=change,
        start=left,
        end=right,
        place=sentence.place,
        scope=_windows_beside(sentence, end),
        weight=0.75,
    )


_FREE_UNTIL_NOW = re.compile(
    r"nothing is charged (?=<d)|(?:charges?|takes?) nothing (?=<d)|\b(?:(?:have|has|had) (?:so far "
    r"|until now )?been free|nothing is charged (?:today|now|so far|yet)|(?:charges?|takes?|took"
    r"|charged) nothing (?:today|now|so far|yet|until now)|free of charge|until now free|so far free"
    r"|previously free|for free until|used to be free|was free|were free|no fee (?:so far|until now|before)"
    r"|paid nothing|pay nothing so far|without a fee)\b"
)


def _new_condition(sentence: Sentence, clause: str, passage: Passage) -> bool:
    return bool(
        re.search(
            r"\b(?:adds?|added|also|new|now (?:compulsory|mandatory|required)|in return|introduc\w+"
            r"|for the first time|did not exist|first (?:ever|time)|begin|start)\b",
            clause,
        )
        or (
            _LAUNCH.search(passage.title.lower())
            and re.search(r"\b(?:launch|introduc|new|start|trial|unveil|open|debut|creat)", passage.title.lower())
        )
    )


# Beside views, titles and sales of everyday texts there must be somebody who earns, or a programme.
_PROGRAMME = re.compile(
    r"\b(?:creators?|channels?|streamers?|podcast\w*|earn\w*|moneti\w+|eligib\w+|qualif\w+|partners?"
    r"|affiliates?|royalt\w+"
    r"|fund|payouts?|bonus\w*|tips|rewards?|program(?:me)?s?|artists?|sellers?|writers?|filmmakers?"
    r"|contributors?|cash out|accounts?"
    r"|tier|ads?|gifts|developers?|publishing|members must|requirements?|spotlight|newsletters|redditors"
    r"|monetization)\b"
)


def _bar_alone(one: Loose, sentence: Sentence, clause: str, metric: str, passage: Passage) -> bool:
    if re.search(r"\bbonus\b[^;]{0,80}\bfor (?:at least )?<", clause):
        return True
    if re.search(
        r"\b(?:pass(?:es|ed|ing)|surpass\w*|topp(?:s|ed|ing)|tops|cross(?:es|ed|ing)|gain(?:s|ed|ing)|boasts?"
        r"|amassed|lost|loses) (?:[a-z]+ ){0,2}$",
        sentence.before(one.place, 40),
    ):
        return False
    if metric in {"followers", "subscribers"} and one.quantity.value > 20_000_000:
        return False  # no programme asks for what only a handful of people have
    if metric in thresholds.WEAK and not _PROGRAMME.search(passage.low):
        return False
    if re.search(r"\b(?:has|had|have|with) (?:just |only )?$", sentence.before(one.place, 30)) and RUMOR.search(
        sentence.shape
    ):
        return False
    if RUMOR.search(sentence.shape) and not _LIMITS.search(clause) and not PERSON.search(clause):
        return True
    if re.search(r"\b(?:eligible|qualifying) [^<>]{0,25}\(", sentence.shape):
        return True
    if not REQUIRE.search(clause) or _LIMITS.search(clause):
        return False
    if (
        re.search(
            r"\b(?:singer|rapper|actor|actress|model|comedian|star|influencer|streamer|youtuber|tiktoker|teen"
            r"|teenager|she|he|whose|user|creator),? (?:\w+ ){0,3}?(?:who |with |has |had |and )(?:has |had "
            r"|have )?(?:more than |over |about |nearly |some )?<c\d+>",
            sentence.shape,
        )
        and "s who" not in clause
    ):
        return False
    if PERSON.search(clause) and not re.search(
        r"\b(?:must|needs?|requires?|at least|once (?:they|you)|threshold|bar|minimum|eligib\w+|qualif\w+)\b", clause
    ):
        return False
    strong = re.search(
        r"\b(?:needs?|requires?|required|requirements?|must|at least|minimum|threshold|bar|eligib\w+"
        r"|qualif\w+|as few as|mere|enough|suffices?|reichen|criteria|compulsory|mandatory|accepts?"
        r"|provided that|asks? for|no fewer than|once (?:they|you|an|a)|has gifts at|switch on|available"
        r"|who bring|wants|(?:stream|view|follower|subscriber|impressions?|fan) rule|rule|clear|limit|have to"
        r"|bonus|prizes?|no more than|genügen|genügt|monetiz\w+)\b"
        r"|\b(?:can|may) (?:now |soon |finally )?(?:apply|join|earn|monetiz\w+|sell|tag|switch|get|start"
        r"|enroll|charge|use|go|access|become)",
        clause,
    )
    if (
        metric
        in {"views", "posts", "members", "sales", "installs", "sessions", "streams", "average_viewers", "listeners"}
        and not strong
    ):
        return False
    if not NEWS.search(passage.low) and not re.search(r"\b(?:must|needs?|needed|required)\b", clause):
        return False
    return bool(strong or re.search(r"\b(?:apply|join|open to|unlock|entry|can now|may now)\b", clause))


def _share_alone(one: Loose, sentence: Sentence, clause: str, metric: str, passage: Passage) -> bool:
    if one.quantity.value == 0 and one.quantity.kind != "percent":
        return False
    here = sentence.shape
    # Upper bounds and rivals' cuts fill the background of every app store story.
    if re.search(
        r"\bwhich (?:currently |already |normally |usually )?(?:takes?|charges?|keeps?|pays?|gets?|collects?)\b", clause
    ) and not re.search(r"\b(?:now|will|new)\b", clause):
        return False
    if re.search(
        r"\b(?:fined?|penalt\w+|turnover|lawsuit|sues?|sued|antitrust|complain\w*|criticiz\w*|criticis\w*"
        r"|controversial|notorious|so-called|infamous|standard|usual|traditional)\b",
        here,
    ):
        return bool(re.search(r"\b(?:will (?:take|charge|keep)|new)\b", clause))
    if _IN_PASSING.search(sentence.before(one.place, 60)):
        return False
    if _SPEAKS_TO_YOU.search(here):
        return True
    if (
        _FORWARD.search(clause)
        or _MOVES_TO.search(clause)
        or (re.search(r"\bremaining <p", here) and re.search(r"\bnew\b", here))
    ):
        return True
    if metric == "bonus_pct" and (sentence.dates or _LAUNCH.search(passage.low)):
        return True
    if _CHANGES_TITLE.search(passage.title.lower()):
        return True
    # What is launched must be something one earns by: a company that opens an office takes what it took before.
    lead = [passage.title.lower(), *(other.shape for other in passage.sentences[1:2])]
    return sentence.place <= 6 and any(_LAUNCH.search(told) and _EARNED_BY.search(told) for told in lead)


_IN_PASSING = re.compile(r"\bwhich (?:\w+ )?(?:takes?|charges?|keeps?|pays?|collects?) (?:(?:a|an|about|up to) )*$")
_EARNED_BY = re.compile(
    r"\b(?:program\w*|fund|tiers?|plans?|pilot|test\w*|trial|subscri\w+|memberships?|commissions?|fees?|shar(?:e|es|ing)"
    r"|splits?|royalt\w+|revenue|pays?|payouts?|earn\w*|moneti\w+|creators?|sellers?|artists?|writers?|musicians?|ads?"
    r"|marketplace|shopping|tips|tipping|gifts|rewards?|sell|streamers?|developers?|percent|<[psm]\d+>|scheme|offers?)\b"
)


_CHANGES_TITLE = re.compile(
    r"\b(?:ups|rais\w+|cuts?|cutting|lower\w*|hik\w+|boost\w*|trim\w*|slash\w*|drops?|sweeten\w*|chang\w+"
    r"|new (?!(?:\w+ )?(?:chief|boss|ceo|head|office"
    r"|studio|logo|name|app|phones?|record|owners?|investors?)\b)|revamp\w*|overhaul\w*|rework\w*)\b"
)
_MOVES_TO = re.compile(
    r"\b(?:shrinks?|shrank|falls?|fell|drops?|dropped|rises?|rose|climbs?|climbed|goes (?:up|down)|cuts?"
    r"|lower(?:s|ed)?|rais(?:es|ed)|reduc(?:es|ed)|increas(?:es|ed)|trim(?:s|med)?|slash(?:es|ed)?|moves?"
    r"|moved|hik(?:es|ed)|set at|sets|ups|lifts?|lifted|boosts?|bumps?)\b[^<>;]{0,70}\b(?:to|at) (?:just "
    r"|only |a |about )*<[ps]\d+>"
)


def _money_alone(one: Loose, sentence: Sentence, clause: str, metric: str, passage: Passage) -> bool:
    here = sentence.shape
    if re.search(
        r"\b(?:sued?|sues|lawsuit|damages|fined?|worth|valuation|valued|ipo|raised \$|funding round|venture"
        r"|investors?|series [abc]|acqui\w+|stock)\b",
        here,
    ) and metric in {"fund_size", "bonus", "revenue_threshold"}:
        return False
    if metric == "fund_size" and re.search(
        r"\b(?:such as|like|including|existing|previous|earlier|its) (?:the |a |its )?(?:\w+ )?<m", clause
    ):
        return False
    if metric == "fund_size":
        return bool(
            re.search(
                r"\b(?:will|new|launch\w*|announc\w*|open\w*|creat\w*|commit\w*|pledg\w*|plans?|to pay"
                r"|start\w*|introduc\w*|unveil\w*|separate|set\w* up|invest\w*|expand\w*|adds?|double)\b",
                here,
            )
        ) and not re.search(
            r"\b(?:paid (?:out )?(?:more than|over|creators)|has paid|have paid|in (?:total )?so far|closes?"
            r"|closed|shut\w*|ends?|ended)\b",
            here,
        )
    if metric == "bonus":
        return bool(
            re.search(r"\b(?:will|get|gets|receive|receives|new|offer\w*|pays?|earn|bonus|grant)\b", here)
        ) and _money_program(passage)
    if metric == "revenue_threshold":
        return (
            any(q.kind in {"percent", "split"} for q in sentence.quantities)
            and bool(_FORWARD.search(here) or _CHANGES_TITLE.search(passage.title.lower()))
        ) or bool(re.search(r"\b(?:allowance|must|eligib\w+|qualif\w+|need)\b", clause))
    if metric == "payout_min":
        return bool(NEWS.search(passage.low))
    return bool(
        _FORWARD.search(clause)
        or _SPEAKS_TO_YOU.search(here)
        or _LAUNCH.search(passage.title.lower())
        or _WITHDRAWN.search(clause)
    )


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
