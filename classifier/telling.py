"""Telling: a story made anew from all items filed under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from classifier.annotation import Annotation
from classifier.story import Story
from collector.item import Item


def tell_story(
    story: str,
    items: Sequence[Item],
    said: Mapping[str, Annotation],
    known: Story | None = None,
    follows: str | None = None,
) -> Story:
    """The story of these items, the relevant ones of which say what it is about; equal items make an equal story."""
    order = sorted(items, key=lambda item: (item.when, item.id))
    ours = [item for item in order if item.id in said and said[item.id].relevant] or order
    lead = min(ours, key=lambda item: (RANKS.get(said[item.id].source_class, 4), item.when, item.id))
    weights: dict[str, float] = defaultdict(float)
    for item in ours:
        for tag in said[item.id].tags:
            weights[tag.tag] += tag.score
    tags = [tag for tag in sorted(weights, key=lambda tag: (-weights[tag], tag)) if weights[tag] >= 0.4 * max(weights.values())]

    def about(kind: str) -> tuple[str, ...]:
        counts: dict[str, int] = defaultdict(int)
        for item in ours:
            for one in said[item.id].ids(kind):
                counts[one] += 1
        most = max(counts.values(), default=0)
        return tuple(sorted((one for one in counts if counts[one] * 3 >= most), key=lambda one: (-counts[one], one)))

    return Story(
        id=story, headline=lead.title, lead=lead.id, items=tuple(item.id for item in order),
        first_seen=order[0].when, last_seen=order[-1].when, tags=tuple(tags), platforms=about("platform"),
        programs=about("program"), matters=about("matter"), jurisdictions=about("jurisdiction"),
        facts=said[lead.id].facts, summary=said[lead.id].summary, follows=follows,
        voices=len({item.source for item in ours}), importance=min(1.0, 0.3 + 0.1 * len(ours)), status=said[lead.id].status or "",
    )  # fmt: skip


RANKS: Mapping[str, int] = {"official": 0, "filing": 1, "wire": 2, "press": 3, "analysis": 4, "press-release": 4, "blog": 5,
                            "syndicated": 6, "spun": 9}  # fmt: skip
