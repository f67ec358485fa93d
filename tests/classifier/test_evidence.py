"""What the evidence check lets through, and what it stops."""

from __future__ import annotations

import random
import re

import pytest

from classifier.evidence import unproven

PLATFORMS = ("Streamora", "ClipMart", "Peakcast", "Tinkerstore", "Vidlane", "Loopsy", "Fanloft", "Castwell")
PEOPLE = ("Mara Olsen", "Judge Henrik Vale", "Senator Ilse Brandt", "Commissioner Tomas Reyes", "Dana Whitlock")
PLACES = ("Norway", "Brazil", "Ontario", "Portugal", "Kenya", "Utah")
MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November")

# Evidence, and an honest rewording of it.
PATTERNS = (
    ("{P} said on {d} {M} that its partner program will accept channels with {n:,} followers, down from {m:,}.",
     "{P} lowers the partner bar from {m:,} to {n:,} followers."),
    ("From {M} {d}, {y}, sellers on {P} in {L} must pay {k} percent of each order, according to {H}.",
     "Sellers on {P} in {L} pay {k}% of each order from {d} {M} {y}."),
    ("{H} fined {P} {k} million euros on {M} {d}. The company did not tell users how it ranks posts.",
     "{H} fines {P} €{k} million."),
    ("“We will not change the share for existing members,” {H} of {P} wrote on {M} {d}, {y}.",
     "{H} of {P} says it “will not change the share for existing members”."),
    ("{P} sued {Q} in {L} over copied clips and asks for {k} million dollars. A hearing is set for {d} {M} {y}.",
     "{P} sues {Q} in {L} for ${k} million."),
    ("{L} has not banned {P}, {H} said, but schools must block it from {M} {d}.",
     "{L} has not banned {P}, says {H}."),
    ("Lawmakers in {L} passed a bill on {M} {d} that requires {P} to pay publishers. It takes effect in {M} {y}.",
     "A bill that {L} passed on {d} {M} requires {P} to pay publishers."),
    ("{P} pays creators {k} percent of advertising money; {Q} pays them {j} percent since {M} {y}.",
     "{Q} pays creators {j} percent of advertising money, {P} {k} percent."),
)  # fmt: skip
DENIED = (
    (" lowers ", " does not lower "), (" pay ", " do not pay "), (" fines ", " has not fined "),
    (" sues ", " has not sued "), (" has not banned", " has banned"), ("requires", "never requires"),
    (" pays creators", " does not pay creators"),
)  # fmt: skip


def cases(count: int) -> list[tuple[str, str, dict[str, object]]]:
    chance = random.Random(11)
    found = []
    for number in range(count):
        evidence, sentence = PATTERNS[number % len(PATTERNS)]
        one, other = chance.sample(PLATFORMS, 2)
        n = chance.choice((500, 750, 1200, 2500))
        values: dict[str, object] = {
            "P": one, "Q": other, "H": chance.choice(PEOPLE), "L": chance.choice(PLACES), "M": chance.choice(MONTHS),
            "d": chance.randint(2, 28), "y": chance.randint(2024, 2027), "n": n, "m": n * chance.choice((2, 4, 10)),
            "k": chance.randint(32, 60), "j": chance.randint(61, 95),
        }  # fmt: skip
        found.append((evidence.format(**values), sentence.format(**values), values))
    return found


def changed(sentence: str, values: dict[str, object], kind: str, chance: random.Random) -> str | None:
    """The sentence with one thing made false; None where it has no such thing."""
    if kind == "number":
        numbers = [match for match in re.finditer(r"\d[\d,]*", sentence) if not re.search(r"20\d\d", match.group())]
        dated = {str(values["d"])}
        numbers = [match for match in numbers if match.group() not in dated]
        if not numbers:
            return None
        match = chance.choice(numbers)
        value = int(match.group().replace(",", ""))
        return sentence[: match.start()] + f"{value * 10 + 7:,}" + sentence[match.end() :]
    if kind == "name":
        for key, shelf in (("P", PLATFORMS), ("H", PEOPLE), ("L", PLACES)):
            if str(values[key]) in sentence and chance.random() < 0.6:
                used = {values["P"], values["Q"], values["H"], values["L"]}
                other = chance.choice([name for name in shelf if name not in used])
                return sentence.replace(str(values[key]), other)
        return None
    if kind == "date":
        if str(values["M"]) in sentence:
            other = chance.choice([month for month in MONTHS if month != values["M"]])
            return sentence.replace(str(values["M"]), other)
        return sentence.rstrip(".") + f", from {29} {chance.choice(MONTHS)}."
    if kind == "negation":
        for affirmed, denied in DENIED:
            if affirmed in sentence:
                return sentence.replace(affirmed, denied)
        return None
    if f"{values['P']} sues {values['Q']}" in sentence:
        return sentence.replace(f"{values['P']} sues {values['Q']}", f"{values['Q']} sues {values['P']}")
    return None


def test_changed_numbers_dates_and_names_are_refused_always(capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(7)
    refused: dict[str, list[bool]] = {kind: [] for kind in ("number", "date", "name", "negation", "actor")}
    while sum(map(len, refused.values())) < 520:
        for evidence, sentence, values in cases(160):
            kind = chance.choice(list(refused))
            false = changed(sentence, values, kind, chance)
            if false and false != sentence:
                refused[kind].append(bool(unproven(false, [evidence])))
    honest = [unproven(sentence, [evidence]) for evidence, sentence, _ in cases(400)]
    wrong = sum(map(bool, honest))
    with capsys.disabled():
        shares = ", ".join(f"{kind} {sum(found)}/{len(found)}" for kind, found in refused.items())
        print(f"\nrefused {shares}; honest sentences refused {wrong} of {len(honest)}")
    for kind in ("number", "date", "name"):
        assert all(refused[kind]), f"a changed {kind} went through"
    assert sum(refused["negation"]) >= 0.9 * len(refused["negation"])
    assert sum(refused["actor"]) >= 0.9 * len(refused["actor"])
    assert wrong <= 0.02 * len(honest)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The bar falls to 1.5 million views.", "Channels need 1,500,000 views."),
        ("It holds from 1 June.", "The rule holds from June 1, 2026."),
        ("Five thousand followers are enough.", "You need 5,000 followers."),
        ("The fee is 8 per cent.", "The fee rises to 8%."),
        ("Vidlane's fee is 8%.", "VIDLANE charges 8 percent."),
        ("The fund holds 2 billion dollars.", "A $2bn fund opens."),
    ],
)
def test_the_same_value_in_other_letters_is_the_same(sentence: str, evidence: str) -> None:
    assert unproven(sentence, [evidence]) == ()


@pytest.mark.parametrize(
    ("sentence", "evidence", "kind"),
    [
        ("Loopsy says it is “very sorry”.", "Loopsy said it was sorry.", "quotation"),
        ("The fee is 8%.", "Eight weeks remain.", "number"),
        ("The fee falls to $5.", "The fee falls by 5%.", "number"),
        ("It holds from 1 June 2027.", "It holds from 1 June 2026.", "date"),
        ("A hearing is on Monday.", "A hearing is on Tuesday.", "date"),
        ("Fanloft does not raise its fee.", "Fanloft raises its fee.", "negation"),
        ("Streamora was sued by Peakcast.", "Peakcast was sued by Streamora.", "actor"),
    ],
)
def test_what_the_words_do_not_hold_is_named(sentence: str, evidence: str, kind: str) -> None:
    assert kind in {one.kind for one in unproven(sentence, [evidence])}


@pytest.mark.parametrize("text", ["“" * 100_000, "1," * 50_000, "A " * 50_000, "not " * 25_000, "1 June " * 15_000])
def test_a_long_hostile_text_is_checked_in_time(text: str) -> None:
    unproven(text[:2_000], [text])
