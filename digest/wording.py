"""All our sentences to readers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from classifier.annotation import Fact
from classifier.story import Story

if TYPE_CHECKING:
    from classifier.calendar import Day
    from collector.item import Item
    from digest.edition import DateLine, Edition, Entry, FactLine

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
    "program_status": "programme", "content_rule": "content rule", "stage": "step", "law_status": "law",
    "penalty": "penalty", "settlement": "settlement", "deadline": "deadline", "comment_deadline": "comments close",
    "hearing_date": "hearing", "effective_date": "in effect from", "ban_date": "ban from",
    "divestiture_deadline": "divestiture deadline",
}  # fmt: skip

LEGAL = ("stage", "law_status", "program_status", "content_rule")

STAGES: Mapping[str, str] = {
    "passed-chamber": "passed by a chamber", "in-force": "in force", "in_effect": "in effect",
    "preliminary-finding": "preliminary finding", "final-decision": "final decision",
    "interim-ruling": "interim ruling", "appeal-ruling": "ruling on appeal", "final-ruling": "final ruling",
    "remedy-ruling": "ruling on remedies", "enforcement-ruling": "ruling on enforcement",
    "proposed-rule": "proposed rule", "final-rule": "final rule", "opened": "investigation opened",
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
    if isinstance(amount, str) and metric in LEGAL:
        return STAGES.get(amount, amount.replace("-", " ").replace("_", " "))
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
    who = actor(fact, names)
    if fact.metric == "stage" and who:
        # "Peakcast: filed": the step names itself.
        return who[:1].upper() + who[1:]
    said = f"{who}: {metric_words(fact.metric)}" if who else metric_words(fact.metric)
    return said[:1].upper() + said[1:]


def metric_words(metric: str) -> str:
    """
    >>> metric_words("followers"), metric_words("levy_pct")
    ('followers needed', 'levy')
    """
    return METRICS.get(metric) or metric.removesuffix("_pct").replace("_", " ")


def actor(fact: Fact, names: Mapping[str, str]) -> str:
    """Who or what a fact is about, by its best name."""
    known = names.get(fact.program or "", "") or names.get(fact.matter or "", "")
    return tidy(known or fact.subject or names.get(fact.platform or "", "") or "")


def change(before: str, after: str) -> str:
    """Both values beside each other."""
    if before and after:
        return f"{before} → {after}"
    return after or (f"{before} → none" if before else "")


SPACED = re.compile(r"\s+(?=[.,;:!?)](?:\s|$))")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\s]+")


def tidy(text: str) -> str:
    """The words on one line, without control characters and invisible direction marks."""
    # Links taken out of a text leave a blank before its stops: "Publishing ."
    clean = SPACED.sub("", CONTROLS.sub(" ", text).strip())
    return "".join(mark for mark in clean if not "\ud800" <= mark <= "\udfff")


def sentence(text: str) -> str:
    """A sentence of a source on one line, with a stop where a teaser came without one."""
    said = shortened(tidy(text), 400)
    return said if said[-1:] in ".!?…\"'”’)" else f"{said}."


# -- headlines -----------------------------------------------------------------------------------------------------

HEADLINE_WORDS = 14
EXCITED = re.compile(
    r"\b(?:huge|massive|shocking|stunning|amazing|incredible|game[- ]chang\w+|bombshell|slams?|blasts?|insane|"
    r"must[- ](?:read|see|know)|breaking news|unbelievable|crazy|big changes?|everything you need|"
    r"here'?s (?:what|why|how)|you (?:need|won't)|explained)\b",
    re.IGNORECASE,
)
GUESSING = re.compile(r"\b(?:could|may|might|maybe|possibly|perhaps)\b")
OUTLET = re.compile(r"\s+[|\u2013\u2014-]\s+(?P<name>[^|\u2013\u2014]{2,40})$")


# What the news of a watched page is called before its facts are read: "Lantern rules: from 5,000 to 1,000 followers".
BUILT = re.compile(r": from \S.* to \S|\w (?:changes|adds|drops): ")


def headline_faults(headline: str) -> tuple[str, ...]:
    """
    What is wrong with a headline of ours; empty when it may stand.

    >>> headline_faults("Twitch raises the Plus Program's creator share from 50 % to 70 %")
    ()
    >>> headline_faults("Could big changes be coming to Twitch?")
    ('a question', 'a guess', 'excited')
    """
    faults = []
    if "?" in headline:
        faults.append("a question")
    if GUESSING.search(headline.lower()):
        faults.append("a guess")
    if EXCITED.search(headline) or "!" in headline:
        faults.append("excited")
    if len(re.findall(r"[\w$€£¥₹%]+(?:[.,'’:/-][\w%]+)*", headline.replace(" %", "%"))) > HEADLINE_WORDS:
        faults.append(f"more than {HEADLINE_WORDS} words")
    if len(headline) < 8 or len(headline.split()) < 2:
        faults.append("says nothing")
    return tuple(faults)


def headline(story: Story, facts: Sequence[FactLine], names: Mapping[str, str], longest: int) -> str:
    """
    The story's headline; where that asks, guesses, shouts or only names a page and a firm fact is at hand, one of ours.

    A fact that is only rumoured never stands in a headline of ours.
    """
    told = tidy(story.headline)
    if headline_faults(told) or BUILT.search(told):
        for fact in story.facts:
            # A step or a date alone says less than a loud headline about it.
            numbered = isinstance(fact.after, (int, float)) or isinstance(fact.before, (int, float))
            unsure = fact.status in ("rumor", "denied", "disputed")
            if numbered and not unsure and (said := own_headline(fact, names)):
                return shortened(said, longest)
    return shortened(told, longest)


VERBS: Mapping[str, str] = {
    "raised": "raises", "lowered": "lowers", "introduced": "introduces", "removed": "drops", "set": "sets",
    "retimed": "re-times", "extended": "extends",
}  # fmt: skip
PREFIXES: Mapping[str, str] = {
    "proposed": "Proposal: ", "test": "Test: ", "reversed": "Taken back: ", "delayed": "Delayed: ",
    "cancelled": "Cancelled: ", "interim": "Interim: ",
}  # fmt: skip
DAYS = ("deadline", "comment_deadline", "hearing_date", "effective_date", "ban_date", "divestiture_deadline")


def own_headline(fact: Fact, names: Mapping[str, str]) -> str:
    """
    A headline made of one fact: actor, verb, object, numbers, date; empty when the fact is too thin for one.

    A proposal is called a proposal, and a test a test.
    """
    who = actor(fact, names)
    before, after = value(fact.before, fact.unit, fact.metric), value(fact.after, fact.unit, fact.metric)
    if not who or not (before or after):
        return ""
    metric = metric_words(fact.metric)
    from_day = f", from {spoken(fact.effective)}" if fact.effective else ""
    prefix = PREFIXES.get(fact.status, "")
    if fact.metric in LEGAL:
        said = f"{who}: {change(before, after)}"
    elif fact.metric in DAYS:
        said, from_day = f"{who}: {metric} {spoken(after)}", ""
    elif fact.metric in ("penalty", "settlement"):
        said = f"{who}: {metric} of {after or before}"
    else:
        platform = names.get(fact.platform or "", "")
        if platform and who.lower().startswith(f"{platform.lower()} "):
            who, program = platform, who[len(platform) + 1 :]
            # "affiliate programme for creators followers needed" is more than one can read in a row.
            metric = f"{program} {metric}" if program.count(" ") < 2 else f"{metric} in {program}"
        verb = VERBS.get(fact.change or "", "sets" if after else "drops")
        said = f"{who} {verb} {metric}"
        if before and after and before != after:
            said += f" from {before} to {after}"
        elif after:
            said += f" at {after}"
        else:
            said += f" (was {before})"
    return f"{prefix}{said[:1].upper()}{said[1:]}{from_day}"


def headline_number(entry: Entry) -> str:
    """The strongest change of an entry as a few words; empty when it holds no change."""
    for fact in entry.facts:
        if fact.before and fact.after:
            return change(fact.before, fact.after)
    return ""


SUBJECT_DATES = 7  # days ahead that a subject counts


def subject(edition: Edition) -> str:
    """The strongest change with its number, then the dates of the week, at most 75 characters."""
    if edition.blind and not edition.entries:
        return shortened(f"{edition.title}: we could not look on {spoken(edition.day)}", SUBJECT_LONGEST)
    near = len(dates_within(edition, SUBJECT_DATES))
    dates = f" · {plural(near, 'date')} this week" if near else ""
    first = edition.lead or next(iter((*edition.updates, *edition.changes)), None)
    if first is None:
        if edition.corrections:
            return shortened(f"Correction: {edition.corrections[0].headline}", SUBJECT_LONGEST)
        if edition.rumours:
            return shortened(doubtful(edition.rumours[0]) + edition.rumours[0].headline, SUBJECT_LONGEST)
        return shortened(f"A quiet day{dates}", SUBJECT_LONGEST)
    said = with_number(first)
    return said + dates if len(said) + len(dates) <= SUBJECT_LONGEST else shortened(said, SUBJECT_LONGEST)


def doubtful(entry: Entry) -> str:
    """What stands before the headline of a rumour; that somebody denied something is no rumour itself."""
    return "" if entry.status == "denied" else "Not confirmed: "


def with_number(entry: Entry) -> str:
    """An entry's headline, with the strongest change beside it where the headline does not name it."""
    number = headline_number(entry)
    after = number.rpartition("→")[2].strip()
    if number and after not in entry.headline and len(entry.headline) + len(number) + 2 <= SUBJECT_LONGEST:
        return f"{entry.headline}: {number}"
    return entry.headline


def preheader(edition: Edition) -> str:
    """The second story of the day, or what was read."""
    first = edition.lead or next(iter((*edition.updates, *edition.changes)), None)
    for entry in (*edition.changes, *edition.updates, *edition.rumours):
        if first is None or entry.story != first.story:
            prefix = doubtful(entry) if entry in edition.rumours else ""
            return shortened(prefix + with_number(entry), 110)
    return shortened(read_line(edition), 110)


def shortened(text: str, longest: int) -> str:
    """The text, cut at a word when it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    if " " in cut[longest // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:-–—→·(')}…"


# -- the status line -----------------------------------------------------------------------------------------------


def status_line(edition: Edition) -> str:
    """What stands in this edition and what was read for it."""
    return f"{counts_line(edition)}; {read_line(edition)}"


def counts_line(edition: Edition) -> str:
    """What stands in this edition, in numbers."""
    first = (edition.lead,) if edition.lead else ()
    told = [bool(entry.since) for entry in (*first, *edition.changes, *edition.updates)]
    counts = [
        (told.count(False), "change"),
        (told.count(True), "update"),
        (len(edition.rumours), "rumour"),
        (len(edition.corrections), "correction"),
        (len(dates_within(edition, SUBJECT_DATES)), "date within 7 days"),
    ]
    return ", ".join(plural(number, word) for number, word in counts if number) or "no change"


def read_line(edition: Edition) -> str:
    """What was read, and what could not be."""
    coverage = edition.coverage
    if not coverage.sources:
        return "nothing was read"
    said = f"{plural(coverage.items, 'new item')} read from {coverage.read} of {plural(coverage.sources, 'source')}"
    if coverage.late:
        said += f"; late: {named(coverage.late)}"
    if coverage.silent:
        said += f"; unusually silent: {named(coverage.silent)}"
    return said


def named(names: Sequence[str], most: int = 3) -> str:
    """
    >>> named(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def opening(edition: Edition) -> str:
    """One sentence on a day that has no first story; empty on others."""
    coverage = edition.coverage
    unread = coverage.sources - coverage.read
    if edition.blind:
        return "We could not look: no source could be read. Something may have changed; this is not a quiet day."
    if not edition.quiet:
        return ""
    if coverage.sources and unread * 2 > coverage.sources:
        return f"Nothing new in what we could read, but {plural(unread, 'source')} could not be read."
    return "Nothing changed in what we read."


def catching_up(edition: Edition) -> str:
    """That this edition looks back further than a day; empty where it does not."""
    if not edition.covers:
        return ""
    return f"This letter covers {weekday(edition.covers)} to {weekday(edition.day)}."


def minutes(edition: Edition) -> int:
    """How long reading takes, at 200 words a minute."""
    return max(1, round(words_of(edition) / 200))


def plural(number: int, word: str) -> str:
    """
    >>> plural(1, "change"), plural(2, "date ahead")
    ('1 change', '2 dates ahead')
    """
    if number == 1:
        return f"{number} {word}"
    first, space, rest = word.partition(" ")
    if first in ("new", "further"):
        return f"{number:,} {first} {many(rest)}"
    return f"{number:,} {many(first)}{space}{rest}"


def many(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("ry") else f"{word}s"


# -- lengths -------------------------------------------------------------------------------------------------------


def words_of(edition: Edition) -> int:
    """The words of an edition as its letter prints them, without the footer."""
    full = (edition.lead, *edition.changes)
    count = sum(words_in(entry) for entry in full if entry)
    count += sum(words_in(entry) for entry in (*edition.updates, *edition.rumours))
    count += sum(len(entry.headline.split()) for entry in edition.also)
    count += sum(len(date.what.split()) + 4 for date in edition.dates)
    count += sum(len(f"{one.headline} {one.wrong} {one.right} {one.why}".split()) for one in edition.corrections)
    return count


def words_in(entry: Entry) -> int:
    """The words of one entry, without its sources."""
    count = len(entry.headline.split()) + len(entry.why.split()) + sum(len(one.text.split()) for one in entry.summary)
    return count + sum(len(f"{one.label} {one.before} {one.after} {one.scope}".split()) + 2 for one in entry.facts)


# -- facts and days ------------------------------------------------------------------------------------------------

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def spoken(day: str | None) -> str:
    """
    A day as it is read; what is no date stays as it is.

    >>> spoken("2026-05-01"), spoken("2026-05"), spoken("2026"), spoken("soon")
    ('1 May 2026', 'May 2026', '2026', 'soon')
    """
    parts = (day or "").split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        return day or ""
    if len(parts) == 1:
        return parts[0]
    if not 1 <= int(parts[1]) <= 12:
        return day or ""
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def weekday(day: str) -> str:
    """
    >>> weekday("2026-05-01")
    'Friday 1 May'
    """
    try:
        then = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{WEEKDAYS[then.weekday()]} {then.day} {MONTHS[then.month - 1]}"


def short_day(day: str) -> str:
    """
    >>> short_day("2026-05-01")
    'Fri 1 May'
    """
    said = weekday(day)
    name, _, rest = said.partition(" ")
    return f"{name[:3]} {rest}" if name in WEEKDAYS else spoken(day)


def since(day: str, today: str) -> str:
    """
    >>> since("2026-04-30", "2026-05-01"), since("2026-04-27", "2026-05-01"), since("2026-03-02", "2026-05-01")
    ('since yesterday', 'since Monday', 'since 2 March')
    """
    try:
        then, now = date.fromisoformat(day), date.fromisoformat(today)
    except ValueError:
        return f"since {day}"
    if (now - then).days == 1:
        return "since yesterday"
    if 1 < (now - then).days < 7:
        return f"since {WEEKDAYS[then.weekday()]}"
    return f"since {then.day} {MONTHS[then.month - 1]}" + ("" if then.year == now.year else f" {then.year}")


STATUSES: Mapping[str, str] = {
    "in_force": "in force", "announced": "announced", "proposed": "proposed", "test": "a test on some users",
    "reported": "reported", "rumor": "rumour", "denied": "denied", "reversed": "taken back", "delayed": "delayed",
    "interim": "interim", "disputed": "disputed", "cancelled": "cancelled",
}  # fmt: skip


def fact_status(fact: FactLine) -> str:
    """Whether a change holds and from when, or that no date is stated."""
    status = STATUSES.get(fact.status, fact.status.replace("_", " "))
    if fact.metric in DAYS or fact.metric in ("stage", "penalty", "settlement"):
        # A step that was taken is no rule that is in force.
        status = "" if fact.status in ("in_force", "announced") else status
        day = fact.effective or fact.announced
        day = "" if fact.metric in DAYS and day == fact.after else day
        return ", ".join(part for part in (status, spoken(day)) if part)
    if fact.effective:
        return f"{status}, from {spoken(fact.effective)}"
    return f"{status}, no date stated"


def fact_hint(fact: FactLine) -> str:
    """What stands small under a fact: its status, its date, for whom it holds."""
    return "; ".join(part for part in (fact_status(fact), fact.scope) if part)


CONFIDENCE: Mapping[str, str] = {
    "confirmed": "Confirmed: the primary text was seen", "single source": "Single source",
    "disputed": "Disputed: sources say different things", "retracted": "Retracted",
}  # fmt: skip


def confidence(entry: Entry) -> str:
    """How sure we are, in the fixed words."""
    said = CONFIDENCE.get(entry.confidence, entry.confidence[:1].upper() + entry.confidence[1:])
    return f"{said} sources" if said.endswith(" independent") else said


def lead_time(days: int) -> str:
    """
    How long before a change, or after it, something was told.

    >>> lead_time(13), lead_time(0), lead_time(-1)
    ('13 days before', 'the same day', '1 day after')
    """
    return f"{plural(abs(days), 'day')} {'before' if days > 0 else 'after'}" if days else "the same day"


def notice(item: Item, names: Mapping[str, str]) -> str:
    """Who announced what a watched page changed, or that nobody did; empty for whatever is no change of a page."""
    if "page-change" not in item.flags:
        return ""
    if "announced_days" in item.extra:
        days = int(item.extra["announced_days"])
        teller = shortened(tidy(names.get(item.extra.get("announced_source", ""), "")), 60)
        said = f"{lead_time(days)} by {teller}" if teller else lead_time(days)
        return f"No announcement known before; first told {said}" if days < 0 else f"Told {said}"
    if "announced_on_page" in item.extra:
        return f"Announced on the page itself on {spoken(item.extra['announced_on_page'])}"
    if "undated-edit" in item.flags:
        return "No announcement known: an undated edit"
    return "No announcement known; the page gives the date itself"


# The tags of config/taxonomy.toml in a word or two; their full names are on the archive.
KINDS: Mapping[str, str] = {
    "threshold-change": "threshold", "revenue-share-fee": "share or fee", "payout-terms": "payout",
    "eligibility-rule": "who may join", "program-status": "programme", "divestiture-ban": "ban or forced sale",
    "fine-order": "fine or order", "legal-challenge": "challenge to a law", "creator-lawsuit": "creators' lawsuit",
    "platform-lawsuit": "lawsuit", "child-safety": "children", "privacy-data": "privacy",
    "content-liability": "content rules", "ip-licensing": "copyright", "tax-labor": "tax and labour",
    "consumer-ads": "advertising", "response-advocacy": "reactions", "analysis-opinion": "analysis",
    "market-data": "figures",
}  # fmt: skip


def eyebrow(entry: Entry, day: str = "") -> str:
    """What stands above a headline: since when it is told, platforms, places, kinds."""
    tags = [KINDS.get(tag, tag.replace("-", " ")) for tag in entry.tags[:2]]
    known = [f"New {since(entry.since, day)}"] if entry.since and day else []
    return " · ".join((*known, *entry.platforms[:2], *entry.jurisdictions[:2], *tags))


def only_steps(entry: Entry) -> bool:
    """Whether an entry's facts are steps and days, which a line tells better than a table."""
    return bool(entry.facts) and all(fact.metric in (*LEGAL, *DAYS) and not fact.before for fact in entry.facts)


def shared_actor(entry: Entry) -> str:
    """Whom all facts of an entry are about; empty when they are about several."""
    actors = {fact.who for fact in entry.facts}
    return actors.pop() if len(actors) == 1 else ""


def short_label(fact: FactLine, shared: str) -> str:
    """A fact's label where its actor stands above the table already."""
    said = metric_words(fact.metric) if shared else fact.label
    return said[:1].upper() + said[1:]


def value_or_date(text: str, metric: str) -> str:
    """A value as it is printed beside its label: dates are spoken."""
    return spoken(text) if metric in DAYS else text


DATE_KINDS: Mapping[str, str] = {
    "effective": "takes effect", "effective_date": "takes effect", "comment_deadline": "comments close",
    "deadline": "deadline", "hearing_date": "hearing", "ban_date": "ban", "divestiture_deadline": "deadline to sell",
}  # fmt: skip


def date_kind(line: DateLine) -> str:
    """The badge of a date."""
    return DATE_KINDS.get(line.kind, line.kind.replace("_", " "))


PLACE_LONGEST = 40


def day_words(one: Day, names: Mapping[str, str]) -> str:
    """What a day is about, in the words of a reader."""
    who = names.get(one.subject, "")
    if one.kind == "takes effect" and one.what in METRICS:
        what = metric_words(one.what)
        return shortened(f"{who or one.subject}: {what}" if who or one.subject else what, 120)
    what = tidy(one.what.replace("_", " "))
    said = f"{who}: {what}" if who and what and who.lower() not in what.lower() else what or who
    place = names.get(one.scope or "", one.scope or "")
    if said and place and len(place) <= PLACE_LONGEST and place.lower() not in said.lower() and not one.rule:
        said = f"{said}, {place}"
    return shortened(said[:1].upper() + said[1:], 120)


def day_title(one: Day, names: Mapping[str, str]) -> str:
    """A day as the entry of a calendar: what it is about, and what happens."""
    words = day_words(one, names)
    return f"{words} ({one.kind})" if words else one.kind


CERTAINTY: Mapping[str, str] = {"passed, not yet confirmed": "was due; nobody has said yet that it took place"}


def certainty(line: DateLine) -> str:
    """What stands beside a date that is not simply stated."""
    return "" if line.certainty == "stated" else CERTAINTY.get(line.certainty, line.certainty)


def dates_within(edition: Edition, days: int) -> list[DateLine]:
    """The dates from an edition's day on, as many days ahead."""
    try:
        last = (date.fromisoformat(edition.day) + timedelta(days=days)).isoformat()
    except ValueError:
        return []
    return [line for line in edition.dates if edition.day <= line.day <= last]


def why_you_get(question: str, cadence: str, hour: int, time_zone: str) -> str:
    """The footer's first sentence."""
    what = f"what answers “{question}”" if question else "everything we tell"
    when = "each week" if cadence == "weekly" else "each day"
    return f"You asked for {what}, {when} at {hour:02}:00 ({time_zone})."
