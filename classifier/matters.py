"""Matters: cases, bills, rules, investigations and deals as machines of stages; an impossible step is reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

# What may follow what. "" is the state before anything is known; a matter we meet half-way may begin anywhere, and
# that first step is then taken as told. A stage that may come again (rulings, extensions) names itself.
_CASE = {
    "": "filed interim-ruling trial verdict ruling appeal-ruling final-ruling remedy-ruling settlement approval "
    "enforcement-ruling",
    # Some petitions are filed in an appeals court at once.
    "filed": "filed interim-ruling ruling trial settlement verdict appeal-ruling final-ruling",
    "interim-ruling": "interim-ruling ruling trial verdict appeal-ruling final-ruling settlement enforcement-ruling",
    "trial": "trial verdict ruling remedy-ruling settlement interim-ruling",
    "verdict": "ruling appeal-ruling remedy-ruling settlement final-ruling verdict",
    "ruling": "ruling trial verdict interim-ruling appeal-ruling remedy-ruling settlement final-ruling "
    "enforcement-ruling",
    "appeal-ruling": "appeal-ruling ruling trial final-ruling remedy-ruling settlement interim-ruling "
    "enforcement-ruling",
    "remedy-ruling": "remedy-ruling appeal-ruling interim-ruling final-ruling enforcement-ruling settlement ruling",
    "enforcement-ruling": "enforcement-ruling appeal-ruling final-ruling interim-ruling settlement ruling",
    "settlement": "approval settlement ruling trial",
    "approval": "approval final-ruling appeal-ruling",
    "final-ruling": "enforcement-ruling ruling remedy-ruling",
}
_BILL = {
    "": "announced introduced passed-chamber enacted in-force",
    "announced": "introduced passed-chamber announced",
    "introduced": "introduced passed-chamber enacted",
    "passed-chamber": "passed-chamber enacted introduced",
    "enacted": "in-force enacted",
    "in-force": "in-force",
}
_RULE = {
    "": "announced proposed-rule guidance final-rule in-force",
    "announced": "proposed-rule guidance",
    "proposed-rule": "proposed-rule final-rule guidance",
    "final-rule": "in-force final-rule guidance",
    "guidance": "guidance proposed-rule",
    "in-force": "in-force guidance proposed-rule",
}
_INVESTIGATION = {
    "": "announced opened preliminary-finding statement-of-objections commitments order final-decision settlement",
    "announced": "opened",
    "opened": "opened preliminary-finding statement-of-objections commitments order final-decision settlement",
    "preliminary-finding": "preliminary-finding statement-of-objections commitments order final-decision settlement",
    "statement-of-objections": "statement-of-objections commitments order final-decision settlement",
    "commitments": "commitments approval order final-decision",
    "order": "order final-decision appeal-ruling ruling final-ruling",
    "settlement": "approval final-decision",
    "approval": "",
    # A decision goes to court: from there on it is read like a case.
    "final-decision": "ruling appeal-ruling final-ruling order final-decision",
    "ruling": "appeal-ruling final-ruling ruling",
    "appeal-ruling": "final-ruling ruling",
    "final-ruling": "",
}
_DEAL = {
    "": "announced order agreement approval completed",
    "announced": "agreement order announced",
    "order": "order agreement approval completed announced",
    "agreement": "approval completed order agreement",
    "approval": "completed order",
    "completed": "",
}
MACHINES: Mapping[str, Mapping[str, frozenset[str]]] = {
    kind: {stage: frozenset(after.split()) for stage, after in machine.items()}
    for kind, machine in (
        ("case", _CASE),
        ("bill", _BILL),
        ("rule", _RULE),
        ("investigation", _INVESTIGATION),
        ("deal", _DEAL),
    )
}
# Steps that end a matter: nothing of its kind is awaited afterwards.
ENDS: Mapping[str, frozenset[str]] = {
    "case": frozenset({"final-ruling", "approval"}), "bill": frozenset({"in-force"}), "rule": frozenset({"in-force"}),
    "investigation": frozenset({"final-decision", "final-ruling", "approval"}), "deal": frozenset({"completed"}),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of a matter as told: `day` is an ISO date, month or year; `item` is where we read it."""

    day: str
    stage: str
    what: str = ""
    item: str = ""
    source_class: str = ""
    problem: str = ""  # why the step could not follow; empty where it could


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """A matter's way so far: steps in order of time, those that could not follow apart, and where it stands."""

    matter: str
    kind: str
    steps: tuple[Step, ...]
    doubted: tuple[Step, ...]
    stage: str
    ended: bool

    @property
    def awaited(self) -> tuple[str, ...]:
        """The stages that may come next."""
        return () if self.ended else tuple(sorted(MACHINES[self.kind].get(self.stage, frozenset())))


def kind_of(stages: Iterable[str], caption: str = "", dockets: Sequence[str] = ()) -> str:
    """
    Which machine a matter runs on, by the stages told of it, else by its caption.

    >>> kind_of(["opened", "commitments"]), kind_of([], "Smith v. Jones"), kind_of(["passed-chamber"])
    ('investigation', 'case', 'bill')
    """
    told = set(stages)
    if " v. " in caption or " v " in caption:
        return "case"
    best = max(MACHINES, key=lambda kind: (len(told & MACHINES[kind].keys()), -list(MACHINES).index(kind)))
    return best if told & MACHINES[best].keys() else "case" if dockets else "investigation"


def course(matter: str, kind: str, steps: Iterable[Step], seeded: int = 0, today: date | None = None) -> Course:
    """
    The way of a matter through its stages.

    Steps come in any order and are taken by date. The same step told by several items is one; a step that cannot
    follow the one before it is kept apart with its reason, never accepted in silence and never lost. The first
    `seeded` steps (a known timeline) are taken as they are. Where a matter stands is said as of `today`: a step of a
    later day is listed and moves nothing yet.
    """
    machine = MACHINES[kind]
    given = list(steps)
    fixed = {id(step) for step in given[:seeded]}
    accepted: list[Step] = []
    doubted: list[Step] = []
    stage = standing = ""
    for step in sorted(given, key=lambda one: (one.day, id(one) not in fixed, one.stage)):
        if any(_same(step, other) for other in accepted):
            continue
        if id(step) not in fixed:
            problem = _problem(step, stage, machine, kind, accepted)
            if problem:
                if not any(_same(step, other) for other in doubted):
                    doubted.append(replace(step, problem=problem))
                continue
        accepted.append(step)
        if step.stage in machine:
            stage = step.stage
            if today is None or step.day <= today.isoformat():
                standing = stage
    return Course(
        matter=matter, kind=kind, steps=tuple(accepted), doubted=tuple(doubted), stage=standing,
        ended=standing in ENDS[kind],
    )  # fmt: skip


def _problem(step: Step, stage: str, machine: Mapping[str, frozenset[str]], kind: str, accepted: Sequence[Step]) -> str:
    if step.stage not in machine:
        return f"a {kind} has no stage {step.stage!r}"
    if step.stage in machine.get(stage, frozenset()):
        return ""
    if any(other.stage == step.stage for other in accepted):
        return f"{step.stage} was told before ({next(other.day for other in accepted if other.stage == step.stage)})"
    last = accepted[-1].day if accepted else ""
    return f"{step.stage} cannot follow {stage or 'nothing'}" + (f" of {last}" if last else "")


def _same(one: Step, other: Step) -> bool:
    """Whether two tellings are one step: same stage, days at most three apart (reports lag, and months are vague)."""
    if one.stage != other.stage:
        return False
    if len(one.day) < 10 or len(other.day) < 10:
        return one.day[:7] == other.day[:7] or (one.day[:4] == other.day[:4] and min(len(one.day), len(other.day)) == 4)
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days) <= 3


# Numbers by which courts and authorities file a matter, wherever they stand in a text.
_DOCKETS: tuple[re.Pattern[str], ...] = (
    re.compile(r"\b\d{1,2}:\d{2}-(?:cv|cr|mc|md|ap|bk)-\d{3,6}\b", re.I),  # US district courts: 1:20-cv-03010
    re.compile(
        r"(?<![\w-])(?:No\.? ?)?(\d{2}-\d{2,5})(?= ?\((?:U\.S|D\.C|\w+ Cir|1st|2d|3d|\dth))"
    ),  # 24-1113 (D.C. Cir.)
    re.compile(r"\bNo\.? ?(\d{2}-\d{2,5})\b"),  # No. 24-656
    re.compile(r"\b[CT][-‑–]\d{1,4}/\d{2}(?: P)?\b"),  # EU courts: C-48/22 P
    re.compile(r"\b(?:AT|DMA|M|SA)\.\d{4,6}\b"),  # European Commission: AT.40437, DMA.100109
)


def dockets_in(words: str) -> tuple[str, ...]:
    """
    Docket and case numbers, in one spelling, each once.

    >>> dockets_in("Epic v. Apple, No. 21-16506; see also 4:20-CV-05640 and C–48/22 P")
    ('21-16506', '4:20-cv-05640', 'C-48/22 P')
    """
    found = sorted(
        (match.start(), re.sub(r"[‑–]", "-", match[match.lastindex or 0]))
        for pattern in _DOCKETS
        for match in pattern.finditer(words[:20_000])
    )
    return tuple(dict.fromkeys(one.lower() if ":" in one else one for _, one in found))


_CAPTION = re.compile(
    r"\b(?:[A-Z][\w.&'’-]*,? ){0,4}?[A-Z][\w.&'’-]* v\.? (?:the )?[A-Z][\w.&'’-]*(?: (?:of|and|&"
    r"|[A-Z][\w.&'’-]*)){0,4}|\bIn re:? [A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,5}"
)


def captions_in(words: str) -> tuple[str, ...]:
    """
    Captions of cases as told.

    >>> captions_in("The court in Okafor v. Vidora Inc. sided with the artist.")
    ('Okafor v. Vidora Inc.',)
    """
    return tuple(dict.fromkeys(match.group().strip() for match in _CAPTION.finditer(words[:20_000])))


def key_of(caption: str) -> str:
    """
    A caption without what varies between papers: company forms, articles, points and capitals.

    >>> key_of("NetChoice, LLC v. Bonta") == key_of("Netchoice v Bonta")
    True
    """
    text = re.sub(
        r"\b(?:inc|llc|ltd|corp|co|plc|gmbh|s\.?a|the|et al)\b\.?", "", caption.lower().replace(" v. ", " v ")
    )
    return " ".join(re.sub(r"[^\w\s]", " ", text).split())
