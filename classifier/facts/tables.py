"""Tables: rows of old and new values, flattened to lines by whoever took the text out of its page."""

from __future__ import annotations

import re
from dataclasses import replace

from classifier.facts import shares, thresholds
from classifier.facts.clauses import Sentence
from classifier.facts.loose import Loose, evidence_of, single, typed, values_of
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
        if "|" in shape and (row := _row(sentence, header, swapped, passage)):
            drafts += row
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


_EMPTY = re.compile(r"^\W*(?:(?:none|nothing|n/a|no requirement)\W*)?\|$")


def _row(sentence: Sentence, header: Sentence, swapped: bool, passage: Passage) -> list[Draft]:
    """A row whose cells are phrases ("900 fans or 30 hours | 500 fans or 20 hours"), matched by what they count."""
    bars = [place for place, letter in enumerate(sentence.shape) if letter == "|"]
    cells = [part for part in sentence.shape.split("|") if part.strip()]
    if len(cells) < 2:
        return []
    middle = next((bar for bar in reversed(bars) if sentence.shape[bar + 1 :].strip()), 0)
    known: dict[bool, dict[str, tuple[str, int]]] = {False: {}, True: {}}
    for place, one in enumerate(sentence.quantities):
        what = typed(sentence, place, passage)
        if what is not None and one.high is None and not thresholds.window(sentence, place):
            known[(sentence.token(place)[0] > middle) != swapped].setdefault(what[0], (what[1], place))
    drafts = []
    for metric, (unit, new) in known[True].items():
        old = known[False].get(metric)
        if old is None and _EMPTY.match(sentence.shape[: middle + 1]) and not swapped:
            drafts.append(
                replace(single(Loose(sentence, new, (metric, unit), "new"), None, "introduced"), places=(header.place,))
            )
            continue
        if old is None or sentence.quantities[old[1]].value == sentence.quantities[new].value:
            continue
        before, after = values_of(metric, unit, sentence.quantities[old[1]], sentence.quantities[new])
        first, last = sorted((old[1], new))
        left, right = sentence.span(sentence.token(first)[0], evidence_of(sentence, *sentence.token(last), metric)[1])
        drafts.append(
            Draft(
                metric=metric,
                before=before,
                after=after,
                unit=unit,
                change=change_of(before, after),
                start=left,
                end=right,
                place=sentence.place,
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
