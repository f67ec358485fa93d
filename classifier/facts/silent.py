"""Silence: numbers that tell no change: wishes, rivals, crowds, what stays, what was dropped."""

from __future__ import annotations

import re

from classifier.facts.clauses import Sentence
from classifier.facts.passage import Passage

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


GUIDE = re.compile(
    r"^(?:how to|how do|how much|\d+ (?:best|tips|ways|things)|the best|best |guide|explained|a guide|tips"
    r"|what is|everything you need)"
)


OPINION = re.compile(
    r"\b(?:should(?! (?:help|make it|mean|allow|give|benefit|see|bring|ease|improve)\b)(?: not| never| be| take"
    r"| pay| get)?|ought to|imagine|what if|suppose|wish(?:es)?"
    r"|petition\w*|calls? (?:on|for)|called (?:on|for)|calling (?:on|for)|urg(?:es?|ed|ing)|"
    r"demand(?:s|ed|ing) (?:that|a|an|the)|argu(?:es?|ed) that|lobb\w+|"
    r"(?:if|were) (?:a |an |the )?(?:platform|youtube|tiktok|twitch|apple|google|meta|spotify|kick|patreon"
    r"|etsy|it|they|company|\w+) (?:raised|lowered|cut|halved|doubled|asked|took|were to|charged|paid|set"
    r"|moved|required)|"
    r"hypothetical\w*|for example, (?:a|an|if)|say, an?|would have (?:chosen|paid|picked|earned|been)"
    r"|would (?:have )?(?:earn|receive|lose|cost (?:a|an|him"
    r"|her))|forecasts?|expects? the|analysts?)\b"
)


UNCHANGED = re.compile(
    r"\bstays? (?=<)"
    r"|\b(?:pay|pays|charge|charges|take|takes|keep|keeps) the same (?=<)"
    r"|\b(?:keeps?|retains?) (?:the|their|its) (?:\w+ )?(?=<p\d+> (?:\w+ )?(?:rate|fee|commission)\b)|"
    r"\bno (?:cut|rise|increase|hike|reduction|raise) to\b|"
    r"\b(?:remains?(?! to be)|remained|remaining(?! <)|unchanged|no plans?|stays? (?:at|the same|put|as|where)"
    r"|stayed (?:at|the same)|(?<!many )(?<!much )(?<!high )as before"
    r"|are the same|is the same|same as|see no change|no change|unaffected|"
    r"continues? to [a-z]+|(?:is|are) not going to (?:change|rise|fall|go)|left everything|not chang\w+"
    r"|(?:will|would|does|did|has|have|is|are) not (?:\w+ )?(?:rais\w+|cut\w*|chang\w+|lower\w*|touch\w*"
    r"|mov\w+|increas\w+|reduc\w+|plan\w*|consider\w*)|"
    r"won't (?:rais|cut|chang|lower|touch|mov|increas|reduc)\w*|still (?:needs?|requires?|takes?|charges?"
    r"|must|stands?|keeps?|is|are|be|have|has|applies|apply|asks?|pays?)|must remain"
    r"|keeps? (?:costing|its|the) |reworded|"
    r"not affected|does not apply|no different|has always (?:required|taken|charged)|(?:are|is|be) still able"
    r"|already (?:takes?|charges?"
    r"|keeps?|earns?|pays?)"
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
    r"(?<!starting )(?<!beginning )(?<!from )\b(?:in|since|back in) <d\d+>|\b(?:last year|years ago"
    r"|at (?:the )?(?:launch|start)|when (?:it"
    r"|the \w+) (?:launched|opened|started)|launched in|opened (?:in|with))\b"
)


RIVAL = re.compile(
    r"\b(?:rival|rivals|competitor|competitors|elsewhere|by comparison|in comparison|compared with (?:twitch"
    r"|youtube|tiktok|apple|google)'s|for comparison|unlike|contrast|while (?:rival|competitor)|other platforms"
    r"|(?:platforms?|services|sites|companies|marketplaces) like|traditionally|typically|industry standards?)\b"
)


DENIAL = re.compile(
    r"\b(?:contrary to|denie[sd]|false|untrue|no truth|reject\w*|despite (?:reports|rumou?rs|claims))\b"
)


STATE_ACTS = re.compile(
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


_AFTER_WHOM = re.compile(
    r"\b(?:follow(?:s|ing)?|like|after|joins?|joining|than|unlike|vs\.?|versus|matching|matches)"
    r" (?:[\w.]+(?:,| and) )?$",
    re.I,
)
_SAME = re.compile(r"^(?:both|they|these|the two|it)\b|\bthe company\b")


def of_another(sentence: Sentence, passage: Passage) -> bool:
    """Whether a sentence speaks of other platforms than the headline does: what rivals take is background."""
    title = passage.title
    named = [one for one in passage.mentions if one.kind in {"platform", "company"}]
    own = {
        one.id
        for one in named
        if one.evidence.end <= len(title) and not _AFTER_WHOM.search(title[: one.evidence.start])
    }
    told = _named_in(sentence, passage)
    if not told and sentence.place > 1 and _SAME.search(sentence.shape):
        told = _named_in(passage.sentences[sentence.place - 1], passage)
    return bool(own and told) and {_house(one) for one in own}.isdisjoint({_house(one) for one in told})


# Platforms of one house are no rivals of one another.
_HOUSES = (
    ("meta", "facebook", "instagram", "threads", "whatsapp"),
    ("alphabet", "google", "youtube"),
    ("bytedance", "tiktok"),
    ("amazon", "twitch", "audible", "kdp", "kindle"),
    ("apple", "app-store"),
    ("x", "twitter"),
    ("microsoft", "xbox", "linkedin", "github"),
    ("epic-games", "fortnite"),
    ("samsung", "galaxy-store"),
    ("snap", "snapchat"),
    ("sony", "playstation-store"),
    ("valve", "steam"),
)


def _house(name: str) -> str:
    return next(
        (house[0] for house in _HOUSES if any(name == one or name.startswith(f"{one}-") for one in house)), name
    )


def _named_in(sentence: Sentence, passage: Passage) -> set[str]:
    return {
        one.id
        for one in passage.mentions
        if one.kind in {"platform", "company"}
        and sentence.start <= one.evidence.start < sentence.start + len(sentence.text)
    }
