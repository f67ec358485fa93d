"""Telling: a story made anew from all items filed under it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifier import calendar
from classifier.annotation import Annotation, Fact
from classifier.consensus import Claim, Telling, claims, slot
from classifier.copies import Chain, chains
from classifier.dimensions import STAGES
from classifier.genre import READING, genre_of, genre_of_all
from classifier.headline import headline_of
from classifier.importance import confidence, credibility, importance
from classifier.lead import RANKS, UNKNOWN, lead_of
from classifier.rules import COURTS, STATE
from classifier.story import Story
from classifier.summary import story_summary
from classifier.why import why_it_matters
from collector.item import Item

FACTS_MOST = 12
# What a case or a bill goes through.
STEPS = ("stage", "law_status", *calendar.KINDS)
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def tell_story(
    story: str,
    items: Sequence[Item],
    said: Mapping[str, Annotation],
    known: Story | None = None,
    follows: str | None = None,
) -> Story:
    """
    The story of these items, the relevant ones of which say what it is about; equal items make an equal story.

    `known` is the story as it was told before; it gives only what this telling does not know (what it follows).
    """
    order = sorted(items, key=lambda item: (item.when, item.id))
    ours = [item for item in order if item.id in said and said[item.id].relevant] or order
    classes = {item.id: said[item.id].source_class for item in ours if item.id in said}
    texts = chains(ours, classes)
    copies = [copy for chain in texts for copy in chain.copies]
    sources = {item.id: item.source for item in ours}
    voices = len({chain.wire.lower() or sources[chain.origin] for chain in texts})
    lead = lead_of(ours, said, copies)
    leading = said.get(lead.id)
    weights: dict[str, float] = defaultdict(float)
    for item in ours:
        for tag in said[item.id].tags if item.id in said else ():
            weights[tag.tag] += tag.score
    most = max(weights.values(), default=0.0)
    tags = [tag for tag in sorted(weights, key=lambda tag: (-weights[tag], tag)) if weights[tag] >= 0.4 * most]

    def about(kind: str) -> tuple[str, ...]:
        counts: dict[str, float] = defaultdict(float)
        for item in ours:
            for one, weight in named(item, said.get(item.id), kind).items():
                counts[one] += weight
        most = max(counts.values(), default=0)
        return tuple(sorted((one for one in counts if counts[one] * 3 >= most), key=lambda one: (-counts[one], one)))

    platforms = about("platform")
    facts = side_by_side(facts_of(ours, said, lead), told_by(ours, said, texts))
    status = (leading.status if leading else None) or next(
        (said[item.id].status for item in ours if item.id in said and said[item.id].status), None
    )
    kinds = set(classes.values()) or {lead.source_class}
    followed = follows or (known.follows if known else None)
    first = {one for item in ours for one, here in named(item, said.get(item.id), "platform").items() if here == 1}
    reached = [one for one in platforms if one in first]
    today = order[-1].when.date()
    standing = [fact for fact in facts if stands(fact, tags, today.isoformat())]
    weight, parts = importance(
        tags, standing, reached, kinds, voices, follows=bool(followed), genre=genre_of_all(ours, said),
        relevance=max((said[item.id].relevance for item in ours if item.id in said), default=1.0),
    )  # fmt: skip
    belief, grounds = credibility(facts, kinds, voices)
    return Story(
        id=story,
        headline=headline_of(ours, said, lead, facts[0].status if facts else "", copies),
        lead=lead.id,
        items=tuple(item.id for item in order),
        first_seen=order[0].when,
        last_seen=order[-1].when,
        tags=tuple(tags),
        platforms=platforms,
        programs=about("program"),
        matters=about("matter"),
        jurisdictions=about("jurisdiction"),
        facts=facts,
        summary=story_summary(ours, said, lead.id),
        why_it_matters=why_it_matters(facts, today, tags),
        confidence=confidence(facts, kinds, voices),
        status=status or "",
        voices=voices,
        importance=weight,
        credibility=belief,
        parts=(*parts, *((f"credibility: {name}", value) for name, value in grounds)),
        follows=followed,
    )


HEAD = 160  # characters of a text in which news says whom it is about
IN_PASSING = 0.3  # what a name told later counts


def named(item: Item, said: Annotation | None, kind: str) -> Mapping[str, float]:
    """Who of a kind an item names, each with its weight: whom a text names in passing, the story is hardly about."""
    weights: dict[str, float] = {}
    for mention in said.mentions if said else ():
        if mention.kind == kind:
            here = 1.0 if mention.evidence.start <= len(item.title) + HEAD else IN_PASSING
            weights[mention.id] = max(here, weights.get(mention.id, 0.0))
    return weights


def stands(fact: Fact, tags: Sequence[str], day: str) -> bool:
    """
    Whether a fact has a place under a story: a step only where the story is of courts or of the state, a day to come.

    A day that is over is no news; what came of it is told by those who were there.
    """
    if fact.metric in calendar.KINDS and DATE.fullmatch(str(fact.after)) and str(fact.after) < day:
        return False
    if fact.metric not in STEPS or not tags:
        return True
    of = {tag for name, tags_of, _ in STAGES if name == fact.after for tag in tags_of} or {*STATE, *COURTS}
    return any(tag in family for family in (STATE, COURTS) if of & {*family} for tag in tags)


def facts_of(items: Sequence[Item], said: Mapping[str, Annotation], lead: Item) -> tuple[Fact, ...]:
    """
    The facts of a story: the lead's, then what better sources add of which the ones before say nothing.

    Explainers and opinion pieces restate what was; beside news of the same event their values count for nothing.
    """
    kinds = {item.id: genre_of(item, said.get(item.id)) for item in items}
    if any(kind != READING for kind in kinds.values()):
        items = [item for item in items if kinds[item.id] != READING]

    def rank(item: Item) -> tuple[object, ...]:
        return (item.id != lead.id, RANKS.get(said[item.id].source_class, UNKNOWN), item.when, item.id)

    found: list[Fact] = []
    told: set[tuple[str, str | None, str | None]] = set()
    for item in sorted((item for item in items if item.id in said), key=rank):
        fresh = [fact for fact in said[item.id].facts if (fact.metric, fact.platform, fact.scope) not in told]
        found += fresh
        told |= {(fact.metric, fact.platform, fact.scope) for fact in fresh}
    return tuple(found[:FACTS_MOST])


def told_by(items: Sequence[Item], said: Mapping[str, Annotation], texts: Sequence[Chain]) -> tuple[Telling, ...]:
    """Every change from one value to another as each item of a story tells it as done or announced."""
    origin = {copy: chain.origin for chain in texts for copy in (chain.origin, *chain.copies)}
    return tuple(
        Telling(
            fact=fact, item=item.id, source=item.source, source_class=said[item.id].source_class, at=item.when,
            copy_of=origin.get(item.id, ""),
        )
        for item in items
        if item.id in said and genre_of(item, said[item.id]) != READING
        for fact in said[item.id].facts
        if fact.before is not None and fact.after is not None and fact.status in ("in_force", "announced", "reported")
    )  # fmt: skip


def side_by_side(facts: Sequence[Fact], told: Sequence[Telling]) -> tuple[Fact, ...]:
    """
    The facts of a story, and beside each what others of no lesser standing say instead.

    Only another new value from the same old one is a contradiction; other old values are often another tier's.
    """
    rivals: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims(told):
        if claim.confidence == "disputed":
            rivals[(*slot(claim.fact)[:2], claim.fact.before)].append(claim)
    out: list[Fact] = []
    for fact in facts:
        others = rivals.get((*slot(fact)[:2], fact.before), ())
        against = [claim.fact for claim in others if claim.fact.after != fact.after]
        if not against or len(against) == len(others):
            out.append(fact)
            continue
        out.append(replace(fact, status="disputed"))
        out += [one for one in against if all(one.evidence != known.evidence for known in (*out, *facts))]
    return tuple(out[:FACTS_MOST])
