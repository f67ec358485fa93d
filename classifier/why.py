"""Why it matters: one short sentence computed from facts, ours and marked as ours; nothing where nothing follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from classifier.annotation import Fact

WORDS = 25
# Whether a higher number is worse for who earns, better, or neither; and whom it concerns.
BARS = frozenset(
    ("followers", "subscribers", "views", "shorts_views", "watch_hours", "watch_minutes", "average_viewers",
     "broadcast_hours", "broadcast_days", "posts", "streams", "listeners", "sessions", "account_age", "age_min",
     "payout_min", "sales", "impressions")
)  # fmt: skip
TAKES = frozenset(("platform_fee_pct", "order_fee"))
PAYS = frozenset(("creator_share_pct", "commission_pct", "bonus", "bonus_pct", "payout_rate", "fund_size"))
# Days that somebody must act by; that a case is heard or a rule begins is a fact and no consequence.
DEADLINES: Mapping[str, str] = {
    "comment_deadline": "Comments are open until {day}.",
    "ban_date": "The ban would apply from {day}.",
    "divestiture_deadline": "The sale must be done by {day}.",
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


# Only where the story is of terms is a number of followers or posts a bar that someone passes or not.
OF_TERMS = frozenset(("threshold-change", "eligibility-rule", "payout-terms", "program-status", "revenue-share-fee"))


def why_it_matters(facts: Sequence[Fact], today: date | None = None, tags: Sequence[str] | None = None) -> str:
    """
    Who gains or loses, and by when; "" where the facts do not tell.

    Rumours and denials carry no consequence. Days that lie before `today` are not told as coming. With `tags`, numbers
    of a story that is not of a platform's terms are not taken for bars or shares.
    """
    if tags is not None and not OF_TERMS & set(tags):
        facts = [fact for fact in facts if fact.metric not in BARS | TAKES | PAYS]
    solid = [fact for fact in facts if fact.status not in ("rumor", "denied", "disputed", "cancelled")]
    for fact in sorted(solid, key=lambda fact: (-fact.confidence, fact.evidence.start)):
        sentence = _of(fact, today)
        if sentence and len(sentence.split()) <= WORDS:
            return sentence
    return ""


def _of(fact: Fact, today: date | None) -> str:
    before, after = fact.before, fact.after
    numbers = isinstance(before, int | float) and isinstance(after, int | float)
    would = {"proposed": "would ", "test": "in the test "}.get(fact.status, "")
    when = _when(fact.effective, today)
    if fact.status == "reversed":
        return f"The change is withdrawn: the earlier terms stand{when}." if numbers else ""
    if fact.metric in BARS and (fact.change in ("lowered", "removed", "raised") or numbers):
        eased = fact.change in ("lowered", "removed") or (numbers and after < before)  # type: ignore[operator]
        if fact.metric == "payout_min":
            verb = "Smaller earners {}be paid sooner" if eased else "Smaller earners {}wait longer for payment"
            verb = verb.format("would " if would else "can " if eased else "")
        elif eased:
            verb = "Smaller accounts would qualify" if would == "would " else "Smaller accounts can now qualify"
            if when or would == "in the test ":
                verb = verb.replace("can now", "can")
        else:
            verb = "Accounts below the new bar would no longer qualify" if would == "would " else (
                "Accounts below the new bar no longer qualify, unless old members are exempt"
            )
        return f"{verb}{when}."
    if fact.metric in TAKES | PAYS and numbers and before != after:
        more = (after > before) == (fact.metric in PAYS)  # type: ignore[operator]
        verb = ("would earn " if would == "would " else "earn ") + ("more" if more else "less")
        who = "Affiliates" if fact.metric == "commission_pct" else "Creators and sellers"
        if fact.metric == "fund_size":
            return f"The pool for creators {'would grow' if would else 'grows'}{when}." if more else (
                f"The pool for creators {'would shrink' if would else 'shrinks'}{when}."
            )
        points = f" by {_plain(abs(after - before))} points" if fact.metric.endswith("_pct") else ""  # type: ignore[operator]
        return f"{who} {verb}{points} on each sale{when}." if fact.metric in TAKES else f"{who} {verb}{points}{when}."
    if fact.metric == "program_status" and isinstance(after, str):
        if after in ("closed", "paused", "ended", "suspended"):
            return f"Members lose this income{when}."
        if after in ("opened", "open", "launched", "expanded"):
            return f"A new source of income opens{when}."
    if fact.metric in DEADLINES and isinstance(after, str):
        day = _day(after)
        if day and not _past(after, today):
            return DEADLINES[fact.metric].format(day=day)
    if fact.metric == "law_status" and after == "blocked":
        return f"The law does not apply for now{when}."
    return ""


def _plain(number: float) -> str:
    return f"{number:g}"


def _day(text: str) -> str:
    parts = text.split("-")
    try:
        if len(parts) == 3:
            return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
        if len(parts) == 2:
            return f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
        return parts[0] if len(parts[0]) == 4 and parts[0].isdigit() else ""
    except (ValueError, IndexError):
        return ""


def _past(text: str, today: date | None) -> bool:
    return today is not None and len(text) == 10 and text < today.isoformat()


def _when(effective: str | None, today: date | None) -> str:
    if not effective or _past(effective, today):
        return ""
    day = _day(effective)
    return f" from {day}" if day else ""
