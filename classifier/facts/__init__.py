"""How each kind of fact is read: what changed, from what, to what, since when, for whom, and in which words "
"it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from classifier.annotation import Evidence, Fact, Mention
from classifier.facts import deadlines, penalties, programmes, stages, statutory, tables, terms
from classifier.facts.actors import matter_of, name_of, platform_of, program_of, scope_of, subject_of
from classifier.facts.gate import of_our_trade, worth_reading
from classifier.facts.loose import THRESHOLDS
from classifier.facts.passage import Draft, Passage, read_passage
from classifier.facts.status import effective_of, is_later, status_of, until_of
from collector.item import Item

Read = Callable[[Passage], list[Draft]]

# A kind takes a passage and gives drafts; status, dates, scope and actors are the same work for all and follow here.
FACT_KINDS: Mapping[str, Read] = {
    "terms": terms.read,  # thresholds, shares and payouts: numbers typed by their own modules
    "tables": tables.read,
    "programmes": programmes.read,
    "statutory": statutory.read,
    "penalties": penalties.read,
    "deadlines": deadlines.read,
    "stages": stages.read,
}
LEGAL_KINDS = frozenset({"statutory", "penalties", "deadlines", "stages"})
MADE_BY = "facts-1"


def facts_in(
    item: Item, mentions: Sequence[Mention], plaintiffs: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Fact, ...]:
    """
    All facts of an item, in the order of its words; numbers that cannot be attributed with confidence are left out.

    `plaintiffs`: who brought each matter, by its id, as the gazetteer names them; they tell two cases on one law apart.
    """
    words = item.words
    money, law = worth_reading(words, bool(mentions))
    if not (money or law):
        return ()
    published = item.when.astimezone(UTC).date() if item.published else None
    # A copy of the headline as text (many feeds) would tell each fact twice.
    passage = read_passage(words, len(item.title) if item.text else len(words), published, mentions, plaintiffs)
    money = money and of_our_trade(passage.low, any(one.kind in {"platform", "program"} for one in mentions))
    drafts = [
        draft
        for kind, read in FACT_KINDS.items()
        if (law if kind in LEGAL_KINDS else money) or kind == "deadlines"
        for draft in read(passage)
    ]
    facts = _grouped([_fact(draft, passage, item) for draft in _apart(drafts, passage)], passage)
    # The day a programme closes is told with its closing, not a second time as a deadline.
    closing = {fact.effective for fact in facts if fact.metric == "program_status" and fact.effective}
    facts = [fact for fact in facts if not (fact.metric == "deadline" and fact.after in closing)]
    return tuple(facts)


_OR = re.compile(r"\bor\b(?! (?:more|above|over|less|older|fewer)\b)", re.I)
_APART = re.compile(r"\b(?:and|plus|as well as)\b(?! either\b)|[.;]\s|\n", re.I)


def _grouped(facts: list[Fact], passage: Passage) -> list[Fact]:
    """Conditions joined by "or" named as alternatives of one another."""
    out = sorted(facts, key=lambda fact: fact.evidence.start)
    number = 0
    for place in range(1, len(out)):
        one, other = out[place - 1], out[place]
        both = passage.words[one.evidence.start : other.evidence.end]
        if {one.metric, other.metric} <= THRESHOLDS and _OR.search(both) and not _APART.search(both):
            number += one.group is None
            out[place - 1] = one = replace(one, group=one.group or f"or-{number}")
            out[place] = replace(other, group=one.group)
    return out


def _apart(drafts: list[Draft], passage: Passage) -> list[Draft]:
    """What several kinds read in the same words is one fact: laws before terms, an amount before the step "
    "it came with."""
    out: list[Draft] = []
    paid = {draft.metric for draft in drafts if draft.after is not None}
    steps = {"settlement": {"settlement", "approval"}, "penalty": {"verdict", "order", "final-decision"}}
    spent = {stage for metric, stages in steps.items() if metric in paid for stage in stages if stage != "approval"}
    drafts = [draft for draft in drafts if not (draft.metric == "stage" and draft.after in spent)]
    if any(draft.metric == "program_status" and draft.after == "closed" for draft in drafts):
        drafts = [draft for draft in drafts if draft.metric != "fund_size" or draft.before is not None]
    law_ages = {draft.after for draft in drafts if draft.kind == "statutory"}
    for draft in drafts:
        if any(
            other.metric == draft.metric
            and other.after == draft.after
            and (other.before == draft.before or draft.before is None)
            for other in out
        ):
            continue
        if draft.before is None and any(
            other.metric == draft.metric and other.place == draft.place and draft.after in (other.before, other.after)
            for other in drafts
            if other.before is not None
        ):
            continue  # one cell of a row that is read as a whole
        if draft.kind != "statutory" and draft.metric == "age_min" and draft.after in law_ages and draft.before is None:
            continue
        if draft.kind == "statutory" and any(
            other.metric == draft.metric and other.before is not None for other in drafts
        ):
            continue
        if draft.metric in {"creator_share_pct", "platform_fee_pct", "commission_pct"} and any(
            other.metric in {"levy_pct", "trust_share_pct"} and other.after == draft.after for other in drafts
        ):
            continue
        out.append(draft)
    return out


def _fact(draft: Draft, passage: Passage, item: Item) -> Fact:
    statutory_draft = draft.kind == "statutory"
    when = None if draft.legal or draft.kind == "extended" else effective_of(draft, passage)
    effective = when.iso if when else None
    status = draft.status or status_of(draft, effective, passage)
    if statutory_draft and effective is None and (starts := _law_starts(passage)):
        effective = starts
    if statutory_draft and status in {"in_force", "announced"}:
        status = "announced" if effective and is_later(effective, passage.published) else status
    scope = scope_of(draft, passage)
    if until := until_of(draft, passage) if not draft.legal else None:
        scope.append(f"until {until}")
    published = passage.published.isoformat() if passage.published else None
    platform = platform_of(draft, passage) or (name_of(draft, passage) if not draft.legal else None)
    return Fact(
        metric=draft.metric,
        subject=subject_of(draft, passage),
        platform=platform,
        before=draft.before,
        after=draft.after,
        unit=draft.unit,
        change=draft.change,
        status=status,
        announced=published,
        effective=effective,
        scope="; ".join(dict.fromkeys(scope)) or None,
        program=program_of(draft, passage) if not draft.legal else None,
        matter=matter_of(draft, passage),
        confidence=draft.weight,
        by=MADE_BY,
        computed=draft.computed,
        evidence=Evidence(item=item.id, start=draft.start, end=draft.end, text=passage.words[draft.start : draft.end]),
    )


def _law_starts(passage: Passage) -> str | None:
    for sentence in passage.sentences[:12]:
        for place, when in enumerate(sentence.dates):
            start, _ = sentence.token_of_date(place)
            if when.grain in {"day", "month"} and re.search(
                r"\b(?:from|effective|takes effect|takes effect on|in force on|starting|into force on|as of"
                r"|start on|into effect on)\s(?:on )?$",
                sentence.shape[:start],
            ):
                return when.iso
    return None
