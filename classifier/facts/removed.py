"""Removals: a condition that falls away, a rate that goes to nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from classifier.facts import shares
from classifier.facts.clauses import Sentence
from classifier.facts.loose import SHARES, Loose, clause_of, evidence_of, money_program, single, typed
from classifier.facts.numbers import plain
from classifier.facts.passage import Draft, Passage, Value
from classifier.facts.silent import UNCHANGED

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


def removed_in(sentence: Sentence, used: set[int], passage: Passage) -> list[Draft]:
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
            r"|delet\w+|eliminat\w+|(?<!-)ends?|ended|removal of|abolition of|ditch\w*|axe[sd]?|lift(?:s|ed)?|delet\w+|"
            r"no longer (?:needs?|requires?|asks? for|demands?|charges?|takes?|have to have|must have"
            r"|has to have|need to have|(?:have |has )?(?:to )?(?:pay|withhold|take|collect))|"
            r"(?:wo|do|does)(?:n't| not) (?:have to )?pay|"
            r"do(?:es|ing)? away with|did away with|done away with|getting rid of|gets? rid of|got rid of"
            r"|stop(?:s|ped)? (?:asking for|requiring|charging|taking)|(?:do|does) not (?:need|require)"
            r"|don't need|doesn't (?:need|require))\s"
            r"(?:(?:the |its |any )?(?:\w+ )?(?:requirement|rule|condition|need|obligation"
            r"|duty) to (?:\w+ ){0,4})?(?:(?!to\b|from\b|by\b|as\b|at\b|below\b|under\b)[\w'/-]+ ){0,5}$",
            before,
        )
        gone = re.match(
            r"^[^<>;,]{0,45}?\b(?:(?:is|are|was|were|(?:has|have) (?:also |now |since )?been|will be"
            r"|being) (?:history|no more"
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
            drafts.append(replace(single(Loose(sentence, place, what, "new"), None, "introduced"), status="reversed"))
            continue
        if what is None or not (lead or gone) or UNCHANGED.search(clause_of(sentence, start, end)):
            continue
        if re.search(r"\bwaiv\w+ (?!its |the |all )[\w .&-]{2,40}'s ", before):
            continue  # one seller's favour
        fee = what[0] in SHARES or what[0].endswith("_fee")
        if (
            lead
            and not fee
            and re.match(r"\S+ (?:not )?(?:have to |longer )*(?:to )?(?:pay|withhold|take|collect)", lead.group())
        ):
            continue
        used.add(place)
        left, right = sentence.span(
            lead.start() + max(0, start - 70) if lead else start,
            gone.end() + end if gone else evidence_of(sentence, start, end, what[0])[1],
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
            and "<p" not in clause_of(sentence, match.start(), match.end(), 40)
        )
        and not UNCHANGED.search(shape)
        and money_program(passage)
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
