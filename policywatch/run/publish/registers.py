"""Programmes beside each other and one by one, and matters with their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from classifier import matters
from config.schema import Matter, Program
from digest import wording
from digest.archive import pages
from digest.archive.cards import Card, Holding, histories
from policywatch.run.publish.feeds import feed
from policywatch.run.publish.plan import counted, newest_first
from policywatch.run.publish.terms import Facts, Terms, group_key, line
from policywatch.run.publish.work import Work

MATRIX_METRICS = (
    "followers", "subscribers", "views", "shorts_views", "watch_hours", "average_viewers", "age_min", "payout_min",
    "creator_share_pct", "platform_fee_pct", "commission_pct", "revenue_threshold",
)  # fmt: skip
# The stories a programme or matter shows; its feed and the search know all.
MOST_CARDS = 30


def registers(work: Work, facts: Facts) -> None:
    """Programmes and matters, each with a page and a feed, and what they come to beside each other."""
    gazetteer = work.configuration.gazetteer
    cards_of: dict[str, list[Card]] = {}
    for light in work.stories.values():
        for one in {*light.card.programs, *light.card.matters}:
            cards_of.setdefault(one, []).append(light.card)
    terms = Terms(work, facts)
    for program in gazetteer.programs:
        cards = newest_first(cards_of.get(program.id, ()))
        program_page(work, program, facts.programs.get(program.id, []), cards, terms)
    comparison(work, facts, terms)
    for matter in gazetteer.matters:
        matter_page(work, matter, facts.matters.get(matter.id, []), newest_first(cards_of.get(matter.id, ())))
    register_pages(work, facts, cards_of)


def program_page(work: Work, program: Program, rows: Sequence[Any], cards: Sequence[Card], terms: Terms) -> None:
    path, shown = f"programs/{program.id}.html", cards[:MOST_CARDS]
    key = work.key(
        path, program.model_dump_json(), group_key(rows, work.today), [(card.id, card.mark) for card in shown]
    )

    def make() -> str:
        present, coming = terms.of(program)
        lines = [line(work, row) for row in rows]
        return pages.program_page(work.site, program, present, coming, histories(lines), lines, shown)

    work.offer(path, key, make, cards[0].day if cards else "")
    feed(work, f"programs/{program.id}", program.name, cards)


def comparison(work: Work, facts: Facts, terms: Terms) -> None:
    """The terms in force of all programmes beside each other."""

    def make() -> str:
        told: list[tuple[str, str, str, dict[str, list[Holding]]]] = []
        for program in work.configuration.gazetteer.programs:
            held: dict[str, list[Holding]] = {}
            for term in terms.of(program)[0]:
                if term.metric in MATRIX_METRICS:
                    held.setdefault(term.metric, []).append(term)
            if held:
                told.append((program.id, program.name, work.site.name(program.platform), held))
        told.sort(key=lambda row: (row[2], row[1]))
        metrics = [one for one in MATRIX_METRICS if any(one in held for _, _, _, held in told)]
        newest = max((row.at for rows in facts.programs.values() for row in rows), default=None)
        return pages.matrix_page(work.site, metrics, told, newest.date().isoformat() if newest else "")

    key = group_key((row for rows in facts.programs.values() for row in rows), work.today)
    work.offer("compare.html", work.key("matrix", key), make)


def matter_page(work: Work, matter: Matter, rows: Sequence[Any], cards: Sequence[Card]) -> None:
    site = work.site
    shown = cards[:MOST_CARDS]
    path = f"matters/{matter.id}.html"
    key = work.key(
        path, matter.model_dump_json(), group_key(rows, work.today), [(card.id, card.mark) for card in shown]
    )

    def make() -> str:
        lines = [line(work, row) for row in rows]
        seeded = [matters.Step(day=step.date, stage=step.stage, what=step.what) for step in matter.timeline]
        read = [
            matters.Step(
                day=row.effective or row.announced or row.at.date().isoformat(), stage=str(row.after), item=row.item_id,
                what=wording.shortened(" ".join(row.words.split()), 140), source_class=row.source_class,
            )
            for row in rows
            if row.metric == "stage" and row.after
        ]  # fmt: skip
        kind = matters.kind_of([step.stage for step in (*seeded, *read)], matter.name, matter.dockets)
        course = matters.course(matter.id, kind, [*seeded, *read], len(seeded), work.today)
        unseen = {(step.date, step.stage) for step in matter.timeline if not step.seen}
        anchors = {row.item_id: f"items/{row.item_id}.html#e{row.start}" for row in rows}
        steps = [
            {
                "date": step.day, "stage": step.stage, "what": step.what or step.stage.replace("-", " "),
                "path": anchors.get(step.item, ""), "problem": spelled(step.problem),
                "seen": (step.day, step.stage) not in unseen, "coming": step.day > work.today.isoformat(),
            }
            for step in sorted((*course.steps, *course.doubted), key=lambda step: step.day)
        ]  # fmt: skip
        laws = [law for law in work.configuration.gazetteer.laws if law.id in matter.laws]
        return pages.matter_page(site, matter, steps, lines, shown, laws, course.stage, course.awaited)

    work.offer(path, key, make, cards[0].day if cards else "")
    feed(work, f"matters/{matter.id}", matter.name, cards)


def spelled(problem: str) -> str:
    """
    A doubt about a step with its steps and days in words.

    >>> spelled("enforcement-ruling cannot follow filed of 2020-08")
    'ruling on enforcement cannot follow filed of August 2020'
    """
    return " ".join(
        wording.spoken(one) if one[:4].isdigit() else wording.value(one, None, "stage") for one in problem.split()
    )


def register_pages(work: Work, facts: Facts, cards_of: Mapping[str, Sequence[Card]]) -> None:
    """The lists of programmes and of matters."""
    site, gazetteer = work.site, work.configuration.gazetteer
    by_platform: dict[str, list[dict[str, Any]]] = {}
    for program in gazetteer.programs:
        told = len(facts.programs.get(program.id, []))
        by_platform.setdefault(site.name(program.platform), []).append(
            {
                "name": program.name,
                "path": f"programs/{program.id}.html",
                "count": f"{wording.plural(told, 'value')}" if told else "",
                "note": program.kind,
            }
        )
    groups = [(name, "", rows) for name, rows in sorted(by_platform.items())]
    intro = "Every money programme we know by name. A number says how many values were read of it."
    work.offer(
        "programs/index.html",
        work.key("programs", groups),
        lambda: pages.index_page(site, "programs/index.html", "Programmes", intro, groups),
    )
    rows: list[dict[str, Any]] = [
        {"name": matter.name, "path": f"matters/{matter.id}.html", "note": matter.subject,
         "count": counted(len(cards_of.get(matter.id, ()))), "told": len(cards_of.get(matter.id, ()))}
        for matter in gazetteer.matters
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row["told"], row["name"]))
    work.offer(
        "matters/index.html", work.key("matters", rows),
        lambda: pages.index_page(
            site, "matters/index.html", "Matters", "Cases, bills, rules and investigations, with their steps.",
            [("", "", rows)],
        ),
    )  # fmt: skip
