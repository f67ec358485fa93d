"""Penalties and settlements: money that was imposed or agreed, never what was asked, threatened or possible."""

from __future__ import annotations

import re

from classifier.facts.clauses import Sentence
from classifier.facts.history import sum_long_past
from classifier.facts.numbers import plain
from classifier.facts.passage import Draft, Passage

_SMALL = (
    r"(?:(?:an?|the|another|additional|further|record|total|of|combined|about|nearly|more than|over|around|almost"
    r"|roughly|some|by|with|to|at|worth|just|under|only|its|first|civil|and|hefty|massive|whopping|close to"
    r"|approximately|an estimated|as a|initial) ?){0,5}"
)
_FINED = re.compile(
    r"\b(?:fined?|fines|fining|penali[sz]e[sd]?|slapped|hits?|hit|slaps|handed|hands?|impos(?:es|ed|ing)"
    r"|issued?|levied|levies|sanction(?:s|ed)|ordered|orders|order(?:ed)? to (?:pay|repay|return)|must pay"
    r"|has to pay|have to pay|will have to pay|forced to pay|told to pay|"
    r"awarded|awards|award of|awarding|verdict of|jury (?:found|verdict)|jurors|penalt(?:y|ies) of"
    r"|fines? (?:of|totall?ing|worth|to|amounting to)|(?:fines|penalties)(?=\s?[-:(])|damages of|pays?|paid|to pay"
    r"|judgment of|jury's"
    r"|sentenced to pay|fee of|compensation of)\b"
)
_FINE_NOUN = re.compile(
    r"^[ -](?:(?!in\b|of\b|for\b|to\b|from\b|a\b)[\w'-]+[ -]){0,4}?(?:fines?|penalt(?:y|ies)|sanctions?"
    r"|verdict|damages|judgment|award|punitive)\b"
)
_FINE_NEAR = re.compile(
    r"\b(?:fin(?:e|es|ed|ing)|penalt(?:y|ies)|penali[sz]\w+|sanctions?|ordered to pay"
    r"|orders? [\w .,'-]{2,60} to pay|told to pay|forced to pay|must pay|damages|jury|jurors|verdict|judgment"
    r"|watchdog|regulator|authority|court)\b"
)
_SETTLE_NOUN = re.compile(
    r"^[ -](?:(?!in\b|of\b|for\b|to\b|from\b|fine\b|penalty\b)[\w'-]+[ -]){0,4}?(?:settlement|deal to settle"
    r"|payout in settlement|class[- ]action settlement|accord)\b"
)
_SETTLE = re.compile(
    r"\b(?:settl(?:e|es|ed|ing)\b(?! (?:in|into|down|at))|settlements?\b|resolv(?:e|es|ed"
    r"|ing)\b[^<>;.]{0,40}?(?:suit|lawsuit|case|claims?|allegations?|probe|charges|complaint|litigation"
    r"|privacy|dispute|investigation)|end (?:an? |the )?(?:[\w-]+ ){0,4}(?:lawsuit|suit|case|litigation"
    r"|class actions?|claims))"
)
_NOT_YET = re.compile(
    r"\b(?:could|may|might|would|notice of intent|original(?:ly)?|faces?|facing|face|risk(?:s|ing)?|up to"
    r"|as much as|maximum|potential(?:ly)?"
    r"|possible|threat(?:en|ens|ened|ening)?|seek(?:s|ing)?|sought|claim(?:s|ed|ing)? (?:for|of|back|<m)"
    r"|sues? [\w .,']{0,50}for|suing|asks? for|asked for|asking (?:for)?|demand(?:s|ed|ing)?|want(?:s|ed)?|"
    r"propos(?:es|ed|al)|recommend\w*|if (?:it|they|the|found|confirmed)|can be fined|can fine|estimated"
    r"|expected|set aside (?:about )?<m|provision|reserve[sd]?|bond|for each day of delay|will owe|owe[sd]?"
    r"|plaintiffs? (?:say|want)|suit seeks|lawsuit seek\w*|worth of|bid|offer(?:s|ed)? to|considering|mulls?"
    r"|weighs?|"
    r"alleg(?:e|es|ing) (?:losses|damages)|in damages sought|class (?:claims|action claims|action seek))\b"
)
_BACKGROUND = re.compile(
    r"^earlier,|\b(?:already|not (?:need|have) to pay|avoids?|avoided|escapes?|escaped|dodges?|without paying"
    r"|in <d\d+>,? (?:the|it|a|its|regulators?|google|meta|apple|amazon|facebook|tiktok|x|twitter|eu"
    r"|european)|had (?:paid|been|fined|imposed|already|previously|also|earlier|to pay"
    r"|(?:decided|found|ruled|concluded|determined)\b)|previous(?:ly)?"
    r"|earlier (?:this|fine|penalt\w+|settlement|<m)|last (?:year|month)(?:'s)?"
    r"|follows (?:an? )?(?:earlier )?|after (?:a|an|its|being|it was) (?:\w+ ){0,3}?(?:fine|fined|penalty|<m)"
    r"|"
    r"appeal(?:s|ed|ing)? (?:against|over|of|to)|years? ago|on top of|compared with|similar|its revenue"
    r"|revenue|turnover|profit|sales of|market value|valued|raised|acquir\w+|for comparison|over (?:its|a"
    r"|the) <m\d+>)\b"
)
# What stands beside the news for its size, or what a court is asked about.
_COMPARED = re.compile(
    r"\b(?:behind|second only to|surpass\w*|exceed\w*|(?:higher|larger|bigger|smaller) than|topp(?:ed|ing)"
    r"|compared (?:with|to)|previous record|dwarf\w*)\b[^<>;.]{0,40}$"
    r"|\b(?:proceedings|challenge|lawsuit|suit|appeal|dispute|fight|battle)\b[^<>;.]{0,20}\b(?:over"
    r"|against)\b[^<>;.]{0,30}$"
)
# "The law sets fines of": a threat in a law.
_THREAT = re.compile(
    r"\b(?:laws?|act|bill|ban|rules?|measure|legislation|code|statute) (?:\w+ )?(?:sets?|carr(?:y|ies)"
    r"|provides?(?: for)?"
    r"|allows?(?: for)?|includes?|threatens?|imposes|levies|foresees|establish\w+|calls for|comes with)\b[^<>;.]{0,40}$"
)
_REFUND = re.compile(r"^ (?:[\w-]+ ){0,2}(?:refunds?|termination fee|restitution|redress|investment|fund)\b")
# "The watchdog said on Tuesday that it had fined the company" is the news itself.
_SAID_IT_HAD = re.compile(r"\b(?:said|says|announced|confirmed)\b[^;.]{0,50}\b(?:it|they|he|she|that|have) had\b")
_CONVERTED_BEFORE = re.compile(
    r"(?:<m\d+>[^<>;.]{0,6}?\(|<m\d+>,? (?:or |about |roughly |equivalent to |some |around |approximately "
    r"|\(?about )+|,? (?:about|roughly|equivalent to|approximately|equal to|or) )\s?(?:about |some |around "
    r"|roughly |nearly |us ?|approximately )*$"
)
_ANNULLED = re.compile(
    r"\b(?:annul(?:s|led|ling)?|overturn(?:s|ed|ing)?|quash(?:es|ed)?|set(?:s)? aside|throws? out|threw out"
    r"|toss(?:es|ed)|void(?:s|ed)|cancel(?:s|led|ed)?|scrap(?:s|ped)|struck down|strikes? down|vacat(?:es|ed)"
    r"|revers(?:es|ed)|wipes? out|wiped out)\b[^<>;.]{0,40}$"
)
# What a judgment is about: "upheld the annulment of a fine", "an appeal against the decision imposing it".
_ANNULMENT = re.compile(
    r"\b(?:annulments?|reversal|quashing|decision (?:that |which )?(?:had )?impos\w+)\b[^<>;.]{0,70}$"
)
_CUT = re.compile(
    r"\b(?:reduc(?:es|ed)|cuts?|lower(?:s|ed)?|slash(?:es|ed)|trim(?:s|med))\b[^<>;.]{0,60}\b(?:fine|penalty"
    r"|damages|award|verdict)\b"
)
_PER_DAY = re.compile(r"^ (?:for every day|per day|a day|for each day|daily|each day|every day)\b")
_PER_HEAD = re.compile(r"^ (?:per|each|for each|for every|to each|a (?:person|user|head|claimant|class member))\b")
# "Meta faces a fine of …" is told of a fine that the same news says was imposed.
_FACES = re.compile(r"\bfaces? (?:an? )?(?:\w+ ){0,2}$")
_IMPOSED = re.compile(
    r"\b(?:has been|have been|was|were|is|are)? ?fine[sd]\b|\b(?:hits?|slaps?|impos\w+|penali[sz]ed)\b"
)
# What a law threatens everyone with was imposed on nobody.
_BY_LAW = re.compile(
    r"^ (?:fines?|penalt(?:y|ies)) (?:for|on) (?:any|each|every|all|violat\w+|companies|platforms|entities|those"
    r"|apps?)\b"
    r"|^ (?:fines? |penalt(?:y|ies) )?(?:per|for each|for every) (?:[\w-]+ )?(?:violation|user|breach|offen[cs]e)"
)
_TOTAL = re.compile(r"\b(?:total of|totall?ing|altogether|in all|combined|sum of)\s?$")


def read(passage: Passage) -> list[Draft]:
    """Fines, awards and settlements with an amount."""
    if "<m" not in passage.low or not _MONEY_OF_LAW.search(passage.low):
        return []
    drafts: list[Draft] = []
    for sentence in passage.sentences[:40]:
        if "<m" in sentence.shape:
            drafts += _in_sentence(sentence, passage)
    return _distinct(drafts, passage)


_MONEY_OF_LAW = re.compile(
    r"\b(?:impos\w+|agree\w* to pay|fin(?:e|es|ed)|penal\w+|settl\w+|damages|jury|jurors|ordered|orders|court|must pay"
    r"|award\w*|judgment|resolve|verdict|sanction\w*)\b"
)


_PRICED = re.compile(
    r"\b(?:on sale|for sale|sells?|sold|selling|priced|costs?|retail(?:s|ing)|available|discounted|marked down)"
    r"(?: now)?(?: for| at| to| from)?(?: just| only| about| around| under| as little as)*\s$"
)


def _in_sentence(sentence: Sentence, passage: Passage) -> list[Draft]:
    shape = sentence.shape
    if (moved := _moved_sum(sentence)) is not None:
        return [moved]
    if (summed := _summed(sentence)) is not None:
        return [summed]
    found: list[Draft] = []
    governed = False
    for place, one in enumerate(sentence.quantities):
        start, end = sentence.token(place)
        before = shape[max(0, start - 130) : start]
        after = re.sub(r"^ \((?:[^()<>]|<m\d+>){1,40}\)", "", shape[end : end + 80])
        money = one.kind == "money"
        if not money and not (
            governed
            and one.kind == "count"
            and one.value >= 1e5
            and re.match(r"^(?:[,.;]| and\b|$| for\b)", after)
            and re.search(r"\band (?:its |the |his |her )?[\w .'-]{2,40} $", before)
        ):
            continue
        if (
            one.most
            or one.high is not None
            or _CONVERTED_BEFORE.search(before)
            or (_PER_HEAD.match(after) and not _PER_DAY.match(after))
            or _PRICED.search(before)
        ):
            continue
        clause = re.split(r";|\.\s|:\s", before)[-1]
        if (
            _NOT_YET.search(clause[-90:])
            and not (_FACES.search(clause) and _IMPOSED.search(passage.title.lower() + " " + shape))
            and not re.search(r"\b(?:agree(?:s|d)? to pay|will pay|ordered|awarded|fined|settl\w+)\b", clause[-60:])
        ):
            continue
        if re.search(r":\s[^<>]{0,40}$", before) and governed:
            continue  # parts of a total follow a colon
        if _BACKGROUND.search(_SAID_IT_HAD.sub("", clause)) and not (_ANNULLED.search(before)):
            governed = False
            continue
        if (
            sum_long_past(sentence, start, end, passage)
            or _COMPARED.search(clause)
            or _THREAT.search(clause)
            or (governed and _REFUND.match(after))
        ) and not _ANNULLED.search(before):
            governed = False
            continue
        kind = _kind(sentence, before, after, clause, passage)
        if kind is None:
            if not governed or not money:
                continue
            if not re.search(
                r"(?:\band|\bplus|,) (?:a )?(?:further |another |additional )?(?:[\w .'-]{0,40} )?$", before
            ) or re.search(r"\bfor (?:[\w' -]{2,40})$", before):
                continue
            kind = found[-1].metric if found else None
            if kind is None:
                continue
        if _TOTAL.search(before) and len(found) >= 2:
            continue
        unit = one.unit or next((other.unit for other in sentence.quantities if other.kind == "money"), None)
        left, right = sentence.span(
            _lead(shape, start),
            end + (len(m.group()) if (m := _FINE_NOUN.match(after) or _SETTLE_NOUN.match(after)) else 0),
        )
        if kind == "annulled":
            found.append(
                Draft(
                    metric="penalty",
                    before=plain(one.value),
                    after=None,
                    unit=unit,
                    change="removed",
                    start=left,
                    end=right,
                    place=sentence.place,
                    legal=True,
                    status="in_force",
                    weight=0.85,
                )
            )
            continue
        scope = ("per day",) if _PER_DAY.match(after) else ()
        found.append(
            Draft(
                metric=kind,
                before=None,
                after=plain(one.value),
                unit=unit,
                change="imposed" if kind == "penalty" else "set",
                start=left,
                end=right,
                place=sentence.place,
                legal=True,
                status="in_force",
                scope=scope,
                weight=0.9,
            )
        )
        governed = True
    return found


def _lead(shape: str, start: int) -> int:
    lead = re.search(r"(?:\b[\w'’-]+ ){0,4}$", shape[max(0, start - 50) : start])
    left = start - (len(lead.group()) if lead else 0)
    return shape.rindex(">", left, start) + 1 if ">" in shape[left:start] else left


def _kind(sentence: Sentence, before: str, after: str, clause: str, passage: Passage) -> str | None:
    shape = sentence.shape
    if _ANNULLED.search(before) and (
        _FINE_NOUN.match(after) or re.search(r"\b(?:fine|penalty|verdict|award|damages)\b", before[-50:])
    ):
        return "annulled"
    if re.search(
        r"\b(?:uph[eo]lds?|affirm\w*|confirm\w*|largely upheld|dismiss\w* (?:the |an |its )?appeal"
        r"|loses? (?:its |an )?(?:appeal|bid|fight|challenge)|lost (?:its |an )?appeal|appeals?|contest\w*"
        r"|challeng\w*|refus\w* to pay)\b",
        shape,
    ):
        return None
    if _CUT.search(shape) or _ANNULMENT.search(before):
        return None
    if _BY_LAW.match(after):
        return None
    if _SETTLE_NOUN.match(after):
        return "settlement"
    if _FINE_NOUN.match(after) and not re.match(r"^[ -](?:[\w'-]+ ){0,3}damages (?:claim|suit|lawsuit|case)", after):
        return "penalty"
    settle_before = _SETTLE.search(clause[-110:])
    settle_after = _SETTLE.search(after[:70])
    if re.search(
        r"\b(?:settlements? of|settlement worth|settlements?,? (?:is|totals|reaches|amounts to|amounting to"
        r"|totall?ing))[^<>]{0,20}$",
        clause,
    ) or (
        settle_after
        and re.search(
            r"\b(?:pays?|paying|paid|to pay|payment of|will pay|agree\w*|shell\w* out|hand over"
            r"|fork\w* (?:over|out))\b[^<>]{0,50}$",
            clause,
        )
    ):
        return "settlement"
    if settle_before and re.search(r"\b(?:for|with|of|pay(?:s|ing)?|worth|at|to)\s(?:\w+ ){0,3}$", clause):
        return "settlement"
    if re.search(r"\bsum (?:in|of|agreed)\b", clause) and re.search(r"\bsettle", passage.low):
        return "settlement"
    fined = max(_FINED.finditer(clause), key=lambda match: match.start(), default=None)
    if fined is None:
        return None
    word = fined.group()
    rest = clause[fined.end() :]
    if len(rest) > 75:
        return None
    if word in {
        "pays",
        "pay",
        "paid",
        "to pay",
        "must pay",
        "has to pay",
        "have to pay",
        "will have to pay",
        "hit",
        "hits",
        "issue",
        "issued",
        "handed",
        "hand",
        "hands",
        "ordered",
        "orders",
        "order",
        "awarded",
        "awards",
        "fee of",
        "compensation of",
    }:
        if word in {"pays", "pay", "paid", "to pay"}:
            if re.search(r"\b(?:agree\w*)\b", clause) and re.search(
                r"\b(?:suit|lawsuit|claims?|case|settle\w*|allegations?|government|publishers|\w+ act|law)\b", shape
            ):
                return "settlement"
            if not re.search(
                r"\b(?:fin(?:e|es|ed)|penalt\w+|ordered|order|orders|told|forced|court|judge|jury)\b",
                passage.title.lower() + " " + shape,
            ):
                return None
        if word in {"awarded", "awards"} and not re.search(
            r"\b(?:jury|jurors|judge|court|damages|arbitrat\w+|tribunal|verdict)\b", shape
        ):
            return None
        if word in {"hit", "hits", "issue", "issued", "handed", "hand", "hands"} and not re.search(
            r"\b(?:fine|penalty|sanction|bill|damages|verdict|judgment)\b", shape
        ):
            return None
        if word in {
            "must pay",
            "has to pay",
            "have to pay",
            "will have to pay",
            "ordered",
            "orders",
            "order",
        } and not _FINE_NEAR.search(passage.low):
            return None
        if word.startswith("order") and not re.search(r"\bpay|\bfine|\bdamages|\breturn|\brefund", rest + after[:20]):
            return None
    if (
        word in {"fine", "fines", "fined", "fining"}
        or word.startswith(("penal", "impos", "fine"))
        or word in {"slapped", "slaps"}
    ):
        return "penalty"
    return "penalty"


def _moved_sum(sentence: Sentence) -> Draft | None:
    """ "cut the fine from 9 to 7 million", "the amount is 8 and not 6 million"."""
    shape = sentence.shape
    corrected = re.search(
        r"\b(?:sum|amount|settlement|fine|penalty|figure)\b[^<>;]{0,60}<m(\d+)>,? (?:and )?not (?:the )?<m(\d+)>", shape
    )
    if corrected:
        one = sentence.quantities[int(corrected[1])]
        metric = "settlement" if re.search(r"\bsettle|\bagreement|\bsum in\b", shape) else "penalty"
        left, right = sentence.span(corrected.start(), corrected.end())
        return Draft(
            metric=metric,
            before=None,
            after=plain(one.value),
            unit=one.unit,
            change="set" if metric == "settlement" else "imposed",
            start=left,
            end=right,
            place=sentence.place,
            legal=True,
            status="in_force",
        )
    if not re.search(r"\b(?:fine|penalty|damages|award|verdict)\b", shape) or not re.search(
        r"\b(?:reduc\w+|cuts?|lower\w*|slash\w*|trim\w*|rais\w+|increas\w+|doubl\w+)\b", shape
    ):
        return None
    match = re.search(
        r"\bfrom <m(\d+)>[^<>;]{0,30}\bto <m(\d+)>"
        r"|\b(?:fine|penalty|award|verdict|damages) of <m(\d+)> to <m(\d+)>|<m(\d+)> (?:fine|penalty|award"
        r"|verdict) to <m(\d+)>",
        shape,
    )
    swapped = re.search(r"\bto <m(\d+)>[^<>;]{0,30}\bfrom <m(\d+)>", shape)
    if (match or swapped) and not _NOT_YET.search(shape):
        old, new = (group for group in match.groups() if group) if match else (swapped[2], swapped[1])  # type: ignore[index]
        a, b = sentence.quantities[int(old)], sentence.quantities[int(new)]
        span = match or swapped
        assert span is not None
        left, right = sentence.span(span.start(), span.end())
        return Draft(
            metric="penalty",
            before=plain(a.value),
            after=plain(b.value),
            unit=b.unit or a.unit,
            change="lowered" if b.value < a.value else "raised",
            start=left,
            end=right,
            place=sentence.place,
            legal=True,
            status="in_force",
        )
    return None


def _summed(sentence: Sentence) -> Draft | None:
    """ "first granted two million, then added one for intent": one award told in two steps."""
    match = re.search(
        r"\b(?:jur(?:y|ors)|court|judge|panel)\b[^<>;]{0,60}\b(?:first"
        r"|initially)\b[^<>;]{0,40}<([mc])(\d+)>[^<>;]{0,60}\b(?:later|then)\b[^<>;]{0,30}\badd(?:ed"
        r"|ing)\b[^<>;]{0,20}<([mc])(\d+)>",
        sentence.shape,
    )
    if match is None or "m" not in (match[1], match[3]):
        return None
    a, b = sentence.quantities[int(match[2])], sentence.quantities[int(match[4])]
    left, right = sentence.span(match.start(), match.end())
    return Draft(
        metric="penalty",
        before=None,
        after=plain(a.value + b.value),
        unit=a.unit or b.unit,
        change="imposed",
        start=left,
        end=right,
        place=sentence.place,
        legal=True,
        status="in_force",
        weight=0.8,
    )


def _distinct(drafts: list[Draft], passage: Passage) -> list[Draft]:
    """Each amount once; a total yields to its parts told with their payers; rounded repeats of one amount "
    "to the exact one."""
    out: list[Draft] = []
    for one in drafts:
        value = one.after if one.after is not None else one.before
        twin = next((other for other in out if other.unit == one.unit and _near(other, one)), None)
        if twin is None:
            out.append(one)
            continue
        # A title rounds ("$1.2bn"), the text is exact.
        if isinstance(value, (int, float)) and twin.after is not None and _exact(value) > _exact(twin.after):
            out[out.index(twin)] = one
    told_again = {
        (following.value, following.unit)
        for sentence in passage.sentences[:40]
        for number, following in zip(sentence.quantities, sentence.quantities[1:], strict=False)
        if {number.kind, following.kind} == {"money"}
        and number.unit != following.unit
        and re.match(
            r"^(?: (?:fines?|penalty|settlement))?\W{0,3}(?:or |about |around |roughly |nearly )*$",
            sentence.text[number.end : following.start],
        )
    }
    # A title may round the conversion once more.
    out = [
        one
        for one in out
        if not any(
            one.unit == unit and isinstance(one.after, (int, float)) and abs(one.after - value) <= 0.04 * value
            for value, unit in told_again
        )
    ] or out
    values = [one.after for one in out if isinstance(one.after, (int, float)) and not one.scope]
    for one in list(out):
        others = [value for value in values if value != one.after]
        if (
            isinstance(one.after, (int, float))
            and len(others) >= 2
            and abs(sum(others) - one.after) < 0.01 * one.after
            and re.search(r"\b(?:total|combined|altogether|in all)\b", passage.low)
        ):
            out.remove(one)
    return out


def _near(one: Draft, other: Draft) -> bool:
    a, b = one.after if one.after is not None else one.before, other.after if other.after is not None else other.before
    if not isinstance(a, (int, float)) or not isinstance(b, (int, float)) or one.scope != other.scope:
        return False
    if a == b:
        return True
    return one.place == 0 and abs(a - b) <= 0.04 * max(a, b)


def _exact(value: object) -> int:
    """How many digits of a number are told."""
    return len(str(value).rstrip("0").rstrip(".")) if isinstance(value, (int, float)) else 0
