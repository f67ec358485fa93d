"""Importance and credibility: two numbers of a story, each the sum of parts that can be named."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from classifier.annotation import Fact

# All weights of both numbers stand here and nowhere else; each part is its weight times a share between 0 and 1.
WEIGHTS: Mapping[str, float] = {
    "kind of change": 0.30,
    "size of change": 0.15,
    "reach of platform": 0.15,
    "source": 0.12,
    "independent voices": 0.13,
    "novelty": 0.15,
}
CREDIBILITY_WEIGHTS: Mapping[str, float] = {
    "best source": 0.50,
    "independent voices": 0.25,
    "facts agree": 0.15,
    "certainty of wording": 0.10,
}
# What a reader who earns on a platform must act on comes first; talk about it last.
KINDS: Mapping[str, float] = {
    "threshold-change": 1.0, "revenue-share-fee": 1.0, "program-status": 0.95, "payout-terms": 0.9,
    "eligibility-rule": 0.9, "divestiture-ban": 0.95, "court-ruling": 0.85, "fine-order": 0.85, "legislation": 0.8,
    "rulemaking": 0.8, "demonetization": 0.75, "settlement": 0.75, "legal-challenge": 0.65, "platform-lawsuit": 0.65,
    "investigation": 0.65, "creator-lawsuit": 0.6, "tax-labor": 0.6, "ip-licensing": 0.6, "child-safety": 0.55,
    "privacy-data": 0.5, "competition": 0.5, "content-liability": 0.5, "consumer-ads": 0.45, "market-data": 0.25,
    "response-advocacy": 0.2, "analysis-opinion": 0.15,
}  # fmt: skip
KIND_UNKNOWN = 0.3
# What was done counts whole; what somebody says of it, or thinks of it, does not become important by being said often.
GENRES: Mapping[str, float] = {"act": 1.0, "plan": 0.6, "note": 0.4, "voice": 0.35, "reading": 0.1}
# Of items as sure as this, all are ours to tell (570 labelled items, November 2026); below, ever fewer.
SURE, UNSURE = 0.97, 0.75
# Rough reach by users, as the field ranks them; a number would pretend to a precision that nobody has.
REACH: Mapping[str, float] = {
    "youtube": 1.0, "facebook": 1.0, "instagram": 1.0, "tiktok": 1.0, "google": 0.95, "apple": 0.95, "amazon": 0.95,
    "meta": 1.0, "google-play": 0.95, "app-store": 0.95, "whatsapp": 0.9, "x": 0.85, "twitter": 0.85, "spotify": 0.85,
    "twitch": 0.85, "snapchat": 0.8, "reddit": 0.75, "linkedin": 0.75, "pinterest": 0.7, "roblox": 0.75, "discord": 0.7,
    "telegram": 0.7, "threads": 0.7, "patreon": 0.7, "substack": 0.65, "onlyfans": 0.65, "etsy": 0.65, "steam": 0.65,
    "openai": 0.75, "chatgpt": 0.75, "kick": 0.6, "rumble": 0.5, "medium": 0.5, "shopify": 0.6, "uber": 0.7,
}  # fmt: skip
REACH_UNKNOWN = 0.4
SOURCES: Mapping[str, float] = {
    "official": 1.0, "filing": 1.0, "wire": 0.8, "press": 0.65, "press-release": 0.5, "analysis": 0.5, "blog": 0.3,
    "syndicated": 0.4, "spun": 0.05,
}  # fmt: skip
SOURCE_UNKNOWN = 0.4
# How far a value is from being the rule.
STATUSES: Mapping[str, float] = {
    "in_force": 1.0, "announced": 1.0, "reversed": 1.0, "delayed": 0.9, "interim": 0.8, "proposed": 0.7, "test": 0.6,
    "reported": 0.5, "disputed": 0.3, "rumor": 0.15, "denied": 0.15, "cancelled": 0.9,
}  # fmt: skip
MONEY_LEAST, MONEY_MOST = 1e5, 1e9  # a penalty or fund counts from the first and counts fully from the second
VOICES_MOST = 12


def importance(
    tags: Sequence[str],
    facts: Sequence[Fact],
    platforms: Sequence[str],
    source_classes: Collection[str],
    voices: int,
    told_facts: Sequence[Fact] = (),
    follows: bool = False,
    genre: str = "act",
    relevance: float = 1.0,
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """
    How much a story matters, 0 to 1, with the parts that make it up.

    `tags` main first; `told_facts` are those that readers were already told: what only repeats them is not new.
    `genre` says whether the story tells an act; `relevance` how sure it is that the story is ours to tell.
    """
    weight = GENRES[genre] * (0.4 + 0.6 * max(0.0, min(1.0, (relevance - UNSURE) / (SURE - UNSURE))))
    shares = {
        "kind of change": weight * max(
            (KINDS.get(tag, KIND_UNKNOWN) * (1.0 if place == 0 else 0.85) for place, tag in enumerate(tags[:3])),
            default=KIND_UNKNOWN,
        ),
        "size of change": max((size(fact) * STATUSES.get(fact.status, 0.5) for fact in facts), default=0.0) * weight,
        "reach of platform": max((REACH.get(name, REACH_UNKNOWN) for name in platforms), default=0.0),
        "source": max((SOURCES.get(name, SOURCE_UNKNOWN) for name in source_classes), default=SOURCE_UNKNOWN),
        "independent voices": spread(voices),
        "novelty": novelty(facts, told_facts, follows) * weight,
    }
    return _sum(WEIGHTS, shares)


def credibility(
    facts: Sequence[Fact], source_classes: Collection[str], voices: int
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """How far a story can be believed, 0 to 1, with the parts that make it up; it says nothing of its importance."""
    values: dict[tuple[str, str | None, str | None], set[str]] = {}
    for fact in facts:
        if fact.after is not None:
            values.setdefault((fact.metric, fact.platform, fact.scope), set()).add(str(fact.after))
    disputed = sum(len(found) > 1 for found in values.values())
    shares = {
        "best source": max((SOURCES.get(name, SOURCE_UNKNOWN) for name in source_classes), default=SOURCE_UNKNOWN),
        "independent voices": spread(voices),
        "facts agree": 1.0 - disputed / len(values) if values else 0.5,
        "certainty of wording": max((STATUSES.get(fact.status, 0.5) for fact in facts), default=0.5),
    }
    return _sum(CREDIBILITY_WEIGHTS, shares)


def confidence(facts: Sequence[Fact], source_classes: Collection[str], voices: int, retracted: bool = False) -> str:
    """One of the fixed words: confirmed, reported by N independent, single source, disputed, retracted."""
    if retracted:
        return "retracted"
    if {"official", "filing"} & set(source_classes):
        return "confirmed"
    if any(fact.status in ("disputed", "denied") for fact in facts):
        return "disputed"
    return f"reported by {voices} independent" if voices > 1 else "single source"


def size(fact: Fact) -> float:
    """How large a change is, 0 to 1: a doubling or halving counts half, tenfold fully; money by its order."""
    before, after = fact.before, fact.after
    if isinstance(before, int | float) and isinstance(after, int | float) and before != after:
        if fact.unit == "percent":
            return min(1.0, abs(after - before) / 30)
        if not before or not after:
            return 0.9
        ratio = abs(math.log10(abs(after / before))) if after / before > 0 else 1.0
        return min(1.0, ratio / math.log10(4) * 0.5 if ratio < math.log10(4) else 0.5 + ratio / 2)
    if fact.metric in ("penalty", "settlement", "fund_size", "bonus") and isinstance(after, int | float) and after > 0:
        span = math.log10(MONEY_MOST / MONEY_LEAST)
        return max(0.0, min(1.0, math.log10(after / MONEY_LEAST) / span))
    if fact.change in ("removed", "introduced", "imposed"):
        return 0.7
    return 0.4 if after is not None else 0.2


def spread(voices: int) -> float:
    """What so many independent voices are worth: the second much, the twelfth little."""
    return min(1.0, math.log2(max(1, voices)) / math.log2(VOICES_MOST))


def novelty(facts: Sequence[Fact], told: Sequence[Fact], follows: bool) -> float:
    """How much of a story was not told before."""
    known = {(fact.metric, fact.platform, str(fact.after), fact.status) for fact in told}
    if not facts:
        return 0.3 if told else 0.5 if follows else 0.7
    fresh = sum((fact.metric, fact.platform, str(fact.after), fact.status) not in known for fact in facts)
    return fresh / len(facts) * (0.9 if follows else 1.0)


def _sum(weights: Mapping[str, float], shares: Mapping[str, float]) -> tuple[float, tuple[tuple[str, float], ...]]:
    parts = tuple((name, round(weight * max(0.0, min(1.0, shares[name])), 4)) for name, weight in weights.items())
    return round(sum(value for _, value in parts), 4), parts
