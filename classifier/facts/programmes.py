"""Programmes: opened, paused, closed or reopened, where a text says so of a named one."""

from __future__ import annotations

import re

from classifier.facts.clauses import Sentence
from classifier.facts.passage import Draft, Passage

# What a money programme is called; "program" alone is any software.
_NAME = (
    r"(?:(?:[\w'&/-]+ ){0,4}(?:creator|creators|partner|partners|affiliate|ambassador|contributor|bonus"
    r"|bonuses|fund|rewards?|monetization|monetisation|ad revenue|revenue[- ]sharing|tipping|tips"
    r"|subscriptions?|shopping|ads|star|stars|gifts?|play|plays|shorts|reels|spotlight|marketplace|payouts?"
    r"|incentive|grant|accelerator)"
    r"(?:[ -](?:program(?:me)?|fund|pool|scheme|plan|bonus(?:es)?|pilot|rewards?|marketplace|tier|initiative"
    r"|payments|subscriptions|tool|feature|sharing)s?){0,2}"
    r"|(?:[\w'&/-]+ ){1,4}?(?:fund|bonus program(?:me)?|partner program(?:me)?|affiliate program(?:me)?"
    r"|accelerator program(?:me)?))"
)
_CLOSE = re.compile(
    r"\b(?P<verb>clos(?:es|ed|ing)|clos(?:e)\b|shut(?:s|ting)?(?: down)?|shutter(?:s|ed|ing)?|(?:discontinuation"
    r"|closure|end|shutdown) of|(?:will |to )(?:fully |completely )?replace|replac(?:es|ing)|end(?:s|ed|ing)?"
    r"|discontinu(?:es|ed"
    r"|ing|e)|sunset(?:s|ting)?|kill(?:s|ed|ing)?|wind(?:s|ing)? down|wound down|retir(?:es|ed|ing|e)"
    r"|axe[sd]?|axing|pulls? the plug on|pulled the plug on|scrap(?:s|ped|ping)?|cancel(?:s|l?ed|l?ing)|phas(?:es"
    r"|ed|ing) out"
    r"|terminat(?:es|ed|ing)|stops?|stopped)\b"
    rf" (?:its |the |their |all of its |down |off |us |<m\d+> )*\W?(?P<name>{_NAME})\b(?P<tail>[^<>;.]{{0,40}})"
)
_PAUSE = re.compile(
    rf"\b(?P<verb>paus(?:es|ed|ing)|suspend(?:s|ed|ing)?|put(?:s|ting)? on hold|halts?|halted|freez(?:es|ing)"
    rf"|froze)\b (?:its |the |their |us )*\W?(?P<name>{_NAME})\b"
)
_REOPEN = re.compile(
    rf"\b(?P<verb>reopen(?:s|ed|ing)?|reviv(?:es|ed|ing)|relaunch(?:es|ed|ing)?|brings? back|brought back"
    rf"|resum(?:es|ed|ing)|reinstat(?:es|ed))\b (?:its |the |their |us )*\W?(?P<name>{_NAME})\b"
)
_PASSIVE = re.compile(
    rf"\b(?:the |its )?(?P<name>{_NAME})\b(?:,[^<>;.]{{0,60}}?,)?[^<>;.,]{{0,25}}? (?P<verb>is (?:closing"
    rf"|ending|shutting down|being (?:closed|shut(?: down)?|discontinued|retired|wound down|sunset|paused))"
    rf"|(?:will|to) (?:close|end|shut down|be (?:closed|shut(?: down)?|discontinued|retired|paused|wound down"
    rf"|sunset))|closes|closed|ends|shuts down|(?:has been|was|were) (?:closed|shut down|discontinued|retired"
    rf"|paused|scrapped)|is (?:no more|over|dead|going away)|goes away)\b"
)
_BAD = re.compile(
    r"\b(?:applications?|registration|comment|store|shop|office|investigation|probe|deal|talks|lawsuit|case"
    r"|subscription (?:for|of) viewers|bonus episode|tips? line|hedge fund|trust fund|pension fund"
    r"|mutual fund|venture fund|rescue fund|fund(?:ing)? round)\b"
)


def read(passage: Passage) -> list[Draft]:
    """Programmes that close, pause or come back; a launch shows in its terms."""
    drafts: list[Draft] = []
    for sentence in passage.sentences[:30]:
        found = _of(sentence, passage)
        if found is not None and not any(other.after == found.after for other in drafts):
            drafts.append(found)
    return drafts


def _of(sentence: Sentence, passage: Passage) -> Draft | None:
    shape = sentence.shape
    if not _QUICK.search(shape):
        return None
    for pattern, before, after in (
        (_CLOSE, "open", "closed"),
        (_PAUSE, "open", "paused"),
        (_REOPEN, "closed", "open"),
        (_PASSIVE, "open", "closed"),
    ):
        match = pattern.search(shape)
        if match is None:
            continue
        name = match["name"]
        if (
            _BAD.search(name)
            or not _NAMED.search(name)
            or (re.search(r"\b(?:bonus|rewards|partner|affiliate)$", name) and pattern in (_PASSIVE, _CLOSE))
        ):
            continue
        if pattern is _CLOSE and (
            match["verb"].startswith(("stop", "end"))
            and not re.search(r"\b(?:fund|program(?:me)?|bonus(?:es)?|scheme|rewards?|pilot)\b", name)
        ):
            continue
        if re.search(
            r"\b(?:may|might|could|should|not|never|denied|if|petition\w*|urges?|calls? (?:on|for)"
            r"|considering|no plans)\b",
            shape[max(0, match.start() - 60) : match.start() + 10],
        ):
            continue
        if re.search(
            r"\b(?:bill|act|deal|talks|suit|fees?|commission|cut|share|threshold|requirement|minimum|bar|rule"
            r"|loophole|gap|support for)\b",
            name + match.groupdict().get("tail", "")[:15],
        ):
            continue
        if re.search(
            r"^(?:in|since|back in) <d|\b(?:had|which|the|a|its|their|newly|recently) (?:been )?$",
            shape[: match.start()],
        ):
            continue
        if "paus" in match["verb"] or "hold" in match["verb"]:
            after = "paused"
        echoes = tuple(
            other.place
            for other in passage.sentences[:12]
            if other.dates
            and other.place != sentence.place
            and abs(other.place - sentence.place) <= 3
            and _QUICK.search(other.shape)
        )
        left, right = sentence.span(
            match.start(), match.start() + len(match.group().rstrip()) if pattern is not _CLOSE else match.end("name")
        )
        return Draft(
            metric="program_status",
            before=before,
            after=after,
            unit="status",
            change="set",
            start=left,
            end=right,
            place=sentence.place,
            subject=passage.words[slice(*sentence.span(match.start("name"), match.end("name")))],
            weight=0.8,
            places=echoes,
        )
    return None


_QUICK = re.compile(
    r"\b(?:clos|shut|end|discontinu|replac|going away|goes away|sunset|kill|wind|wound|retir|axe|pull|scrap|cancel|phas"
    r"|terminat|stop|paus"
    r"|suspend|hold|halt|freez|froze|reopen|reviv|relaunch|back|resum|reinstat)\w*\b"
)
_NAMED = re.compile(
    r"\b(?:fund|program(?:me)?|scheme|bonus(?:es)?|rewards|marketplace|partner|affiliate|pilot|monetization"
    r"|tipping|pool|accelerator|initiative|revenue[- ]sharing)\b"
)
