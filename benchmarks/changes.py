"""How well and how fast page changes are judged: verdicts against labelled histories, versions per CPU minute.

python benchmarks/changes.py HISTORY.jsonl.gz     precision and recall per page and in all
python benchmarks/changes.py --speed              invented versions of 60 kB, a few words changed in each
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collector.history import PageHistory
from collector.materiality import judge
from collector.verdict import Verdict

Judged = tuple[dict[str, Any], Verdict]


def histories(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The versions of each page, oldest first."""
    pages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            version = json.loads(line)
            pages[f"{version.get('collection', '')}/{version['page']}"].append(version)
    return pages


def judged(versions: Sequence[dict[str, Any]]) -> Iterator[Judged]:
    """Each change of a page with its verdict."""
    history = PageHistory(page=str(versions[0]["page"]))
    for version in versions:
        when = datetime.fromisoformat(str(version["observed"]).replace("Z", "+00:00"))
        verdict, history = judge(history, version["text"], when)
        if version["label"] is not None:
            yield version, verdict


def told(name: str, changes: Sequence[Judged]) -> str:
    """One line of figures."""
    real = [verdict for version, verdict in changes if version["label"] == "rule-change"]
    noise = [verdict for version, verdict in changes if version["label"] != "rule-change"]
    found = sum(verdict.verdict == "rule-change" for verdict in real)
    kept = sum(verdict.verdict == "rule-change" for verdict in noise)
    right = sum(verdict.verdict == version["label"] for version, verdict in changes)
    precision = f"{found / (found + kept):6.1%}" if found + kept else "     –"
    recall = f"{found / len(real):6.1%}" if real else "     –"
    share = f"{kept / len(noise):6.1%}" if noise else "     –"
    return (
        f"{name[:48]:48} changes {len(changes):3}  real {len(real):3} lost {len(real) - found:2}  noise {len(noise):3}"
        f" kept {kept:2}  precision {precision}  recall {recall}  noise kept {share}  kinds {right / len(changes):6.1%}"
    )


def quality(path: Path) -> None:
    """Print the verdicts' figures, per page and in all, and name what was lost."""
    everything: list[Judged] = []
    for page, versions in sorted(histories(path).items()):
        changes = list(judged(versions))
        everything += changes
        if changes:
            print(told(page, changes))
    print(told("all pages", everything))
    for version, verdict in everything:
        if version["label"] == "rule-change" and verdict.verdict != "rule-change":
            print(f"lost: {version['page']} {version['observed']} as {verdict.verdict}: {verdict.reason}")
    confused = Counter(
        (version["label"], verdict.verdict) for version, verdict in everything if version["label"] != verdict.verdict
    )
    for (label, verdict_name), count in confused.most_common():
        print(f"{count:4} {label} taken for {verdict_name}")


WORDS = (
    "creator", "partner", "channel", "video", "stream", "payment", "revenue", "share", "account", "content", "rule",
    "review", "notice", "appeal", "policy", "program", "must", "may", "not", "earn", "publish", "remove", "comply",
    "agree", "provide", "receive", "within", "after", "before", "each", "monthly", "public", "original",
)  # fmt: skip


def invented(size: int, chance: random.Random) -> list[str]:
    """The sentences of an invented policy of about `size` characters."""
    sentences: list[str] = []
    while sum(map(len, sentences)) < size:
        words = chance.choices(WORDS, k=chance.randint(8, 28))
        if chance.random() < 0.3:
            words.insert(chance.randrange(len(words)), f"{chance.randint(2, 90)} days")
        sentences.append(" ".join(words).capitalize() + ".")
    return sentences


def speed(count: int = 400, size: int = 60_000) -> None:
    """Print how many versions of `size` characters are judged in a minute of CPU time."""
    chance = random.Random(7)
    texts: list[list[str]] = []
    for _ in range(8):
        sentences = invented(size, chance)
        versions = []
        for _ in range(count // 8):
            for _ in range(chance.randint(1, 12)):
                at = chance.randrange(len(sentences))
                words = sentences[at].split()
                words[chance.randrange(len(words))] = chance.choice(WORDS)
                sentences[at] = " ".join(words)
            versions.append("\n\n".join(sentences))
        texts.append(versions)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    begun = time.process_time()
    for versions in texts:
        history = PageHistory(page="bench")
        for day, text in enumerate(versions):
            _, history = judge(history, text, start + timedelta(days=day))
    spent = time.process_time() - begun
    total = sum(map(len, texts))
    print(f"{total} versions of {size:,} characters in {spent:.1f} CPU seconds: {total * 60 / spent:,.0f} a CPU minute")


if __name__ == "__main__":
    if sys.argv[1:] == ["--speed"]:
        speed()
    elif len(sys.argv) == 2:
        quality(Path(sys.argv[1]))
    else:
        sys.exit(__doc__)
