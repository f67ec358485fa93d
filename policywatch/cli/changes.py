"""Changes of watched pages as the command line tells them: verdicts, word differences, a page's history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from collector.history import PageHistory
from collector.materiality import judge
from collector.verdict import Verdict

if TYPE_CHECKING:
    from classifier.annotation import Fact
    from classifier.entities import Matcher
    from policywatch.cli import House


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
