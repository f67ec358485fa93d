"""How long questions take on a large store, in CPU milliseconds. `python benchmarks/query.py [ITEMS] [DATABASE]`."""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from classifier.annotation import Annotation, Evidence, Fact, Mention, Tag
from classifier.question import Question
from collector.item import Item
from policywatch.store import asking
from policywatch.store.store import Store

START = datetime(2020, 1, 1, tzinfo=UTC)
TAGS = ("threshold-change", "court-ruling", "legislation", "fine-order", "program-status", "divestiture-ban")
PLATFORMS = ("tiktok", "youtube", "twitch", "x", "meta")
PAGE = 20_000


def fill(store: Store, items: int) -> None:
    """Store invented items, one in fifty of them ours to tell; words are as uneven as in life."""
    chance = random.Random(1)
    words = [f"w{number}" for number in range(30_000)]
    weights = list(itertools.accumulate(1 / (number + 5) for number in range(30_000)))
    for start in range(0, items, PAGE):
        made = []
        for number in range(start, min(start + PAGE, items)):
            said = chance.choices(words, cum_weights=weights, k=40)
            at = START + timedelta(seconds=number * 120)
            id = f"{number:016x}"
            made.append(
                Item(
                    id=id, source=f"s{number % 100}", source_class="press", url=f"https://e.example/{number}",
                    title=" ".join(said[:10]), text=" ".join(said[10:]), observed=at, published=at, fingerprint="f",
                )
            )  # fmt: skip
        with store.transaction():
            store.items.add(made)
        for page in store.items.to_classify():
            with store.transaction():
                store.annotations.save(
                    [(number, item, annotated(number, item, chance)) for number, item in page], START
                )


def annotated(number: int, item: Item, chance: random.Random) -> Annotation:
    ours = number % 50 == 0
    proof = Evidence(item=item.id, start=0, end=2, text=item.title[:2])
    platform = chance.choice(PLATFORMS)
    more: dict[str, Any] = {}
    if ours:
        fact = Fact(
            metric="followers", subject=None, platform=platform, program=f"p{number % 119}", before=5, after=3,
            unit="followers", change="lowered", status="in_force", evidence=proof,
        )  # fmt: skip
        more = {
            "tags": (Tag(tag=chance.choice(TAGS), score=0.9, by="model", evidence=proof),),
            "mentions": (Mention(kind="platform", id=platform, evidence=proof),), "facts": (fact,),
        }  # fmt: skip
    return Annotation(
        item=item.id, relevant=ours, relevance=0.9 if ours else 0.01, source_class="press", language="en",
        made_by="benchmark", **more,
    )  # fmt: skip


def ask(store: Store) -> None:
    middle = START + timedelta(seconds=store.items.count() * 60)
    questions = {
        "tag": Question(tags=("fine-order",)),
        "common word, tag, date": Question(words=("w1",), tags=("fine-order",), since=middle),
        "two words, tag, date": Question(words=("w10", "w30"), tags=("fine-order",), since=middle),
        "rare word, tag": Question(words=("w20000",), tags=("fine-order",)),
        "phrase, date": Question(words=("w1 w2",), since=middle),
        "platform, date": Question(platforms=("tiktok",), since=middle),
        "common word, everything": Question(words=("w1",), relevant=None),
    }
    for name, question in questions.items():
        for order, newest in (("newest", True), ("relevance", False)):
            print(f"{name:<26} {order:<10} {spent(lambda q=question, n=newest: asking.ids(store, q, 20, newest=n))}")
    facts = spent(lambda: asking.facts(store, programs=("p3",), known_at=middle))
    print(f"facts of a programme as known at a day {facts}")


def spent(call: Any) -> str:
    start = time.process_time()
    found = call()
    return f"{(time.process_time() - start) * 1000:7.1f} ms, {len(found)} found"


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="policywatch-query-") as folder:
        place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "query.db"
        filled = place.exists()
        with Store.open(f"sqlite:///{place}") as store:
            if not filled:
                fill(store, items)
        with Store.open(f"sqlite:///{place}") as store:
            print(f"{store.items.count():,} items")
            ask(store)


if __name__ == "__main__":
    main()
