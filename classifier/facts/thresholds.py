"""Thresholds: what a creator, seller or developer must reach, counted in people, hours, views, posts or years."""

from __future__ import annotations

import re
from collections.abc import Mapping

from classifier.facts.clauses import Sentence
from classifier.facts.numbers import Quantity
from classifier.facts.passage import Passage

# What is counted, as the noun after (or before) its number; the first that fits names the metric.
NOUNS: tuple[tuple[str, str, str], ...] = (
    (
        r"(?:paid|paying) (?:subscribers?|subs|subscriptions?)|recurring (?:paid )?sub(?:scription"
        r"|scriber)s?(?: points)?|plus points",
        "subscribers",
        "paid subscribers",
    ),
    (r"(?:paid|paying) (?:readers?|listeners?)", "subscribers", "paid subscribers"),
    (r"(?:paid|paying) (?:members|supporters|patrons)", "subscribers", "paid members"),
    (r"sub(?:scriber|scribers|s)\b(?!-only)|abonnenten|abonnés|suscriptores|inscritos", "subscribers", "subscribers"),
    (r"followers?|fans\b|fan\b|adherents|supporters|followings?|seguidores|followern", "followers", "followers"),
    (r"shorts? (?:video )?(?:views|plays)|views (?:on|of|from) (?:\w+ )?shorts", "shorts_views", "views"),
    (
        r"(?:valid |public |qualified )*(?:watch|consumption|viewing|view|viewed|listening"
        r"|watched)[- ]?(?:time )?hours?|hours? of (?:public |valid |total )*(?:watch|viewing|view"
        r"|consumption)(?:[- ]?time)?|hours? (?:watched|viewed|consumed|of listening)|watch[- ]?time|watch-hour",
        "watch_hours",
        "hours",
    ),
    (
        r"(?:watch|viewed|viewing|watched)[- ]minutes?|minutes? (?:viewed|watched|of (?:watch|viewing"
        r"|view)[- ]?(?:time)?)|minutes of viewing",
        "watch_minutes",
        "minutes",
    ),
    (
        r"(?:broadcast|streaming|streamed|live|on-air|airtime)[- ](?:hours?|time)"
        r"|hours? (?:of )?(?:stream(?:ing|ed)|broadcast(?:ing)?|live|on air|on-air|airtime)",
        "broadcast_hours",
        "hours",
    ),
    (
        r"(?:unique |different |separate )*(?:broadcast|streaming|stream|broadcasting|live) days"
        r"|days? (?:of streaming|on air|live|streamed)|(?:unique|different|separate) days",
        "broadcast_days",
        "days",
    ),
    (
        r"(?:average|avg\.?|concurrent|average concurrent|simultaneous)(?: \w+)? viewers"
        r"|viewers (?:on average|at once)|average viewership|ccv|viewers?|concurrents",
        "average_viewers",
        "viewers",
    ),
    (
        r"monthly (?:active )?listeners?|listeners?|(?:engaged )?audience members"
        r"|(?:unique )?(?:people|users) (?:who )?(?:have )?(?:stream|listen|play)\w*",
        "listeners",
        "listeners",
    ),
    (r"(?:total )?minutes? (?:of )?(?:broadcast\w*|stream(?:ed|ing))", "broadcast_minutes", "minutes"),
    (r"impressions?", "impressions", "impressions"),
    (r"(?:page ?views|pageviews|page-views)", "views", "pageviews"),
    (r"(?:annual |track |song |monthly |yearly )*streams?\b", "streams", "streams"),
    (
        r"(?:video |qualified |authentic |lifetime |total |channel )*views?\b|clicks on videos|visualizaciones",
        "views",
        "views",
    ),
    (r"plays", "plays", "plays"),
    (r"sessions?", "sessions", "sessions"),
    (r"karma", "karma", "karma"),
    (r"(?:sales|orders|units sold)\b", "sales", "sales"),
    (r"(?:app |lifetime |game )*(?:installs|installations|downloads)", "installs", "installs"),
    (r"(?<!family )(?<!staff )(?<!board )members\b(?! of (?:congress|parliament|staff))", "members", "members"),
    (r"days of activity|active days", "activity_days", "days"),
    (
        r"(?:original |public |tagged |published |short |live |eligible |qualifying |new |monthly )*(?:posts?"
        r"|videos?|uploads?|stories|story|episodes?|issues|tracks?|articles?|titles|clips|reels|pins"
        r"|newsletters|songs|lenses|effects|streams|tweets)\b",
        "posts",
        "posts",
    ),
)
_COMPILED: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(noun), metric, unit) for noun, metric, unit in NOUNS
)
_ADJECTIVES = (
    r"(?:(?!(?:of|for|in|on|to|and|or|with|from|by|at|a|an|the|who|that|which|when|while|if|but|than|per|as|is"
    r"|are|was|were|will|can|may)\b)[\w'-]+[ -]){0,3}?"
)
_AFTER: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(rf"^[ -]\(?{_ADJECTIVES}(?P<noun>{noun})"), metric, unit) for noun, metric, unit in NOUNS
)
_NUMBER_OF = tuple(
    (re.compile(rf"\bnumber of (?:(?!who|that)[\w'-]+ ){{0,2}}?({noun})"), metric, unit) for noun, metric, unit in NOUNS
)
_BEFORE_LINK = re.compile(
    r"^s?\W{0,2}(?:(?:count|bar|threshold|requirements?|minimum|limit|rule|hurdle|window|floor|duty|target"
    r"|necessity|necessities|required|needed|entry|level|for [\w ]{3,40}?|on air)\s?){0,3}"
    r"(?:\s?(?:is|are|to|of|at|now|drops?|dropped|falls?|rises?|fell|rose|goes|moved?|lowered|raised|cut"
    r"|reduced|from|down|up|set|was|were|by|:|=|just|only|will|must|number|be|has|have|been|required"
    r"|needed)\W?){1,6}\s?$"
)
MUSIC = re.compile(
    r"\b(?:spotify|soundcloud|deezer|tidal|bandcamp|apple music|youtube music|audiomack|music|song|track|artist)"
)
LIVE = re.compile(r"\b(?:on air|streamers?|broadcast|live[- ]?stream|go(?:es|ing)? live|twitch|kick|airtime)")
WATCH = re.compile(r"\b(?:watch|viewing|listening|consumption|youtube|subscribers)\b")

_AGE_BEFORE = re.compile(
    r"(?:\b(?:minimum |seller |user |lower |higher |legal )?age (?:bar |limit |threshold |minimum |floor "
    r"|requirement )?(?:of |is |to |at |for [\w ]{2,30} |from |rises to |set at |goes up "
    r"|now )*(?:at least )?"
    r"|\baged (?:at least |over |under |below )?|\b(?:must|have to) (?:now )?be (?:at least |over |above |aged )?"
    r"|, be (?:at least|over|above) |\bunder[- ]"
    r"|\bover[- ]|\byounger than |\bbelow (?:the age of )?|\bunder the age of |\bolder than )$"
)
_OLD_AGE = re.compile(
    r"^(?: old\b(?! (?:man|woman|boy|girl|son|daughter|startup|company|printer))| of age\b|s? and (?:over"
    r"|older)\b| or (?:over|older)\b)"
)
_ACCOUNT = re.compile(r"\b(?:accounts?|channels?|profiles?|pages?|shops?|stores?|newsletters?|membership)\b")
_ACCOUNT_BEFORE = re.compile(
    r"(?:account[- ]age[\w ]{0,24}?|accounts? (?:\w+ ){0,4}?(?:older than|at least|of at least|for at least)"
    r"|(?:channels?|accounts?|profiles?|pages?|shops?|stores?) (?:\w+ ){0,4}?(?:older than"
    r"|(?:have )?existed for(?: at least)?|active for(?: at least)?|open for(?: at least)?|at least)"
    r"|older than)\W{0,2}$"
)
_ACCOUNT_AFTER = re.compile(
    r"^[ -](?:waiting period|wait\b|account[- ]age|account|cooling-off|old (?:account|channel)"
    r"|minimum account|of account)"
)
# "A 30 day wait for users to cash out" is no age.
_PAID_AFTER = re.compile(r"\b(?:cash out|withdraw\w*|pay-?outs?|payments?|be paid|get paid|funds)\b")
_WINDOW_BEFORE = re.compile(
    r"\b(?:in|within|over|during|past|last|previous|every|each|per|rolling|trailing|preceding|for|after"
    r"|another|at least every|first|next|than the|given|any|consecutive|a|once)\s(?:the\s)?(?:past |last "
    r"|previous |first |next |preceding |rolling |trailing |any |single |a )*$"
)


def window(sentence: Sentence, place: int) -> bool:
    """Whether a time is a period in which something is counted, not a value."""
    one = sentence.quantities[place]
    if one.kind != "time":
        return False
    before, after = sentence.before(place, 50), sentence.after(place, 40)
    if re.match(
        r"^[ -](?:of (?:watch|view|stream|broadcast|activity|age\b)|old\b|waiting|on air|live\b|streamed|watched"
        r"|viewed)",
        after,
    ):
        return False
    if one.unit in {"hours", "minutes"} and not re.match(r"^[ -](?:period|window|span)", after):
        return bool(re.search(r"\b(?:within|in the last|in the past|takes?|after)\s$", before))
    return bool(_WINDOW_BEFORE.search(before)) or bool(
        re.match(r"^[ -](?:period|window|span|rolling|lifetime|notice|basis)", after)
    )


def typed(sentence: Sentence, place: int, passage: Passage) -> tuple[str, str] | None:
    """The metric and unit of a number by the words beside it; None where they do not say."""
    one = sentence.quantities[place]
    if one.kind not in {"count", "time"}:
        return None
    after, before = _plainly(sentence.after(place)), sentence.before(place, 60)
    if (aged := _aged(one, before, after)) is not None:
        return aged
    if one.kind == "time":
        return _timed(sentence, place, passage, before, after)
    if after.startswith(" times") and re.search(r"\b(?:post|upload|publish|tweet)(?:s|ing|ed)?\b[^<>;]{0,25}$", before):
        return "posts", "posts"
    if after.startswith(" times") and re.search(r"\b(?:streamed|played)\b[^<>;]{0,25}$", before):
        return _settled("plays", "plays", "plays", sentence, passage)
    for pattern, metric, unit in _AFTER:
        match = pattern.match(after)
        if match is not None:
            return _settled(metric, unit, match["noun"], sentence, passage)
    return heading(sentence, place, passage)


_BETWEEN = re.compile(r"^ \([^()<>]{1,20}\)|^ or (?:more|above|over)\b|^ and (?:up|above|more)\b|^\+")


def _plainly(after: str) -> str:
    """What follows a number, without brackets, quotation marks and "or more" before its noun."""
    return _BETWEEN.sub("", after).replace('"', "")


def has_noun(sentence: Sentence, place: int) -> bool:
    """Whether a number is followed by a noun of its own."""
    after = sentence.after(place)
    return sentence.quantities[place].kind == "time" or any(pattern.match(after) for pattern, _, _ in _AFTER)


_OF_BAR = re.compile(r"^s? (?:count|bar|threshold|requirements?|minimum|limit|floor|hurdle)\b")


def heading(sentence: Sentence, place: int, passage: Passage) -> tuple[str, str] | None:
    """ "Subscribers: 250", "the follower bar drops to 30,000": the noun that leads up to a number."""
    before = sentence.before(place, 80)
    best: tuple[int, str, str, str] | None = None
    for pattern, metric, unit in _COMPILED:
        for match in pattern.finditer(before):
            rest = before[match.end() :]
            if "<" not in rest and _BEFORE_LINK.match(rest):
                # "The follower minimum for gifts on reels": what a bar is of goes before what lies nearer.
                near = match.end() + (len(before) if _OF_BAR.match(rest) else 0)
                if best is None or near > best[0]:
                    best = (near, metric, unit, match.group())
    if best is None:
        return None
    return _settled(best[1], best[2], best[3], sentence, passage)


def _settled(metric: str, unit: str, noun: str, sentence: Sentence, passage: Passage) -> tuple[str, str] | None:
    if metric == "plays":
        return ("streams", "plays") if MUSIC.search(passage.low) else ("views", "plays")
    if metric == "streams" and not MUSIC.search(passage.low) and LIVE.search(passage.low):
        return ("posts", "streams")
    if metric == "posts":
        return metric, noun.strip()
    if metric == "views" and unit == "views" and re.search(r"\bshorts\b", sentence.shape + " " + passage.title.lower()):
        return "shorts_views", "views"
    return metric, unit


_OTHER_AGES = re.compile(r"\b(?:wages?|pension\w*|retire\w*|vaccin\w*|tickets?|patients?)\b")


def _aged(one: Quantity, before: str, after: str) -> tuple[str, str] | None:
    if _OTHER_AGES.search(before + after):
        return None
    if (
        not 10 <= one.value <= 25
        or one.high is not None
        or re.search(r"\b(?:voting|drinking|retirement|driving|smoking|pension|marriage|school) age\b", before)
    ):
        return None
    if one.kind == "time" and one.unit != "years":
        return None
    if one.kind == "count" and re.match(
        r"^[ -](?:[\w'-]+ ){0,2}?(?:followers?|subscribers?|videos?|posts?|views|hours|%|countries|states|million)",
        after,
    ):
        return None
    if one.kind == "count" and re.match(r"^ (?:or|and) (?:older|over)\b", after):
        return "age_min", "years"
    if (
        one.kind == "time"
        and _OLD_AGE.match(after)
        and re.search(
            r"\b(?:must|at least|be|need|have to|minimum|users|anyone|creators?|over|now|are|only)\b[^<>]{0,25}$",
            before,
        )
        and not re.search(r"(?:accounts?|channels?|pages?|shops?)[^\w,]+(?:\w+[^\w,]+){0,4}$", before)
    ):
        return "age_min", "years"
    if (
        _AGE_BEFORE.search(before)
        and not re.search(r"account[- ]age\W*$", before)
        and (one.kind == "time" or not re.match(r"^(?:-| )(?:days?|hours|characters|seconds|minutes)", after))
    ):
        if (
            re.search(r"(?<!\bbe )\b(?:over|under|below|older than|younger than)[ -]$", before)
            and one.kind == "count"
            and not re.match(
                r"^(?:s\b|-year|[ -]?(?:may|can|could|from|must|would|will|are|ban|year)|,|\.|'s|$)", after
            )
        ):
            return None
        return "age_min", "years"
    return None


def _timed(sentence: Sentence, place: int, passage: Passage, before: str, after: str) -> tuple[str, str] | None:
    one = sentence.quantities[place]
    if one.unit in {"days", "weeks", "months", "years"}:
        if _PAID_AFTER.search(after):
            return None
        if (
            _ACCOUNT_AFTER.match(after)
            or _ACCOUNT_BEFORE.search(before)
            or (re.match(r"^ old\b", after) and _ACCOUNT.search(before))
        ):
            return "account_age", "days" if one.unit in {"days", "weeks"} else str(one.unit)
        if one.unit == "days":
            if re.match(r"^ (?:of )?(?:activity|active)", after):
                return "activity_days", "days"
            if re.match(r"^ (?:of )?(?:stream|broadcast|on air|live)", after) or re.search(
                r"\bstream(?:ed|ing)? (?:on|for)[\w ]{0,20}$", before
            ):
                return "broadcast_days", "days"
        return None
    if window(sentence, place):
        return None
    near = before[-45:] + after[:45]
    unit = str(one.unit)
    if re.search(r"^ (?:of )?(?:public |valid |total )*(?:watch|view|consum)", after) or re.search(
        r"\bwatch[- ]?(?:time|hours)", near
    ):
        return ("watch_hours" if unit == "hours" else "watch_minutes"), unit
    if re.search(r"^ (?:of )?(?:stream|broadcast|on air|live|airtime|a month live)", after) or re.search(
        r"\b(?:stream(?:ed|ing)?|broadcast\w*|on air|go live|(?:be|being|are) live|live for)\b", near
    ):
        return ("broadcast_hours" if unit == "hours" else "broadcast_minutes"), unit
    if unit == "hours" and one.value >= 500 and WATCH.search(passage.low):
        return "watch_hours", "hours"
    return None


def nearby(sentence: Sentence, start: int, end: int, passage: Passage) -> tuple[str, str] | None:
    """The metric a frame's numbers share when neither has a noun: the nearest noun before it, else after, "
    "in its sentence."""
    best: tuple[int, str, str, str] | None = None
    if "number of " in sentence.shape:
        for pattern, metric, unit in _NUMBER_OF:
            if match := pattern.search(sentence.shape):
                return _settled(metric, unit, match[1], sentence, passage)
    for number in sentence.quantities:
        # "30 flights instead of 50": a noun of its own that we do not know says it is none of ours.
        if (
            number.kind == "count"
            and not number.bare
            and start <= (at := sentence.shape.find(f"<c{sentence.quantities.index(number)}>")) < end
            and OWN_NOUN.match(sentence.shape[at + 4 :].lstrip(">"))
        ):
            return None
    for pattern, metric, unit in _COMPILED:
        for match in pattern.finditer(sentence.shape):
            gap = (
                start - match.end()
                if match.end() <= start
                else (match.start() - end) * 2
                if match.start() >= end
                else 0
            )
            if match.start() >= end and "," in sentence.shape[end : match.start()]:
                gap += 80  # the noun of the next member of a list
            if 0 <= gap <= 140 and (best is None or (gap, -len(match.group())) < (best[0], -len(best[3]))):
                best = (gap, metric, unit, match.group())
    if best and best[1] in WEAK and not BAR_WORD.search(sentence.shape):
        best = None
    age = re.search(
        r"\b(?:minimum age|age (?:bar|limit|for|requirement|threshold)|account[- ]age|hours|days on air)\b",
        sentence.shape,
    )
    if age and (best is None or abs(start - age.end()) < best[0]):
        word = age.group()
        if word.startswith("account"):
            return "account_age", "days"
        if word == "hours":
            return hours_of(passage)
        if word == "days on air":
            return "broadcast_days", "days"
        return "age_min", "years"
    return _settled(best[1], best[2], best[3], sentence, passage) if best else None


OWN_NOUN = re.compile(
    r"^ (?!(?:or|and|to|for|in|at|on|is|was|until|before|today|now|here|per|a|an|since|with|by|of|are|will"
    r"|keep|stay|remain|lose|continue|enough|suffice\w*|reichen|more|but|instead|rather|from|out|as|if|when"
    r"|where|while|after|under|over"
    r"|that|which|who|each|every|down|up|not|"
    r"would|could|may|can|must|has|have|had|were|compared|against|previously|once|formerly|required|needed"
    r"|monthly|yearly|weekly|daily|the|this|these|it|they|its|their|there|then|so|because|in|becomes?|or|last"
    r"|next|starting|effective|said|says|follow\w*|on-air|thousand|million|becoming|only|just"
    r"|also)\b)[a-z]{3,}"
)


# No programme has ever asked for more; a larger number counts the crowd, the catalogue or the audience.
MOST: Mapping[str, float] = {
    "posts": 2_000,
    "followers": 5_000_000,
    "subscribers": 5_000_000,
    "members": 1_000_000,
    "average_viewers": 100_000,
    "listeners": 10_000_000,
    "watch_hours": 1_000_000,
    "broadcast_hours": 1_000,
    "broadcast_days": 366,
    "age_min": 25,
    "views": 1_000_000_000,
    "streams": 100_000_000,
    "bonus": 500_000,
}

# Nouns of everyday texts: they name a bar only beside a word that says so.
WEAK = frozenset(
    {"posts", "views", "sales", "members", "plays", "installs", "streams", "average_viewers", "listeners", "sessions"}
)
BAR_WORD = re.compile(
    r"\b(?:bar|thresholds?|minimum|requirements?|required?|requires?|needs?|needed|must|duty|quota|enough"
    r"|limit|qualif\w+|eligib\w+|rule|hurdle|entry|condition|number of|unlock|starts at|payout|bonus|floor)\b"
)


# Beside everyday nouns only these words make a bar of two numbers in different sentences, or of a factor.
ASKED = re.compile(
    r"\b(?:bar|thresholds?|minimum|requirements?|required?|requires?|needs?|needed|must|qualif\w+|eligib\w+|rules?"
    r"|conditions?|unlock\w*|floor|hurdle|bonus)\b"
)


def hours_of(passage: Passage) -> tuple[str, str] | None:
    if LIVE.search(passage.low):
        return "broadcast_hours", "hours"
    return ("watch_hours", "hours") if WATCH.search(passage.low) else None


def metrics_named(text: str) -> Mapping[str, str]:
    """The metrics a stretch of text names, with their units; used to find what "that figure" stands for."""
    found: dict[str, str] = {}
    for pattern, metric, unit in _COMPILED:
        match = pattern.search(text)
        if match and metric not in found and metric != "posts":
            found[metric] = unit
    if re.search(r"\baccount[- ]age\b", text):
        found["account_age"] = "days"
    elif re.search(r"\b(?:minimum age|age (?:bar|limit|for))\b", text):
        found["age_min"] = "years"
    return found
