"""Forty invented help-centre policies with noise and rule changes made at random: what is kept, what is lost.

python benchmarks/simulated_pages.py [SEED]     noise kept and rule changes lost, by kind
"""

# A paragraph of a page is one line, and so is a row of the tables of phrases.
# ruff: noqa: E501

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collector.history import PageHistory
from collector.materiality import judge
from collector.verdict import Verdict

Chance = random.Random


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as its parts: what stands above the policy, the policy, and what stands below."""

    name: str
    above: tuple[str, ...]
    body: str
    below: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join((*self.above, self.body, *self.below))


# -- the policies: ten of them, in our own words; {p} is the platform, {m} its money --------------------------------------

BODIES: Mapping[str, str] = {
    "partner": """# {p} Partner Plan: overview and who can join

The Partner Plan lets members of {p} share in the income that their uploads bring. This article tells what you get and \
what you need before you apply.

## Minimum requirements

* Live in a [country where the plan is offered](https://help.example/places).
* Have at least 1,500 followers.
* Have 3,000 valid watch hours in the last 12 months, or 8 million views of short clips in the last 90 days.
* Have no open strike under our [House Rules](https://help.example/house-rules).
* Link an approved payment account.

## How an application is reviewed

Once you apply, reviewers check your channel as a whole. A decision usually comes within 30 days. If we turn you down, \
you can appeal within 21 days or apply again after 90 days.

## Keeping your place

We may remove channels that upload nothing for 6 months. Partners must follow the House Rules at all times. Videos that \
only repeat what others made are inauthentic and can not earn.

| Feature | Followers | Share you keep |
| --- | --- | --- |
| Watch page ads | 1,500 | 55% |
| Memberships | 600 | 70% |
| Tips | 600 | 80% |
""",
    "suitability": """# What advertisers accept on {p}

Use this guide to see whether a clip can carry ads. Clips that do not fit may earn limited or no ad income.

## Language

Mild words in the title are fine. Strong words in the first 7 seconds may lead to limited ads. Slurs are never allowed \
to earn.

## Games of chance

Live streams of unlicensed casinos are not eligible. A card game of 30 rounds or more counts as gambling. You must turn \
on the age gate at 18 for any bets shown.

## Violence

* Staged fights in a film or game can earn.
* News footage with clear context can earn.
* Injuries shown without context can not earn.
* Fights among minors are removed.

## Sensitive events

During a crisis we do not let members profit from it. Documentaries made later than 60 days after the event may be \
submitted for review.

You can ask for a review by a person; most are answered in 7 days.
""",
    "gifts": """# Gifts and coins on {p} Live

Viewers can buy coins and send gifts in a live stream. Streamers collect gems for the gifts they receive.

## Who can receive gifts

* You must be 18 years or older (19 in South Korea).
* Your account must be at least 30 days old.
* You need 1,000 followers.
* Business accounts are not eligible.

## What a gem is worth

We set the worth of gems from time to time. 200 gems are worth {m}1. You can withdraw once you hold {m}50, and no more \
than {m}1,000 a day. Gems expire after 12 months without a stream.

## Where it is offered

Brazil

Canada

France

Germany

Japan

Mexico

## Refunds

Coins are not refundable unless the law says otherwise. Chargebacks are taken from the streamer's balance.
""",
    "fees": """# Creator fees on {p}

We only charge when you earn. Which fees apply depends on your plan and on where your members pay.

| Plan | Platform fee | Payout fee | Monthly price |
| --- | --- | --- | --- |
| Start | 8% | {m}0.25 | {m}0 |
| Grow | 10% | {m}0.25 | {m}0 |
| Studio | 12% | {m}0 | {m}29 |

## Processing of payments

For pledges over {m}3 the processor takes 2.9% plus {m}0.30. For pledges of {m}3 or less it takes 5% plus {m}0.10. \
Purchases made in the iOS app carry an additional fee of 30% that goes to the store.

## Tax

Sales tax is added to the price where the law requires it, and we remit it. Creators in India must give a tax number \
before their first payout.

## Older plans

Creators who published before 4 August 2025 keep the fee they had. The old fee ends when a page is unpublished for more \
than 60 days.
""",
    "rewards": """# {p} Rewards: rules of the scheme

The scheme pays for original clips longer than one minute. Payment follows qualified views.

## Joining

* Be at least 18.
* Have 10,000 followers.
* Have 100,000 views in the last 30 days.
* Hold a personal account in good standing.
* Live in the United States, the United Kingdom, Germany, France, Japan or South Korea.

## What counts as a qualified view

A view counts once per account, lasts at least 5 seconds and comes from the main feed. Paid views and views of people \
who disliked the clip do not count.

## Clips that do not earn

* Duets and stitches
* Photo posts
* Ads, paid partnerships and sponsored posts
* Clips copied from other services

## Payment

Earnings of a month are paid by the 15th of the next month. The smallest payout is {m}10. We may withhold payments if we \
see fraud. You may leave the scheme at any time.
""",
    "audio": """# How {p} pays shows

Shows that host with us can earn from ads and from listening by subscribers.

## Eligibility

* At least 12 published episodes
* 10,000 listening hours in the last 30 days
* 2,000 different listeners in the last 30 days
* A legal address in a supported market

## Share of income

Hosts keep 50% of the income from ads we sell. Ads that hosts read themselves are theirs in full; we take no part of it. \
Where an episode breaks the rules, its income is held back until the matter is settled.

## What may not be in an episode

Episodes must not consist mainly of noise or of other people's music. Shows made only with synthetic voices must say so \
at the start. Political candidates may not host a show that earns.

## Markets

Supported markets are Australia, Canada, the United Kingdom and the United States.

Disputes must be sent within 45 days of a statement. Statements are issued weekly.
""",
    "affiliate": """# {p} Shop: commission for members

Members who tag products receive a commission on what is sold within 30 days of a click.

## Rates

| Category | Commission |
| --- | --- |
| Beauty | 12% |
| Books | 5% |
| Electronics | 3% |
| Home | 8% |

## Conditions

You must disclose each paid tag. Tags in live streams are limited to 40 products. Returns within 14 days cancel the \
commission. Sellers can set a higher rate for members with more than 5,000 followers.

## Not allowed

* Medicine and supplements
* Tobacco and vapour products
* Weapons and their parts
* Counterfeit goods

Three breaches within 180 days end your access. You can appeal only once for each breach.
""",
    "branded": """# Branded content on {p}

Content is branded when a partner gave something of value for it.

## What you have to do

* Use the paid label on every branded post.
* Tag the business partner.
* Keep proof of the agreement for 2 years.

## What can not be promoted

Alcohol may be promoted only to people who are 21 or older in the United States and 18 or older elsewhere. Gambling needs \
our written permission. Tobacco is prohibited. Financial products must name the licence of the seller.

## What happens if you forget the label

The first time, we add the label ourselves. After 2 reminders in 90 days your account loses branded tools for 30 days. \
Repeated cases lead to removal from the {p} Partner Plan.

Posts about elections are not eligible. Partners may reuse a post for 60 days if you allow it.
""",
    "enforcement": """# How we enforce earning rules on {p}

Channels that break the rules can lose income, tools or their place.

## Steps

1. A notice without effect for the first breach.
2. A strike that stays for 90 days.
3. Suspension of earnings for 30 days after 2 strikes.
4. Removal after 3 strikes within 90 days.

## Appeals

You can appeal each decision within 14 days. A second reviewer, who did not take part before, looks at the case. We answer \
within 10 working days. During an appeal earnings are held, not lost.

## Severe cases

We may remove a channel at once for fraud, child safety or violent extremism. Linked channels of the same owner are \
removed too. Removed members may not open a new channel for 12 months.

## Repeated content

A channel is repetitive when viewers can not tell its videos apart. Reused clips must carry substantial commentary.
""",
    "payouts": """# Payouts and tax forms on {p}

We pay once a month to the account you linked.

## When you are paid

Earnings of a month are final on the 10th of the next month and are sent between the 21st and the 26th. The threshold is \
{m}100. Balances below it are carried over.

## What you need

* A tax form on file. Without it we withhold 24% of all earnings in the United States.
* A verified address. The code we mail is valid for 4 months.
* A bank account in your own name.

## Fees of transfer

| Method | Fee | Days |
| --- | --- | --- |
| Bank transfer | {m}0 | 3 |
| Wire | {m}15 | 5 |
| Wallet | 2% | 1 |

## Unclaimed money

Accounts without a valid method for 12 months are closed, and a yearly fee of {m}10 may be charged. Members in Turkey, \
India and Nigeria are paid in local currency only.
""",
}

PLATFORMS = ("Lantern", "Pebble", "Orbit", "Quillo", "Brightly", "Harbor", "Tandem", "Fable", "Kiosk", "Vista")
MONEY = ("$", "€", "£", "$", "$", "€", "$", "£", "$", "$")

TOPICS = (
    "How to change your display name", "Set up two-step sign-in", "Fix a stream that buffers", "Link a bank account",
    "See who viewed your story", "Understand your analytics", "Recover a hacked account", "Upload in high resolution",
    "Schedule a premiere", "Mute words in chat", "Work with moderators", "Use sounds from the library",
    "Verify your phone number", "Add captions to a clip", "Create a playlist", "Report a comment", "Download your data",
    "Choose a thumbnail", "Invite a co-host", "Switch to a business profile", "Get started with live video",
    "Tips for a great first episode", "Payment status explained", "Find your earnings report", "About tax information",
)  # fmt: skip
COURSES = (
    "Basics of lighting", "Plan your week", "Grow with series", "Know your audience", "Working with brands",
    "Editing on the phone", "Hooks that hold", "Going live with confidence", "Sound matters", "Telling a story",
)  # fmt: skip
PEOPLE = ("Dana", "Milo", "Priya", "Tomas", "Aiko", "Grace")


def address(topic: str) -> str:
    return "https://help.example/a/" + re.sub(r"\W+", "-", topic.lower())


def links(chance: Chance, count: int) -> str:
    return "\n".join(f"* [{topic}]({address(topic)})" for topic in chance.sample(TOPICS, count))


def google(chance: Chance) -> tuple[tuple[str, ...], tuple[str, ...]]:
    above = ("[Help home](https://help.example/) › [Earn](https://help.example/earn)",)
    below = (
        "### Was this helpful?\n\nYes\n\nNo", "### Related resources\n\n" + links(chance, 4),
        "### Need more help?\n\nTry these next steps:\n\n[Post to the community](https://help.example/community) Get "
        "answers from other members",
    )  # fmt: skip
    return above, below


def meta(chance: Chance) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return ("Help Centre\n\nEnglish (US)",), ("### Related articles\n\n" + links(chance, 5), "Was this information "
        "helpful?\n\nYes\n\nNo", "© 2026 Northwind Media")  # fmt: skip


def academy(chance: Chance) -> tuple[tuple[str, ...], tuple[str, ...]]:
    views = f"{chance.randint(1_000, 99_000):,} views"
    above = (f"{views}\n\n{chance.randint(2, 11)} months ago\n\n{chance.randint(3, 9)} min read",)
    return above, (
        "### More courses\n\n" + "\n\n".join(f"[{one}]({address(one)})" for one in chance.sample(COURSES, 4)),
    )


def desk(chance: Chance) -> tuple[tuple[str, ...], tuple[str, ...]]:
    of = chance.randint(40, 400)
    above = (f"Updated {chance.randint(2, 11)} months ago",)
    below = (
        f"{chance.randint(3, of)} out of {of} found this helpful", "### Recently viewed articles\n\n" + links(chance, 3),
        "Have more questions? [Submit a request](https://help.example/request)", "Return to top",
    )  # fmt: skip
    return above, below


HOUSES = (google, meta, academy, desk)


def pages() -> list[Page]:
    """All forty: each policy in each house."""
    made = []
    for at, (topic, body) in enumerate(BODIES.items()):
        for number, house in enumerate(HOUSES):
            chance = Chance(f"{topic} {number}")
            place = (at + 3 * number) % len(PLATFORMS)
            above, below = house(chance)
            filled = body.replace("{p}", PLATFORMS[place]).replace("{m}", MONEY[place]).strip()
            made.append(Page(name=f"{topic}-{house.__name__}", above=above, body=filled, below=below))
    return made


# -- noise -----------------------------------------------------------------------------------------------------------------

Turn = Callable[[Page, Chance], Page]


def _put(page: Page, chance: Chance, *lines: str, above: bool | None = None) -> Page:
    block = "\n\n".join(lines)
    if above if above is not None else chance.random() < 0.5:
        return replace(page, above=(*page.above, block))
    at = chance.randint(0, len(page.below))
    return replace(page, below=(*page.below[:at], block, *page.below[at:]))


def _in_body(page: Page, made: str) -> Page:
    return replace(page, body=made)


def views(page: Page, chance: Chance) -> Page:
    """A count of views, in one of the ways such counts are written."""
    count = chance.randint(1_000, 900_000)
    short = f"{count / 1000:.1f}K"
    said = chance.choice((f"{count:,} views", f"{short} views", f"Views: {count}", f"{short} views • {count // 90} likes",
                          f"👁 {short}", f"{count:,} people have read this", f"Viewed {count:,} times"))  # fmt: skip
    return replace(page, above=(*(line for line in page.above if "view" not in line.lower()), said))


def bare_figure(page: Page, chance: Chance) -> Page:
    """A count without a word to say what it counts."""
    count = chance.randint(1_000, 900_000)
    said = chance.choice(
        (f"{count}", f"{count:,}", f"{count / 1000:.1f}K", f"{count / 1000:.0f}k", f"{count / 1e6:.2f}M")
    )
    kept = tuple(line for line in page.above if not re.fullmatch(r"[\d.,]+[kKM]?", line))
    return replace(page, above=(*kept, said))


def votes(page: Page, chance: Chance) -> Page:
    of = chance.randint(20, 900)
    yes = chance.randint(1, of)
    said = chance.choice((f"{yes} out of {of} found this helpful", f"{yes} of {of} people found this useful",
                          f"Helpful? {yes} yes, {of - yes} no", f"{yes} members found this article helpful",
                          f"{100 * yes // of}% of readers found this helpful", f"★ {1 + 4 * yes / of:.1f} ({of} ratings)"))  # fmt: skip
    return replace(page, below=(*(line for line in page.below if "out of" not in line), said))


CHIPS = (
    "My earnings are missing", "I can't sign in to my account", "My account was restricted", "Why is my payout late?",
    "I want to appeal a decision", "My content was removed", "I don't see the earn tab", "How do I change my bank account?",
    "My tax form was rejected", "I was charged twice", "Someone is using my photo", "I have a question about taxes",
)  # fmt: skip
SURVEY = (
    ("How satisfied are you with this page?", "Very dissatisfied", "Neutral", "Very satisfied"),
    ("Did this article answer your question?", "Yes, it did", "Not really"),
    ("How easy was it to find what you needed?", "Easy", "OK", "Hard", "Send"),
    ("Tell us how we can make this page better", "0 / 500", "Submit"),
    ("What best describes why you came here today?", "To learn about earning", "To fix a problem", "Other"),
    ("Was this page clear?", "Thumbs up", "Thumbs down"),
)


def chips(page: Page, chance: Chance) -> Page:
    """A help widget with what other people ask, linked or not, other ones at each visit."""
    chosen = chance.sample(CHIPS, chance.randint(2, 5))
    head = chance.choice(
        ("What do you need help with?", "Popular questions", "Get help with", "Top issues", "Ask {p}Bot")
    )
    marked = chance.choice(("{}", "* {}", "[{}](https://help.example/chat)"))
    return _put(page, chance, head, "\n\n".join(marked.format(one) for one in chosen))


def survey(page: Page, chance: Chance) -> Page:
    return _put(page, chance, *chance.choice(SURVEY), above=False)


def related(page: Page, chance: Chance) -> Page:
    """Another choice of related articles, as links."""
    kept = tuple(part for part in page.below if not re.match(r"### (Related|Recently|More)", part))
    head = chance.choice(("### Related resources", "### Related articles", "### Recently viewed articles", "## You may also like",
                          "### Articles in this section", "### Explore further"))  # fmt: skip
    return replace(page, below=(*kept, head + "\n\n" + links(chance, chance.randint(3, 6))))


def unlinked_menu(page: Page, chance: Chance) -> Page:
    """The same, where the reader of the page lost the addresses."""
    kept = tuple(part for part in page.below if not re.match(r"### (Related|Recently|More)", part))
    entries = chance.sample((*TOPICS, *COURSES), chance.randint(3, 7))
    bullet = chance.choice(("* {}", "{}", "- {}"))
    head = chance.choice(("### Related articles", "More in this topic", "### Keep reading", "In this section"))
    joint = "\n" if bullet != "{}" else "\n\n"
    return replace(page, below=(*kept, head + "\n\n" + joint.join(bullet.format(entry) for entry in entries)))


def courses(page: Page, chance: Chance) -> Page:
    picked = chance.sample(COURSES, 4)
    lines = [f"{one}\n\n{chance.randint(2, 9)} lessons · {chance.randint(5, 45)} min" for one in picked]
    return replace(page, below=("### Up next", "\n\n".join(lines)))


def navigation(page: Page, chance: Chance) -> Page:
    entries = chance.sample(("Home", "Creators", "Brands", "Newsroom", "About us", "Careers", "Safety", "Developers",
                             "Download", "Status", "Community", "Blog", "Events", "Shop"), 6)  # fmt: skip
    form = chance.choice((" | ", " · ", "\n\n", "  "))
    return replace(page, above=(form.join(entries), *page.above[-1:]))


def footer(page: Page, chance: Chance) -> Page:
    return _put(page, chance, chance.choice((
        "© 2027 Northwind Media. All rights reserved.", "Terms · Privacy · Cookies · Imprint",
        "Follow us on social media", "Made with care in Lisbon and Austin", "Northwind Media, 40 Mill Street, Dublin 2",
        "Get the app: App Store, Google Play", "Do not sell my personal information", "Your privacy choices",
    )), above=False)  # fmt: skip


def signed_in(page: Page, chance: Chance) -> Page:
    return _put(page, chance, *chance.choice((
        ("Log in", "Sign up"), (f"Hi, {chance.choice(PEOPLE)}", "My requests", "Sign out"), ("Log in to get personal help",),
        ("Sign in to see answers for your account",), ("Join now", "Already a member? Log in"),
    )), above=True)  # fmt: skip


def banner(page: Page, chance: Chance) -> Page:
    return _put(page, chance, chance.choice((
        "We're seeing more messages than usual. Replies may take a few days longer.",
        f"Current waiting time for chat: about {chance.randint(5, 50)} minutes.",
        "Some members have trouble uploading right now. We are working on a fix.",
        "Our team is away on 26 December. Answers will take longer.",
        "Scheduled maintenance on Sunday from 02:00 to 04:00 UTC.",
        "Due to high demand, response times are longer than normal.",
        "New look, same help: tell us what you think of our new help centre.",
        "Heads up! Our offices are closed for the holidays and we will reply from 2 January.",
    )), above=True)  # fmt: skip


def promotion(page: Page, chance: Chance) -> Page:
    return _put(page, chance, chance.choice((
        "Join us for Creator Day on 12 June. [Save your seat](https://help.example/day)",
        "New! Listen to our podcast about making a living online.", f"Meet {chance.choice(PEOPLE)}, who turned a hobby into a job.",
        "Watch: how the plan works in 90 seconds", "Download our free guide for beginners", "Subscribe to our newsletter",
        f"“This changed my life.” – {chance.choice(PEOPLE)}, baker and streamer",
    )))  # fmt: skip


def stamp(page: Page, chance: Chance) -> Page:
    day, month = chance.randint(1, 28), chance.choice(("January", "March", "June", "October"))
    said = chance.choice((f"Last updated: {day} {month} 2026", f"Last updated on {month} {day}, 2026", f"Updated {month} 2026",
                          f"Effective date: {month} {day}, 2026", f"Published: 2026-0{chance.randint(1, 9)}-{day:02}",
                          f"Last modified {day:02}/0{chance.randint(1, 9)}/2026"))  # fmt: skip
    kept = tuple(line for line in page.above if not re.match(r"(Last|Updated|Effective|Published)", line))
    return replace(page, above=(*kept, said))


def age(page: Page, chance: Chance) -> Page:
    said = chance.choice((f"{chance.randint(2, 28)} days ago", "Updated yesterday", "a month ago", "Updated over a week ago",
                          f"Updated {chance.randint(2, 9)} weeks ago", "Last activity: 3 hours ago", "Edited today"))  # fmt: skip
    kept = tuple(line for line in page.above if "ago" not in line)
    return replace(page, above=(*kept, said))


def author(page: Page, chance: Chance) -> Page:
    return _put(page, chance, f"Written by {chance.choice(PEOPLE)}", above=True)


def typography(page: Page, chance: Chance) -> Page:
    """Other quotes, dashes, bullets, spaces and bold type."""
    body = page.body
    for before, after in chance.sample((("'", "’"), (", or ", " or "), ("* ", "*   "), ("; ", " – "), ("clip", "**clip**"),
                                        ("%", " %"), ("\n## ", "\n### "), ("e.g.", "for example"), (" - ", " — "),
                                        (". ", ".  "), ("* ", "• "), (" and ", " & ")), 4):  # fmt: skip
        body = body.replace(before, after)
    return _in_body(page, body)


def british(page: Page, chance: Chance) -> Page:
    body = page.body
    for before, after in (("license", "licence"), ("licence", "license"), ("favor", "favour"), ("vapour", "vapor"),
                          ("program", "programme"), ("color", "colour"), ("Help Centre", "Help Center")):  # fmt: skip
        body = body.replace(before, after)
    return _in_body(page, body.replace("percent", "per cent").replace("can not", "cannot"))


def numbering(page: Page, chance: Chance) -> Page:
    """Sections with numbers, or without them."""
    first = chance.randint(1, 4)
    parts = page.body.split("\n## ")
    form = chance.choice(("{}. {}", "{}) {}", "Section {}: {}", "{} {}"))
    numbered = [parts[0], *(form.format(first + at, part) for at, part in enumerate(parts[1:]))]
    return _in_body(page, "\n## ".join(numbered))


def reordered(page: Page, chance: Chance) -> Page:
    """The sections, or the entries of a list, in another order."""
    if chance.random() < 0.5:
        head, *sections = page.body.split("\n\n## ")
        chance.shuffle(sections)
        return _in_body(page, "\n\n## ".join((head, *sections)))
    blocks = page.body.split("\n\n")
    for at, block in enumerate(blocks):
        if block.startswith("* "):
            lines = block.split("\n")
            chance.shuffle(lines)
            blocks[at] = "\n".join(lines)
    return _in_body(page, "\n\n".join(blocks))


def addresses(page: Page, chance: Chance) -> Page:
    """Links with other tracking marks."""
    mark = f"?hl=en&ref_topic={chance.randint(10**6, 10**7)}&sjid={chance.randint(10**9, 10**10)}"
    return Page(
        name=page.name, above=tuple(part.replace(")", mark + ")") if "](" in part else part for part in page.above),
        body=re.sub(r"(\]\(https://[^)?]+)", rf"\1{mark}", page.body),
        below=tuple(re.sub(r"(\]\(https://[^)?]+)", rf"\1{mark}", part) for part in page.below),
    )  # fmt: skip


def nonce(page: Page, chance: Chance) -> Page:
    said = chance.choice(("Request ID: {:x}", "Build {}", "v{}.3.1", "Session {:x}", "Ref: {:x}"))
    return _put(page, chance, said.format(chance.randint(10**6, 10**9)), above=False)


def language_list(page: Page, chance: Chance) -> Page:
    names = [
        "English",
        "Deutsch",
        "Español",
        "Français",
        "Italiano",
        "日本語",
        "한국어",
        "Português",
        "Türkçe",
        "Polski",
    ]
    chance.shuffle(names)
    return _put(page, chance, "\n\n".join(names[: chance.randint(4, 9)]))


def second_document(page: Page, chance: Chance) -> Page:
    """Another policy of the house below this one."""
    other = BODIES[chance.choice([topic for topic in BODIES if not page.name.startswith(topic)])]
    other = other.replace("{p}", "Northwind").replace("{m}", "$").strip()
    return replace(page, below=(*page.below, "- - -", other))


def notice(page: Page, chance: Chance) -> Page:
    return _put(page, chance, chance.choice((
        "We're updating this policy. The new version takes effect on 1 September 2026. "
        "[Preview the new policy](https://help.example/new)",
        "Note: these terms will change on 15 October 2026. Read the upcoming version here.",
        "This article was last reviewed for accuracy in May 2026.",
        "Changes to this page take effect on 3 November 2026.",
    )), above=True)  # fmt: skip


SPANISH = """# Cómo ganar dinero con nosotros

Este artículo explica qué necesitas antes de solicitar el acceso y cómo se reparten los ingresos de tus vídeos.

Para participar debes vivir en un país donde se ofrezca el plan y tener una cuenta de pago aprobada. Los revisores \
comprueban el canal en su conjunto y la decisión suele llegar en un mes.

Si rechazamos tu solicitud, puedes apelar o volver a solicitarlo más adelante. Los vídeos que solo repiten lo que otros \
hicieron no pueden obtener ingresos, y los miembros deben seguir las normas de la casa en todo momento.

Los ingresos de un mes se pagan a la cuenta que has vinculado, y las cantidades pequeñas se guardan para el mes siguiente. \
No se devuelven las monedas salvo que la ley diga otra cosa.
"""


def translated(page: Page, chance: Chance) -> Page:
    """The page in another language, of much the same length."""
    want = len(page.body.split())
    words = (SPANISH.split(" ") * (1 + want // len(SPANISH.split())))[:want]
    return replace(page, body=" ".join(words))


WALLS = (
    "Log in to continue\n\nYou must log in to see this page.\n\nEmail\n\nPassword\n\nForgot password?\n\nCreate new account",
    "Before you continue\n\nWe use cookies to run our services and to measure how they are used.\n\nReject all\n\nAccept all",
    "Sorry, something went wrong.\n\nPlease try again later.\n\nGo home",
    "This page isn't available\n\nThe link may be broken, or the page may have been removed.",
    "Checking if the connection is secure\n\nPlease confirm that you are human.",
    "We'll be back soon\n\nOur help centre is down for maintenance.",
)


CARDS = (
    "Get paid for what you love. Learn the basics in this series.", "Five ideas for your first month", "Ask me anything: earning",
    "Grow together with the creators near you", "What's new for creators this spring", "How Noor built a community of cooks",
    "From bedroom to studio in a year", "Tools", "Success stories", "Beginner", "Intermediate", "Free · 12 min · Beginner",
    "Enroll now", "4.8 ★ (1,204)", "Most popular", "Editor's pick", "Part 2 of 5", "See all 24 lessons",
)  # fmt: skip
ASSISTANT = (
    ("Hi there! I'm Pip, your virtual assistant.", "What can I help you with today?", "Start chat"),
    ("Can't find it?", "Search the help centre", "Message us"), ("Still stuck?", "Our support crew replies within a day.", "Open a ticket"),
    ("Didn't find what you were looking for?", "Go to the community", "Send us a message"),
    ("Chat is offline", "We're online Monday to Friday, 9 to 5."), ("Share your thoughts", "1", "2", "3", "4", "5"),
)  # fmt: skip
STRIPS = (
    "You are viewing this page as a guest.", "This page is shown in English because it is not available in your language.",
    "We've translated this page automatically.", "Viewing from Portugal? See the page for your country.", "Welcome back, {name}!",
    "Your browser is out of date.", "Press / to search", "Loading…", "Print this page", "Copy link · Share · Save",
    "Reading time: {n} minutes", "{n} comments", "{n} members are online", "Page {n} of 48", "Trusted by {n} million creators",
    "Rated {n}.2 by our members", "{n}th most read article this week", "Seen by {n}% of new partners", "⏱ {n} min", "#{n} in Earning",
)  # fmt: skip


def cards(page: Page, chance: Chance) -> Page:
    """Cards of a course or of a magazine, below the policy."""
    return _put(page, chance, chance.choice(("### Learn", "## Creator stories", "### For you", "Discover")),
                *chance.sample(CARDS, chance.randint(2, 6)), above=False)  # fmt: skip


def assistant(page: Page, chance: Chance) -> Page:
    return _put(page, chance, *chance.choice(ASSISTANT), above=False)


def strip(page: Page, chance: Chance) -> Page:
    """A line on the visit, above or below the policy."""
    said = chance.choice(STRIPS).replace("{n}", str(chance.randint(2, 40))).replace("{name}", chance.choice(PEOPLE))
    return _put(page, chance, said)


def wall(page: Page, chance: Chance) -> Page:
    return replace(page, above=(), body=chance.choice(WALLS), below=())


NOISE: Mapping[str, Turn] = {
    turn.__name__: turn
    for turn in (
        views, bare_figure, votes, chips, survey, related, unlinked_menu, courses, navigation, footer, signed_in, banner,
        promotion, stamp, age, author, typography, british, numbering, reordered, addresses, nonce, language_list,
        second_document, notice, cards, assistant, strip, translated, wall,
    )
}  # fmt: skip
# These stand in the place of the policy: no other change is seen through them.
WHOLE = ("translated", "wall")


# -- rule changes ------------------------------------------------------------------------------------------------------------


def _swap(page: Page, chance: Chance, pairs: Sequence[tuple[str, str]]) -> Page:
    fitting = [(before, after) for before, after in pairs if re.search(before, page.body)]
    if not fitting:
        return page
    before, after = chance.choice(fitting)
    return _in_body(page, re.sub(before, after, page.body, count=1))


def number(page: Page, chance: Chance) -> Page:
    """Any number of the policy, wherever it stands."""
    places = [
        found
        for found in re.finditer(r"(?<![\w.])\d[\d,]*(?![\w])", page.body)
        if not re.search(r"(August|\n)\s*$", page.body[: found.start()]) and len(found[0].replace(",", "")) < 6
        and not re.search(r"https?://\S*$", page.body[: found.start()])
        and found[0] != "2025"
    ]  # fmt: skip
    if not places:
        return page
    place = chance.choice(places)
    value = int(place[0].replace(",", ""))
    other = chance.choice([value * 2 + 1, value + 5, max(1, value // 2) if value > 2 else value + 3])
    return _in_body(page, page.body[: place.start()] + f"{other:,}" + page.body[place.end() :])


def duty(page: Page, chance: Chance) -> Page:
    return _swap(page, chance, (
        (r"\bmay\b", "must"), (r"\bmay\b", "will"), (r"\bmust\b", "should"), (r"\bcan earn\b", "can not earn"),
        (r"\bcan appeal\b", "can not appeal"), (r"are not eligible", "are eligible"), (r"\bmay not\b", "may"),
        (r"\bcan not\b", "can"), (r"\bcan\b", "may only"), (r"\bmust not\b", "should not"),
    ))  # fmt: skip


def country(page: Page, chance: Chance) -> Page:
    return _swap(page, chance, (
        (r"\n\nJapan\n", "\n\nJapan\n\nNorway\n"), (r"\n\nMexico\n", "\n"), (r"Japan or South Korea", "Japan, Brazil or South Korea"),
        (r"Turkey, India and Nigeria", "Turkey and Nigeria"), (r"Australia, Canada, ", "Australia, Canada, Ireland, "),
        (r"\(19 in South Korea\)", "(19 in South Korea and 20 in Japan)"), (r"Creators in India", "Creators in India and Brazil"),
        (r"in the United States", "in the United States and Canada"), (r"the United Kingdom, ", ""),
    ))  # fmt: skip


def _entries(page: Page) -> list[re.Match[str]]:
    return list(re.finditer(r"^\* .+\n?", page.body, re.MULTILINE))


def condition_gone(page: Page, chance: Chance) -> Page:
    entries = _entries(page)
    if not entries:
        return page
    gone = chance.choice(entries)
    return _in_body(page, page.body[: gone.start()] + page.body[gone.end() :])


def exclusion(page: Page, chance: Chance) -> Page:
    """One more entry in a list of conditions or of what is not allowed."""
    entries = _entries(page)
    if not entries:
        return page
    after = chance.choice(entries).end()
    said = chance.choice(("Compilations of other people's clips", "Accounts run by governments", "A verified phone number",
                          "Live streams without a person in view", "Clips made wholly by machines", "No more than two channels each"))  # fmt: skip
    return _in_body(page, page.body[:after].rstrip("\n") + f"\n* {said}\n" + page.body[after:])


def sentence(page: Page, chance: Chance) -> Page:
    """A sentence with a rule more, or one less."""
    if chance.random() < 0.5:
        said = chance.choice((
            "Members under 18 need the consent of a parent.", "We may ask for proof of identity at any time.",
            "Income from such clips goes to the owner of the music.", "Channels with synthetic presenters are not eligible.",
            "You agree to keep your tax details up to date.", "A court order is required for streams by minors in Brazil.",
        ))  # fmt: skip
        blocks = page.body.split("\n\n")
        at = chance.choice([at for at, block in enumerate(blocks) if block[:1].isalpha() and block.endswith(".")])
        blocks[at] += " " + said
        return _in_body(page, "\n\n".join(blocks))
    found = list(re.finditer(r"(?<=\. )[A-Z][^.|\n*]{25,140}\.(?= |\n|$)", page.body))
    if not found:
        return page
    gone = chance.choice(found)
    return _in_body(page, page.body[: gone.start()] + page.body[gone.end() :])


def deadline(page: Page, chance: Chance) -> Page:
    return _swap(page, chance, (
        (r"within (\d+) days", "within 3 days"), (r"4 August 2025", "4 November 2025"), (r"once a month", "once a quarter"),
        (r"issued weekly", "issued monthly"), (r"12 months", "9 months"), (r"on the 10th", "on the 12th"), (r"for 90 days", "for 120 days"),
    ))  # fmt: skip


def table_cell(page: Page, chance: Chance) -> Page:
    cells = list(re.finditer(r"(?<=\| )\D{0,1}\d[\d.,]*%?(?= \|)", page.body))
    if not cells:
        return page
    cell = chance.choice(cells)
    value = re.sub(r"\d[\d.,]*", str(chance.randint(31, 49)), cell[0])
    return _in_body(page, page.body[: cell.start()] + value + page.body[cell.end() :])


def table_row(page: Page, chance: Chance) -> Page:
    rows = list(re.finditer(r"^\| [A-Z].*\|\n?", page.body, re.MULTILINE))[1:]
    if not rows:
        return page
    row = chance.choice(rows)
    if chance.random() < 0.5:
        return _in_body(page, page.body[: row.start()] + page.body[row.end() :])
    more = re.sub(r"^\| [^|]+\|", "| Garden and pets |", row[0].rstrip("\n")) + "\n"
    return _in_body(page, page.body[: row.end()].rstrip("\n") + "\n" + more + page.body[row.end() :])


def closed(page: Page, chance: Chance) -> Page:
    head, _, rest = page.body.partition("\n\n")
    said = chance.choice((
        "This scheme is closed to new members.", "The scheme ends on 31 May 2027 and no new applications are taken.",
        "We no longer accept applications for this plan.", "This plan will be retired; balances are paid out until June 2027.",
    ))  # fmt: skip
    return _in_body(page, f"{head}\n\n{said}\n\n{rest}")


def narrowed(page: Page, chance: Chance) -> Page:
    return _swap(page, chance, (
        (r"original clips", "original and exclusive clips"), (r"any bets shown", "any bets or prize draws shown"),
        (r"something of value", "money"), (r"fraud\.", "fraud or spam."), (r"inauthentic", "generic or repetitive"),
        (r"of other people's music", "of recorded music"), (r"a bank account", "a business bank account"),
        (r"may earn limited or no ad income", "will receive limited ad income"), (r"30 rounds or more", "more than 30 rounds"),
        (r"substantial commentary", "commentary"), (r"violent extremism", "violent or hateful extremism"),
        (r"earn when you|when you earn", "when you earn or sell"), (r"A bank account in your own name", "A bank account"),
        (r"not refundable unless the law says otherwise", "not refundable"), (r"and comes from the main feed", "and comes from any feed"),
    ))  # fmt: skip


def other_policy(page: Page, chance: Chance) -> Page:
    """A rule that points to another policy than before."""
    return _swap(page, chance, (
        (r"\[House Rules\]\(https://help.example/house-rules\)", "[Advertiser Rules](https://help.example/advertiser-rules)"),
        (r"the House Rules at", "the House Rules and the Music Rules at"),
    ))  # fmt: skip


REAL: Mapping[str, Turn] = {
    turn.__name__: turn
    for turn in (
        number, duty, country, condition_gone, exclusion, sentence, deadline, table_cell, table_row, closed, narrowed,
        other_policy,
    )
}  # fmt: skip


# -- histories ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """A judged change: what was done, whether a rule changed by it, and the verdict."""

    page: str
    kind: str
    real: bool
    verdict: Verdict
    before: str
    after: str


def _history(name: str, steps: Sequence[tuple[str, bool, str]]) -> Iterator[Step]:
    history = PageHistory(page=name)
    start = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
    before = ""
    for day, (kind, real, text) in enumerate(steps):
        verdict, history = judge(history, text, start + timedelta(days=day))
        if day:
            yield Step(name, kind, real, verdict, before, text)
        before = text


def simulated(seed: int = 1, among: Sequence[Page] | None = None) -> Iterator[Step]:
    """Every kind of noise and of rule change on every page: alone, two at once, together, and back again."""
    for page in among or pages():
        chance = Chance(f"{seed} {page.name}")
        for kind, turn in NOISE.items():
            once, twice = turn(page, chance), turn(page, chance)
            yield from _history(
                page.name,
                [
                    ("", False, page.text),
                    (kind, False, once.text),
                    (kind, False, twice.text),
                    (f"{kind} back", False, page.text),
                ],
            )
        gentle = [kind for kind in NOISE if kind not in WHOLE]
        for _ in range(12):
            one, other = chance.sample(gentle, 2)
            first = NOISE[one](page, chance)
            both = NOISE[other](NOISE[one](page, chance), chance)
            yield from _history(
                page.name,
                [("", False, page.text), ("two at once", False, both.text), ("one of two back", False, first.text)],
            )
        # A season in the life of a page: noise day after day, and its rules stay.
        day = page
        season = [("", False, page.text)]
        for _ in range(12):
            day = NOISE[chance.choice(gentle)](page if chance.random() < 0.5 else replace(day, body=page.body), chance)
            season.append(("season", False, day.text))
        yield from _history(page.name, season)
        for kind, change in REAL.items():
            changed = change(page, chance)
            if changed.body == page.body:
                continue
            yield from _history(page.name, [("", False, page.text), (kind, True, changed.text)])
            noisy = NOISE[chance.choice(gentle)](changed, chance)
            yield from _history(page.name, [("", False, page.text), (f"{kind} with noise", True, noisy.text)])
            restless = [("", False, page.text)]
            for _ in range(5):
                restless.append(
                    ("season", False, NOISE[chance.choice(("chips", "related", "views", "banner"))](page, chance).text)
                )
            yield from _history(page.name, [*restless, (f"{kind} after a season", True, noisy.text)])


def told(step: Step) -> bool:
    """Whether people are told: a rule change, or one that is taken back."""
    return step.verdict.verdict == "rule-change"


def measure(seed: int = 1, among: Sequence[Page] | None = None) -> tuple[Counter[str], Counter[str], list[Step]]:
    """How many changes of each kind there were, how many were judged wrongly, and which."""
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    which: list[Step] = []
    for step in simulated(seed, among):
        name = ("real: " if step.real else "noise: ") + step.kind
        counts[name] += 1
        if told(step) != step.real:
            wrong[name] += 1
            which.append(step)
    return counts, wrong, which


def main(seed: int) -> None:
    counts, wrong, which = measure(seed)
    for name, count in sorted(counts.items()):
        print(f"{name:40} {count:5} wrong {wrong[name]:4}  {wrong[name] / count:6.1%}")
    for real, said in ((False, "noise kept"), (True, "rule changes lost")):
        all_of = sum(count for name, count in counts.items() if name.startswith("real") == real)
        lost = sum(count for name, count in wrong.items() if name.startswith("real") == real)
        print(f"{said}: {lost} of {all_of} ({lost / all_of:.1%})")
    shown: defaultdict[str, int] = defaultdict(int)
    for step in which:
        shown[step.kind] += 1
        if shown[step.kind] <= 3:
            print(
                f"- {step.page}: {step.kind}: {step.verdict.verdict} {step.verdict.score:.2f} {step.verdict.reason[:150]}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
