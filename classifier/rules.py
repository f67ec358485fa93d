"""Rules: which tags may stand together and which comes first, and what frames alone say where there is no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifier.features import Reading
from classifier.frames import Hit

MONEY = (
    "threshold-change", "revenue-share-fee", "payout-terms", "eligibility-rule", "program-status", "demonetization",
)  # fmt: skip
STATE = ("legislation", "rulemaking", "divestiture-ban", "investigation", "fine-order")
COURTS = ("legal-challenge", "creator-lawsuit", "platform-lawsuit", "court-ruling", "settlement")
SUBJECTS = (
    "child-safety", "privacy-data", "competition", "content-liability", "ip-licensing", "tax-labor", "consumer-ads",
)  # fmt: skip
CONTEXT = ("response-advocacy", "analysis-opinion", "market-data")
TAGS = (*MONEY, *STATE, *COURTS, *SUBJECTS, *CONTEXT)
ACTS = (*MONEY, *STATE, *COURTS, *CONTEXT)  # one of these comes first; a subject only stands beside one

MOST = 3  # tags of one item; of the labelled ones one in three hundred has more

# Which act may stand beside which, from the definitions of config/taxonomy.toml: a suit that is decided is a ruling and
# no longer news as a suit, makers as plaintiffs exclude the platform's own suits, a fine ends an investigation.
BESIDE: Mapping[str, frozenset[str]] = {
    "threshold-change": frozenset(MONEY),
    "revenue-share-fee": frozenset((*MONEY, "court-ruling", "settlement")),
    "payout-terms": frozenset(MONEY),
    "eligibility-rule": frozenset(MONEY),
    "program-status": frozenset(MONEY),
    "demonetization": frozenset(("eligibility-rule", "creator-lawsuit", "response-advocacy")),
    "legislation": frozenset(("divestiture-ban", "response-advocacy", "analysis-opinion")),
    "rulemaking": frozenset(("response-advocacy", "analysis-opinion")),
    "divestiture-ban": frozenset(
        ("legislation", "legal-challenge", "court-ruling", "settlement", "fine-order", "creator-lawsuit", *CONTEXT)
    ),
    "investigation": frozenset(("settlement", "analysis-opinion")),
    "fine-order": frozenset(("settlement", "divestiture-ban", "analysis-opinion")),
    "legal-challenge": frozenset(("divestiture-ban", "creator-lawsuit", "settlement", "response-advocacy")),
    "creator-lawsuit": frozenset(
        ("legal-challenge", "court-ruling", "settlement", "divestiture-ban", "demonetization", "analysis-opinion")
    ),
    "platform-lawsuit": frozenset(("analysis-opinion", "response-advocacy")),
    "court-ruling": frozenset(
        ("creator-lawsuit", "divestiture-ban", "settlement", "revenue-share-fee", "analysis-opinion")
    ),
    "settlement": frozenset(
        ("fine-order", "court-ruling", "creator-lawsuit", "divestiture-ban", "legal-challenge", "analysis-opinion")
    ),
    "response-advocacy": frozenset(("divestiture-ban", "legislation", "demonetization", "legal-challenge")),
    "analysis-opinion": frozenset((*STATE, *COURTS)),
    "market-data": frozenset(("divestiture-ban",)),
}  # fmt: skip

# How much a frame alone is worth; those that are only words of the trade are worth little.
FRAME_ALONE = 0.55
WORD_ALONE = 0.3
RULES = "rule"


def chosen(scores: Mapping[str, float], thresholds: Mapping[str, float]) -> tuple[str, ...]:
    """
    The tags of a relevant item, best first; at least one.

    The likeliest act leads. Others follow when they pass their threshold and may stand beside it; subjects stand only
    beside an act of a platform, a state or a court.
    """

    def strength(tag: str) -> float:
        return scores.get(tag, 0.0) / thresholds.get(tag, 0.5)

    main = max(ACTS, key=lambda tag: (strength(tag), -ACTS.index(tag)))
    out = [main]
    passing = sorted((tag for tag in TAGS if tag != main and strength(tag) >= 1), key=lambda tag: (-strength(tag), tag))
    for tag in passing:
        if tag in SUBJECTS:
            continue
        if all(tag in BESIDE[other] or (main in BESIDE[tag] and other == main) for other in out) and len(out) < MOST:
            out.append(tag)
    if main not in CONTEXT or len(out) > 1:
        out += [tag for tag in passing if tag in SUBJECTS][:2]
    return tuple(out[: MOST + (main in CONTEXT)])


def by_frames(reading: Reading) -> dict[str, float]:
    """What frames alone say of each tag, 0 to 1: the title counts twice, and a platform must be named at all."""
    doubts: dict[str, float] = {}
    for hit in reading.hits:
        worth = WORD_ALONE if hit.frame.name.endswith("word") else FRAME_ALONE
        if hit.first >= reading.titled:
            worth /= 2
        if reading.reach < 2:
            worth /= 2
        for tag in hit.frame.tags:
            doubts[tag] = doubts.get(tag, 1.0) * (1 - worth)
    return {tag: round(1 - doubt, 4) for tag, doubt in doubts.items()}


def telling(reading: Reading, tag: str) -> Hit | None:
    """The frame whose words carry a tag best: in the title first, a frame before mere words."""
    speaking: Sequence[Hit] = [hit for hit in reading.hits if tag in hit.frame.tags]
    return min(
        speaking,
        key=lambda hit: (hit.first >= reading.titled, hit.frame.name.endswith("word"), hit.first),
        default=None,
    )
