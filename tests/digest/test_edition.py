"""What an edition chooses, in which order, how long, and what it never says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from digest import wording
from digest.edition import EDITION_WORDS, Correction, Coverage, DateLine, Edition, edition_of, told_once
from digest.memory import Memory
from digest.wording import headline_faults

DAY = "2031-05-06"
MORNING = datetime(2031, 5, 6, 5, tzinfo=UTC)


def thresholds(world: Any, name: str, after: int, **given: Any) -> Any:
    words = f"The threshold falls from 9,000 to {after:,} followers."
    item = world.item(f"item-{name}", f"Tunewell changes plan {name}", words)
    fact = world.fact(item, f"9,000 to {after:,} followers", subject=f"plan {name}", platform="tunewell", before=9000,
                      after=after, unit="followers", change="lowered")  # fmt: skip
    return world.story(f"story-{name}", [item], [fact], **given)


def test_the_subject_names_the_strongest_change_with_its_number(edition: Edition) -> None:
    assert edition.subject == "Clipbox lowers the Partner Plan's entry from 5,000 to 1,000 followers"
    assert "12 %" in edition.preheader


def test_a_subject_is_never_longer_than_75_characters(world: Any) -> None:
    title = "Clipbox lowers the number of followers its Partner Plan asks for in all countries of Europe and beyond"
    made = world.edition([world.story("s", [world.item("i", title)], summary=(), importance=0.9)])
    assert len(made.subject) <= 75
    assert made.subject.endswith("…")


def test_the_status_line_says_what_stands_here_and_what_was_read(edition: Edition) -> None:
    line = wording.status_line(edition)
    assert line == (
        "3 changes, 1 update, 1 rumour, 1 date within 7 days; "
        "212 new items read from 57 of 58 sources; late: Harbor Review"
    )


def test_rumours_stand_apart_and_below(edition: Edition) -> None:
    assert [entry.story for entry in edition.rumours] == ["s5"]
    assert "s5" not in {entry.story for entry in (edition.lead, *edition.changes, *edition.updates) if entry}


def test_a_denied_change_is_no_change_and_its_denial_no_rumour(world: Any) -> None:
    story = thresholds(world, "a", 1000, status="denied", headline="Tunewell denies a lower threshold")
    made = world.edition([replace(story, facts=(replace(story.facts[0], status="denied"),))])
    assert made.lead is None and not made.changes
    assert [entry.story for entry in made.rumours] == ["story-a"]
    assert made.subject == "Tunewell denies a lower threshold"


def test_an_edition_keeps_to_its_length_and_loses_nothing(world: Any) -> None:
    stories = [
        thresholds(
            world, f"n{number}", 1000 + number, importance=0.9 - number / 1000,
            why_it_matters="A sentence of some length that says for whom this is more than a number on a page.",
        )
        for number in range(200)
    ]  # fmt: skip
    made = world.edition(stories, more=100)
    assert wording.words_of(made) <= EDITION_WORDS
    assert 2 <= len(made.changes) <= 5
    assert 5 <= len(made.also) <= 8
    assert len(made.entries) + len(made.more) + made.unlisted == 200


def test_what_was_cut_may_come_in_the_next_edition(world: Any) -> None:
    stories = [thresholds(world, f"n{number}", 1000 + number, importance=0.9 - number / 1000) for number in range(40)]
    known, seen = Memory(), []
    for _ in range(20):
        made = world.edition(stories, memory=known)
        for entry in made.entries:
            seen += [fact.key for fact in entry.facts]
        known = Memory(
            stories={**known.stories, **{entry.story: made.day for entry in made.entries}},
            facts={**known.facts, **dict.fromkeys(seen, made.day)},
        )
    assert len(seen) == len(set(seen)) == 40


def test_one_fact_under_two_stories_is_told_once(world: Any) -> None:
    made = world.edition([thresholds(world, "a", 1000, importance=0.9), again(world, "b")])
    assert made.lead is not None and len(made.lead.facts) == 1
    assert [entry.story for entry in made.entries if entry.facts] == ["story-a"]
    assert "story-b" in {entry.story for entry in (*made.also, *made.more)}


def again(world: Any, name: str) -> Any:
    """The same change as story a's, told by somebody else without the old value."""
    item = world.item(f"other-{name}", "Smaller shows may join", "Now 1,000 followers are enough.", "harbor-review")
    fact = world.fact(item, "1,000 followers", subject="plan a", platform="tunewell", after=1000, unit="followers",
                      change="lowered", status="in_force")  # fmt: skip
    return world.story(f"story-{name}", [item], [fact], importance=0.5)


def test_a_known_story_returns_only_with_something_new(world: Any) -> None:
    story = thresholds(world, "a", 1000)
    first = world.edition([story])
    assert first.lead is not None
    told = Memory(stories={"story-a": "2031-05-04"}, facts={first.lead.facts[0].key: "2031-05-04"})
    assert world.edition([story], memory=told).entries == ()
    dated = replace(story, facts=(replace(story.facts[0], effective="2031-08-01"),))
    update = world.edition([dated], memory=told).lead
    assert wording.since(update.since, "2031-05-06") == "since Sunday"


def test_a_day_without_news_is_quiet_and_says_what_was_read(world: Any) -> None:
    made = world.edition([])
    assert made.quiet
    assert made.subject == "A quiet day"
    assert wording.opening(made) == "Nothing changed in what we read."
    assert made.preheader == "212 new items read from 57 of 58 sources; late: Harbor Review"


def test_a_day_on_which_nothing_could_be_read_is_never_quiet(world: Any) -> None:
    made = world.edition([], coverage=Coverage(sources=58, read=0), blind=True)
    assert not made.quiet
    assert "could not look" in made.subject
    assert "this is not a quiet day" in wording.opening(made)


def test_a_quiet_day_with_half_the_sources_missing_says_so(world: Any) -> None:
    made = world.edition([], coverage=Coverage(sources=58, read=20, items=4))
    assert wording.opening(made) == "Nothing new in what we could read, but 38 sources could not be read."


def test_a_story_that_cannot_be_told_stands_as_title_and_link(world: Any) -> None:
    good, odd = thresholds(world, "a", 1000), thresholds(world, "b", 2000, importance=0.9)
    broken = replace(odd, facts=(replace(odd.facts[0], effective=20310801),))  # type: ignore[arg-type]
    made = world.edition([good, broken])
    assert made.plain == 1
    assert made.lead is not None and made.lead.story == "story-a"
    (left,) = [entry for entry in made.entries if entry.story == "story-b"]
    assert left.headline == "Tunewell changes plan b"
    assert left.sources[0].url == "https://daily-ledger.example/item-b"


def test_each_fact_points_at_the_words_it_was_read_from(edition: Edition) -> None:
    assert edition.lead is not None
    assert [fact.anchor for fact in edition.lead.facts] == [
        "items/i1.html#e87", "items/i1.html#e140", "items/i1.html#e206",
    ]  # fmt: skip


def test_an_edition_survives_being_kept(edition: Edition) -> None:
    kept = json.loads(json.dumps(edition.content()))
    assert edition_of(kept) == edition
    assert edition_of(kept).digest == edition.digest


def test_an_edition_of_an_older_version_is_still_read(edition: Edition) -> None:
    kept = json.loads(json.dumps(edition.content()))
    for name in ("more", "covers", "plain", "unlisted"):
        del kept[name]
    assert edition_of(kept).lead == edition.lead


def test_equal_stock_gives_an_equal_edition(world: Any) -> None:
    stories = [thresholds(world, f"n{number}", 1000 + number) for number in range(12)]
    assert world.edition(stories).digest == world.edition(stories[::-1]).digest


def test_addresses_that_are_no_web_addresses_are_not_linked(world: Any) -> None:
    story = thresholds(world, "a", 1000)
    world.items["item-a"] = replace(world.items["item-a"], url="javascript:alert(1)")
    made = world.edition([story])
    assert made.lead is not None and made.lead.sources[0].url == ""


@pytest.mark.parametrize(
    ("headline", "fault"),
    [
        ("Could Clipbox lower its threshold?", "a question"),
        ("Clipbox may lower its threshold soon", "a guess"),
        ("Huge news: Clipbox lowers its threshold", "excited"),
        ("Clipbox lowers its threshold!", "excited"),
        ("Clipbox", "says nothing"),
        (" ".join(["word"] * 15), "more than 14 words"),
    ],
)
def test_a_headline_with_a_fault_is_named(headline: str, fault: str) -> None:
    assert fault in headline_faults(headline)


FACTS = (
    ({"before": 5000, "after": 1000, "unit": "followers", "change": "lowered", "effective": "2031-07-01",
      "program": "clipbox-partner"},
     "Clipbox lowers Partner Plan followers needed from 5,000 to 1,000, from 1 July 2031"),
    ({"before": 5000, "after": 1000, "change": "lowered", "program": "clipbox-sellers"},
     "Clipbox lowers followers needed in affiliate plan for sellers from 5,000 to 1,000"),
    ({"before": None, "after": 4, "unit": "percent", "metric": "levy_pct", "change": "introduced", "status": "proposed",
      "subject": "The Media Bureau", "platform": None},
     "Proposal: The Media Bureau introduces levy at 4 %"),
    ({"before": 50, "after": 70, "unit": "percent", "metric": "creator_share_pct", "change": "raised",
      "status": "test", "subject": "Streamora", "platform": "streamora"},
     "Test: Streamora raises creator's share from 50 % to 70 %"),
    ({"after": 1.2e9, "unit": "EUR", "metric": "penalty", "change": "imposed", "subject": "Clipbox"},
     "Clipbox: penalty of €1.2 billion"),
    ({"after": "2031-06-12", "metric": "hearing_date", "subject": "Norwick v. Clipbox"},
     "Norwick v. Clipbox: hearing 12 June 2031"),
    ({"before": 3000, "after": None, "metric": "watch_hours", "change": "removed", "subject": "Streamora",
      "platform": None},
     "Streamora drops watch hours needed (was 3,000)"),
)  # fmt: skip


@pytest.mark.parametrize(("given", "headline"), FACTS)
def test_a_headline_of_our_own_says_who_does_what_by_how_much(world: Any, given: dict[str, Any], headline: str) -> None:
    from digest.wording import own_headline

    fact = world.fact(world.item("i", "Some words"), "words", **given)
    names = {
        "clipbox": "Clipbox", "clipbox-partner": "Clipbox Partner Plan",
        "clipbox-sellers": "Clipbox affiliate plan for sellers", "streamora": "Streamora",
    }  # fmt: skip
    assert own_headline(fact, names) == headline
    assert headline_faults(headline) == ()


def test_a_loud_headline_gives_way_to_one_of_ours_but_never_for_a_rumour(world: Any) -> None:
    story = replace(thresholds(world, "a", 1000), headline="You won't believe this: HUGE change at Tunewell!")
    firm = world.edition([story])
    assert firm.lead is not None
    assert firm.lead.headline == "Plan a lowers followers needed from 9,000 to 1,000"
    whispered = replace(story, facts=(replace(story.facts[0], status="rumor"),))
    said = world.edition([whispered])
    assert said.lead is not None and "1,000" not in said.lead.headline


def test_moved_dates_are_marked_and_corrections_lead_when_nothing_else_does(world: Any) -> None:
    made = world.edition(
        [],
        dates=[DateLine(day="2031-05-09", kind="hearing_date", what="Norwick v. Clipbox", moved_from="2031-05-07")],
        corrections=[Correction(day="2031-05-05", story="s1", headline="Clipbox cuts fees", wrong="5 %", right="7 %")],
    )
    assert made.subject == "Correction: Clipbox cuts fees"
    assert not made.quiet


def dated(world: Any, item: Any, hours: int) -> Any:
    """The item as it was seen so many hours before the morning of the edition."""
    world.items[item.id] = replace(item, observed=MORNING - timedelta(hours=hours), published=None)
    return world.items[item.id]


def test_an_event_told_as_coming_is_told_again_once_it_has_happened_and_may_lead(world: Any) -> None:
    coming = dated(world, world.item("i1", "Clipbox chief to testify before parliament on Monday"), 48)
    story = world.story("a", [coming], importance=0.6)
    told = Memory(stories={"a": "2031-05-04"}, latest={"a": "2031-05-04"})
    assert world.edition([story], memory=told).entries == ()
    held = dated(world, world.item("i2", "Parliament grills Clipbox chief", "Members asked him for five hours."), 8)
    lead = world.edition([world.story("a", [coming, held], importance=0.6)], memory=told).lead
    assert lead.headline == "Parliament grills Clipbox chief" and lead.since == "2031-05-04"
    later = replace(told, latest={"a": DAY})
    assert world.edition([world.story("a", [coming, held], importance=0.6)], memory=later).entries == ()


def test_opinion_stands_under_also_seen_however_important(world: Any) -> None:
    opinion = world.item("i1", "Why the Clipbox ban is wrong", "It will not help anybody at all, and it never has.")
    act = world.item("i2", "Parliament bans Clipbox from schools", "The vote was 60 to 40.")
    vote = world.story("b", [act], importance=0.3, summary=(world.sentence(act, "The vote was 60 to 40."),))
    made = world.edition([world.story("a", [opinion], importance=0.9), vote])
    assert made.lead.story == "b" and [one.story for one in made.also] == ["a"]
    assert made.also[0].sources[0].mark == "A"


def test_what_is_not_ours_to_tell_vouches_for_nothing(world: Any) -> None:
    ours, drawn = world.item("i1", "Kenya fines Clipbox"), world.item("i2", "Rain in Kenya", source="harbor-review")
    story = world.story("a", [ours, drawn])
    world.said["i2"] = replace(world.said["i2"], relevant=False)
    assert [one.item for one in world.edition([story]).entries[0].sources] == ["i1"]


def test_a_step_without_court_or_state_and_a_day_that_is_over_are_not_printed(world: Any) -> None:
    item = world.item("i1", "Clipbox opens its yearly fair", "The fair opens on 23 May. A hearing was on 2 May.")
    fair = world.fact(item, "23 May", metric="hearing_date", after="2031-05-23", change="set")
    over = world.fact(item, "2 May", metric="hearing_date", after="2031-05-02", change="set")
    (entry,) = world.edition([world.story("a", [item], [fair, over], tags=("program-status",))]).entries
    assert entry.facts == () and len(entry.heard) == 2
    (entry,) = world.edition([world.story("a", [item], [fair, over], tags=("court-ruling",))]).entries
    assert [fact.after for fact in entry.facts] == ["2031-05-23"]


def test_a_page_that_changed_is_told_by_its_fact_and_not_by_its_own_name(world: Any) -> None:
    story = thresholds(world, "rules", 1000, headline="Tunewell rules (sample): from 9,000 to 1,000 followers")
    assert world.edition([story]).lead.headline == "Plan rules lowers followers needed from 9,000 to 1,000"


def test_one_change_told_for_all_and_for_a_country_is_one_fact_of_a_story_with_its_day(world: Any) -> None:
    page = world.item("p1", "Partner Plan", "You need 1,000 followers now.", "clipbox-help", "official")
    news = world.item("n1", "Partner Plan opens up", "From May 6 it takes 1,000 followers in the US.")
    change = {"program": "clipbox-partner", "before": 5000, "after": 1000}
    bare = world.fact(page, "1,000 followers", **change, subject=None)
    dated = world.fact(news, "1,000 followers", **change, scope="US", effective="2031-05-06")
    story = world.story("s1", [page, news], [bare, dated])
    assert told_once(story, {"clipbox-partner": "Clipbox Partner Plan"}) == (dated,)
