"""Dimensions beside the tags: which way a rule moved, how firm the news is, and how far a case has come."""

# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from classifier.annotation import Fact
from classifier.rules import COURTS, MONEY, STATE

# First match wins; the order puts what undoes a change before the change itself ("scraps plan to raise fees").
DIRECTIONS: Mapping[str, re.Pattern[str]] = {
    "closed": re.compile(
        r"\b(?:clos(?:es?|ed|ing)|shut(?:s|ting)? down|end(?:s|ed|ing)|paus(?:es?|ed|ing)|discontinu\w+|axe[sd]?|sunset\w*|wind(?:s|ing)? down"
        r"|retir(?:es?|ed|ing))\b[^.]{0,60}\b(?:fund|program(?:me)?s?|bonus(?:es)?|scheme|subscriptions?|feature|store)\b"
    ),
    "clarified": re.compile(r"\b(?:clarif\w+|spells? out|explains? (?:how|its|the) (?:rules?|polic\w+)|no change to|renam(?:es?|ed|ing))\b"),
    "loosened": re.compile(
        r"\b(?:lower(?:s|ed|ing)?|eas(?:es?|ed|ing|ier)|relax\w*|loosen\w*|soften\w*|halv(?:es?|ed|ing)|cut(?:s|ting)?|reduc(?:es?|ed|ing)"
        r"|scrap(?:s|ped|ping)?|waiv(?:es?|ed|ing)|drop(?:s|ped|ping)?|remov(?:es?|ed|ing)|lift(?:s|ed|ing)?|unblock\w*|expand(?:s|ed|ing)?|extend(?:s|ed|ing)?"
        r"|opens? (?:up )?to|allow(?:s|ed|ing)?|exempt\w*|delay\w*|reinstat\w+)\b"
    ),
    "tightened": re.compile(
        r"\b(?:rais(?:es?|ed|ing)|hik(?:es?|ed|ing)|tighten\w*|toughen\w*|stricter|tougher|increas(?:es?|ed|ing)|doubl(?:es?|ed|ing)|restrict\w*|limit(?:s|ed|ing)?"
        r"|bans?|banned|banning|bar(?:s|red|ring)?|block(?:s|ed|ing)?|demoneti[sz]\w+|strip(?:s|ped)?|suspend\w*|crack(?:s|ed|ing)? down|crackdown|curbs?|requir(?:es?|ed|ing)"
        r"|fin(?:es|ed)|orders?|prohibit\w*|outlaw\w*)\b"
    ),
    "new": re.compile(r"\b(?:launch\w*|introduc\w+|unveil\w*|new|first|debut\w*|roll(?:s|ed|ing)? out|start(?:s|ed|ing)?|announc\w+|propos\w+|tests?|testing|adds?)\b"),
}  # fmt: skip

STATUSES: Mapping[str, re.Pattern[str]] = {
    "denied": re.compile(r"\b(?:denie[sd]|denying|no plans? to|refut\w+|(?:is|are) not (?:planning|true))\b"),
    "reversed": re.compile(r"\b(?:revers(?:es|ed|ing|al)|u-turn|backtrack\w*|backs? down|walks? back|withdraw\w*|withdrew|rescind\w*|scraps? plans?|shelv(?:es|ed|ing))\b"),
    "delayed": re.compile(r"\b(?:delay(?:s|ed|ing)?|postpon\w+|pushe[sd] back|put(?:s|ting)? off|another \d+ days)\b"),
    "rumor": re.compile(r"\b(?:leak(?:s|ed)?|rumou?r\w*|screenshot\w*|code (?:suggests|hints)|spotted in|hidden menu)\b"),
    "reported": re.compile(r"\b(?:reportedly|according to (?:a |the )?(?:new )?(?:report|people|sources)|sources say|is said to|people familiar|insiders?|- reports?\b)"),
    "test": re.compile(r"\b(?:test(?:s|ing)|pilot(?:s|ing)?|beta|trial(?:s|ing)? (?:of|a|with)|experiment\w*|some users|small group)\b"),
    "proposed": re.compile(
        r"\b(?:propos\w+|bill|draft|consult\w*|would|could|might|may|consider\w*|weigh(?:s|ed|ing)?|mull(?:s|ed|ing)?|seeks?|calls? for|urges?|wants?)\b"
    ),
    "announced": re.compile(r"\b(?:will|plans? to|planning|from (?:next|january|february|march|april|june|july|august|september|october|november|december)|set to|to (?:start|launch|begin|ban|require|end)|soon|announc\w+|next (?:week|month|year))\b"),
}  # fmt: skip

# A stage belongs to the tags it can be a stage of; the furthest stage told comes first.
STAGES: Sequence[tuple[str, tuple[str, ...], re.Pattern[str]]] = (
    ("approval", ("settlement",), re.compile(r"\b(?:judge|court)\b[^.]{0,40}\bapprov\w+")),
    ("settlement", ("settlement",), re.compile(r"\b(?:settl\w+|agree\w* to (?:pay|drop|end)|consent decree|to resolve)\b")),
    ("verdict", ("court-ruling",), re.compile(r"\b(?:jury|jurors|verdict)\b")),
    ("appeal-ruling", ("court-ruling",), re.compile(r"\b(?:appeals? (?:court|panel|judges)|circuit|court of appeals?)\b")),
    ("final-ruling", ("court-ruling",), re.compile(r"\b(?:supreme court|high court|top court|justices|court of justice)\b")),
    ("interim-ruling", ("court-ruling", "divestiture-ban"), re.compile(r"\b(?:injunction|temporar\w+|stay|pauses?|halts?|blocks?)\b")),
    ("ruling", ("court-ruling",), re.compile(r"")),
    ("final-decision", ("fine-order",), re.compile(r"\b(?:fin(?:es?|ed)|penalt\w+|levie[sd])\b")),
    ("commitments", ("fine-order", "settlement"), re.compile(r"\b(?:commitments?|undertakings?|promises)\b")),
    ("order", ("fine-order",), re.compile(r"")),
    ("statement-of-objections", ("investigation",), re.compile(r"\b(?:objections|charged|charges|accuse[sd]?)\b")),
    ("preliminary-finding", ("investigation",), re.compile(r"\b(?:preliminar\w+|provisional\w*|finds?|found|in breach)\b")),
    ("opened", ("investigation",), re.compile(r"")),
    ("final-rule", ("rulemaking",), re.compile(r"\b(?:final rules?|adopts?|finali[sz]e[sd]?|takes? effect|in force)\b")),
    ("guidance", ("rulemaking",), re.compile(r"\b(?:guidance|guidelines|codes?)\b")),
    ("proposed-rule", ("rulemaking",), re.compile(r"\b(?:propos\w+|draft|consult\w*|comments?)\b")),
    ("in-force", ("legislation",), re.compile(r"\b(?:takes? effect|took effect|in(?:to)? force|now law)\b")),
    ("enacted", ("legislation",), re.compile(r"\b(?:sign(?:s|ed)|becomes? law|became law|royal assent|enact\w*|signed into law)\b")),
    ("passed-chamber", ("legislation",), re.compile(r"\b(?:pass(?:es|ed)|approv(?:es|ed)|vote[sd]? (?:to|for|on)|adopt(?:s|ed)|clears?|backs?)\b")),
    ("introduced", ("legislation",), re.compile(r"\b(?:introduc\w+|unveil\w*|tabled?|file[sd]?|propos\w+|bill|draft)\b")),
    ("trial", ("platform-lawsuit", "creator-lawsuit"), re.compile(r"\b(?:trial|testif\w+|on the stand|opening statements)\b")),
    ("filed", ("platform-lawsuit", "creator-lawsuit", "legal-challenge"), re.compile(r"\b(?:su(?:es?|ed|ing)|fil(?:es?|ed|ing)|lawsuits?|complaints?|petitions?|appeals?)\b")),
)  # fmt: skip
READ = 600  # characters: the dimensions are told at the head of the news or not at all


def direction(words: str, tags: Sequence[str], facts: Sequence[Fact]) -> str | None:
    """Which way things moved for those who earn: loosened, tightened, new, closed or clarified; None if it is not told."""
    if not any(tag in MONEY or tag in STATE or tag == "court-ruling" for tag in tags):
        return None
    low = words[:READ].lower()
    # A bar that is raised is tightened, a share that is raised is not: only facts can tell these apart.
    told = {fact.change: fact.metric for fact in facts if fact.change}
    if "removed" in told and told["removed"] == "program_status":
        return "closed"
    for name, pattern in DIRECTIONS.items():
        found = pattern.search(low)
        if found:
            earns_more = re.search(r"\b(?:share|pool|fund|bonus|payouts?|pay)\b", low[found.start() : found.end() + 60])
            if earns_more and tags[0] in ("revenue-share-fee", "payout-terms") and name in ("loosened", "tightened"):
                return _turned(name, low[found.start() : found.end()])
            return name
    return None


def _turned(name: str, verb: str) -> str:
    """What creators are paid moves the other way round: a raised share is good news, a cut bonus is not."""
    if re.match(r"rais|increas|doubl|hik", verb):
        return "loosened"
    if re.match(r"cut|lower|reduc|halv", verb):
        return "tightened"
    return name


def status(words: str, tags: Sequence[str], facts: Sequence[Fact]) -> str | None:
    """How firm the news is; that of its facts where they agree, else as the words tell, else in_force."""
    if not tags:
        return None
    told = {fact.status for fact in facts}
    if len(told) == 1:
        return told.pop()
    low = words[:READ].lower()
    for name, pattern in STATUSES.items():
        if name == "proposed" and not any(tag in STATE for tag in tags):
            continue
        if pattern.search(low):
            return name
    return "in_force" if tags[0] in (*MONEY, *STATE, *COURTS) else None


def stage(words: str, tags: Sequence[str]) -> str | None:
    """How far a case, a bill or a rule has come, by its first tag that can have stages."""
    low = words[:READ].lower()
    for tag in tags:
        for name, of, pattern in STAGES:
            if tag in of and pattern.search(low):
                return name
    return None
