"""Saved questions: a page and a feed of the stories that answer each."""

from __future__ import annotations

from classifier.question import QuestionError, understand
from policywatch.run.publish.feeds import feed
from policywatch.run.publish.lists import list_pages
from policywatch.run.publish.plan import newest_first
from policywatch.run.publish.work import Work
from policywatch.store import asking

# A question that nearly everything answers shows the stories of so many items, the newest.
MOST_ITEMS = 5_000


def saved_questions(work: Work) -> None:
    """A page and a feed for each [[saved]] question; "since:30d" counts from the newest that was read."""
    saved = work.configuration.settings.saved
    known = work.configuration.settings.questions()
    for one in saved:
        try:
            question, fault = understand(one.query, work.newest, None, known), ""
        except QuestionError as error:
            question, fault = None, str(error)
        found = asking.ids(work.store, question, MOST_ITEMS) if question else []
        under = work.store.stories.of_items(found)
        told = dict.fromkeys(story for item in found if (story := under.get(item)) in work.stories)
        cards = newest_first(work.stories[story].card for story in told if story)
        heading = one.name.replace("-", " ").capitalize()
        list_pages(work, "saved", one.name, heading, "Saved question", cards, saved=one, fault=fault)
        feed(work, f"saved/{one.name}", heading, cards)
