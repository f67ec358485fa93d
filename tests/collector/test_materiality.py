"""Which changes of a page change a rule: by cases a policy team would name, and by laws that hold for any page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.history import PageHistory
from collector.materiality import judge
from collector.verdict import VERDICTS, Verdict

START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)

POLICY = """# Lantern partner rules

Last updated: 3 January 2026

## Who can join

* Be at least 18 years old.
* Have 1,000 followers.
* Have 4,000 watch hours in the last 12 months.

## What we pay

We pay partners 55% of net revenue within 30 days of the end of a month. The minimum payout is $100; smaller sums are \
carried over.

| Plan | Service fee | Monthly price |
| --- | --- | --- |
| Basic | 5% | $0 |
| Plus | 3% | $19 |

## Conduct

Do not upload what you did not make. Reviewers may close an account after three warnings. Partners can appeal within \
14 days of a decision, and we answer each appeal in writing.

## Changes of these rules

We tell partners of a change by e-mail at least 15 days before it takes effect.
"""


def judged(*texts: str, page: str = "lantern", every: timedelta = timedelta(hours=12)) -> list[Verdict]:
    history = PageHistory(page=page)
    verdicts = []
    for number, text in enumerate(texts):
        verdict, history = judge(history, text, START + number * every)
        verdicts.append(verdict)
    return verdicts


def last(*texts: str) -> Verdict:
    return judged(*texts)[-1]


def test_the_first_text_is_a_record_and_no_news() -> None:
    assert [verdict.verdict for verdict in judged(POLICY)] == ["first-seen"]


NUMBERS = [
    ("18 years", "16 years"),
    ("1,000 followers", "500 followers"),
    ("4,000 watch", "3,000 watch"),
    ("12 months", "24 months"),
    ("55%", "50%"),
    ("30 days", "45 days"),
    ("$100", "$50"),
    ("| 5%", "| 6%"),
    ("$19", "$29"),
    ("three warnings", "two warnings"),
    ("14 days", "7 days"),
    ("15 days", "30 days"),
]


@pytest.mark.parametrize(("before", "after"), NUMBERS)
def test_a_changed_number_of_a_rule_is_a_rule_change_wherever_it_stands(before: str, after: str) -> None:
    verdict = last(POLICY, POLICY.replace(before, after))
    assert verdict.verdict == "rule-change"
    assert verdict.score == 1.0
    assert verdict.clauses[0].before != verdict.clauses[0].after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Do not upload", "Upload"),
        ("may close", "will close"),
        ("Partners can appeal", "Partners in Norway can appeal"),
        ("of net revenue", "of gross revenue"),
        ("and we answer each appeal in writing", "and we need not answer"),
        ("Have 1,000 followers.\n", "Have 1,000 followers.\n* Keep both accounts public.\n"),
        ("* Be at least 18 years old.\n", ""),
        (
            "We tell partners of a change by e-mail at least 15 days before it takes effect.",
            "We may change these rules.",
        ),
    ],
)
def test_a_changed_duty_right_or_scope_is_a_rule_change(before: str, after: str) -> None:
    assert POLICY.replace(before, after) != POLICY
    assert last(POLICY, POLICY.replace(before, after)).verdict == "rule-change"


COSMETIC = [
    ("18 years old.", "18 years old"),
    ("# Lantern partner rules", "Lantern partner rules\n====================="),
    ("Reviewers may", "**Reviewers** may"),
    ("Partners can appeal", "[Partners can appeal](https://lantern.example/appeal)"),
    ("Do not", "Don’t"),
    ("* Have 1,000", "2. Have 1,000"),
    ("1,000 followers", "1000 followers"),
    ("warnings", "warnngs"),
]


@pytest.mark.parametrize(("before", "after"), COSMETIC)
def test_markup_spelling_and_numbering_are_cosmetic(before: str, after: str) -> None:
    verdict = last(POLICY, POLICY.replace(before, after))
    assert verdict.verdict == "cosmetic"
    assert verdict.score < 0.5


def test_spelling_of_either_side_of_the_ocean_is_one_spelling() -> None:
    ours = POLICY + "\nOrganisations may licence colours and programmes, and cancelled orders are analysed.\n"
    theirs = POLICY + "\nOrganizations may license colors and programs, and canceled orders are analyzed.\n"
    assert last(ours, theirs).verdict == "cosmetic"


def test_a_date_line_alone_is_date_only() -> None:
    assert last(POLICY, POLICY.replace("3 January 2026", "1 March 2026")).verdict == "date-only"


def test_a_rule_changed_beside_its_date_is_a_rule_change_and_carries_the_date() -> None:
    verdict = last(POLICY, POLICY.replace("3 January 2026", "1 April 2026").replace("$100", "$50"))
    assert verdict.verdict == "rule-change"
    assert verdict.dated is not None and verdict.dated.isoformat() == "2026-04-01"


@pytest.mark.parametrize(
    "line",
    [
        "{0} views",
        "Views: {0}",
        "{0} of 900 people found this helpful",
        "Revision {0}",
        "Request ID: {0}",
        "{0} min read",
    ],
)
def test_counters_and_ids_raise_nothing(line: str) -> None:
    texts = [f"{POLICY}\n{line.format(number)}\n" for number in (101, 115, 230, 415)]
    assert {verdict.verdict for verdict in judged(*texts)[1:]} == {"counter"}


def test_an_age_raises_nothing() -> None:
    texts = [f"Updated {number} months ago\n\n{POLICY}" for number in (3, 4, 5)]
    assert {verdict.verdict for verdict in judged(*texts)[1:]} == {"date-only"}


def test_a_figure_alone_is_learnt_to_be_a_counter() -> None:
    texts = [f"{POLICY}\n{number}\n" for number in (101, 115, 230, 415, 420)]
    assert [verdict.verdict for verdict in judged(*texts)[3:]] == ["counter", "counter"]


def test_a_text_seen_before_is_a_known_state_and_tells_which_change_it_takes_back() -> None:
    changed = POLICY.replace("$100", "$50")
    verdicts = judged(POLICY, changed, POLICY, changed)
    assert [verdict.verdict for verdict in verdicts[1:]] == ["rule-change", "known-state", "known-state"]
    assert verdicts[2].withdraws == (START + timedelta(hours=12)).isoformat()


def test_menus_help_chips_and_surveys_are_structure() -> None:
    chips = ["How do I set up payouts?", "My account was closed", "Why was I not paid?", "I have a different question"]
    one = POLICY + "\n" + "\n\n".join(chips[:2])
    other = POLICY + "\n" + "\n\n".join(chips[1:])
    menu = POLICY + "\n[Getting paid](/paid)\n\n[Live gifts](/gifts)\n\nWas this helpful?\n\nYes\n\nNo\n"
    assert {verdict.verdict for verdict in judged(POLICY, one, other, menu)[1:]} == {"structure"}


def test_a_moved_section_is_marked_as_moved() -> None:
    head, conduct, rest = POLICY.partition("## Conduct")
    body, changes, tail = rest.partition("## Changes of these rules")
    verdict = last(POLICY, head + changes + tail + "\n" + conduct + body)
    assert verdict.verdict in ("structure", "cosmetic")
    assert verdict.moved


def test_a_notice_of_an_update_is_structure_until_the_rules_change() -> None:
    notice = "We’re updating our partner rules on 1 May 2026. See a preview of the new rules.\n\n"
    assert last(POLICY, notice + POLICY).verdict == "structure"


def test_another_language_is_another_edition() -> None:
    german = """# Partnerregeln von Lantern

Wir zahlen den Partnern einen Teil der Einnahmen, und die Auszahlung ist für alle Partner, die älter als 18 Jahre sind,
möglich. Sie dürfen nicht hochladen, was Sie nicht gemacht haben. Die Prüfer können das Konto nach drei Warnungen mit
sofortiger Wirkung schließen. Die Partner können der Entscheidung widersprechen, und wir antworten auf jeden Widerspruch
mit einer Begründung, die auf den Regeln und auf dem Vertrag mit dem Partner beruht. Das gilt auch für die Auszahlung,
und wir teilen eine Änderung der Regeln für die Partner mit einer Nachricht an die Partner mit.
"""
    assert last(POLICY * 2, german * 3).verdict == "structure"


WALLS = {
    "login": "Log in to continue\n\nEmail\n\nPassword\n\nForgot password?\n\nCreate new account",
    "consent": "Before you continue\n\nWe use cookies and data to run our services.\n\nAccept all\n\nReject all",
    "bot": "Just a moment…\n\nVerifying you are human. This may take a few seconds.\n\nRay ID: 8f2c",
    "error": "Sorry, something went wrong on our end. Please try again.",
    "maintenance": "We’ll be back soon.\n\nLantern is down for scheduled maintenance.",
    "empty": "",
}


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS)
def test_a_failed_page_is_no_version_and_never_the_baseline(wall: str) -> None:
    changed = POLICY.replace("$100", "$50")
    verdicts = judged(POLICY, wall, POLICY, wall, wall, changed)
    assert [verdict.verdict for verdict in verdicts] == [
        "first-seen",
        "failed-page",
        "known-state",
        "failed-page",
        "failed-page",
        "rule-change",
    ]
    assert not verdicts[1].stored
    assert [(clause.before, clause.after) for clause in verdicts[-1].clauses] == [
        ("The minimum payout is $100;", "The minimum payout is $50;")
    ]


def test_a_policy_that_speaks_of_cookies_and_logging_in_is_no_failed_page() -> None:
    text = POLICY + "\nYou must sign in to continue to your account. We use cookies on all pages.\n"
    assert last(POLICY, text).verdict == "rule-change"


def test_a_text_that_lost_most_of_itself_is_held_until_it_is_seen_twice() -> None:
    short = POLICY[: POLICY.index("## What we pay")]
    verdicts = judged(POLICY, short, short)
    assert [verdict.verdict for verdict in verdicts[1:]] == ["failed-page", "rule-change"]


def test_a_stub_that_comes_and_goes_is_never_a_version() -> None:
    verdicts = judged(POLICY, "Loading", POLICY, "Loading", POLICY)
    assert [verdict.verdict for verdict in verdicts[1:]] == ["failed-page", "known-state"] * 2


def test_two_readings_within_the_hour_are_no_second_sight() -> None:
    short = POLICY[: POLICY.index("## What we pay")]
    history = PageHistory(page="lantern")
    for minutes, text in ((0, POLICY), (10, short), (30, short)):
        verdict, history = judge(history, text, START + timedelta(minutes=minutes))
    assert verdict.verdict == "failed-page"


def test_a_document_added_to_a_combined_policy_is_structure() -> None:
    other = "# Gift rules\n\n" + "\n\n".join(
        f"Gifts of kind {name} are paid to the partner who receives them."
        for name in ["red", "blue", "green", "white", "black"]
    )
    both = f"{POLICY}\n\n- - -\n\n# House rules\n\nBe kind to each other."
    verdict = last(both, f"{both}\n\n- - -\n\n{other}")
    assert verdict.verdict == "structure"
    assert "gift rules" in verdict.reason


def test_a_renamed_thing_is_told_as_one_and_raises_nothing() -> None:
    text = POLICY + "".join(
        f"\n\nThe {place} of a shoutout is shown to partners." for place in ["title", "text", "link", "time", "place"]
    )
    assert last(text, text.replace("shoutout", "spotlight")).verdict == "cosmetic"


def test_the_history_survives_as_json() -> None:
    history = PageHistory(page="lantern")
    for number, text in enumerate((POLICY, WALLS["login"], POLICY.replace("$100", "$50"))):
        _, history = judge(history, text, START + timedelta(days=number))
    kept = PageHistory.from_data(json.loads(json.dumps(history.as_data())))
    text = POLICY.replace("55%", "60%")
    assert judge(kept, text, START + timedelta(days=9)) == judge(history, text, START + timedelta(days=9))


# -- laws ------------------------------------------------------------------------------------------------------------

SENTENCES = [sentence for sentence in re.split(r"(?<=[.;])\s", POLICY) if sentence.strip()]
EDITS = st.sampled_from([*NUMBERS, ("Do not upload", "Upload"), ("3 January", "4 January"), ("* ", "- ")])
QUICK = settings(max_examples=40, deadline=None)


@QUICK
@given(st.lists(EDITS, max_size=6))
def test_the_same_text_again_is_never_a_change(edits: list[tuple[str, str]]) -> None:
    history = PageHistory(page="lantern")
    text = POLICY
    for number, (before, after) in enumerate([("", ""), *edits]):
        text = text.replace(before, after) if before else text
        _, history = judge(history, text, START + timedelta(days=2 * number))
        verdict, grown = judge(history, text, START + timedelta(days=2 * number + 1))
        assert verdict.same and verdict.score == 0.0
        assert grown == history


@QUICK
@given(st.lists(st.tuples(st.sampled_from("abc"), EDITS), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_unrelated_pages_does_not_matter(
    events: list[tuple[str, tuple[str, str]]], chance: object
) -> None:
    def run(order: list[int]) -> dict[str, list[Verdict]]:
        histories = {name: PageHistory(page=name) for name in "abc"}
        texts = dict.fromkeys("abc", POLICY)
        told: dict[str, list[Verdict]] = {name: [] for name in "abc"}
        for number in order:
            name, (before, after) = events[number]
            texts[name] = texts[name].replace(before, after)
            verdict, histories[name] = judge(histories[name], texts[name], START + timedelta(days=number))
            told[name].append(verdict)
        return told

    by_page = sorted(range(len(events)), key=lambda number: (events[number][0], number))
    assert run(list(range(len(events)))) == run(by_page)


@QUICK
@given(st.lists(EDITS, min_size=1, max_size=6))
def test_every_verdict_lists_what_changed(edits: list[tuple[str, str]]) -> None:
    text, history = POLICY, PageHistory(page="lantern")
    _, history = judge(history, text, START)
    for number, (before, after) in enumerate(edits, start=1):
        text = text.replace(before, after)
        verdict, history = judge(history, text, START + timedelta(days=number))
        assert verdict.verdict in VERDICTS
        assert verdict.reason
        if not verdict.same and verdict.verdict not in ("cosmetic", "failed-page"):
            assert verdict.clauses or verdict.parts or verdict.moved


@QUICK
@given(st.permutations([line for line in POLICY.splitlines() if line.startswith("* ")]))
def test_a_reordered_list_raises_nothing(order: list[str]) -> None:
    lines = iter(order)
    text = "\n".join(next(lines) if line.startswith("* ") else line for line in POLICY.splitlines())
    assert last(POLICY, text).verdict in ("cosmetic", "structure")


@QUICK
@given(st.integers(1, 40), st.sampled_from(["{}. ", "{}) ", "({}) ", "Section {}: "]))
def test_renumbered_sections_raise_nothing(first: int, form: str) -> None:
    def numbered(start: int, shape: str) -> str:
        count = iter(range(start, start + 100))
        return re.sub(r"(?m)^## ", lambda _: "## " + shape.format(next(count)), POLICY)

    verdict = last(POLICY, numbered(first, form))
    assert verdict.verdict in ("cosmetic", "structure")


@QUICK
@given(st.lists(st.booleans(), min_size=4, max_size=12))
def test_a_page_that_flips_between_two_texts_raises_at_most_once(flips: list[bool]) -> None:
    other = POLICY.replace("Partners can appeal", "Everyone can appeal")
    verdicts = judged(POLICY, *(other if flip else POLICY for flip in flips))
    assert sum(verdict.verdict == "rule-change" for verdict in verdicts) <= 1


@QUICK
@given(
    st.integers(0, len(SENTENCES) - 1),
    st.integers(2, 999),
    st.integers(2, 999),
    st.sampled_from(
        [
            "Partners need {} posts.",
            "You may withdraw {} times a month.",
            "The fee is {} euros per order.",
            "{} strikes close an account.",
            "Refunds are given for {} days after the sale, unless the goods were used.",
            "Channels with fewer than {} subscribers earn nothing.",
            "Our share is {} percent.",
        ]
    ),
)
def test_a_changed_number_raises_whatever_stands_around_it(place: int, one: int, other: int, rule: str) -> None:
    if one == other:
        return
    before = [*SENTENCES[:place], rule.format(one), *SENTENCES[place:]]
    after = [*SENTENCES[:place], rule.format(other), *SENTENCES[place:]]
    assert last("\n\n".join(before), "\n\n".join(after)).verdict == "rule-change"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_are_judged(one: str, other: str) -> None:
    for verdict in judged(one, other, POLICY, other):
        assert verdict.verdict in VERDICTS and 0.0 <= verdict.score <= 1.0


@pytest.mark.parametrize(
    "mark", ["[", "](", "*", "_", "(", "|", "#", "1.1", "a ", "we are updating ", "<", "\\[", "1,000 "]
)
def test_a_hostile_line_costs_little(mark: str) -> None:
    import time

    begun = time.process_time()
    judged(POLICY, POLICY + mark * (100_000 // len(mark)))
    assert time.process_time() - begun < 5


def test_labelled_histories_keep_their_floors(shared: Path) -> None:
    import gzip

    counts = {"real": 0, "lost": 0, "noise": 0, "kept": 0, "right": 0, "all": 0}
    histories: dict[str, PageHistory] = {}
    with gzip.open(shared / "data" / "page-history.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            version = json.loads(line)
            page = version["collection"] + version["page"]
            when = datetime.fromisoformat(version["observed"].replace("Z", "+00:00"))
            verdict, histories[page] = judge(histories.get(page, PageHistory(page=page)), version["text"], when)
            if version["label"] is None:
                continue
            real, raised = version["label"] == "rule-change", verdict.verdict == "rule-change"
            counts["all"] += 1
            counts["right"] += verdict.verdict == version["label"]
            counts["real" if real else "noise"] += 1
            counts["lost"] += real and not raised
            counts["kept"] += raised and not real
    assert counts["lost"] <= 0.01 * counts["real"]
    assert counts["kept"] <= 0.06 * counts["noise"]
    assert counts["right"] >= 0.90 * counts["all"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("* 100,000 views in the last 30 days", "* 50,000 views in the last 30 days"),
        ("* 10,000 views", "* 5,000 views"),
        ("Over 10 million views in the last 90 days count.", "Over 3 million views in the last 90 days count."),
        ("Games of 30 rounds or more earn nothing.", "Games of more than 30 rounds earn nothing."),
        ("You must review the updated terms and accept them.", "You must review the updated terms and reject them."),
        ("Teams of 5 users have access to the fund.", "Teams of 3 users have access to the fund."),
        ("* 4,000 minutes watch time", "* 3,000 minutes watch time"),
        ("We may suspend payouts for maintenance for 2 days.", "We may suspend payouts for maintenance for 9 days."),
        ("Such videos may earn limited or no revenue.", "Such videos will receive limited revenue."),
        ("Gifts are offered here:\n\nNorway", "Gifts are offered here:\n\nNorway\n\nBrazil"),
        ("You can ask for the earlier price.", "You cannot ask for the earlier price."),
        ("Revenue of videos is shared.", "Revenue of videos and image posts is shared."),
        ("The updated terms take effect 30 days after we tell.", "The updated terms take effect 7 days after we tell."),
    ],
)  # fmt: skip
def test_a_rule_that_looks_like_a_counter_a_notice_or_a_banner_is_still_a_rule(before: str, after: str) -> None:
    assert last(f"{POLICY}\n{before}\n", f"{POLICY}\n{after}\n").verdict == "rule-change"


def test_each_entry_of_a_list_is_told_with_its_own_numbers() -> None:
    old = POLICY.replace("* Have 4,000 watch", "* Have at least 4,000 watch")
    verdict = last(old, old.replace("1,000 followers", "500 followers").replace("at least 4,000", "at least 3,000"))
    assert [(one.before, one.after) for one in verdict.clauses][:2] == [
        ("Have 1,000 followers.", "Have 500 followers."),
        (
            "Have at least 4,000 watch hours in the last 12 months.",
            "Have at least 3,000 watch hours in the last 12 months.",
        ),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Write to [email protected] to appeal.", "Write to help@lantern.example to appeal."),
        ("Lantern Ltd, 4 Mill Street, Dublin", "Lantern Ltd, 19 Rue du Port, Dublin"),
        ("You waive Section 1542 of the code.", "You waive § 1542 of the code."),
        ("Our liability is limited to USD 100.", "Our liability is limited to $100."),
        ("You may be eligible to .", "You may be eligible to appeal this decision."),
        ("Posts that are in appropriately long are rejected.", "Posts that are inappropriate long are rejected."),
    ],
)  # fmt: skip
def test_another_form_of_the_same_address_law_sum_or_link_raises_nothing(before: str, after: str) -> None:
    assert last(f"{POLICY}\n{before}\n", f"{POLICY}\n{after}\n").verdict != "rule-change"


def test_a_threshold_of_two_thousand_is_no_copyright_line() -> None:
    old = POLICY.replace("* Have 1,000 followers.", "* 2,000 followers in the last 30 days")
    assert last(old, old.replace("30 days\n", "60 days\n", 1)).verdict == "rule-change"


def test_the_other_english_is_another_form_and_a_number_in_it_is_a_rule() -> None:
    british = (
        "You are unable to use the programme if your behaviour breaches our licence. Favourable terms are a privilege. "
        "Organisations recognise the colour of honour and apologise for breaches of their licences."
    )
    american = (
        "You may not use the program if your behavior violates our license. Favorable terms are a privilege. "
        "Organizations recognize the color of honor and apologize for violations of their licenses."
    )
    assert last(f"{POLICY}\n{british}\n", f"{POLICY}\n{american}\n").verdict != "rule-change"
    fewer = f"{POLICY}\n{american}\n".replace("within 30 days", "within 60 days")
    assert last(f"{POLICY}\n{british}\n", fewer).verdict == "rule-change"


def test_a_page_that_returns_but_for_a_slip_of_the_pen_is_known_again() -> None:
    strict = POLICY.replace("Do not upload", "Partners may be audited twice. Do not upload")
    verdict = last(POLICY, strict, POLICY.replace("smaller sums", "smaler sums"))
    assert (verdict.verdict, verdict.withdraws is not None) == ("known-state", True)


def test_a_translation_that_says_much_more_is_a_rule_change() -> None:
    spanish = (
        "Los socios de la casa no pueden subir lo que no han hecho, y deben seguir las normas en todo momento. " * 6
    )
    english = (
        "The partners of the house may not upload what they have not made, and must follow the rules at all times. "
    )
    assert last(spanish, english * 6).verdict == "structure"
    longer = (
        english * 6 + "We process data for you as a processor and you are the controller of all that you collect. " * 12
    )
    assert last(spanish, longer).verdict == "rule-change"


def test_a_line_on_signing_in_above_a_shorter_policy_is_no_login_wall() -> None:
    shorter = POLICY.replace("Reviewers may close an account after three warnings. ", "")
    assert last(POLICY, "Sign in to see answers for your account\n\n" + shorter).verdict == "rule-change"


def test_some_lines_in_the_place_of_a_policy_are_no_version_the_next_day() -> None:
    stub = "A quiet moment\n\nThe lights are being changed."
    assert [verdict.verdict for verdict in judged(POLICY, stub, stub, POLICY, every=timedelta(days=1))[1:3]] == [
        "failed-page",
        "failed-page",
    ]
    closing = "The plan has ended on 3 May 2026 and partners are no longer eligible."
    assert judged(POLICY, closing, closing, every=timedelta(days=1))[-1].verdict == "rule-change"


@pytest.mark.parametrize(
    "lines",
    [
        "1.2K", "48,120", "### Keep reading\n\n* Add captions\n* Invite a co-host",
        "What do you need help with?\n\nI was charged twice",
        "Ref: 77c1169a", "★ 4.1 (212 ratings)", "356 yes, 16 no",
    ],
)  # fmt: skip
@pytest.mark.parametrize("above", [True, False])
def test_what_stands_around_a_policy_raises_nothing(lines: str, above: bool) -> None:
    around = f"{lines}\n\n{POLICY}" if above else f"{POLICY}\n{lines}\n"
    assert last(POLICY, around).verdict != "rule-change"


def test_a_box_above_the_title_that_ends_the_plan_is_a_rule_change() -> None:
    assert last(POLICY, f"This plan is closed to new members.\n\n{POLICY}").verdict == "rule-change"
