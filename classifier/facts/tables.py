"""Tables: rows of old and new values, flattened to lines by whoever took the text out of its page."""

from __future__ import annotations

import re

from classifier.facts import shares, thresholds
from classifier.facts.clauses import Sentence
from classifier.facts.numbers import Quantity
from classifier.facts.passage import Draft, Passage, change_of

_OLD = r"(?:old|before|until|previous(?:ly)?|former(?:ly)?|now|current(?:ly)?|today|was|up to|existing)"
_NEW = r"(?:new|after|from|as of|starting|now|updated|effective|will be|is)"
_HEADER = re.compile(rf"\b(?P<a>{_OLD})\b(?: until)?(?: <d\d+>)?[^<>\w]*(?:[\w ]{{0,12}}?)\b(?P<b>{_NEW})\b")
_SWAPPED = re.compile(r"\b(?:new|after)\b[^<>\w]*\b(?:old|before|previous(?:ly)?|former(?:ly)?)\b")
_CELLS = re.compile(
    r"^\W*(?P<label>[^<>|]*?)[\s|:;,\t-]*<[cpmt](?P<a>\d+)>(?P<mid>[^<>]{0,24})<[cpmt](?P<b>\d+)>[^<>]{0,24}$"
)


def read(passage: Passage) -> list[Draft]:
    """Rows under a header that says which column is old and which new."""
    header: Sentence | None = None
    swapped = False
    drafts: list[Draft] = []
    for sentence in passage.sentences:
        shape = sentence.shape
        if header is None or (not sentence.quantities and len(shape) < 90):
            if not sentence.title and len(shape) < 110 and not shape.rstrip().endswith((".", "!", "?")):
                if _SWAPPED.search(shape):
                    header, swapped = sentence, True
                elif _HEADER.search(shape):
                    header, swapped = sentence, False
            continue
        match = _CELLS.match(shape.strip())
        if match is None:
            continue
        old, new = (int(match["b"]), int(match["a"])) if swapped else (int(match["a"]), int(match["b"]))
        a, b = sentence.quantities[old], sentence.quantities[new]
        if a.value == b.value or a.kind != b.kind:
            continue
        what = _metric(match["label"], a, sentence, passage)
        if what is None:
            continue
        left, right = sentence.span(0, len(shape.rstrip()))
        metric, unit = what
        scope = (
            ()
            if _labels_metric(match["label"])
            else (passage.words[slice(*sentence.span(match.start("label"), match.end("label")))].strip(" -|:"),)
        )
        drafts.append(
            Draft(
                metric=metric,
                before=a.told,
                after=b.told,
                unit=unit,
                change=change_of(a.told, b.told),
                start=left,
                end=right,
                place=sentence.place,
                scope=tuple(word for word in scope if word),
                weight=0.85,
                places=(header.place,),
            )
        )
    return drafts


def _labels_metric(label: str) -> bool:
    return bool(thresholds.metrics_named(label)) or bool(
        re.search(
            r"\b(?:fee|commission|share|cut|payout|hours|days|posts|videos|age|minimum|threshold|revenue|uploads)\b",
            label,
        )
    )


def _metric(label: str, one: Quantity, sentence: Sentence, passage: Passage) -> tuple[str, str] | None:
    if one.kind == "percent":
        return shares.of_context(label) or shares.of_context(passage.low)
    if one.kind == "money":
        metric = (
            "payout_min"
            if re.search(r"\bpay-?out|\bwithdraw|\bcash", label)
            else "revenue_threshold"
            if re.search(r"\b(?:revenue|sales|earnings)\b", label)
            else None
        )
        if metric is None and (
            noun := re.search(r"\b(listing|order|install|transaction|registration|annual)\b", label)
        ):
            metric = f"{noun[1]}_fee"
        return (metric, one.unit or "USD") if metric else None
    named = thresholds.metrics_named(label)
    if named:
        return next(iter(named.items()))
    if re.search(r"\b(?:posts|videos|uploads|stories|episodes)\b", label):
        return "posts", "posts"
    if re.search(r"\bdays on air|broadcast days|unique days|days streamed\b", label):
        return "broadcast_days", "days"
    if re.search(r"\bhours\b", label):
        return thresholds.hours_of(passage)
    if re.search(r"\bage\b", label):
        return "age_min", "years"
    return None
