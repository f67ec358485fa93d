"""Changes of watched pages as the command line tells them: verdicts, word differences, a page's history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import click

from collector.history import PageHistory
from collector.materiality import judge
from collector.verdict import RAISES, Verdict
from policywatch.cli.printing import print_records, shown
from policywatch.cli.records import time

if TYPE_CHECKING:
    from classifier.annotation import Fact
    from classifier.entities import Matcher
    from collector.item import Item
    from policywatch.cli import House
    from policywatch.store.pages import Recorded


def verdict_record(page: str, observed: str, verdict: Verdict) -> dict[str, Any]:
    """A verdict of the contract; `moved` lists what only stands elsewhere."""
    return {
        "page": page,
        "observed": observed,
        "verdict": verdict.verdict,
        "score": verdict.score,
        "reason": verdict.reason,
        "clauses": [{"before": one.before or None, "after": one.after or None} for one in verdict.clauses],
        "moved": list(verdict.moved),
        "dated": verdict.dated.isoformat() if verdict.dated else None,
    }


class Trial:
    """Pages judged one text after the other, each page with its own history; nothing is stored."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._histories: dict[str, PageHistory] = {}
        self._matcher: Matcher | None = None

    def judged(self, page: str, text: str, observed: str, when: datetime) -> dict[str, Any]:
        """The verdict on the next text of a page, after all its earlier ones; facts where a rule changed."""
        from policywatch.cli.records import fact_record

        history = self._histories.get(page, PageHistory(page=page))
        verdict, self._histories[page] = judge(history, text, when)
        facts = self._facts(page, verdict, when) if verdict.verdict == "rule-change" else ()
        return {**verdict_record(page, observed, verdict), "facts": [fact_record(fact) for fact in facts]}

    def _facts(self, page: str, verdict: Verdict, when: datetime) -> tuple[Fact, ...]:
        from classifier.difference import facts_of_change
        from classifier.entities import Matcher
        from collector.item import Item
        from collector.versions import weighty, words_of_change

        if self._matcher is None:
            self._matcher = Matcher(self._house.configuration.gazetteer)
        # The page's name tells whose rules they are.
        item = Item(
            id=page,
            source=page,
            source_class="official",
            url="",
            title=page.replace("/", " ").removesuffix(".md"),
            text=words_of_change(weighty(verdict)),
            observed=when,
            published=when,
            fingerprint="",
        )
        return facts_of_change(item, self._matcher.mentions(item), verdict.dated)


# -- for people ------------------------------------------------------------------------------------------------------

HISTORY_COLUMNS = {"Observed": "observed", "Verdict": "verdict", "Score": "score", "Why": "reason", "Change": "id"}


def change_record(recorded: Recorded) -> dict[str, Any]:
    """A recorded change as `sources show PAGE --history` and `show CHANGE` print it."""
    change = recorded.change
    record = verdict_record(change.source, time(change.observed) or "", change.verdict)
    return {
        "id": change.id,
        **record,
        "kind": change.kind,
        "withdraws": change.verdict.withdraws,
        "before": change.before,
        "after": change.after,
        "documents": list(recorded.documents),
        "item": recorded.item,
    }


def word_diff(before: str, after: str) -> str:
    """
    The words of two sides in one line, marked [-gone-] and {+come+}.

    >>> click.unstyle(word_diff("Have 1,000 followers.", "Have 500 followers."))
    'Have [-1,000-] {+500+} followers.'
    """
    old, new = before.split(), after.split()
    said: list[str] = []
    for operation, i, j, k, m in SequenceMatcher(
        None, old[:MOST_WORDS], new[:MOST_WORDS], autojunk=False
    ).get_opcodes():
        if operation == "equal":
            said.append(shortened(old[i:j], first=i == 0, last=j == len(old)))
            continue
        if j > i:
            said.append(click.style(f"[-{' '.join(old[i:j])}-]", fg="red"))
        if m > k:
            said.append(click.style(f"{{+{' '.join(new[k:m])}+}}", fg="green"))
    return " ".join(said)


MOST_WORDS = 2_000
# So many unchanged words are shown on each side of a difference.
NEAR = 12


def shortened(words: Sequence[str], *, first: bool, last: bool) -> str:
    """Unchanged words, the middle left out where it is long."""
    if len(words) <= 2 * NEAR:
        return " ".join(words)
    head = [] if first else list(words[:NEAR])
    tail = [] if last else list(words[-NEAR:])
    return " ".join([*head, "…", *tail])


def show_change(house: House, recorded: Recorded, as_json: bool) -> None:
    """A change for a person: verdict, reason, who announced it, and each clause with its words marked."""
    item = house.store.items.one(recorded.item) if recorded.item else None
    if as_json:
        record = {**change_record(recorded), "announcement": announcement_record(item) if item else None}
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    change, verdict = recorded.change, recorded.change.verdict
    source = next((one for one in house.configuration.sources if one.id == change.source), None)
    click.secho(shown(source.name if source else change.source), bold=True)
    if source:
        click.echo(shown(source.url))
    click.echo(f"{time(change.observed)} · {verdict.verdict} · score {verdict.score:.2f} · {change.kind}")
    click.echo(shown(verdict.reason))
    if verdict.dated:
        click.echo(f"The page dates its text {verdict.dated.isoformat()}.")
    if verdict.withdraws:
        click.echo(f"It takes back the rule change seen on {verdict.withdraws[:10]}.")
    if item:
        by = house.store.items.one(item.extra["announced_by"]) if "announced_by" in item.extra else None
        click.echo(shown(told_announcement(item, by)))
    for clause in verdict.clauses:
        click.echo()
        if clause.weight < RAISES:
            click.echo(click.style("(no rule) ", dim=True), nl=False)
        if not clause.before:
            click.echo(click.style(f"{{+{shown(clause.after)}+}}", fg="green"))
        elif not clause.after:
            click.echo(click.style(f"[-{shown(clause.before)}-]", fg="red"))
        else:
            click.echo(word_diff(shown(clause.before), shown(clause.after)))
    for words in verdict.moved:
        click.echo(f"\n(moved) {shown(words)}")
    click.echo(f"\npolicywatch evidence {change.id[:12]} packs the bytes behind this.")


def announcement_record(item: Item) -> dict[str, Any]:
    """Who announced a change: the item, its day, how many days before (after: negative); `undated` where nobody did."""
    return {
        "item": item.extra.get("announced_by"),
        "day": item.extra.get("announced") or item.extra.get("announced_on_page"),
        "days": int(item.extra["announced_days"]) if "announced_days" in item.extra else None,
        "undated": "undated-edit" in item.flags,
    }


def told_announcement(item: Item, by: Item | None) -> str:
    """
    Who announced a change, in a sentence.

    `by` is the item that announced it, where it was another than the page.
    """
    from digest.wording import lead_time

    if by is not None:
        when = lead_time(int(item.extra["announced_days"]))
        return f"Told {when} by {by.id[:12]} ({by.source}): {by.title}"
    if "announced_on_page" in item.extra:
        return f"Announced on the page itself on {item.extra['announced_on_page']}."
    if "undated-edit" in item.flags:
        return "An undated edit: neither the page nor any announcement we know of gives a date."
    return "No announcement is known; the page gives the date itself."


def page_history(house: House, source: str, style: str | None, as_json: bool) -> None:
    """Everything recorded of a page, the suppressed with their reasons too; oldest first."""
    records = [change_record(one) for one in house.store.pages.changes(source)]
    if style in (None, "table") and not as_json:
        for record in records:
            record["score"] = f"{record['score']:.2f}"
            record["id"] = str(record["id"])[:12]
            record["reason"] = str(record["reason"])[:100]
    print_records(records, HISTORY_COLUMNS, style, as_json)
