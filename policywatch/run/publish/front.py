"""The front of the archive: home, the calendar, how it is made, and what may be taken away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from classifier import calendar, importance
from digest import exports, feeds, wording
from digest.archive import pages
from digest.archive.cards import Line
from digest.archive.site import moment
from digest.folder import key_of
from policywatch.run.publish.days import Days
from policywatch.run.publish.feeds import feed
from policywatch.run.publish.plan import newest_first
from policywatch.run.publish.terms import Facts, group_key, line
from policywatch.run.publish.work import Work

LATELY = 12


def front(work: Work, days: Days, facts: Facts) -> None:
    """Home, the calendar, the methodology, the page of data and the search page."""
    site = work.site
    headlines = [work.stories[row.story].card.headline for row in facts.dated if row.story in work.stories]
    dated_key = key_of(group_key(facts.dated, work.today), work.today, headlines)
    ahead: list[dict[str, Any]] = []
    past: list[dict[str, Any]] = []
    days_found: tuple[calendar.Day, ...] = ()
    lately = newest_first([light.card for light in work.stories.values() if light.card.after])[:LATELY]
    if len(lately) < LATELY:
        seen = {card.id for card in lately}
        lately += newest_first([light.card for light in work.stories.values() if light.card.id not in seen])[
            : LATELY - len(lately)
        ]
    moved = sorted(facts.moved, key=lambda row: (row.at, row.seq))[-40:]
    home_key = work.key(
        "home", days.key, dated_key, [(card.id, card.mark) for card in lately], [row.seq for row in moved]
    )
    if not all(
        work.shelf.stands(path, key)
        for path, key in (
            ("index.html", home_key),
            ("calendar.html", work.key("calendar", dated_key)),
            ("calendar.ics", work.key("ics", dated_key)),
        )
    ):
        days_found = calendar.dates(
            [calendar.Told(fact=work.fact(row), observed=row.observed, item=row.item_id) for row in facts.dated],
            work.today,
        )
        anchors = {row.item_id: f"items/{row.item_id}.html#e{row.start}" for row in facts.dated}
        stories = {row.item_id: row.story for row in facts.dated}
        shown = [day_line(work, one, anchors, stories) for one in days_found]
        ahead = [one for one in shown if one["ahead"]]
        past = [one for one in reversed(shown) if not one["ahead"] and one["day"] <= work.today.isoformat()]
    built = f"From what was read up to {moment(work.newest)}" if work.stories else "Nothing read so far"
    programs: dict[str, tuple[str, str, Line]] = {}
    for row in reversed(moved):
        if row.program not in programs and row.program in site.programs and len(programs) < 6:
            programs[row.program] = (row.program, site.name(row.program), line(work, row))
    near = [one for one in ahead if one["day"] <= (work.today + timedelta(days=60)).isoformat()][:8] or ahead[:5]
    work.offer(
        "index.html", home_key, lambda: pages.home(site, days.newest, lately, near, {}, list(programs.values()), built)
    )
    work.offer(
        "calendar.html", work.key("calendar", dated_key), lambda: pages.calendar_page(site, ahead, past[:80], built)
    )
    work.offer(
        "calendar.ics", work.key("ics", dated_key),
        lambda: calendar.icalendar(
            days_found, work.newest, lambda one: wording.day_title(one, site.names), site.title
        ),
    )  # fmt: skip
    feed(work, "feed", site.title, [light.card for light in work.stories.values()], feeds.LONGEST)
    methodology(work)
    months = sorted(
        {light.card.month for light in work.stories.values()} & {day[:7] for day in facts.days}, reverse=True
    )
    months = [month for month in months if f"data/items/{month}.json" in work.shelf.now]
    work.offer(
        "data.html",
        work.key("data", months, work.configuration.settings.saved),
        lambda: pages.data_page(site, months, exports.SHAPES, exports.SCHEMA),
    )


def day_line(work: Work, one: calendar.Day, anchors: Mapping[str, str], stories: Mapping[str, str]) -> dict[str, Any]:
    """A day of the calendar as the pages show it."""
    who = work.site.name(one.subject)
    what = wording.metric_words(one.what) if one.kind == "takes effect" and one.what in wording.METRICS else one.what
    story = work.stories.get(stories.get(one.item, ""))
    if story and (not what or what.lower() in (who.lower(), wording.METRICS["effective_date"])):
        # "TikTok: hearing" of three stories says nothing: the story's own words tell which.
        what = wording.shortened(story.card.headline, 90)
    about = f"{who}: {what}" if who and what and who.lower() not in what.lower() else what or who
    state = "" if one.state == calendar.UPCOMING else one.state
    certainty = ", ".join(part for part in (state, f"worked out: {one.rule}" if one.rule else "") if part)
    return {
        "day": one.day, "kind": one.kind, "what": about, "certainty": certainty, "moved_from": one.moved_from or "",
        "path": anchors.get(one.item, ""), "ahead": one.state == calendar.UPCOMING,
    }  # fmt: skip


def methodology(work: Work) -> None:
    """How it works, with the numbers that are in force."""
    settings = work.configuration.settings
    own = settings.classify.relevance_threshold
    band = settings.classify.unsure_band
    floors = json.loads((Path(__file__).parent.parent / "floors.json").read_text(encoding="utf-8"))
    thresholds = [
        ("An item is ours to tell from a relevance of", f"{own:g}" if own is not None else "the model's own threshold"),
        ("Unsure when as near the threshold as an even chance is to", f"{max(0.0, 0.5 - band):g}"),
        *(
            (f"Tag {work.site.tag_name(tag)} from a probability of", f"{value}")
            for tag, value in sorted(settings.classify.tag_thresholds.items())
        ),
        ("A late story still counts for", f"{settings.digest.look_back_days} days"),
        ("Dates are told ahead for", f"{settings.digest.dates_ahead_days} days"),
        ("The day starts at", f"{settings.digest.day_starts} {settings.digest.time_zone}"),
        ("Raw documents are kept for", f"{settings.store.keep_documents_days} days"),
        *(
            (f"Never released below, on our own labelled {part}: {name.replace('_', ' ')}", f"{value:g}")
            for part, figures in sorted(floors.items())
            for name, value in sorted(figures.items())
        ),
    ]  # fmt: skip
    weights = weights_in_force()
    told = [(source.id, source.source_class, source.enabled) for source in work.configuration.sources]
    tags = [tag.model_dump_json() for tag in work.configuration.tags]
    key = work.key(
        "methodology",
        thresholds,
        weights,
        told,
        tags,
        [
            len(getattr(work.configuration.gazetteer, name))
            for name in ("platforms", "programs", "bodies", "laws", "matters")
        ],
    )
    work.offer("methodology.html", key, lambda: pages.methodology_page(work.site, weights, thresholds, ""))


def weights_in_force() -> list[tuple[str, str]]:
    """The weights of a story's two numbers, from where they are used."""
    return [
        (f"{number}: {name}", f"{value:.2f}")
        for number, table in (("Importance", importance.WEIGHTS), ("Credibility", importance.CREDIBILITY_WEIGHTS))
        for name, value in table.items()
    ]
