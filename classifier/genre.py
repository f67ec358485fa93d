"""The genre: whether a piece tells an act, what is to come, what somebody says, or what to think of it all."""

# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from classifier.annotation import Annotation
from classifier.frames import verbs
from collector.item import Item

ACT, PLAN, NOTE, VOICE, READING = "act", "plan", "note", "voice", "reading"
# The nearer to something that was done, the better it tells a story: an act, an event to come, a fact of another
# kind, somebody's word, and what is written about all these.
RANKS: Mapping[str, int] = {ACT: 0, PLAN: 1, NOTE: 2, VOICE: 3, READING: 4}

SOURCES_ENOUGH = 3  # that tell an act, however many write about it
# Newsrooms file by kind: these parts of an address hold no news, whoever publishes it.
_ADDRESS = re.compile(
    r"/(?:opinions?|commentisfree|comment|columnists?|columns?|editorials?|op-?eds?|ideas|letters|views?|voices|blogs?"
    r"|commentary|analysis|explainers?|live|live-?blog|live-?news|live-updates|videos?|watch|gallery|pictures|photos"
    r"|podcasts?|audio|reviews?|buying-guides?|best|deals?|coupons?|how-?to|guides?|lifeandstyle|life-?style|quiz"
    r"|newsletters?|briefing|horoscopes?|obituaries|recipes|show-notes)(?:/|-\d|$)"
)
_READING = re.compile(
    r"^the papers:|\?(?:\s|$|['\"’”)])|^(?:why|how|what|where|when|which|if|inside|meet|should|could|can|is|are|does"
    r"|do|did)\b"
    r"|^(?:no|yes|sorry|dear|please|stop|forget|don't|let's|enough|beware|remember|imagine)\b[ ,:]"
    r"|^(?:the )?(?:top |best )?\d{1,3} (?:[\w'-]+ ){0,3}(?:things?|ways?|reasons?|tips|moments?|takeaways|questions"
    r"|facts|apps|games|lessons|mistakes|tricks|times|best|biggest|craziest|worst|deals|stories|charts)\b"
    r"|\bhere(?:'s| is| are)\b|\b(?:need|things|want) to know\b|\bexplain(?:ed|er)\b|\beverything (?:you|we)\b"
    r"|\b(?:key )?takeaways\b|\bin pictures\b|\bfact[- ]check\b|\blive(?: updates?| blog| coverage)?\s*[:–—-]"
    r"|: live\b|\bpolitics live\b|\bwar live\b|\bas it happened\b|\bshow notes\b|\[(?:video|pdf|audio|podcast)\]"
    r"|\bpodcast\b|\bnewsletter\b|\bbriefing\b|\bthe morning after\b|\bround-?up\b|\bweek in review\b"
    r"|\bthis week in\b|\b(?:weekly|daily) (?:wrap|recap)\b|\bhands[- ]on\b|\breview:|\bopinion\b|\beditorial\b"
    r"|\bletters?:|\bq&a\b|\bquiz\b|\bcase study\b|\bguide to\b|\brecap\b|\bthe (?:case|argument) (?:for|against)\b"
    r"|\bthe (?:problem|trouble|truth|danger|future|rise|fall|real reason|history|story|fight|battle|war)"
    r" (?:with|about|of|behind|over)\b|\blessons (?:from|of)\b|\btips for\b|\bhow to\b|\bwhat it means\b"
    r"|\b(?:really|actually) means\b|\bwhat comes next\b|\bwhat'?s next\b|\bpros and cons\b|\d+% off\b|\bdeals?: "
    r"|\bis (?:doomed|dead|broken|over)\b|\b(?:a|the) timeline\b"
)
# What a newsroom hangs behind its news to be clicked on: "…: here's how".
_TEASE = re.compile(
    r"\s*[:,–—-]+\s*(?:and )?(?:here(?:'s|’s| is| are)|what (?:you|we|it|that|this)|how (?:you|we|it|that|this)|why (?:you|we|it"
    r"|that|this)|all you need)\b.{0,80}$",
    re.I,
)
_FIRST_PERSON = re.compile(r"(?<![\w.'’])(?:I|I'm|I've|My|my|We|we|Our|our)(?![\w.])")
_JUDGED = re.compile(
    r"\b(?:isn't|aren't|wasn't|shouldn't|should|needs? to|ought to|deserves?|too (?:late|far|much)|hypocri\w+|nonsense"
    r"|insane|terrifying|betrayal|won't save|can't save)\b"
)
_GUESSED = re.compile(r"\b(?:could|might|may|would|reportedly)\b")
_PREVIEW = re.compile(
    r"\b(?:plans?|poised|set|about|ready|close|due|expected|preparing|planning) to \w+|\bsays (?:he|she|it|they) will\b"
    r"|\b(?:bills?|laws?|legislation|rules?|proposals?|orders?|act|measures?|amendment) (?:[\w-]+ ){0,3}would\b"
    r"|\bto (?:testify|appear|tell|face|meet|grill|question|hear|defend|argue|speak|attend|be (?:grilled|questioned"
    r"|heard))\b|\b(?:set|expected|scheduled|due|slated|poised|ready|prepar\w+|plan\w*|will|hopes?|about) (?:to )?(?:testify"
    r"|appear|tell|sign|veto|vote|decide|rule|consider|announce|unveil|face|hear|meet|hold)\b"
    r"|\bahead of\b|\b(?:hours|days|weeks) before\b|\bon the eve of\b|\bbrac\w+ (?:for|itself)\b|\bgear\w* up\b"
    r"|\bwhat to expect\b|\bhow to watch\b|\bbefore (?:[\w-]+ ){0,3}(?:hearing|vote|congress|testimony|confront)\b"
)
# Nouns and verbs after which an infinitive is only wished for: "bid to ban", "vows to block".
_WISHED = re.compile(
    r"(?:bid|push|plans?|efforts?|moves?|calls?|bills?|threat|campaign|fight|attempt|proposals?|desire|urges?|wants?|vows?"
    r"|hopes|seeks|tries|trying|promises|pledges|eyes|aims|looking|considers|refuses|asks|determined|likely|able|enough"
    r"|pressure|powers?|ability|authority|ways?|how|not|chance|needs?|right|afraid)"
)


def _finite(stems: str) -> str:
    """The forms in which verbs say that something is or was done: a bare form or a gerund may be a noun."""
    forms = (form for stem in stems.split() for form in verbs(stem)[3:-1].split("|") if form != stem)
    return "|".join(form for form in forms if not form.endswith("ing"))


_SAY = re.compile(
    r"\b(?:"
    + _finite(
        "say urge warn defend criticize criticise slam blast oppose back support want claim deny insist rip torch smack"
        " question ask fear worry praise argue think believe hope consider mull weigh eye vow pledge bristle mock lament"
        " complain explain suggest tell tweet joke predict react respond rally protest lobby tout scold admit debate"
        " blame like vent gripe scoff rant compare declare emerge tackle refuse"
    )
    + r"|slammed|calls? (?:for|on|it|out|to)|called|considering|mulling|eyeing|weighing|concern(?:s|ed)?|poll|survey"
    r"|study|hits? back|fires? back|doubles? down|brush(?:es|ed) off|push(?:es|ed) back|grow(?:s|ing)? (?:concerns?|calls"
    r"|fears)|raises? (?:[\w-]+ )?(?:questions?|concerns?|fears|eyebrows|alarm|charge)|rail(?:s|ed) against|spar(?:s|red)"
    r"|sound(?:s|ed) (?:the )?alarm|at odds|oppose|defend|criticise|criticize|declare|eye (?:a )?(?:ban|rule|curb)s?)\b"
)
_IN_COURT = r"(?:law ?suits?|suits?|fines?|probe|charges|complaints?|class|ban|action|investigation|legal)"
_DO = re.compile(
    r"\b(?:"
    + _finite(
        "ban bar block sue fine order rule uphold dismiss toss reject approve pass sign enact adopt vote settle agree"
        " raise lower cut slash hike increase reduce double halve launch introduce unveil announce open close shut end"
        " discontinue pause suspend restore reinstate lift remove add require mandate prohibit outlaw restrict limit"
        " allow let expand extend delay postpone withdraw drop reverse overturn charge indict convict plead"
        " investigate probe subpoena raid seize levy tax pay refund testify grill propose finalize finalise issue update"
        " change revamp replace rename demonetize demonetise terminate delete sanction violate breach accuse demand"
        " threaten offer quash merge fire resign halt stop start begin advance send name tighten ease rejoin hear press"
        " clear recommend prevail find misuse axe join grant hand slow"
    )
    + r"|scrap(?:s|ped)|appeal(?:s|ed)(?! to (?!the |a |court|supreme))|unban(?:s|ned)?|withdrew|cut|grill|sue|propose|introduce|testify|(?:faces|faced|squares) off|u-turns?|no longer|goes live|offering"
    r"|fil(?:es|ed) (?:an? |suit|law|complaint|for|new|antitrust|class|appeal|charges|motion|bill)|roll(?:s|ed|ing) (?:out"
    r"|back)|strikes? down|struck down|steps? down|broke (?:the )?law|tak(?:es|en) (?:effect|down)|took effect"
    r"|(?:los(?:es|t)|w(?:ins|on)) (?:[\w'-]+ ){0,3}(?:bid|case|appeal|suit|fight|court|legal|approval|dismissal|ruling|battle)|hit (?:with|by)"
    r"|(?:courts?|judges?|jury|tribunal|watchdog|regulator|ruling) says?|(?:lawsuit|suit|complaint|filing) (?:claims|says|alleges)"
    rf"|slapped with|fac(?:es?|ing) (?:[\w$€£.-]+ ){{0,4}}{_IN_COURT}|under (?:[\w-]+ ){{0,3}}investigation"
    r"|mov(?:es|ed) (?:to|forward|ahead|closer)|asks? (?:[\w'.-]+ ){0,3}(?:judge|court|justices|tribunal)"
    r"|tells? (?:[\w'.-]+ ){1,5}to \w+|(?:urged|told|asked|ordered|required|allowed|forced) to \w+|now (?:requires?"
    r"|available|lets)|will (?:no longer|be able|share|require|let|allow|pay|charge|close|shut|end|start|begin|need|get)"
    r"|(?:is|are) (?:now |finally )?(?:being )?(?:banning|ending|closing|shutting|launching|adding|removing|changing|raising"
    r"|cutting|merging|testing|bringing|letting|requiring|revamping|opening|limiting|suing|sued|paying|charging|dropping"
    r"|killing|giving|making it|replacing|updating|investigating|banned|removed|closed|blocked|fined))\b"
)
_TO_DO = re.compile(
    r"\b(?P<before>[\w-]+) to (?:be )?(?:ban(?:ned)?|bar|block(?:ed)?|sue|fined?|cut|raise|lower|charge|pay|end|close|shut"
    r"|launch|require|remove|add|allow|let|limit|restrict|introduce|open|offer|stop|drop|replace|delay|extend|expand"
    r"|settle|investigate|look into|join|probe|tax|sell|give|take|share|start|begin|increase|reduce|scrap|discontinue|change|update"
    r"|label)\b"
)


def untease(title: str) -> str:
    """
    A title without what a newsroom hangs behind its news to be clicked on.

    >>> untease("Streamora opens its plan to all — here's how to join")
    'Streamora opens its plan to all'
    """
    found = _TEASE.search(title)
    return title[: found.start()] if found and found.start() >= 25 else title


def genre_of(item: Item, said: Annotation | None = None) -> str:
    """The genre of one item, by where it is filed, how its headline is made, and what is said of it."""
    title = untease(item.title[:400].replace("’", "'").replace("‘", "'"))
    low = title.lower()
    if _ADDRESS.search(item.url.lower().partition("?")[0]) or _READING.search(low) or _FIRST_PERSON.search(title):
        return READING
    # The verb that comes first decides; of two readings of one verb ("raises", "raises questions") the fuller one.
    acts = sorted((found.start(), -found.end()) for found in (_DO.search(low), _to_do(low)) if found)
    done = acts[0] if acts else (len(low), 0)
    word = _SAY.search(low)
    spoken = (word.start(), -word.end()) if word else (len(low), 0)
    preview = _PREVIEW.search(low)
    if preview and preview.start() <= done[0]:
        return PLAN
    tags = [tag.tag for tag in said.tags] if said else []
    if not acts and "analysis-opinion" in tags:
        return READING
    judged, guessed = _JUDGED.search(low), _GUESSED.search(low)
    if judged and judged.start() < done[0]:
        # "Should be banned, says a group" is the group's word; without anybody's name it is the writer's.
        return VOICE if word or ":" in low else READING
    if acts and done <= spoken and not (guessed and guessed.start() < done[0]):
        return ACT
    return VOICE if word or guessed or tags[:1] == ["response-advocacy"] else NOTE


def _to_do(low: str) -> re.Match[str] | None:
    """An act announced in a headline's manner ("X to cut its fee"), not one that is only wished for."""
    return next((found for found in _TO_DO.finditer(low) if not _WISHED.fullmatch(found["before"])), None)


def genre_of_all(items: Sequence[Item], said: Mapping[str, Annotation]) -> str:
    """The genre of a story: an act where a fair part of its pieces or of sources tells one, else what most are."""
    counts = dict.fromkeys(RANKS, 0)
    tell: set[str] = set()
    for item in items:
        kind = genre_of(item, said.get(item.id))
        counts[kind] += 1
        if kind == ACT:
            tell.add(item.source)
    # What is written about a story says least about it; it counts where nothing else is there.
    news = {name: count for name, count in counts.items() if name != READING and count}
    if counts[ACT] * 5 >= sum(news.values()) > 0 or len(tell) >= SOURCES_ENOUGH:
        return ACT
    if not news or counts[READING] > 3 * sum(news.values()):
        return READING
    return max(news, key=lambda name: (news[name], -RANKS[name]))
