"""All our sentences to readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from classifier.annotation import Fact

if TYPE_CHECKING:
    from digest.edition import Edition, Entry

SUBJECT_LONGEST = 75

# How a reader tells what stands behind a line: primary, wire, press, analysis, rumour or copy.
MARKS: Mapping[str, str] = {
    "official": "P", "filing": "P", "wire": "W", "press": "S", "press-release": "P", "analysis": "A", "blog": "A",
    "syndicated": "W", "spun": "R",
}  # fmt: skip

METRICS: Mapping[str, str] = {
    "followers": "followers needed", "subscribers": "subscribers needed", "views": "views needed",
    "shorts_views": "Shorts views needed", "watch_hours": "watch hours needed", "watch_minutes": "watch minutes needed",
    "average_viewers": "average viewers needed", "broadcast_hours": "hours of broadcast needed",
    "broadcast_days": "days of broadcast needed", "posts": "posts needed", "streams": "streams needed",
    "listeners": "listeners needed", "impressions": "impressions needed", "sales": "sales needed",
    "sessions": "sessions needed", "age_min": "minimum age", "account_age": "account age needed",
    "payout_min": "minimum payout", "payout_rate": "payout rate", "creator_share_pct": "creator's share",
    "platform_fee_pct": "platform's fee", "commission_pct": "commission", "bonus": "bonus", "bonus_pct": "bonus",
    "fund_size": "fund", "revenue_threshold": "revenue threshold", "revenue_cap": "revenue cap",
    "program_status": "programme", "content_rule": "content rule", "stage": "stage", "law_status": "law",
    "penalty": "penalty", "settlement": "settlement", "deadline": "deadline", "comment_deadline": "comments close",
    "hearing_date": "hearing", "effective_date": "in effect from", "ban_date": "ban from",
    "divestiture_deadline": "divestiture deadline",
}  # fmt: skip

CURRENCIES = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "BRL": "R$",
    "AUD": "A$",
    "CAD": "C$",
}


def value(amount: float | int | str | None, unit: str | None, metric: str) -> str:
    """
    A value as it is printed.

    >>> value(5000, "followers", "followers"), value(30, "percent", "platform_fee_pct"), value(1.2e9, "EUR", "penalty")
    ('5,000', '30 %', '€1.2 billion')
    """
    if amount is None:
        return ""
    if isinstance(amount, str):
        return f"{amount} %" if unit == "percent" and amount[-1:].isdigit() else amount
    if unit == "percent":
        return f"{amount:g} %"
    if unit in CURRENCIES:
        return CURRENCIES[unit] + money(amount)
    if unit and len(unit) == 3 and unit.isupper():
        return f"{unit} {money(amount)}"
    return f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,g}"


def money(amount: float) -> str:
    """An amount with million and billion written out, exactly or not at all."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(amount) >= size:
            scaled = amount / size
            if round(scaled, 3) * size == amount or abs(round(scaled, 3) * size - amount) < 1e-6 * size:
                return f"{scaled:,.3f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"


def fact_label(fact: Fact, names: Mapping[str, str]) -> str:
    """What a fact is about: programme or subject, and the metric in words."""
    who = names.get(fact.program or "", "") or fact.subject or names.get(fact.platform or "", "") or ""
    metric = METRICS.get(fact.metric, fact.metric.replace("_", " "))
    return f"{who}: {metric}" if who else metric


def change(before: str, after: str) -> str:
    """Both values beside each other."""
    if before and after:
        return f"{before} → {after}"
    return after or (f"{before} → none" if before else "")


def headline_number(entry: Entry) -> str:
    """The strongest change of an entry as a few words; empty when it holds no change."""
    for fact in entry.facts:
        if fact.before and fact.after:
            return change(fact.before, fact.after)
    return ""


def subject(edition: Edition) -> str:
    """The strongest change with its number, at most 75 characters."""
    if edition.blind:
        return shortened(f"{edition.title}: we could not look today", SUBJECT_LONGEST)
    if edition.lead is None:
        dates = f"; {len(edition.dates)} dates ahead" if edition.dates else ""
        return shortened(f"A quiet day{dates}", SUBJECT_LONGEST)
    return shortened(edition.lead.headline, SUBJECT_LONGEST)


def preheader(edition: Edition) -> str:
    """The second story of the day, or what was read."""
    for entry in (*edition.changes, *edition.updates):
        return shortened(entry.headline, 110)
    coverage = edition.coverage
    return f"{coverage.items} items read from {coverage.read} of {coverage.sources} sources"


def shortened(text: str, longest: int) -> str:
    """The text, cut at a word when it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–—")
    return f"{cut}…"


def status_line(edition: Edition) -> str:
    """What stands in this edition and what was read for it."""
    counts = [
        (len(edition.changes) + (1 if edition.lead else 0), "change"),
        (len(edition.updates), "update"),
        (len(edition.dates), "date ahead"),
    ]
    said = ", ".join(plural(number, word) for number, word in counts if number) or "nothing changed"
    coverage = edition.coverage
    late = f"; late: {', '.join(coverage.late)}" if coverage.late else ""
    return f"{said}; {plural(coverage.items, 'item')} read from {coverage.read} of {coverage.sources} sources{late}"


def plural(number: int, word: str) -> str:
    """
    >>> plural(1, "change"), plural(2, "date ahead")
    ('1 change', '2 dates ahead')
    """
    if number == 1:
        return f"{number} {word}"
    first, space, rest = word.partition(" ")
    return f"{number:,} {first}s{space}{rest}"
