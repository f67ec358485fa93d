"""What laws set for users and earners themselves: age limits, levies, shares put in trust."""

from __future__ import annotations

import re

from classifier.facts.actors import countries_in
from classifier.facts.clauses import Sentence
from classifier.facts.history import long_past
from classifier.facts.numbers import plain
from classifier.facts.passage import Draft, Passage

_LAW = re.compile(
    r"\b(?:levy|proposal|tax|bill|law|act|parliament|senate|governor|government|minister|lawmakers?|mps"
    r"|legislat\w+|regulat\w+|ban|bans|banned|decree|draft|prime minister|commissioner|ministry|age limit"
    r"|assembly|congress|country|state)\b"
)
_UNDER = re.compile(
    r"\b(?:children |teens |minors |users |people |those |anyone |kids |young people |teenagers "
    r"|everyone )*(?:under|younger than|below(?: the age of)?|under the age of|under age"
    r"|aged under)[ -](?:the age of )?<[ct](\d+)>(?: years)?(?: of age)?s?"
)
_BARRED = re.compile(
    r"\b(?:ban(?:s|ned|ning)?|bar(?:s|red|ring)?|prohibit\w*|may not|cannot|not (?:be )?allow\w*|block\w*"
    r"|restrict\w*|keep\w*|forbid\w*|forbidden|outlaw\w*|off social|no social|not have|from (?:having|holding"
    r"|using|opening|accessing)|age limit|minimum age|stop\w*|barring|limits?)\b"
)
_PLACE = re.compile(
    r"\b(?:accounts?|social (?:media|network\w*)|platforms?|apps?|tiktok|instagram|youtube|snapchat|online"
    r"|internet|sites?)\b"
)
_MINIMUM = re.compile(
    r"\b(?:minimum age|age limit|age of (?:digital )?(?:consent|majority)|digital age)[^<>;.]{0,40}\b(?:of|to"
    r"|at|is)\s(?:at least )?<[ct](\d+)>"
)
_LEVY = re.compile(
    r"(?:\b(?:levy|levies|digital services? tax|dst|streaming tax|contribution)\b[^<>;.]{0,50}<p(\d+)>"
    r"|<p(\d+)> (?:[\w-]+ ){0,3}?(?:levy|digital services? tax|dst)\b|\bpay(?:s|ing)? (?:a "
    r"|an )?<p(\d+)> of (?:their |its |the )?(?:local|domestic|canadian|gross|annual|national"
    r"|\w+) (?:broadcasting |annual |streaming |digital )*(?:revenues?|turnover|income|sales)\b)"
)
_TRUST = re.compile(
    r"\b(?:set aside|put aside|put|hold|place|deposit|save"
    r"|reserve)\b[^<>;.]{0,20}<p(\d+)>[^<>;]{0,60}\b(?:earnings|income|revenue|gross|trust|each child|pay)\b"
    r"|<p(\d+)>[^<>;]{0,70}\b(?:go(?:es)? (?:in)?to|paid into|held in|kept in|reserved in) (?:a "
    r"|an )?(?:blocked|trust|protected|savings|locked)\b|<p(\d+)> trust\b"
)


def read(passage: Passage) -> list[Draft]:
    """Age limits, levies and trust shares set or proposed by law."""
    if not _LAW.search(passage.low):
        return []
    if re.search(
        r"\b(?:idea|plan|proposal|bill) (?:\w+ ){0,2}?(?:is|was|has been) (?:off the table|dropped|shelved"
        r"|withdrawn|dead|rejected|scrapped)\b|\b(?:drops?|dropped|shelves?|shelved|abandons?"
        r"|rejects?) (?:[\w<>]+ ){0,6}?(?:idea|plan|proposal)\b",
        passage.low,
    ):
        return []
    drafts: list[Draft] = []
    for sentence in passage.sentences[:30]:
        if not sentence.quantities or re.search(
            r"\b(?:already|elsewhere|in (?:australia|france|denmark)),? (?:where|which)\b", sentence.shape
        ):
            continue
        found = _of(sentence, passage)
        if not found or long_past(sentence, passage) or _of_another(sentence, passage):
            continue
        drafts += [one for one in found if not any(o.metric == one.metric and o.after == one.after for o in drafts)]
    return drafts


def _of_another(sentence: Sentence, passage: Passage) -> bool:
    """Whether a sentence tells the law of a country the news is not about."""
    told, ours = countries_in(sentence.shape), countries_in(" ".join(one.shape for one in passage.sentences[:2]))
    return bool(told and ours) and set(told).isdisjoint(ours)


def _of(sentence: Sentence, passage: Passage) -> list[Draft]:
    shape = sentence.shape
    found: list[Draft] = []
    if re.search(
        r"\b(?:should|petition|poll|survey|vetoed|would have (?:banned|barred|required|set)"
        r"|per ?cent of (?:parents|adults)|support(?:s|ed)? (?:a|the) ban"
        r"|call(?:s|ed)? for)\b",
        shape,
    ):
        return []
    # One law, one limit: two ages in a sentence are exceptions or steps and need a person.
    ages = [place for match in _UNDER.finditer(shape) if 10 <= sentence.quantities[place := int(match[1])].value <= 21]
    if (
        len({sentence.quantities[place].value for place in ages}) == 1
        and _BARRED.search(shape)
        and _PLACE.search(shape + " " + passage.title.lower())
        and _LAW.search(shape + " " + passage.title.lower())
    ):
        match = _UNDER.search(shape)
        assert match is not None
        found.append(
            _draft(sentence, "age_min", sentence.quantities[ages[0]].value, "years", match.start(), match.end())
        )
    elif (
        not ages
        and (match := _MINIMUM.search(shape))
        and _PLACE.search(shape + " " + passage.title.lower())
        and not re.search(r"\bfrom <[ct]\d+> to\b", shape)
    ):
        value = sentence.quantities[int(match[1])].value
        if 10 <= value <= 21:
            found.append(_draft(sentence, "age_min", value, "years", match.start(), match.end()))
    if match := _LEVY.search(shape):
        place = next(int(group) for group in match.groups() if group)
        one = sentence.quantities[place]
        if (
            one.high is None
            and not one.most
            and one.value <= 30
            and not re.search(r"\bfrom <p\d+> to\b|\btariff", shape)
        ):
            found.append(_draft(sentence, "levy_pct", one.value, "percent", match.start(), match.end()))
    if match := _TRUST.search(shape):
        place = next(int(group) for group in match.groups() if group)
        found.append(
            _draft(sentence, "trust_share_pct", sentence.quantities[place].value, "percent", match.start(), match.end())
        )
    return found


def _draft(sentence: Sentence, metric: str, value: float, unit: str, start: int, end: int) -> Draft:
    left, right = sentence.span(start, end)
    return Draft(
        metric=metric,
        before=None,
        after=plain(value),
        unit=unit,
        change="introduced",
        start=left,
        end=right,
        place=sentence.place,
        weight=0.8,
        kind="statutory",
    )
