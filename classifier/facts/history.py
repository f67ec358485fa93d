"""History: whether a text tells a legal step or a sum as what was, by its dates."""

from __future__ import annotations

import re
from datetime import timedelta

from classifier.facts.clauses import Sentence
from classifier.facts.passage import Passage

RECENT = timedelta(days=21)  # a step older than this is told as history; magazines and blogs lag by two weeks
_AT = re.compile(r"\b(?:in|on|since|back in|last|of|the|'s) (?:early |late |mid-?)?$|^$")
_OPENS = re.compile(
    r"^\W*(?:(?:earlier|previously|back|separately|also|and|but)\W+)*(?:(?:in|on|since|as early as) (?:early "
    r"|late |mid-?)?)?$"
)
_CLOSES = re.compile(
    r"^\W*(?:\([^()]{1,40}\) )?(?:(?:civil |record |antitrust |privacy )?(?:fine|penalty|settlement|verdict"
    r"|judgment) )?"
    r"(?:(?:it |was |that |which |had |been ){0,3}(?:imposed|issued|levied|handed down|paid|reached|announced"
    r"|agreed) )?"
    r"(?:back )?(?:in|on) (?:early |late |mid-?)?$"
)
_AGO = re.compile(r"^[^.;<>]{0,60}\b(?:(?:years?|months) (?:ago|earlier|before)|(?:the year|the month) before)\b")


def _old(sentence: Sentence, place: int, passage: Passage) -> bool:
    """Whether date `place` of a sentence lies weeks before the day of the news."""
    when = sentence.dates[place]
    if passage.published is None:
        return False
    return _said_past(sentence, place) or when.iso < (passage.published - RECENT).isoformat()[: len(when.iso)]


def _said_past(sentence: Sentence, place: int) -> bool:
    """Whether the words of a date are "last month" or "last year"."""
    when = sentence.dates[place]
    return when.word == "last" and when.grain in {"month", "year"}


def long_past(sentence: Sentence, passage: Passage) -> bool:
    """Whether a sentence puts its step weeks before the day of the news ("in April the judge ruled")."""
    for place in range(len(sentence.dates)):
        start, _ = sentence.token_of_date(place)
        if _old(sentence, place, passage) and (
            _said_past(sentence, place) or _AT.search(sentence.shape[max(0, start - 20) : start])
        ):
            return True
    return False


def sum_long_past(sentence: Sentence, start: int, end: int, passage: Passage) -> bool:
    """
    Whether the sum at `start` to `end` of a shape was paid or imposed weeks ago: the sentence opens with the time
    ("In May 2021 the watchdog fined"), or the time follows the sum ("a fine of 5 million in 2021").
    """
    for place in range(len(sentence.dates)):
        left, right = sentence.token_of_date(place)
        if not _old(sentence, place, passage):
            continue
        if right <= start and _OPENS.match(sentence.shape[:left]):
            return True
        if left >= end and _CLOSES.match(sentence.shape[end:left]):
            return True
    return _AGO.match(sentence.shape[end:]) is not None
