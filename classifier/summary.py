"""The summary: one to three sentences of an item or a story, each with the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from classifier import genre
from classifier.annotation import Annotation, Evidence, Fact, Sentence
from classifier.headline import cleaned
from collector.item import Item

READ_AT_MOST = 4_000  # characters of a text: news is told at the top
SENTENCES_AT_MOST = 24
SHORTEST, LONGEST = 30, 340  # characters of a sentence a reader takes in at once
SHORTEST_STANDFIRST = 40
MOST = 3
ALIKE = 0.5  # share of words from which two sentences say the same
ELSEWHERE_ALIKE = 0.34  # the same, where they are of two papers
ASIDE = 0.25  # what a sentence loses for each step its piece is further from the act
STALE = timedelta(hours=4)  # before the latest piece that tells the act

_STOP = re.compile(r"[.!?…][\"'”’)\]]{0,3}(?=\s)|\n+")
# A full stop that ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Bros|Mt|Ft|Rev|Hon|Maj|Sgt|Adm|Reps|Sens|Ariz|Ark|Calif|Colo|Conn|Fla|Ga|Ill|Ky|La|Mass|Md|Mich|Minn|Neb|Nev"
    r"|Okla|Ore|Pa|Tenn|Tex|Va|Wis|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Jr|Sr|Inc|Corp|Co|Ltd|No|Nos|vs|v|etc|Fig|Art|Sec|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e|D\.C|U\.S|U\.K|E\.U|U\.N|est)"
    r"|\b[A-Z])\.$"
)
# What publishers put around the news: calls to subscribe, share and read on, credits, captions, bylines, disclosures.
_FURNITURE = re.compile(
    r"\b(?:sign up|subscrib\w* (?:to|now|today|for)|newsletter|read more|continue reading|click here|read the full"
    r"|full story|keep reading|learn more (?:at|about|here)|follow us|share this|advertisement|sponsored|affiliate"
    r" (?:link|commission)s?|we may earn|all rights reserved|copyright ©|cookie|log ?in|already a member|support"
    r" (?:our|independent) journalism|donate|download (?:our|the) app|listen to|podcast|watch (?:live|the video|below)"
    r"|this (?:article|story|post) (?:was|is|first|originally)|appeared first on|article url|comments url"
    r"|\w+'s [\w ]{3,40} reports (?:for|on|from)|contributed (?:to this|reporting)|reporting by"
    r"|editing by|all times|view (?:the )?(?:original|gallery)|image credit"
    r"|photo(?:graph)?(?: illustration)?(?: by|:|/)|illustration(?: by|:)|getty images|shutterstock|file photo|ap photo"
    r"|pictured|screenshot|via (?:twitter|instagram|facebook)|in this (?:photo|picture|image)"
    r"|is seen (?:in|on|at|outside)"
    r"|need to know|here(?:'s| is| are) (?:what|why|how|everything|all|the|our|some)"
    r"|you can (?:read|find|watch)|stay tuned|let us know"
    r"|in the comments"
    r"|disclosure|editor's note|correction:|update[ d]*:|related:|see also|also read|more:|tags?:|by subscribing"
    r"|news emails?|free app\b|daily news|is (?:a|our) (?:daily|weekly) "
    r"|limited[- ]time|% off|coupon|promo code|buy now|free trial|to view past|welcome to|good morning|get the latest"
    r"|terms of service apply|points: \d|# comments)",
    re.I,
)
_BYLINE = re.compile(
    r"^(?:by [A-Z][\w.'-]+ [A-Z]|(?:image|photo|picture|credit|source|video|illustration"
    r"|getty|graphic)s?\s*[:/]|\(?(?:reuters|ap|afp|bloomberg)\)?\s*[-–—]?$"
    r"|[A-Z][a-z]+ [A-Z][a-z]+ (?:is a|covers)\b)",
    re.I,
)
# "WASHINGTON (AP) — ", "ORLANDO, Fla. – ", "SEOUL, South Korea, March 7 (Reuters) - ", "(Reuters) - ", "EXCLUSIVE: ".
_DATELINE = re.compile(
    r"^(?:(?:EXCLUSIVE|BREAKING|UPDATED?|WATCH)\s*:\s*)?"
    r"(?:(?:[A-Z][A-Z.'’-]{2,}(?:,? [A-Z][A-Za-z.'’-]{1,14}){0,4}(?:,? \d{1,2})?\s*(?:\([A-Z][A-Za-z .]{1,20}\)\s*)?"
    r"[-–—]{1,2}|(?:[A-Z][a-z]+,? ){0,3}\((?:Reuters|AP|AFP|UPI|Bloomberg|Xinhua|dpa|ANI|PTI)\)\s*[-–—:]{0,2})\s+)?"
)
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|,|;|:|\b(?:and|or|the|a|an|of|to|in|on|for|with|by|that|its|is|at|as))$", re.I
)
# A picture's caption says who is seen, and where and when; it ends with the day.
_CAPTION = re.compile(
    r"\b(?:on|in) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:jan|feb|mar|apr|may|june?|july?"
    r"|aug|sept?|oct|nov|dec)"
    r"[a-z]{0,6}\.? \d{1,2}, (?:19|20)\d\d\.?$",
    re.I,
)
_PICTURED = re.compile(
    r"^(?:(?:An?|The) (?:[\w’'-]+ ){0,3}(?:man|woman|person|child|boy|girl|user|visitor|sign|logo|icon|view|smartphone"
    r"|phone|screen|pedestrian|protester|demonstrator|customer|shopper|worker|employee|building|headquarters|app)s?"
    r"|People|Pedestrians|Visitors|Protesters|Shoppers|Attendees)(?: (?:for|of|at|outside) [\w’' ]{2,30})?"
    r" (?:stands?|uses?|walks?|holds?|sits?|looks?|poses?|arrives?|checks?|pass(?:es)?|gathers?|waits?|appears? on"
    r"|(?:is|are) (?:displayed|shown|seen|pictured|photographed)|displayed|pictured)\b"
)
# A caption or heading of a few words tells nothing: "A Senate and a House bill."
_TELLING = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must|do|does|did|says?|said|told|made|took|cut|won|lost)\b"
    r"|\w(?:ed|es|ing)\b|n['’]t\b",
    re.I,
)
FEW_WORDS = 9
_CURSE = re.compile(r"\b(?:fuck\w*|shit\w*|bullshit|asshole\w*|goddamn)\b", re.I)
_FRAGMENT = re.compile(r"^(?:despite|because|although|while|which|who|and|but|or|\d{1,2}/)\b[^,]*$|^\d{1,2}/", re.I)
_SAID = re.compile(
    r"\b(?:said|says|will|has|have|had|was|were|announced|ruled|signed|filed|launched|raised|cut|began"
    r"|took|ended)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:rais\w+|lower\w*|cut\w*|increas\w+|reduc\w+|introduc\w+|launch\w*|end(?:s|ed|ing)?|remov\w+"
    r"|ban(?:s|ned|ning)?"
    r"|block\w*|fin(?:e|es|ed)|su(?:e|es|ed|ing)|fil(?:e|es|ed)|rul(?:e|es|ed|ing)|order\w*|sign(?:s|ed)?"
    r"|pass(?:es|ed)?"
    r"|propos\w+|announc\w+|requir\w+|chang\w+|replac\w+|settl\w+|approv\w+|reject\w+|investigat\w+|prob(?:e|es|ed|ing)"
    r"|demand\w*|suspend\w*|restor\w+|open(?:s|ed)?|clos(?:e|es|ed)|expand\w*|start(?:s|ed|ing)?|pay(?:s|ing)?|delay\w*"
    r"|agree[sd]?|vot(?:e|es|ed)|charg\w+|convict\w+|testif\w+|urg(?:e|es|ed))\b",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d"
    r"|\b\d{1,2} (?:january"
    r"|february|march|april|may|june|july|august|september|october|november|december)\b|\b20\d\d\b|\b(?:mon|tues|wednes"
    r"|thurs|fri|satur|sun)day\b|\beffective\b|\bstarting\b",
    re.I,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|we|we're|our|my|me)\b")
_WORD = re.compile(r"[a-z0-9]{3,}")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
# Words by which a writer takes sides; a plainer sentence tells the same.
_LOADED = re.compile(
    r"\b(?:desperate\w*|embattled|surreptitious|raaacist|woke|radical|shocking\w*|stunning\w*|massive\w*|outrag\w+|slam\w*"
    r"|blast\w*|torch\w*|destroy\w*|brutal\w*|insane|crazy|whopping|bombshell|disgrac\w+|so-called|hysteri\w+|damning"
    r"|no shock|unsurprisingly|of course|sadly|thankfully|luckily)\b",
    re.I,
)
# What is told as coming.
_COMING = re.compile(
    r"\b(?:(?:is|are|was|were) (?:set|expected|scheduled|due|slated|poised|preparing|about|going) to|plans? to"
    r"|will (?:testify|appear|face|tell|hold|hear|vote|decide|meet|be (?:grilled|questioned|heard))|ahead of|upcoming"
    r"|(?:is|are) (?:testifying|appearing|facing|heading)\b[^.]*\b(?:today|this morning)"
    r"|will (?:desperately |also |then )?(?:attempt|try|seek|argue|defend)|(?:hours|days) before"
    r"|when (?:he|she|they) (?:testif|appear)\w*|prepar(?:es|ing) to)\b",
    re.I,
)
# Who "it" or "they" are was told in the sentence before.
_POINTING = re.compile(r"^(?:it|its|it's|it’s|they|he|she|that|this|these|those|but|and|also|meanwhile)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Told:
    value: float
    place: int  # of its item among the story's, the lead being the first
    sentence: Sentence
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int  # in item.words
    end: int
    text: str
    value: float
    words: frozenset[str]


# Feeds put a standfirst without a full stop before the first sentence: "… of the tech world The hearing went on".
_SEAM = re.compile(
    r"(?<=[a-z\d’”)]) (?<!\b[Ss]eries )(?<!\b[Pp]lan )(?<!\b[Tt]ype )(?<!\b[Cc]lass )(?<!\b[Gg]roup )(?<!\b[Gg]rade )"
    r"(?=(?:A|An|The|As|In|It|When|While|But|For|This|These|After|On|At|With|From|There|They|He|She|His|Her|Two|Three"
    r"|Four|Five|Dozens|Hundreds|Thousands|Several|Some|Many|More|Police|Officials|Welcome"
    r"|Get our|Sign up) (?:[a-z]|(?:US|UK|EU|U\.S\.|U\.K\.)\W))|(?<=\w{3}day )(?=[A-Z]"
    r"[\w’'-]+ (?:[\w’'-]+ ){0,3}(?:has|have|is|are|was|were|will|would|said|says) )"
)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text; a full stop after an abbreviation or an initial ends none."""
    whole: list[tuple[int, int]] = []
    for start, end in _stopped(text):
        for seam in _SEAM.finditer(text, start, end):
            if seam.start() - start < SHORTEST_STANDFIRST:
                continue
            whole.append((start, seam.start()))
            start = seam.end()
        whole.append((start, end))
    return whole


def _stopped(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        end = match.end() if match.group().strip() else match.start()
        before = text[max(start, match.start() - 8) : match.start() + 1]
        after = text[match.end() : match.end() + 3].lstrip()
        # "(Conn.) on Tuesday": what goes on in small letters is the same sentence.
        if match.group().startswith(".") and (_ABBREVIATION.search(before) or after[:1].islower()):
            continue
        _span(text, start, end, spans)
        start = match.end()
    _span(text, start, len(text), spans)
    return spans


def _span(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip():
        spans.append((start + left, start + left + len(piece.strip())))


def printable(sentence: str) -> bool:
    """Whether a sentence may stand alone in a letter: whole, told by the news and not by its publisher."""
    if not SHORTEST <= len(sentence) <= LONGEST or _BYLINE.match(sentence):
        return False
    if _FURNITURE.search(sentence.replace("’", "'")):
        return False
    if "http" in sentence or "@" in sentence or "{" in sentence or "|" in sentence or sentence.endswith("?"):
        return False
    if _CUT.search(sentence.rstrip("\"'”’)]")) or not (sentence[0].isalnum() or sentence[0] in "\"'“‘$€£("):
        return False
    if len(sentence.split()) < FEW_WORDS and not _TELLING.search(sentence):
        return False
    if _PICTURED.match(sentence) or _CURSE.search(sentence):
        return False
    if sentence[0].islower() or _FRAGMENT.match(sentence) or (_CAPTION.search(sentence) and not _SAID.search(sentence)):
        return False
    # A quotation cut in half has one mark too many.
    if any(sentence.count(one) != sentence.count(other) for one, other in ("“”", "()", "[]")):
        return False
    if sentence.count('"') % 2:
        return False
    letters = [letter for letter in sentence if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) < 0.4 * len(letters)


def summary_of(item: Item, facts: Sequence[Fact], tags: Collection[str]) -> tuple[Sentence, ...]:
    """
    One to three sentences of an item, in its own order; its headline where the text has none to offer.

    A sentence is worth what it tells: facts first, then who did what, numbers and dates; and never the same twice.
    """
    chosen = _choose(_candidates(item, facts), MOST)
    if not chosen:
        title = cleaned(item.title)
        if len(title) >= 12 and not title.endswith(("?", "…", "...")) and not _FURNITURE.search(title):
            start = item.title.find(title)
            if start >= 0:
                return (_sentence(item, start, start + len(title)),)
        return ()
    return tuple(_sentence(item, one.start, one.end) for one in sorted(chosen, key=lambda one: one.start))


def story_summary(
    items: Sequence[Item], said: Mapping[str, Annotation], lead: str, most: int = MOST
) -> tuple[Sentence, ...]:
    """
    One to three sentences of a story: the most telling, the lead item's before others', then what adds to it.

    Once the act is told, what was written before it in the future tense is stale, and what is written about it waits.
    """
    kinds = {item.id: genre.genre_of(item, said.get(item.id)) for item in items}
    order = sorted(items, key=lambda item: (item.id != lead, genre.RANKS[kinds[item.id]], item.when, item.id))[:12]
    acts = [item.when for item in order if kinds[item.id] == genre.ACT]
    done = max(acts) - STALE if acts else None
    told: list[_Told] = []
    for place, item in enumerate(order):
        annotation = said.get(item.id)
        if annotation is None:
            continue
        stale = done is not None and (kinds[item.id] == genre.PLAN or item.when < done)
        less = ASIDE * genre.RANKS[kinds[item.id]] if acts else 0.0
        found = [one for one in _candidates(item, annotation.facts) if one.start]
        for one in found:
            value = one.value - less - (2.0 if stale and _COMING.search(one.text) else 0.0) + (0.0 if place else 0.6)
            told.append(_Told(value, place, _sentence(item, one.start, one.end), one.words))
        if not found and annotation.summary:
            told += [_Told(0.2 - less, place, one, _words(one.text)) for one in annotation.summary]
    told.sort(key=lambda one: (-one.value, one.place, one.sentence.evidence.start))
    chosen: list[_Told] = []
    for candidate in told:
        if len(chosen) == most:
            break
        if all(_adds(candidate, other, candidate.place != other.place) for other in chosen) and not (
            chosen and candidate.value < 0.4
        ):
            chosen.append(candidate)
    # The item with the most telling sentence first; one item's sentences in their own order.
    best: dict[int, float] = {}
    for picked in chosen:
        best[picked.place] = max(best.get(picked.place, picked.value), picked.value)
    chosen.sort(key=lambda one: (-best[one.place], one.place, one.sentence.evidence.start))
    return tuple(one.sentence for one in chosen)


def _adds(candidate: _Told, other: _Told, elsewhere: bool) -> bool:
    """
    Whether a sentence tells more than another; another paper's must bring a figure and be mostly new.

    Papers tell one event in words of their own, so that sentences which share a third of their words say the same.
    """
    if not elsewhere:
        return _alike(candidate.words, other.words) <= ALIKE
    figures = set(_FIGURE.findall(candidate.sentence.text)) - set(_FIGURE.findall(other.sentence.text))
    return bool(figures) and candidate.value >= 1.0 and _alike(candidate.words, other.words) <= ELSEWHERE_ALIKE


def _sentence(item: Item, start: int, end: int) -> Sentence:
    text = item.words[start:end]
    return Sentence(text=text, evidence=Evidence(item=item.id, start=start, end=end, text=text))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _candidates(item: Item, facts: Iterable[Fact]) -> list[_Candidate]:
    if not item.text:
        return []
    text = item.text[:READ_AT_MOST]
    base = len(item.title) + 1
    evidence = [(fact.evidence.start, fact.evidence.end) for fact in facts if fact.evidence.item == item.id]
    heading = _words(item.title)
    found: list[_Candidate] = []
    spans = sentences_of(text)[:SENTENCES_AT_MOST]
    for place, (start, end) in enumerate(spans):
        if dateline := _DATELINE.match(text[start : start + 90]):
            start += dateline.end()
        words = text[start:end]
        last = place == len(spans) - 1 or end >= len(text) - 1
        whole = words[-1:] in ".!" or words[-2:] in (".”", '."', ".'", ".’", "!”", '!"')
        # Teasers often end without a full stop; cut ones end in dots, or in the middle of a long text.
        if not whole and not (last and len(item.text) < READ_AT_MOST and len(words.split()) >= 7 and place == 0):
            continue
        if not printable(words):
            continue
        value = 1.0 - 0.12 * place
        first, after = base + start, base + end
        value += min(4.0, 2.0 * sum(first <= at < after for at, _ in evidence))
        value += 0.5 * bool(re.search(r"\d", words)) + 0.6 * bool(_CHANGE.search(words))
        value += 0.4 * bool(_WHEN.search(words))
        mine = _words(words)
        value += 0.8 * len(mine & heading) / (len(heading) or 1)
        value -= 0.5 * (not mine & heading) + 0.4 * bool(_POINTING.match(words))
        # The headline again, often with the outlet's name behind it.
        if not whole and _alike(mine, heading) > 0.9:
            continue
        value -= 0.7 * bool(_LOADED.search(words))
        value -= 0.8 * bool(_FIRST_PERSON.search(words)) + 0.4 * (words[0] in "\"“'‘") + 0.3 * (len(words) > 260)
        found.append(_Candidate(first, after, words, value, mine))
    return found


def _choose(candidates: Sequence[_Candidate], most: int) -> list[_Candidate]:
    chosen: list[_Candidate] = []
    for one in sorted(candidates, key=lambda one: (-one.value, one.start)):
        if len(chosen) == most:
            break
        if one.value < 0.4 or any(_alike(one.words, other.words) > ALIKE for other in chosen):
            continue
        chosen.append(one)
    return chosen
