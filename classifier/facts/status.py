"""Status: how sure and how near a change is, since when it holds, and for whom, told by the words around it."""

from __future__ import annotations

import re
from datetime import date

from classifier.facts.clauses import BACKDROP, Sentence
from classifier.facts.dates import When, shifted
from classifier.facts.passage import Draft, Passage

DENIED = re.compile(
    r"\b(?:denie[sd]|deny|denying|denial|false\b|untrue|not true|no truth|reject(?:s|ed) (?:the |a "
    r"|an )?(?:\w+ )?(?:reports?|claims?|rumou?rs?|story)|dismiss(?:es|ed) (?:the |a "
    r"|an )?(?:\w+ )?(?:reports?|claims?|rumou?rs?|talk)|"
    r"contrary to (?:\w+ )?(?:reports|rumou?rs|claims)|debunk\w*|refut(?:es|ed)|made-up|fabricated|hoax)\b"
)
RUMOR = re.compile(
    r"\b(?:rumou?r\w*|leak(?:s|ed|er|ing)?|screenshots?|screen shots?|leaked|code strings?|strings? (?:found "
    r"|spotted |seen )?(?:in|of) (?:the )?(?:\w+ )?(?:code|app|beta)|(?:app )?code (?:points|hints|suggests"
    r"|reveals|mentions)|spotted (?:by|in)|teardown|apk|data ?mine\w*|unconfirmed|look-?alike|fake (?:page"
    r"|site|blog)|"
    r"hints? (?:at|that)|hidden (?:menu|setting|page)|anonymous post|forum post|reverse[- ]engineer\w*"
    r"|allegedly planning|whispers|unverified)\b"
)
REPORTED = re.compile(
    r"(?:\b(?:reported(?:ly)?|report says|people familiar|sources? (?:say|said|told|close)|citing (?:two "
    r"|three |several |unnamed |people |sources|internal|a )|according to (?:people|sources|a report|a person"
    r"|the (?:information|journal|financial times)|[\w ]{2,30} (?:reports?|sources))|"
    r"insiders?|familiar with the (?:matter|plans|talks)|has learned|first reported|(?:memo|documents?"
    r"|emails?|slides?|letter) (?:seen|obtained|reviewed) by|(?:is |are )?said to (?:prepare|plan|be|weigh"
    r"|consider|want))\b|: (?:report|reports|sources?|source)$|^(?:report|exclusive): |\breport: )"
)
_REPORTED_FACT = re.compile(
    r"\breported (?:revenue|earnings|a (?:profit|loss)|results|sales|that it had)\b|\b(?:police|company|it"
    r"|they|platform) reported\b"
)
TEST = re.compile(
    r"\b(?:test(?:s|ed|ing)?|trial(?:s|ling|ing)?|pilot(?:s|ed|ing)?|experiment(?:s|al|ing)?|(?:in|a|an|closed"
    r"|open|public|private|limited) beta|beta (?:test|phase)|tries"
    r"|trying (?:out)?|trying|a small (?:group|number|share)|some users|invited|invite-only|invitation-only"
    r"|a few hundred|selected (?:creators|accounts|users)|small group of)\b"
)
PROPOSED = re.compile(
    r"\b(?:propos(?:es?|ed|al|als|ing)|draft|bill\b|consultation|consults? on|would (?:have to|be|raise|lower"
    r"|cut|cap|pay|require|need|ban|force|set|make|let|bar|limit|take|get|rise|fall|go|become|apply|keep"
    r"|reduce|increase)|could be (?:capped|cut|raised|lowered|limited|set)|"
    r"asks? the (?:court|judge)|asked the (?:court|judge)|remed(?:y|ies) (?:proposal|sought)|white paper"
    r"|recommend(?:s|ed|ation)|suggests? (?:capping|that (?:the )?commission)|floats?|floated"
    r"|under discussion|motion to)\b"
)
_STATE = re.compile(
    r"\b(?:bill|draft|act|law|lawmakers?|senat\w+|congress|parliament|ministry|minister|regulator|authority"
    r"|commission(?:er)?|government|governor|cma|ftc|doj|accc|ofcom|court|judge|committee|council|brussels"
    r"|consultation|eu|copyright royalty board|union|association)\b"
)
FUTURE = re.compile(
    r"\b(?:will|plans? to|planned|set to|going to|about to|is to|are to|to (?:start|begin|take|raise|lower"
    r"|cut|get|launch|introduce|pay|charge|require|drop|move|end|close|become|open|offer|give|let|halve"
    r"|double|increase|reduce|expand|allow|share|bring|waive|scrap|remove|add|keep|hike|slash|add|lift)"
    r"|promises?|coming|upcoming|soon|next (?:week|month|year|spring|summer|autumn|fall|winter)|later this"
    r"|by the end of|from <d\d+>|starting <d\d+>|ahead of|announced plans|wants? to|intends? to)\b"
)
DELAYED = re.compile(
    r"\bmoved from <d\d+> to <d\d+>|\b(?:will|does|did|won't) not (?:arrive|come|start|launch|happen) (?:this"
    r"|on|in|until|before|as)|\bholds? back\b|\b(?:postpon\w+|delay(?:s|ed|ing)?|put(?:s|ting)? off|push(?:es"
    r"|ed|ing)? back|defer(?:s|red|ring|ral)?|meant for|originally (?:due|planned|scheduled|set)|moved? back"
    r"|was due|later than planned|holds? off|instead of on)\b"
)
REVERSED = re.compile(
    r"\b(?:withdr[ae]w(?:s|n|ing)?|revers(?:es|ed|ing|al)|backtrack\w*|back(?:s|ed)? (?:down|off|away)|u-turn"
    r"|walk(?:s|ed)? back|rescind\w*|scrap(?:s|ped|ping)?|cancel(?:s|led|ed|ling)?|abandon(?:s|ed|ing)?"
    r"|call(?:s|ed) off|takes? back|took back|drops? (?:its |the )?plans?|"
    r"dropped (?:its |the )?plans?|undo(?:es)?|undid|pull(?:s|ed)? (?:back )?(?:its |the )?(?:plan|change"
    r"|increase)|give(?:s)? up|gave up|not go(?:ing)? ahead|won't go ahead|will not go ahead|retreat\w*)\b"
)
_ANNOUNCED_BEFORE = re.compile(
    r"\bbefore (?:it|they) (?:ever |even )?(?:applied|took|started|came|held)\b|\b(?:announced|announcement"
    r"|planned|plan|promised|had said|unveiled|was to|were to|due (?:to|on)|would have|meant to|scheduled"
    r"|days? (?:before|after)|weeks? (?:before|after)|last (?:week|month)|backlash|protests?|outcry|criticism"
    r"|revolt)\b"
)
IN_FORCE = re.compile(
    r"\b(?:now|effective immediately|with immediate effect|since <d\d+>|already|is live|went live|took effect"
    r"|came into (?:force|effect)|has (?:cut|raised|lowered|reduced|moved|dropped|started|begun|opened)"
    r"|in force|as of today|took (?:hold|force)|is in effect)\b"
)
_START = re.compile(
    r"(?:\b(?:from|starting|starts?|started|beginning|begins?|began|as of|effective|effect|takes? effect"
    r"|taking effect|took effect|comes? into (?:force|effect)|came into (?:force|effect)|since|applies|apply"
    r"|valid|in force|goes live|going live|live|rolls? out|rolling out|launch(?:es|ed|ing)?|kicks? in|ab|seit"
    r"|between|commencing|enters? into force|entered into force|go(?:es)? into effect|went into effect"
    r"|will come|will be|run(?:s)?|opens?|as soon as|holds?|signed from|renewing after|opened after"
    r"|created after|who join after|joining after|published after|after)"
    r"(?: (?:again|to all|on|from|at|for \w+|in|by|as of|of|the|early|late|mid|beginning|start|\w+ly|force"
    r"|effect|is|it|a|midnight|both|everywhere|worldwide|globally|only|new \w+ \w+)){0,4}\s?)$"
)
_SAID = re.compile(
    r"\b(?:said|says|announced|wrote|told|posted|reported|confirmed|stated|published|blog|statement"
    r"|changelog entry dated|dated|according|denied|revealed|interview|press release|warned|noted|explained"
    r"|email|letter|adds|added)\b[^<>;]{0,45}$"
)
_UNTIL = re.compile(
    r"\b(?:until|till|through|thru|before|by|ends?(?: on)?|ending|expires?(?: on)?|and|to|bis|runs? (?:until"
    r"|through)|up to)\s(?:the )?$"
)


def effective_of(draft: Draft, passage: Passage) -> When | None:
    """The date from which a change holds; None where the text tells none."""
    order = [draft.place, *draft.places]
    if draft.place == 0 and passage.sentences[0].title and len(passage.sentences) > 1:
        order.append(1)  # the title is told again, with its dates, in the first sentence
    for place in dict.fromkeys(order):
        when = _start_in(passage.sentences[place], passage, own=True)
        if when is not None:
            return when
    if draft.legal:
        return None
    # "The change takes effect on 1 July" may stand a sentence or two away, or in the title.
    for step in (1, 2, 3, -1):
        place = draft.place + step
        if 0 <= place < len(passage.sentences) and place not in order:
            other = passage.sentences[place]
            if step < 0 and not other.title and not _OF_CHANGE.search(other.shape):
                continue
            if not other.title and not _OF_CHANGE.search(other.shape):
                continue
            when = _start_in(other, passage, own=other.title)
            if when is not None:
                return when
    for place in range(draft.place - 1, max(-1, draft.place - 5), -1):
        if (
            re.fullmatch(r"\W*<d0>\W*", passage.sentences[place].shape)
            and passage.sentences[place].dates[0].grain == "day"
        ):
            return passage.sentences[place].dates[0]
    if draft.place != 0 and passage.sentences[0].title and 0 not in order:
        return _start_in(passage.sentences[0], passage, own=True)
    return None


_OF_CHANGE = re.compile(
    r"\b(?:the|both|all|these) (?:\w+ ){1,2}(?:starts?|begins?|appl(?:y|ies)|takes? effect|holds?) (?:on|from"
    r"|in)\b|\b(?:the|this|these|both|all|new|it|they|that|which) ?(?:\w+ ){0,4}?(?:changes?|rules?|terms?"
    r"|fees?|rates?|rate|pricing|conditions?|requirements?|update|policy|split|bar|limits?|thresholds?|move|programme"
    r"|program|pilot|test|trial|measures?|increase|cut|it|they|that|all)\b[^<>;]{0,50}\b(?:effect|force"
    r"|appl(?:y|ies)|starts?|begins?|live|valid|from|since|holds?|kicks? in|rolls? out|launch\w*|come|comes"
    r"|runs?)\b|\btakes? effect|\bcomes? into (?:force|effect)|\bcame into (?:force|effect)|\beffective\b"
    r"|\b(?:and )?all since\b|\bapply from\b"
)


def _start_in(sentence: Sentence, passage: Passage, *, own: bool) -> When | None:
    shape = sentence.shape
    best: tuple[int, When] | None = None
    if moved := re.search(r"\b(?:moved|pushed back|postponed|delayed|put off|shifted) from <d\d+> to <d(\d+)>", shape):
        return sentence.dates[int(moved[1])]
    if DELAYED.search(shape) and (moved := re.search(r"\bfrom <d\d+>(?: \w+)? (?:to|until) <d(\d+)>", shape)):
        return sentence.dates[int(moved[1])]
    if (
        own
        and passage.published
        and (
            counted := re.search(
                r"(?:^|, |\b(?:will|becomes?|change|start|starts|rises?|falls?|effect|live) )in <t(\d+)>", shape
            )
        )
    ):
        number = sentence.quantities[int(counted[1])]
        if number.unit in {"days", "weeks", "months"} and re.search(
            r"\b(?:will|becomes?|changes?|starts?|goes|rises?|falls?|drops?|takes?|live)\b", shape
        ):
            day = shifted(passage.published, int(number.value), number.unit)
            return When(start=number.start, end=number.end, iso=day.isoformat(), grain="span", word="in")
    for place, when in enumerate(sentence.dates):
        start, end = sentence.token_of_date(place)
        before, after = shape[max(0, start - 60) : start], shape[end : end + 40]
        if when.word in {"effective immediately", "with immediate effect", "at midnight"}:
            return when
        if when.word == "immediately" and re.search(r"\beffective\b", before):
            return when
        rank = None
        if when.grain == "year" and when.word == "this":
            continue
        if re.search(r"\bnot [\w ]{0,25}$", before) and not re.search(r"\bnot (?:only|just)\b", before):
            continue
        if when.word in {"today", "heute"} and re.match(
            r"^ (?:it|they|the \w+) (?:is|are|takes?|needs?|stands?|requires?)\b", after
        ):
            continue
        if when.grain == "span" and not re.search(r"\bin\b", when.word):
            continue
        if _SAID.search(before) and not _START.search(before):
            continue
        if re.search(r"\b(?:until|till|through|thru|before|bis)\s(?:the )?(?:end of )?$", before) or (
            re.search(r"\b(?:and|to)\s$", before)
            and place > 0
            and re.search(r"\b(?:from|between)\s<d\d+>(?: \w+)? (?:and|to)\s$", before)
        ):
            continue
        if re.search(
            r"\b(?:meant for|planned for|set for|scheduled for|due|originally|instead of|not|launched|founded"
            r"|in place|introduced|ended|paused"
            r"|withdrawn|cancell?ed|scrapped|abandoned|called off"
            r"|dates? from|earned in|paid in|since its launch)\s(?:on |in "
            r"|for |back in |from )*$",
            before,
        ) and not re.search(r"\bwill be introduced|to be introduced", before):
            continue
        if _START.search(before) or (re.match(r"^ (?:on|onward|onwards)\b", after) and re.search(r"\bfrom\b", before)):
            rank = 0
        elif (
            when.grain in {"day", "month"}
            and when.word in {"today", "tomorrow", "heute", "morgen", "tonight", "this morning"}
            and not _SAID.search(before)
        ) or (
            own and re.search(r"\b(?:on|this|come)\s$", before) and when.grain == "day" and _ACT_ON.search(before + " ")
        ):
            rank = 1
        elif (
            own
            and re.search(r"\bon\s$", before)
            and when.grain == "day"
            and FUTURE.search(shape)
            and not re.search(
                r"\b(?:by the|accepted|approved|announced|agreed|told|email)\b", re.split(r"[,;:]\s", before)[-1]
            )
        ) or (
            own and "end of" in when.word and re.search(r"\b(?:clos\w+|end\w*|shut\w*|will|start\w*|from|at)\b", shape)
        ):
            rank = 2
        elif (own and when.grain == "year" and re.search(r"\bfor\s$", before) and not _PAST_YEAR(when, passage)) or (
            own
            and when.grain in {"month", "year"}
            and (
                re.search(r"\b(?:in|this|by|of|next|with the|early|late)\s?(?:early |late |the )?$", before)
                or when.word
            )
            and (FUTURE.search(shape) or when.word.startswith(("next", "in ")))
            and not _PAST_YEAR(when, passage)
        ):
            rank = 3
        elif own and sentence.dates and re.fullmatch(r"\W*<d0>\W*", shape):
            rank = 0
        elif own and when.grain == "span" and when.word.startswith("in") and FUTURE.search(shape):
            rank = 2
        if rank is not None and _PAST_YEAR(when, passage) and rank > 0:
            continue
        if rank is not None and when.grain == "year" and re.search(r"\bsince\b", before):
            continue
        if rank is not None and (best is None or rank < best[0]):
            best = rank, when
    return best[1] if best else None


_ACT_ON = re.compile(
    r"\b(?:stopped|started|began|begins|falls?|drops?|dropped|fell|rises?|rose|cut|raised|lowered|closed"
    r"|closes?|opened|opens|ended|ends|launched|launches|moved|moves|shut|shuts|increased|reduced|switched"
    r"|removed|doubled|halved|paused|pauses|goes? up|go up|goes? down|comes?|waives?|starts?|becomes?|closing"
    r"|ending|shutting down"
    r"|turns?)\b(?:(?! by |, |accepted|authority|said)(?:[^<>;]|<[cpms]\d+>)){0,60}$"
)


def _PAST_YEAR(when: When, passage: Passage) -> bool:  # noqa: N802
    return passage.published is not None and when.iso[:4] < str(passage.published.year) and when.grain == "year"


def until_of(draft: Draft, passage: Passage) -> str | None:
    """The day a temporary change ends, where one is told."""
    sentence = passage.sentences[draft.place]
    for place, when in enumerate(sentence.dates):
        start, _ = sentence.token_of_date(place)
        before = sentence.shape[max(0, start - 30) : start]
        if re.search(
            r"\b(?:until|till|through|thru|bis|run until|ends? (?:on )?)\s(?:the end of )?$", before
        ) and not re.search(r"\b(?:you|they|it) ?$", before):
            return when.iso
        if (
            place
            and re.search(r"\b(?:and|to|through)\s$", before)
            and re.search(r"\b(?:from|between)\s<d\d+>", sentence.shape[max(0, start - 40) : start])
        ):
            return when.iso
    return None


def is_later(iso: str, published: date | None) -> bool:
    """Whether a day, month or year lies wholly after the day of publication."""
    if published is None:
        return False
    return iso > published.isoformat()[: len(iso)]


def status_of(draft: Draft, effective: str | None, passage: Passage) -> str:
    """One of in_force, announced, proposed, test, reported, rumor, denied, reversed, delayed."""
    told_in = dict.fromkeys(
        (draft.place, *draft.places, *((1,) if draft.place == 0 and 1 < len(passage.sentences) <= 5 else ()))
    )
    here = " ".join(
        shape
        for place in told_in
        for shape in [passage.sentences[place].shape]
        if place == draft.place or not BACKDROP.search(shape)
    )
    title = passage.sentences[0].shape if passage.sentences and passage.sentences[0].title else ""
    near = passage.around(draft.place, 1, 1)
    said = f"{title} {near}"
    if DENIED.search(here) or (
        DENIED.search(said)
        and re.search(r"\b(?:den(?:y|ie[sd])|false|untrue|no truth|not true)\b", said)
        and draft.place == 0
    ):
        return "denied"
    if DELAYED.search(here) or (DELAYED.search(title) and len(passage.sentences) <= 4):
        return "delayed"
    if REVERSED.search(here) and _REVERSES_PLAN.search(here) and _ANNOUNCED_BEFORE.search(said):
        return "reversed"
    if (
        REVERSED.search(title)
        and _REVERSES_PLAN.search(title)
        and not IN_FORCE.search(here)
        and not _stands_beside(draft, effective, passage)
    ):
        return "reversed"
    if RUMOR.search(here) or (RUMOR.search(near) and not IN_FORCE.search(here)):
        return "rumor"
    if (REPORTED.search(here) or REPORTED.search(title)) and not _REPORTED_FACT.search(here):
        return "reported"
    if (
        TEST.search(here)
        or (
            TEST.search(title)
            and draft.place <= 5
            and not re.search(r"\b(?:after|following) (?:a |the |months of )?(?:\w+ )?(?:test|trial|pilot|beta)", said)
        )
        or (len(passage.sentences) <= 5 and TEST.search(near) and _TESTING.search(near))
    ) and not re.search(
        r"\b(?:after|following|ends?|ended|end of) (?:a |an |the |its )?(?:\w+ ){0,3}(?:tests?|trial"
        r"|pilot|beta|experiment)",
        said,
    ):
        return "test"
    if (
        effective is not None
        and not _state(here, title)
        and not (PROPOSED.search(here) and re.search(r"\b(?:would|could|draft|bill|propos)", here))
    ):
        return "announced" if is_later(effective, passage.published) else "in_force"
    if (
        PROPOSED.search(here)
        and (_STATE.search(here) or _STATE.search(title) or re.search(r"\bpropos", here))
        and not re.search(r"\bfinal rule|\badopted|\bsigned|\bapproved|\bpassed\b", here)
    ):
        return "proposed"
    if effective is not None:
        return "announced" if is_later(effective, passage.published) else "in_force"
    if re.search(r"\b(?:could|might|considering|weighing|mulling)\b", here):
        return "proposed"
    if IN_FORCE.search(here) and not re.search(r"\bwill\b(?! now\b)", here) and not _LATER.search(here):
        return "in_force"
    if _will(here):
        return "announced"
    return "in_force"


# "Will now need" is told of what holds from today, unless a later day is told.
_LATER = re.compile(r"\b(?:soon|next (?:week|month|year|spring|summer|autumn|fall|winter)|later this|coming)\b")


def _stands_beside(draft: Draft, effective: str | None, passage: Passage) -> bool:
    """Whether a change told beside a withdrawal has a start of its own that is still to come."""
    own = passage.sentences[draft.place].shape
    return bool(
        effective
        and is_later(effective, passage.published)
        and not passage.sentences[draft.place].title
        and not _ANNOUNCED_BEFORE.search(own)
        and not REVERSED.search(own)
        and not re.search(r"\b(?:not|would|n't)\b", own)
    )


_REVERSES_PLAN = re.compile(
    r"\b(?:withdr[ae]w\w*|revers\w+|backtrack\w*|back(?:s|ed)? (?:down|off|away)|u-turn|walk(?:s|ed)? back"
    r"|rescind\w*|scrap\w*|cancel\w*|abandon\w*|call(?:s|ed) off|undo\w*|undid|pull(?:s|ed)?|drops?|dropped"
    r"|gave up|takes? back|took back|retreat\w*|not go(?:ing)? ahead|will not go ahead)\b"
    r"[^<>;.]{0,50}\b(?:plans?|planned|increases?|rise|hikes?|changes?|charges?|fees?|cut|announce\w*|move"
    r"|new (?:\w+ )?(?:fee|rule|bar|split|rate|terms|policy)|decision|step|raise|fee|ahead|it|price|raising"
    r"|lowering|cutting)\b"
)
_TESTING = re.compile(
    r"\b(?:is|are|began|started|starts|begins|currently) (?:\w+ )?(?:testing|trialling|trialing|piloting"
    r"|trying)\b|\b(?:trial|pilot|test) (?:with|in|of|for|runs)\b|\bthe (?:trial|pilot|test)\b"
)


def _state(here: str, title: str) -> bool:
    return bool(re.search(r"\b(?:bill|draft|proposal|consultation)\b", here))


def _will(here: str) -> bool:
    return bool(
        re.search(
            r"\b(?:will|plans? to|going to|about to|is set to|are set to|(?:is|are) to (?:be|get|take|pay"
            r"|rise|fall|go)|to (?:start|begin|take|raise|lower|cut|get|launch|introduce|pay|charge|require"
            r"|drop|move|share|bring|waive|scrap|increase|reduce|halve|double|give|let|add|end|offer|expand"
            r"|keep|remove|hike|slash)|promises?|soon|wants? to|next (?:month|year|week|spring|summer|autumn"
            r"|fall|winter)|later this|intends? to)\b",
            re.sub(
                r"^to \w+ part|\bto take part|\b(?:need|needs|needed|have|has|required|able|wish\w*|want"
                r"|allowed|order|in order|used|eligible|how|ways?|asked|ordered|trying|chance|going|applied"
                r"|hosts can|creators can|due|right|decided|required of \w+|lets? \w+"
                r"|allows? \w+) to (?:start|begin|take|raise|lower|cut|get|launch|introduce|pay|charge"
                r"|require|drop|move|share|bring|add|end|offer|keep|give|let)\b",
                "",
                here,
            ),
        )
    )
