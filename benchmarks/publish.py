"""How long an archive takes: first, unchanged, after a day more. `python benchmarks/publish.py [ITEMS] [search]`."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from classifier.annotation import Annotation, Evidence, Fact, Mention, Sentence, Tag
from classifier.story import Story
from collector.item import Item
from config.load import load
from config.schema import Configuration
from policywatch.run.publish import publish_all
from policywatch.store.store import Store

START = datetime(2026, 1, 1, 6, tzinfo=UTC)
WORDS = (
    "creator", "program", "follower", "threshold", "payout", "revenue", "share", "platform", "rule", "court", "order",
    "deadline", "appeal", "commission", "penalty", "subscriber", "watch", "hour", "streamer", "affiliate", "policy",
    "monetization", "seller", "eligibility", "market", "review", "statement",
)  # fmt: skip


def story_of(
    number: int, items: int, configuration: Configuration, chance: random.Random
) -> list[tuple[Item, Annotation]]:
    """The items of one invented event."""
    gazetteer = configuration.gazetteer
    # As in life, a few programmes, matters and tags make most of the news.
    program = gazetteer.programs[int(len(gazetteer.programs) * chance.random() ** 3)]
    matter = gazetteer.matters[int(len(gazetteer.matters) * chance.random() ** 3)]
    at = START + timedelta(minutes=number * 18)
    made = []
    for place in range(items):
        before, after = chance.randrange(1, 90) * 100, chance.randrange(1, 90) * 100
        title = " ".join(chance.choices(WORDS, k=9)).capitalize()
        proof = f"from {before:,} to {after:,} followers"
        text = (
            " ".join(chance.choices(WORDS, k=60))
            + f". The bar moves {proof} for everybody. "
            + " ".join(chance.choices(WORDS, k=60))
        )
        id = f"{number:012x}{place:04x}"
        item = Item(
            id=id, source=f"source-{chance.randrange(60)}", source_class="press", url=f"https://news.example/{id}",
            title=title, text=text, observed=at + timedelta(minutes=place), published=at, fingerprint=id,
        )  # fmt: skip
        start = item.words.index(proof)
        evidence = Evidence(item=id, start=start, end=start + len(proof), text=proof)
        head = Evidence(item=id, start=0, end=12, text=title[:12])
        fact = Fact(
            metric="followers", subject=program.name, platform=program.platform, before=before, after=after,
            unit="followers", change="raised" if after > before else "lowered", status="in_force", evidence=evidence,
            announced=at.date().isoformat(),
            effective=None if number % 3 else (at + timedelta(days=20)).date().isoformat(),
            program=program.id if number % 2 else None, matter=matter.id if number % 5 == 0 else None,
        )  # fmt: skip
        said = Annotation(
            item=id, relevant=True, relevance=0.93, source_class="press", language="en", made_by="benchmark",
            tags=tuple(
                Tag(tag=tag.id, score=0.9, by="model", evidence=head) for tag in chance.sample(configuration.tags, 2)
            ),
            mentions=(
                Mention(kind="platform", id=program.platform, evidence=head),
                Mention(kind="program", id=program.id, evidence=head),
                Mention(kind="jurisdiction", id="US", evidence=head),
            ),
            facts=(fact,),
            summary=(Sentence(text=f"The bar moves {proof} for everybody.", evidence=evidence),),
        )  # fmt: skip
        made.append((item, said))
    return made


def fill(store: Store, configuration: Configuration, first: int, last: int, chance: random.Random) -> int:
    """Store stories number `first` to `last`; gives how many items they hold."""
    count = 0
    with store.transaction():
        for start in range(first, last, 200):
            stories, filed, said = [], [], []
            for number in range(start, min(start + 200, last)):
                inside = story_of(number, 1 + chance.choice((0, 0, 0, 1, 2, 6)), configuration, chance)
                store.items.add([item for item, _ in inside])
                lead, about = inside[0]
                story = Story(
                    id=f"s{number:015x}", headline=lead.title, lead=lead.id, items=tuple(item.id for item, _ in inside),
                    first_seen=lead.when, last_seen=inside[-1][0].when, tags=tuple(tag.tag for tag in about.tags),
                    platforms=about.ids("platform"), programs=about.ids("program"),
                    matters=tuple(fact.matter for fact in about.facts if fact.matter), jurisdictions=("US",),
                    facts=about.facts, summary=about.summary, confidence="reported by 2 independent",
                    voices=len(inside), importance=0.5, credibility=0.6, parts=(("sources", 0.2), ("tag", 0.3)),
                )  # fmt: skip
                stories.append((story, True))
                filed += [(item.id, story.id, "benchmark") for item, _ in inside]
                said += inside
                count += len(inside)
            numbers = dict(seq_of(store))
            store.annotations.save([(numbers[item.id], item, one) for item, one in said], START)
            store.stories.save(stories, START)
            store.stories.file(filed, START)
    return count


def seq_of(store: Store) -> list[tuple[str, int]]:
    return [(item.id, number) for page in store.items.to_classify() for number, item in page]


def measured(store: Store, configuration: Configuration, folder: Path, search: bool) -> str:
    """One publishing in CPU seconds, search indexing (another program) counted too."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    start = time.perf_counter()
    done = publish_all(store, configuration, folder, search=search)
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, other = (b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True))
    return (
        f"{own:6.2f} CPU s, search {other:5.2f} CPU s, {time.perf_counter() - start:6.2f} s; "
        f"{done.files:,} files, {done.drawn:,} drawn, {done.written:,} written; {after[0].ru_maxrss // 1024} MB"
    )


def step(what: str, place: Path, search: bool) -> None:
    configuration = load()
    with Store.open(f"sqlite:///{place / 'archive.db'}") as store:
        print(f"{what:<22} {measured(store, configuration, place / 'archive', search)}", flush=True)


def main() -> None:
    if len(sys.argv) > 3:
        step(sys.argv[1], Path(sys.argv[2]), sys.argv[3] == "search")
        return
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    search = "search" if "search" in sys.argv[2:] else "plain"
    chance, configuration = random.Random(7), load()
    with tempfile.TemporaryDirectory(prefix="policywatch-archive-") as folder:
        place = Path(folder)
        stories = round(items / 2.5)
        with Store.open(f"sqlite:///{place / 'archive.db'}") as store:
            print(f"{fill(store, configuration, 0, stories, chance):,} items in {stories:,} stories")
        for what in ("first", "nothing new"):
            subprocess.run([sys.executable, __file__, what, folder, search], check=True)
        with Store.open(f"sqlite:///{place / 'archive.db'}") as store:
            fill(store, configuration, stories, stories + 80, chance)
        subprocess.run([sys.executable, __file__, "one more day", folder, search], check=True)


if __name__ == "__main__":
    main()
