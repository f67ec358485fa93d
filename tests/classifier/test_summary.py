"""Which sentences a summary takes, and which never."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from classifier.annotation import Annotation, Evidence, Fact
from classifier.summary import printable, sentences_of, story_summary, summary_of
from collector.item import Item

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def item(title: str, text: str, name: str = "a") -> Item:
    return Item(
        id=name, source=name, source_class="press", url="", title=title, text=text, observed=NOW, fingerprint=""
    )


def test_each_sentence_stands_at_its_span() -> None:
    one = item(
        "Vidlane cuts its bar", "Vidlane cut its entry bar to 500 followers on May 3. Sellers welcome it. Read more."
    )
    for sentence in summary_of(one, (), ()):
        assert one.words[sentence.evidence.start : sentence.evidence.end] == sentence.text == sentence.evidence.text


def test_the_sentence_with_the_fact_is_never_left_out() -> None:
    filler = " ".join(f"Analysts discussed the mood of market number {n} at length in May." for n in range(6))
    text = f"{filler} The fee falls from 12 to 8 percent in June."
    one = item("Peakcast news", text)
    start = one.words.index("The fee")
    fact = Fact(
        metric="platform_fee_pct",
        subject=None,
        platform=None,
        before=12,
        after=8,
        unit="percent",
        change="lowered",
        status="announced",
        evidence=Evidence(item="a", start=start, end=start + 20, text=""),
    )
    assert any("The fee falls" in sentence.text for sentence in summary_of(one, (fact,), ()))


def test_a_text_without_sentences_gives_its_headline() -> None:
    found = summary_of(item("Peakcast closes its fund for musicians", ""), (), ())
    assert [sentence.text for sentence in found] == ["Peakcast closes its fund for musicians"]


def test_at_most_three_and_never_the_same_twice() -> None:
    same = "Vidlane said on Monday that it will raise the fee to 9 percent. "
    found = summary_of(item("Vidlane raises fee", same * 6), (), ())
    assert len(found) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Sign up for our newsletter to get the day's stories in your inbox.",
        "Read more about the new rules on our website.",
        "The post Vidlane raises fee appeared first on Example Times.",
        "Photo by Dana Whitlock of the Example Agency at the hearing.",
        "Vidlane's chief speaks to reporters outside a hall in Oslo on May 3, 2026.",
        "This article was originally published in the spring of last year.",
        "The company said that it would raise the fee for all of the",
        "The company said “we will raise the fee for everyone.",
        "What does this mean for the sellers of the platform?",
        "Use promo code SAVE20 for a year of premium at half the price.",
        "We may earn an affiliate commission when you buy through links here.",
        "By Dana Whitlock and other members of the staff",
    ],
)
def test_what_is_no_news_is_not_printed(sentence: str) -> None:
    assert not printable(sentence)


def test_abbreviations_end_no_sentence() -> None:
    text = "The U.S. court heard Mr. Vale v. Peakcast Inc. on Jan. 4. It ruled at once."
    assert [text[start:end] for start, end in sentences_of(text)] == [
        "The U.S. court heard Mr. Vale v. Peakcast Inc. on Jan. 4.",
        "It ruled at once.",
    ]


def test_a_storys_summary_begins_with_its_lead_and_cites_each_item() -> None:
    lead = item("Vidlane raises fee", "Vidlane raises its fee to 9 percent from June 1.", "lead")
    other = item("Fee up", "Sellers in Norway and Kenya have 30 days to object to the change at Vidlane.", "other")
    said = {
        one.id: Annotation(item=one.id, relevant=True, relevance=1, source_class="press", language="en", made_by="t")
        for one in (lead, other)
    }
    found = story_summary([other, lead], said, "lead")
    assert [sentence.evidence.item for sentence in found] == ["lead", "other"]


@pytest.mark.parametrize("text", ["A." * 50_000, "x" * 100_000, "(" * 100_000, "By A B " * 15_000, "JAN. " * 20_000])
def test_hostile_texts_are_read_in_time(text: str) -> None:
    summary_of(item(text[:500], text), (), ())
