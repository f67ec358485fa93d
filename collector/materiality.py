"""Which changes of a watched page change a rule: a verdict with its score, its parts and a reason in plain words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from collector.clauses import Clause, clauses_of
from collector.editions import language_of, other_edition, partly_translated, respelled, says_more, strangers
from collector.edits import Difference, Edit, Pair, difference
from collector.failed_pages import failure_of
from collector.furniture import binds, furniture
from collector.history import PageHistory, grown, kernel_of, short, stamps_of, state_of
from collector.roles import LINKING, is_function, role_of, stem
from collector.verdict import RAISES, ClauseChange, Part, Verdict, cut, told
from collector.weights import (
    amid_menus,
    announced_places,
    as_rename,
    as_respelled,
    beside,
    in_restless_place,
    neighbours,
    notice_part,
    outside_the_policy,
    pair_parts,
    renamed_things,
    renumbered,
    text_of,
    whole_part,
)


def _clause_changes(found: Difference, weights: Mapping[int, float]) -> tuple[ClauseChange, ...]:
    changes = [
        ClauseChange(before=text_of(pair.before), after=text_of(pair.after), weight=round(weights.get(at, 0.0), 2))
        for at, pair in enumerate(found.pairs)
    ]
    order = sorted(range(len(changes)), key=lambda at: (-changes[at].weight, at))
    return tuple(changes[at] for at in order)


# A text that keeps less than this part of its words is held until it is seen twice, HELD_FOR apart.
KEEPS = 0.4
HELD_FOR = timedelta(hours=1)
# Some lines in the place of a policy are hardly ever the policy: a wall may stand for days. A policy that ends says so.
LINES = 60
HELD_LINES_FOR = timedelta(days=7)


# Which kind of part names the verdict when no rule changed, the first found wins.
_NAMES: tuple[tuple[str, frozenset[str]], ...] = (
    ("failed-page", frozenset(("banner",))),
    ("structure", frozenset(("menu", "notice", "document", "edition", "flip"))),
    ("counter", frozenset(("counter",))),
    ("date-only", frozenset(("date",))),
    ("structure", frozenset(("heading",))),
)


def judge(history: PageHistory, text: str, observed: datetime) -> tuple[Verdict, PageHistory]:
    """
    Say what the text means that a page shows at `observed`, and what the page's history is from then on.

    The first text is "first-seen"; the same text again is no change (`same`). A failed page leaves the last version as
    it was: the next text is compared with that one.
    """
    when = observed.isoformat()
    clauses = clauses_of(text)
    state, kernel = state_of(clauses), kernel_of(clauses)
    if history.text is None:
        failure = failure_of((), clauses)
        if failure:
            verdict = Verdict(verdict="failed-page", score=0.0, reason=failure, stored=False)
            return verdict, replace(history, failed={state: when, **history.failed})
        stamps = stamps_of(clauses)
        return (
            Verdict(
                verdict="first-seen",
                score=0.0,
                reason="The page is read for the first time.",
                dated=max(stamps, default=None),
            ),
            replace(
                history,
                text=text,
                seen={state: when},
                kernels={kernel: when},
                stamps={day.isoformat(): when for day in stamps},
                newest=max(stamps).isoformat() if stamps else "",
            ),
        )
    if text == history.text:
        reason = (
            "The page is back to the text before the failed reading."
            if history.disturbed
            else "The same text as before."
        )
        return (
            Verdict(verdict="known-state", score=0.0, reason=reason, same=not history.disturbed, stored=False),
            replace(history, disturbed=False, waiting={}, held=None, held_since="") if history.disturbed else history,
        )
    old = clauses_of(history.text)
    seen_before = history.seen.get(state)
    known = bool(seen_before) and state != state_of(old)
    if not known:
        failure, hold = _failure(history, old, clauses)
        if failure and hold and _seen_twice(history, state, clauses, observed):
            failure = ""
        if failure:
            kept = replace(history, failed={state: when, **history.failed}, disturbed=True)
            if hold:
                since = history.held_since if history.held is not None and _alike(history.held, clauses) else when
                kept = replace(kept, waiting={state: when, **history.waiting}, held=text, held_since=since)
            return Verdict(verdict="failed-page", score=0.0, reason=failure, stored=False), kept
    found, documents = _compared(old, clauses)
    verdict = _judged(history, old, clauses, found, documents, text=text, kernel=kernel, state=state)
    return verdict, grown(history, old, clauses, found, text, state, kernel, verdict, when)


def _failure(history: PageHistory, old: Sequence[Clause], new: Sequence[Clause]) -> tuple[str, bool]:
    """Why the text is no version of the page, and whether seeing it twice makes it one."""
    failure = failure_of(old, new)
    if failure:
        return failure, False
    old_words = sum(len(clause.tokens) for clause in old)
    new_words = sum(len(clause.tokens) for clause in new)
    if new_words < KEEPS * old_words:
        lost = 100 - round(100 * new_words / max(1, old_words))
        return f"The text lost {lost} % of its words; it is held until it is seen twice.", True
    if new_words < 0.75 * old_words:
        keys = {clause.key for clause in old}
        came_words = sum(len(clause.tokens) for clause in new if clause.key and clause.key not in keys)
        if came_words < 0.02 * (old_words - new_words):
            lost = 100 - round(100 * new_words / max(1, old_words))
            return (
                f"{lost} % of the text is gone and nothing came in its place; it is held until it is seen twice.",
                True,
            )
    went, came = strangers(old, new)
    if went and came:
        return (
            f"Another document stands in the place of {cut(went[0].title, 80)}: {cut(came[0].title, 80)}; "
            "it is held until it is seen twice.",
            True,
        )
    if not {clause.key for clause in old} & {clause.key for clause in new}:
        old_vocabulary = {stem(token) for clause in old for token in clause.tokens if not is_function(token)}
        new_vocabulary = {stem(token) for clause in new for token in clause.tokens if not is_function(token)}
        if len(old_vocabulary & new_vocabulary) < 0.3 * min(len(old_vocabulary), len(new_vocabulary)) and language_of(
            old
        ) == language_of(new):
            return "Nothing of the page's text is left; it is held until it is seen twice.", True
    return "", False


def _alike(text: str, clauses: Sequence[Clause]) -> bool:
    ours = {clause.key for clause in clauses_of(text)}
    theirs = {clause.key for clause in clauses}
    return len(ours & theirs) >= 0.8 * max(1, len(ours | theirs))


def _seen_twice(history: PageHistory, state: str, clauses: Sequence[Clause], observed: datetime) -> bool:
    """Whether a text that waits was shown before, long enough ago; nearly the same text counts for the last one."""
    first = history.waiting.get(state)
    if first is None and history.held is not None and history.held_since and _alike(history.held, clauses):
        first = history.held_since
    few = sum(len(clause.tokens) for clause in clauses) <= LINES and not any(map(binds, clauses))
    patience = HELD_LINES_FOR if few else HELD_FOR
    return first is not None and observed - datetime.fromisoformat(first) >= patience


def _compared(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Difference, list[Part]]:
    """What differs, documents that came or went as a whole set apart."""
    went, came = strangers(old, new)
    if not went and not came:
        return difference(old, new), []
    foreign = {id(clause) for document in (*went, *came) for clause in document.clauses}
    parts = [
        Part(kind="document", weight=0.0, before=one.title, why=f"a whole document went: {cut(one.title, 80)}")
        for one in went
    ]
    parts += [
        Part(kind="document", weight=0.0, after=one.title, why=f"a whole document came: {cut(one.title, 80)}")
        for one in came
    ]
    found = difference(
        [clause for clause in old if id(clause) not in foreign],
        [clause for clause in new if id(clause) not in foreign],
    )
    return found, parts


def _judged(
    history: PageHistory,
    old: Sequence[Clause],
    new: Sequence[Clause],
    found: Difference,
    documents: Sequence[Part],
    *,
    text: str,
    kernel: str,
    state: str,
) -> Verdict:
    stamps = stamps_of(new)
    dated = max(stamps) if stamps and max(stamps).isoformat() > history.newest else None
    moved = tuple(clause.text for clause in found.moved)
    if not found.pairs and not documents:
        if not moved:
            return _only_form(history.text or "", text)
        said = f"Nothing new is said; {len(moved)} clause{'s' if len(moved) > 1 else ''} moved."
        return Verdict(verdict="cosmetic" if len(moved) <= 2 else "structure", score=0.05, moved=moved, reason=said)
    parts, weights = _weighed(history, old, new, found)
    parts = sorted((*documents, *parts), key=lambda part: -part.weight)
    plain = Verdict(
        verdict="cosmetic",
        score=round(parts[0].weight, 3),
        reason=told(parts[0]),
        parts=tuple(parts),
        clauses=_clause_changes(found, weights),
        moved=moved,
        dated=dated,
    )
    again = _known_again(history, old, new, plain, state=state, kernel=kernel)
    if again is not None:
        return again
    languages = language_of(old), language_of(new)
    if languages[0] != languages[1] and all(languages) and not dated:
        said = f"The page is in another language now ({languages[0]} → {languages[1]})"
        if says_more(found):
            return replace(plain, verdict="rule-change", reason=f"{said}, and it says more than before.")
        return replace(plain, verdict="structure", score=0.2, reason=f"{said}.")
    if plain.score >= RAISES:
        translated = partly_translated(found)
        # A clause on both sides is one language; only a label like "Phone" is taken for its own translation.
        edited = any(p.before and p.after and p.kind != "words" for p in parts if p.weight >= RAISES)
        if translated and not says_more(found) and not edited:
            said = f"A part of the page is in another language now ({translated})."
            return replace(plain, verdict="structure", score=0.2, reason=said)
        edition = other_edition(found, history, dated)
        if edition:
            said = f"Another edition of the page is shown: {edition}."
            return replace(plain, verdict="structure", score=0.4, reason=said)
        count = sum(1 for part in parts if part.weight >= RAISES)
        more = f" ({count} such changes)" if count > 1 else ""
        return replace(plain, verdict="rule-change", reason=plain.reason + more)
    for verdict, names in _NAMES:
        telling = next((part for part in parts if part.kind in names), None)
        if telling is not None:
            return replace(plain, verdict=verdict, reason=told(telling), stored=verdict != "failed-page")
    return plain


def _weighed(
    history: PageHistory, old: Sequence[Clause], new: Sequence[Clause], found: Difference
) -> tuple[list[Part], dict[int, float]]:
    """What each changed place holds, and the weight of each place."""
    parts_at: dict[int, list[Part]] = {}
    old_count = Counter(clause.key for clause in old)
    new_count = Counter(clause.key for clause in new)
    renamed = renamed_things(found)
    announced = announced_places(found)
    kept_dates = frozenset(stamps_of(old)) & frozenset(stamps_of(new))
    editions = _count(old, "edition") == _count(new, "edition")
    together = neighbours(found)
    around_old, around_new = furniture(old), furniture(new)
    numbered = renumbered(found)
    other_english = respelled(old, new)
    for at, pair in enumerate(found.pairs):
        if at in announced:
            mine = [notice_part(pair)]
        elif at in numbered:
            mine = [
                Part(
                    kind="wording",
                    weight=0.0,
                    before=text_of(pair.before),
                    after=text_of(pair.after),
                    why="a heading has another number",
                )
            ]
        elif pair.before and pair.after:
            mine = pair_parts(pair, history)
            if renamed and _only_renames(pair, renamed, mine):
                mine = [as_rename(part) for part in mine]
        else:
            others = old_count if not pair.before else new_count
            part = whole_part(pair.edits[0], others, history, kept_dates)
            part = in_restless_place(part, history.places.get(short(pair.below), 0))
            around = around_new if pair.after else around_old
            mine = [beside(part, pair, together[pair.stretch, not pair.before], around)]
        if _around(pair, around_old, around_new):
            mine = [outside_the_policy(part) for part in mine]
        if other_english:
            mine = [as_respelled(part) for part in mine]
        if editions:
            # The line of languages is told in the language of whoever looks; that is its form, not another part.
            mine = [replace(part, kind="wording") if part.kind == "edition" else part for part in mine]
        parts_at[at] = mine
    by_stretch: defaultdict[int, list[int]] = defaultdict(list)
    for at, pair in enumerate(found.pairs):
        by_stretch[pair.stretch].append(at)
    for places in by_stretch.values():
        if amid_menus([part for at in places for part in parts_at[at]]):
            for at in places:
                parts_at[at] = [replace(p, kind="menu", weight=0.4) if p.kind == "item" else p for p in parts_at[at]]
    weights = {at: max((part.weight for part in mine), default=0.0) for at, mine in parts_at.items()}
    return [part for mine in parts_at.values() for part in mine], weights


def _around(pair: Pair, around_old: frozenset[int], around_new: frozenset[int]) -> bool:
    """Whether a changed place stands outside of the policy, and says no rule there."""
    return (
        all(id(clause) in around_old for clause in pair.before)
        and all(id(clause) in around_new for clause in pair.after)
        and not any(map(binds, (*pair.before, *pair.after)))
    )


def _only_renames(pair: Pair, renamed: frozenset[tuple[str, ...]], parts: Sequence[Part]) -> bool:
    return all(edit.gone in renamed or not _heavy(edit) for edit in pair.edits) and not any(
        part.kind in ("number", "territory", "deadline") for part in parts
    )


def _known_again(
    history: PageHistory, old: Sequence[Clause], new: Sequence[Clause], plain: Verdict, *, state: str, kernel: str
) -> Verdict | None:
    """The verdict where the page shows again what it showed before; None where it does not."""
    seen_at = history.seen.get(state)
    if seen_at and state != state_of(old):
        said = f"The page shows again the text it showed on {seen_at[:10]}."
    elif plain.score >= RAISES and kernel != kernel_of(old) and kernel in history.kernels:
        seen_at = history.kernels[kernel]
        said = f"Menus and banners aside, the page shows again the text it showed on {seen_at[:10]}."
    elif plain.score >= RAISES and (seen_at := _returned_to(history, old, new)):
        said = f"But for its wording, the page shows again the text it showed on {seen_at[:10]}."
    else:
        return None
    since = max(history.ruled.values(), default="")
    return replace(
        plain,
        verdict="known-state",
        score=round(plain.score * 0.5, 3),
        reason=said,
        withdraws=since if since > seen_at and plain.score >= RAISES else None,
    )


# A page may be nearly what it was: of its clauses, so many or one in ten read otherwise.
NEARLY = 4


def _returned_to(history: PageHistory, old: Sequence[Clause], new: Sequence[Clause]) -> str:
    """When an earlier text was first shown from which the new one differs in no rule; empty where none is."""
    keys = {clause.key for clause in new}
    # A text that lies well further off than the last one is nothing the page returned to.
    nearer = min(max(NEARLY, 0.1 * len(keys)), 1.75 * len(keys ^ {clause.key for clause in old}))
    for text in reversed(history.earlier):
        earlier = clauses_of(text)
        if len(keys ^ {clause.key for clause in earlier}) > nearer:
            continue
        found, documents = _compared(earlier, new)
        parts, _ = _weighed(history, earlier, new, found)
        if not documents and all(part.weight < RAISES for part in parts):
            return history.seen.get(state_of(earlier), "")
    return ""


_REVISION = re.compile(r"[?&](?:oldid|rev|revision|diff|ts|timestamp|token|nonce|sid|session)=([\w%-]{1,80})")


def _only_form(old: str, new: str) -> Verdict:
    """The verdict where no word changed."""
    if Counter(_REVISION.findall(old)) != Counter(_REVISION.findall(new)):
        return Verdict(verdict="counter", score=0.0, reason="Only a revision or session number in an address changed.")
    said = "No word changed, only the form: markup, punctuation, numbering or spelling."
    return Verdict(verdict="cosmetic", score=0.0, reason=said)


def _count(clauses: Sequence[Clause], role: str) -> int:
    return sum(1 for clause in clauses if role_of(clause) == role)


def _heavy(edit: Edit) -> bool:
    return any(not is_function(word) and word not in LINKING for word in (*edit.gone, *edit.come))
