"""Deadlines: the dates that matters set, move and keep."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from classifier.facts.clauses import Sentence
from classifier.facts.dates import When, shifted
from classifier.facts.history import long_past
from classifier.facts.numbers import Quantity
from classifier.facts.passage import Draft, Passage

_COMMENT = re.compile(
    r"\b(?:replies|comments?|commenting|consultation|feedback|submissions?|responses?|public input|views)\b"
)
_HEARD = re.compile(
    r"\b(?:hearing|jury selection|trial|arguments?|argued|heard|hear|committee|conference|testify"
    r"|testif\w+|appear|markup)\b"
)
_HELD = re.compile(r"\b(?:(?<!be )held|testified|took place|(?<!be )heard|began|appeared)\b")
_COMMENT_DAYS = re.compile(
    r"(?:<t(\d+)>)(?: period)? (?:to|for|of|public|in which to)? ?(?:the )?(?:public )?(?:comments?"
    r"|consultation|feedback|respond to the (?:draft|proposal)|comment period)\b|\bcomment period (?:of|lasts"
    r"|is) <t(\d+)>|\b(?:comments?|feedback)[^<>;.]{0,40}\b(?:within|for|in) <t(\d+)>"
)
_HEARING = re.compile(
    r"\b(?:hearings?|jury selection|trial(?: date)?|oral arguments?|arguments|argued|be heard|hear (?:the"
    r"|arguments|appeal|oral|both)|goes to (?:the )?committee|goes before|court date|testif(?:y|ies)"
    r"|appear before|(?:case[- ]management|scheduling|pre-?trial) conference|go(?:es)? (?:to|on) trial|sentencing"
    r"|vote on the bill|status conference"
    r"|marked up|markup)\b"
)
_DIVEST = re.compile(
    r"\b(?:divest\w*|sell(?:s)? (?:its|the|off|tiktok|u\.s\.|us|the app|stake|or|the u)|sell\b"
    r"|(?:sale|closing) of (?:the )?(?:app|tiktok|[\w.' ]{0,40}(?:operations|assets|business|unit|stake))|be sold"
    r"|forced sale|sale deadline|sell-or-ban|spin off|find (?:a )?buyer|ban-or-sale|the sale|tiktok closing)\b"
)
_BAN = re.compile(
    r"\b(?:ban(?:s|ned)?|prohibit\w*|leave (?:the )?(?:app )?stores?|leave stores"
    r"|removed? from (?:app )?stores|shut(?:s)? ?down|go(?:es)? dark|block(?:ed)? (?:nationwide|in)"
    r"|be blocked|disappear from|block (?:starts|begins|takes)|(?:starts|begin\w*) blocking)\b"
)
_EFFECT = re.compile(
    r"\b(?:takes? (?:full )?effect|took effect|taking effect|come (?:fully )?into (?:force|effect)"
    r"|comes? into (?:force|effect)"
    r"|came into (?:force|effect)|enters? into force|in force|go(?:es)? in ?to (?:force|effect)|effective"
    r"|appl(?:y|ies) (?:from|as of)|start(?:s|ing)?|from|as of|begins?|begin|in effect|start to apply)\b"
)
_IN_FORCE = re.compile(r"\b(?:tak(?:e|es|ing) effect|(?:come|comes|enters?|goe?s?) into (?:force|effect))\b")
# A law that came into force "in December" stands behind the news; one that came into force on Saturday may be the news.
_CAME = re.compile(r"\b(?:came into|took effect|went into|entered into)\b")
_LAWFUL = re.compile(
    r"\b(?:laws?|acts?|bills?|rules?|regulations?|statutes?|code|ordinance|decree|directive|legislation|levy|tax"
    r"|order|ruling|injunction|measure|requirements?|age limit|ban|parents|duties|obligations|children|provisions)\b"
)
_LAW_TITLE = re.compile(
    r"\b(?:laws?|acts?|bills?|governor|parliament|senate|final rules?|regulations?|statutes?|signs|signed|adopt\w*"
    r"|court|judge|minister|age limit|government|lawmakers|levy|code|rule|ban)\b"
)
_AHEAD = re.compile(r"\b(?:will|set to|scheduled|due to|to (?:appear|testify|face)|ahead of)\b")
_DUE = re.compile(
    r"\b(?:deadline|until|by|before|no later than|due|must|has to|have to|have until|has until|had until"
    r"|expires?|end(?:s|ing)? on|close[sd]?|within|set a|given)\b"
)
_MUST = re.compile(
    r"\b(?:must|has to|have to|deadline|has until|have until|given until|gave [\w .']{1,40} until|ordered"
    r"|orders|required|requires|due|apply by|register by|close on|close[sd]? on|applications|claims?"
    r"|file a claim|file an amended|(?:can|may) (?:file|appeal|amend|refile|object)|submit|respond|reply|comply"
    r"|hand over|opt out|appeal|expires|receives?)\b"
)
_MOVED = re.compile(
    r"\b(?:was to|was supposed to|extend\w*|extension|postpon\w+|delay\w*|put(?:s|ting)? off|push(?:es|ed"
    r"|ing)?(?: back)?|mov(?:es|ed|ing)|reschedul\w+|another <t\d+>|reprieve|more time|set for|originally"
    r"|meant for|due|adjourn\w+|brought forward|moved up|new (?:\w+ )?(?:date|deadline))\b"
)
_IT = re.compile(r"(?:it|they|this)\b")
# A law that took effect longer ago than this stands behind the news; `published` less so many days.
PAST_LAW = timedelta(days=45)
_SAID = re.compile(
    r"\b(?:said|says|announced|wrote|told|filed|published|issued|posted|ruled|blocked|signed|adopted|opened"
    r"|passed|fined|sued|dated|approved|proposed|voted|met|took)\b[^<>;]{0,28}(?:on |this )?$"
)


def read(passage: Passage) -> list[Draft]:
    """Deadlines, comment periods, hearings, effective, ban and divestiture dates."""
    if ("<d" not in passage.low and "<t" not in passage.low) or not _QUICK.search(passage.low):
        return []
    drafts: list[Draft] = []
    for sentence in passage.sentences[:50]:
        if "<d" not in sentence.shape and "<t" not in sentence.shape:
            continue
        for draft in _of(sentence, passage):
            if not any(draft.metric == other.metric and draft.after == other.after for other in drafts):
                drafts.append(draft)
    return _distinct(drafts)


_QUICK = re.compile(
    r"\b(?:jury|gave|gives|given|ministry|authority|block\w*|moved?|repl(?:y|ies)|deadline|comments?"
    r"|consultation|hearings?|trial|arguments?|argued|committee|divest\w*|sell|sale|ban|bans|banned|law|act"
    r"|bill|rules?|regulations?|effect|force|due|until|must|before|close[sd]?|applications?|claims?"
    r"|postpon\w*|delay\w*|extend\w*|extension|stores?|judge|court|order\w*)\b"
)


def _of(sentence: Sentence, passage: Passage) -> list[Draft]:
    shape = sentence.shape
    if re.search(r"\b(?:block(?:s|ed)|halt(?:s|ed)|enjoin(?:s|ed)|struck down)\b", shape) and re.search(
        r"\bfrom (?:taking|going|coming|starting)\b", shape
    ):
        return []
    if re.search(r"\b(?:bonus|promotion|discount)\b", shape) and re.search(r"\b(?:end|run|last)s?\b", shape):
        return []
    if re.search(
        r"\b(?:could|might|may) (?:face|be banned|take effect|come into|apply|be extended)|\bif (?:passed"
        r"|approved|adopted|enacted|it passes|signed)\b|\bhad (?:ended|closed|been|let|allowed|taken)\b",
        shape,
    ):
        return []
    found: list[Draft] = []
    moved = _move(sentence, passage)
    if moved is not None:
        found.append(moved)
    elif (counted := _counted(sentence, passage)) is not None:
        found.append(counted)
    taken = {str(one.after) for one in found} | {str(one.before) for one in found}
    for place, when in enumerate(sentence.dates):
        if when.grain in {"year"} or when.iso in taken:
            continue
        start, end = sentence.token_of_date(place)
        before, after = shape[max(0, start - 110) : start], shape[end : end + 50]
        if _SAID.search(before) and not re.search(
            r"\b(?:by|until|before|no later than|from|effective)\s(?:the )?$", before
        ):
            continue
        metric = _metric(sentence, when, before, after, passage)
        if metric is None:
            continue
        if (
            passage.published
            and metric in {"deadline", "comment_deadline", "hearing_date", "divestiture_deadline", "ban_date"}
            and when.iso < passage.published.isoformat()[: len(when.iso)]
        ):
            continue
        found.append(_draft(sentence, metric, None, when.iso, _lead(shape, start), end, "set"))
        taken.add(when.iso)
    return found


def _metric(sentence: Sentence, when: When, before: str, after: str, passage: Passage) -> str | None:
    shape = sentence.shape
    clause = re.split(r";|\.\s|:\s|, (?:and|but|while|which)\s", before)[-1]
    before_it = passage.sentences[sentence.place - 1].shape if _IT.match(shape) and sentence.place else ""
    if when.grain == "span":
        return None
    if (
        _ON_DAY.match(after)
        and when.grain == "day"
        and re.search(r"\b(?:schedul\w+|sets?|set|due|fac\w+|upcoming|will)\b", clause)
        and (passage.published is None or when.iso > passage.published.isoformat())
    ):
        return "hearing_date"
    if when.grain == "day" and _TO_COMMENT.match(after) and re.search(r"\b(?:until|by|before)\s(?:the )?$", before):
        return "comment_deadline"
    if (
        re.match(r"^ (?:[\w-]+ )?deadline\b", after)
        and when.grain == "day"
        and re.search(
            r"\b(?:has|have|faces?|set|sets|with|meet|given|ahead of|before) (?:an? |the )?(?:[\w-]+ )?$", clause
        )
        and (_state(shape, passage) or re.search(r"\b(?:commission|regulators?|watchdog|agency)\b", passage.low))
    ):
        return "deadline"
    bound = re.search(
        r"\b(?:by|until|till|before|no later than|through|due|on|deadline of|deadline is|deadline:|from|of|to"
        r"|for|as of|effective|effect|starting|start on|begins|in|,|after|fixed|is|set)\s?(?:the |on "
        r"|midnight |end of |early |late |at )*$",
        before,
    )
    if bound is None:
        return None
    link = bound.group().split()[0] if bound.group().split() else ""
    if (
        (
            (_COMMENT.search(clause) and not re.search(r"\bresponses?|views", clause))
            or (_COMMENT.search(clause) and re.search(r"\b(?:consultation|comment|draft|propos\w+)\b", passage.low))
        )
        and re.search(
            r"\b(?:until|by|due|clos\w+|open|ends?|runs?|through|before|accept\w*|welcome|deadline)\b",
            clause + after[:20],
        )
        and when.grain == "day"
    ):
        return "comment_deadline"
    if (
        _HEARING.search(clause + " " + after)
        and link not in {"from", "after"}
        and when.grain == "day"
        and not re.search(r"\b(?:before|until|by)\s(?:the )?$", before)
        and _HEARD.search(clause[-80:] + after[:40])
        and not re.search(r"\b(?:hearing|trial) (?:of|in|began|started|ended|was held) $", before)
        and not _HELD.search(clause)
        # "Lawmakers grilled him on Thursday" tells what was; a hearing still ahead says so.
        and (passage.published is None or when.iso > passage.published.isoformat() or _AHEAD.search(shape))
    ):
        return "hearing_date"
    if (
        _DIVEST.search(clause + after[:40])
        and re.search(r"\b(?:by|until|till|before|no later than|deadline|to)\b", before[-40:])
        and when.grain == "day"
        and _state(shape, passage)
    ):
        return "divestiture_deadline"
    if (
        _BAN.search(clause[-90:])
        and when.grain == "day"
        and link in {"on", "from", "by", "starting", "as", "effective", ",", "start"}
        and _state(shape, passage)
        and not re.search(r"\b(?:banned|blocked|signed|voted)\b[^<>]{0,70}\bon $", before)
    ) and re.search(
        r"\b(?:app|platform|stores?|tiktok|nationwide|u\.s\.|country|dark|service|downloads?)\b",
        shape + " " + passage.title.lower(),
    ):
        return "ban_date"
    if (
        (_EFFECT.search(clause[-45:]) or _IN_FORCE.search(clause[-75:]))
        and _LAWFUL.search(f"{shape} {before_it}")
        and _LAW_TITLE.search(f"{passage.title.lower()} {shape} {before_it}")
        and link in {"on", "from", "as", "effective", "effect", "starting", "start", "begins", "in", ","}
    ):
        if re.search(
            r"\bbefore (?:it|they|the law) (?:was|were|is)\b|\b(?:was|were) (?:\w+ )?(?:to|due|set|supposed|scheduled"
            r"|slated|meant|expected)\b|\bdays before\b",
            clause,
        ):
            return None
        if passage.published and when.iso < (passage.published - PAST_LAW).isoformat()[: len(when.iso)]:
            return None
        if _CAME.search(clause) and (when.grain == "month" or long_past(sentence, passage)):
            return None
        if link in {"from", "as", "starting"} or re.search(
            r"\b(?:effect|force|effective|appl(?:y|ies)|start(?:s|ing)?|begins?|start on)\b[^<>]{0,20}$"
            r"|\b(?:effect|force) (?:for|in|across) [^<>;]{0,45}$",
            before,
        ):
            if _platform_act(shape, passage):
                return None
            return "effective_date"
    if (
        _DUE.search(clause)
        and _MUST.search(clause)
        and not _IN_FORCE.search(clause)
        and link in {"by", "until", "till", "before", "no", "due", "deadline", "on", "is"}
        and when.grain == "day"
    ):
        if link == "on" and not re.search(
            r"\b(?:close[sd]?|expires?|due|deadline|ends?)\b[^<>]{0,20}on\s$"
            r"|\bdeadline\b[^<>;]{0,70} is (?:[^<>;]{0,40} )?on\s$",
            before,
        ):
            return None
        if re.search(
            r"\b(?:born|bought|purchased|used|joined|opened|created|founded|discount|price|offer|sale ends|redeem"
            r"|download|pre-?order|tickets?"
            r"|episode|season|premiere|users get|free until)\b",
            clause,
        ):
            return None
        if re.search(r"\b(?:you|until) (?:needed|had)\b", clause):
            return None
        return "deadline"
    return None


# "have until 15 February to submit comments"
_TO_COMMENT = re.compile(
    r"^ to (?:submit|send|file|make|provide|give|have)[^<>;.]{0,30}\b(?:comments?|views|feedback|submissions?"
    r"|say)\b|^ to comment\b"
)
# "ordered the company to open its store within 90 days"
_ORDERED_WITHIN = re.compile(r"\border(?:s|ed) (?!to\b)[^<>;.]{2,60}? to [^<>;.]{3,90}\bwithin <t(\d+)>")
# "a May 2 hearing"
_ON_DAY = re.compile(r"^,? (?:court |remedies |status )?(?:hearing|trial|oral arguments?)\b")


def _platform_act(shape: str, passage: Passage) -> bool:
    """Whether the date starts a platform's own terms, which their facts carry as `effective`."""
    state = re.search(
        r"\b(?:law|act|bill|governor|parliament|senate|regulat\w+|government|statute|code|commission|ministry"
        r"|minister|court|judge|injunction|final rules?|lawmakers|levy|federal|eu|congress|ban on|ban starts"
        r"|age limit)\b",
        shape + " " + passage.low,
    )
    return state is None


def _state(shape: str, passage: Passage) -> bool:
    return bool(
        re.search(
            r"\b(?:law|act|court|order\w*|government|ministry|commerce|president|trump|biden|congress|ban"
            r"|divest\w*|judge|authority|executive|regulator|national security|state)\b",
            passage.low,
        )
    )


def _counted(sentence: Sentence, passage: Passage) -> Draft | None:
    """ "Comments are taken for thirty days", "ninety more days to sell": worked out from the day of publication."""
    shape, published = sentence.shape, passage.published
    if published is None:
        return None
    match = _COMMENT_DAYS.search(shape)
    if match is not None:
        number = next(group for group in match.groups() if group)
        if sentence.quantities[int(number)].unit in _SPANS:
            return _due(sentence, "comment_deadline", int(number), published, match.span())
    if (ordered := _ORDERED_WITHIN.search(shape)) and sentence.quantities[int(ordered[1])].unit in _SPANS:
        return _due(sentence, "deadline", int(ordered[1]), published, ordered.span(), weight=0.7)
    match = re.search(
        r"\b(?:have|has|had|gets?|given|gives?|gave|within|with|in|granted|grants"
        r"|allowed)\b[^<>;.]{0,60}<t(\d+)>(?P<to>[^<>;.]{0,60})",
        shape,
    )
    if match is None:
        return None
    one = sentence.quantities[int(match[1])]
    if one.unit not in _SPANS:
        return None
    words = match.group()
    to = match["to"]
    if re.search(
        r"\bremov\w+|\btake ?down|\bafter (?:enactment|a notice|notice|request|the law)|\bhours\b|\bnotice\b"
        r"|\bpast\b|\blast\b|\bpost(?:s|ed|ing)?\b|\bstream(?:s|ed|ing)?\b|\bviews\b|\bwatch|\bbuyers?\b"
        r"|\brefund",
        shape,
    ):
        return None
    if re.search(r"\bto (?:divest|sell|find a buyer)\b", to) or (
        _DIVEST.search(words) and re.search(r"\b(?:banned|ban|order|orders)\b", shape)
    ):
        metric = "divestiture_deadline"
    elif re.search(
        r"\bto (?:respond|reply|comply|answer|appeal|submit|explain|pay|file|hand over|fix|change|object|act"
        r"|present|provide|register|appoint|name|open|withdraw|prove|show|report|remove its|bring|end|stop"
        r"|offer)\b",
        to,
    ) and re.search(
        r"\b(?:court|judge|commission|authority|regulator|watchdog|ordered|orders|order|agency|ministry|ftc"
        r"|tribunal|gave|given|gives|has|have)\b",
        shape,
    ):
        if re.search(r"\bcan appeal\b|\bmay appeal\b|\bto appeal\b|\bnetworks would\b|\bwould\b", shape):
            return None
        metric = "deadline"
    else:
        return None
    return _due(sentence, metric, int(match[1]), published, match.span(), weight=0.7)


_SPANS = frozenset({"days", "weeks", "months"})


def _due(
    sentence: Sentence, metric: str, place: int, published: date, span: tuple[int, int], *, weight: float = 0.85
) -> Draft:
    """The day that quantity `place`, a length of time, ends when it is counted from the day of publication."""
    length = sentence.quantities[place]
    due = shifted(published, int(length.value), length.unit or "days").isoformat()
    start = _lead(sentence.shape, span[0])
    computed = counted_from(published, length)
    return _draft(sentence, metric, None, due, start, span[1], "set", computed=computed, weight=weight)


def _move(sentence: Sentence, passage: Passage) -> Draft | None:
    """A date that gives way to another: both told, or the new one and by how much."""
    shape = sentence.shape
    if not _MOVED.search(shape) and not _MOVED.search(passage.title.lower()) and "original" not in shape:
        return None
    days = [
        (place, when)
        for place, when in enumerate(sentence.dates)
        if when.grain in {"day", "month"}
        and not _SAID.search(shape[max(0, sentence.token_of_date(place)[0] - 60) : sentence.token_of_date(place)[0]])
    ]
    match = re.search(
        r"\bfrom <d(?P<a>\d+)>[^<>;]{0,25}\b(?:to|until) <d(?P<b>\d+)>|\b(?:set for|due on|due|meant for"
        r"|planned for|scheduled for|originally|was to take effect on|instead of|fixed for)\s(?:on |for "
        r"|to start on )?<d(?P<c>\d+)>[^<>;]{0,90}\b(?:will (?:take|come|be|start|apply|now)|now|moved|moves"
        r"|postponed|pushed|until|to)\b[^<>;]{0,30}?<d(?P<d>\d+)>"
        r"|\bwas (?:to|due to|supposed to|set to|meant to)\b[^<>;]{0,40}<d(?P<g>\d+)>[^<>;]{0,40}\b(?:now"
        r"|will|instead|but)\b[^<>;]{0,30}<d(?P<h>\d+)>"
        r"|<d(?P<i>\d+)>[^<>]{0,20}\b(?:the )?(?:original|old|previous|earlier|first|former|initial) (?:date"
        r"|deadline|day|plan)?\s?(?:was|is|had been|of|set|:)?\s?<d(?P<j>\d+)>"
        r"|<d(?P<e>\d+)>[^<>;]{0,40}\b(?:instead of|rather than|not|from(?: the)?)\s(?:on )?<d(?P<f>\d+)>",
        shape,
    )
    if match is not None:
        old, new = next(
            (a, b)
            for a, b in (
                (match["a"], match["b"]),
                (match["c"], match["d"]),
                (match["g"], match["h"]),
                (match["j"], match["i"]),
                (match["f"], match["e"]),
            )
            if a is not None
        )
        a, b = sentence.dates[int(old)].iso, sentence.dates[int(new)].iso
        if a != b and not re.search(r"\b(?:promotion|offer|sale|discount|runs|holiday)\b", shape):
            metric = _moved_metric(shape, passage)
            if metric is not None:
                found = _draft(sentence, metric, a, b, match.start(), match.end(), "extended" if b > a else "retimed")
                return (
                    replace(found, status="delayed")
                    if metric == "effective_date" and b > a and _platform_act("", passage)
                    else found
                )
    reached = _REACHED.search(shape)
    ends = [one for one in days if reached and one[0] == int(reached[1] or reached[2])] or days
    if len(ends) == 1 and (
        more := re.search(r"\b(?:another|by(?: another)?|further|additional|extra)\s<t(\d+)>", shape)
    ):
        one = sentence.quantities[int(more[1])]
        metric = _moved_metric(shape, passage)
        if (
            metric is not None
            and one.unit in {"days", "weeks", "months"}
            and ends[0][1].grain == "day"
            and (reached or not re.search(r"\b(?:on|in) $", shape[: sentence.token_of_date(ends[0][0])[0]]))
        ):
            after = date.fromisoformat(ends[0][1].iso)
            before = _back(after, int(one.value), one.unit)
            end = sentence.token_of_date(ends[0][0])[1]
            return _draft(
                sentence,
                metric,
                before.isoformat(),
                after.isoformat(),
                min(more.start(), end),
                max(more.end(), end),
                "extended",
                computed=f"before = after - {int(one.value)} {one.unit}",
            )
    if reached and len(ends) == 1:
        metric = _moved_metric(shape, passage)
        if metric is not None and _state(shape, passage):
            start, end = sentence.token_of_date(ends[0][0])
            return _draft(sentence, metric, None, ends[0][1].iso, _lead(shape, start), end, "extended")
    if passage.published and (
        more := re.search(
            r"\b(?:extend\w*|extension|delay\w*|reprieve|another|postpon\w+)\b[^<>;]{0,60}<t(\d+)>"
            r"|<t(\d+)>[^<>;]{0,20}\b(?:extension|reprieve|delay)\b",
            shape,
        )
    ):
        one = sentence.quantities[int(more[1] or more[2])]
        if (
            not days
            and one.unit in {"days", "months", "weeks"}
            and _DIVEST.search(passage.low)
            and re.search(r"\b(?:deadline|divest\w*|sale|sell|ban)\b", shape)
            and not _MIGHT_EXTEND.search(shape)
            and _state(shape, passage)
        ):
            due = shifted(passage.published, int(one.value), one.unit)
            return _draft(
                sentence,
                "divestiture_deadline",
                None,
                due.isoformat(),
                more.start(),
                more.end(),
                "extended",
                computed=counted_from(passage.published, one),
                weight=0.6,
            )
    return None


_REACHED = re.compile(
    r"\b(?:extend\w*|extension|postpon\w+|put(?:s)? off|push\w*|delay\w*|mov(?:es|ed))\b(?:[^<>;]|<t\d+>){0,100}"
    r"\b(?:to|until|till)\s(?:the )?<d(\d+)>|\bnew (?:[\w-]+ ){0,2}deadline (?:as|of|is|to|for) \W?<d(\d+)>"
)
_MIGHT_EXTEND = re.compile(
    r"\b(?:can|could|may|might|would|possible|potential|option\w*|discretion|one-time|if)\b[^<>;]{0,60}"
    r"\b(?:exten\w+|reprieve|delay)\b|\b(?:extension|delay)\b[^<>;]{0,30}\b(?:discretion|if)\b"
)


def counted_from(published: date, length: Quantity) -> str:
    return f"published {published.isoformat()} + {int(length.value)} {length.unit}"


def _back(day: date, number: int, unit: str) -> date:
    return (
        day - timedelta(days=number)
        if unit == "days"
        else day - timedelta(weeks=number)
        if unit == "weeks"
        else shifted(day, -number, unit)
    )


def _moved_metric(shape: str, passage: Passage) -> str | None:
    text = shape + " " + passage.title.lower()
    if re.search(r"\b(?:hearing|trial|arguments?)\b", shape):
        return "hearing_date"
    if _COMMENT.search(shape) and re.search(r"\b(?:comments?|consultation)\b", shape):
        return "comment_deadline"
    if _DIVEST.search(text) or (_DIVEST.search(passage.low) and re.search(r"\bban\b.*\b(?:deadline|extension)", text)):
        return "divestiture_deadline"
    if re.search(
        r"\b(?:effect|force|fee|rate|split|start|move|change|law|rule|bar|commission|increase|rollout|launch"
        r"|threshold|requirement|limit|apply|applies|come)\b",
        text,
    ):
        return "effective_date"
    if re.search(r"\b(?:redeem|download|pre-?order|tickets?)\b", shape):
        return None
    return "deadline" if re.search(r"\b(?:deadline|due|applications?|claims?)\b", text) else None


def _lead(shape: str, start: int) -> int:
    lead = re.search(r"(?:\b[\w'-]+ ){0,7}$", shape[max(0, start - 70) : start])
    left = start - (len(lead.group()) if lead else 0)
    return shape.rindex(">", left, start) + 1 if ">" in shape[left:start] else left


def _draft(
    sentence: Sentence,
    metric: str,
    before: str | None,
    after: str,
    start: int,
    end: int,
    change: str,
    *,
    computed: str | None = None,
    weight: float = 0.85,
) -> Draft:
    left, right = sentence.span(start, end)
    return Draft(
        metric=metric,
        before=before,
        after=after,
        unit="date",
        change=change,
        start=left,
        end=right,
        place=sentence.place,
        legal=True,
        status="in_force",
        computed=computed,
        weight=weight,
    )


def _close(one: Draft, other: Draft) -> bool:
    """Whether a date that was counted and one that was told are the same day, counted from another morning."""
    try:
        days = date.fromisoformat(str(one.after)) - date.fromisoformat(str(other.after))
    except ValueError:
        return False
    return abs(days.days) <= 3


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """A date told alone yields to the same date told as moved."""
    return [
        one
        for one in drafts
        if not (
            one.before is None
            and any(
                other is not one and other.after == one.after and other.metric == one.metric and other.before
                for other in drafts
            )
        )
        # A title rounds a day to its month, and may miss the year.
        and not (
            len(str(one.after)) == len("2024-07")
            and any(
                other.metric == one.metric and str(other.after)[4:7] == str(one.after)[4:]
                for other in drafts
                if other is not one
            )
        )
        and not (
            one.computed
            and any(other.metric == one.metric and not other.computed and _close(one, other) for other in drafts)
        )
        and not (
            one.metric in {"deadline", "ban_date"}
            and any(other.metric == "divestiture_deadline" and other.after == one.after for other in drafts)
        )
        and not (
            one.metric == "deadline"
            and any(other is not one and other.metric != "deadline" and other.after == one.after for other in drafts)
        )
    ]
