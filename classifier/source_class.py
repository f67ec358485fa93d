"""The source class: whose voice an item is: official, filing, wire, press, analysis, blog, or a copy of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from classifier.disguise import undisguised
from collector.item import Item

CLASSES = (
    "official",
    "filing",
    "wire",
    "press",
    "analysis",
    "blog",
    "press-release",
    "syndicated",
    "spun",
)

READ_AT_MOST = 6_000  # characters
SPUN_AT = 3  # habits of a text written for search engines; two of them are met in honest how-to articles

# Hosts by class, a name standing for all below it. What belongs to a platform counts only under the prefixes of
# _OWN_VOICE: anybody may write on youtube.com, only YouTube on blog.youtube.
_HOSTS: Mapping[str, str] = {
    "filing": "courtlistener.com uscourts.gov supremecourt.gov justia.com casetext.com pacer.gov pacermonitor.com "
    "docketalarm.com unicourt.com plainsite.org bailii.org canlii.org austlii.edu.au indiankanoon.org "
    "edgar.sec.gov curia.europa.eu govinfo.gov casemine.com law.cornell.edu",
    "official": "europa.eu gov.uk gc.ca canada.ca gov.au gov.in nic.in gov.br gov.sg govt.nz gov.za gouv.fr gob.es "
    "gob.mx go.jp go.kr gov.ie gov.it gov.pl gov.pt gov.tr gov.my gov.ph go.id gov.il gov.cn gov.hk gov.tw admin.ch "
    "bund.de federalregister.gov ofcom.org.uk ico.org.uk asa.org.uk parliament.uk legislation.gov.uk "
    "judiciary.uk cnil.fr arcom.fr autoritedelaconcurrence.fr bundeskartellamt.de bundesnetzagentur.de "
    "bfdi.bund.de agcm.it agcom.it garanteprivacy.it aepd.es cnmc.es acm.nl autoriteitpersoonsgegevens.nl "
    "rijksoverheid.nl dataprotection.ie cnam.ie oireachtas.ie datatilsynet.no datatilsynet.dk kfst.dk "
    "uokik.gov.pl anacom.pt crtc.gc.ca esafety.gov.au aph.gov.au meity.gov.in sebi.gov.in trai.gov.in "
    "stf.jus.br senado.leg.br camara.leg.br legis.la.gov leginfo.legislature.ca.gov nysenate.gov oecd.org "
    "wto.org un.org blog.youtube about.fb.com about.meta.com transparency.meta.com transparency.fb.com "
    "creators.facebook.com creators.instagram.com about.instagram.com engineering.fb.com newsroom.tiktok.com "
    "tiktok.com/legal seller-us.tiktok.com blog.twitch.tv legal.twitch.com help.twitch.tv blog.google "
    "android-developers.googleblog.com googleblog.com developer.apple.com apple.com aboutamazon.com "
    "aboutamazon.eu advertising.amazon.com affiliate-program.amazon.com press.aboutamazon.com "
    "blogs.microsoft.com news.microsoft.com devblogs.microsoft.com newsroom.spotify.com artists.spotify.com "
    "newsroom.snap.com redditinc.com news.patreon.com on.substack.com devforum.roblox.com corp.roblox.com "
    "ir.roblox.com unrealengine.com epicgames.com store.epicgames.com steampowered.com partner.steamgames.com "
    "unity.com shopify.dev news.shopify.com investors.etsy.com ebayinc.com openai.com anthropic.com "
    "nvidianews.nvidia.com newsroom.pinterest.com news.linkedin.com blog.linkedin.com discord.com "
    "netflixtechblog.com about.netflix.com blog.mozilla.org newsroom.paypal-corp.com bytedance.com "
    "news.samsung.com",
    "wire": "reuters.com apnews.com afp.com upi.com kyodonews.net kyodonews.jp yna.co.kr dpa.com ansa.it efe.com "
    "aap.com.au ptinews.com ians.in tass.com tass.ru xinhuanet.com interfax.com bernama.com antaranews.com "
    "thecanadianpress.com pamediagroup.com ap.org focustaiwan.tw",
    "press-release": "prnewswire.com prnewswire.co.uk businesswire.com globenewswire.com accesswire.com newswire.ca "
    "newswire.com einpresswire.com einnews.com prweb.com prlog.org openpr.com newsfilecorp.com prnasia.com "
    "pressreleasedistribution.com issuewire.com 24-7pressrelease.com presswire.com cision.com "
    "marketersmedia.com prfire.com pr.com webwire.com send2press.com prunderground.com menafn.com "
    "digitaljournal.com/pr",
    "syndicated": "msn.com newsbreak.com news.google.com news.yahoo.com finance.yahoo.com yahoo.com headtopics.com "
    "biztoc.com dailyhunt.in pressreader.com flipboard.com smartnews.com feedly.com knowledia.com "
    "newslocker.com archyde.com newsnow.co.uk inkl.com allafrica.com rssing.com ground.news upday.com aol.com "
    "zazoom.it headlines360.news bignewsnetwork.com lokmattimes.com",
    "analysis": "mondaq.com jdsupra.com natlawreview.com lexology.com eff.org cdt.org epic.org fpf.org brookings.edu "
    "lawfaremedia.org lawfareblog.com techpolicy.press platformer.news stratechery.com pewresearch.org "
    "iab.com reutersinstitute.politics.ox.ac.uk project-syndicate.org theconversation.com knightcolumbia.org "
    "aclu.org publicknowledge.org netchoice.org ccianet.org itif.org cato.org heritage.org rand.org csis.org "
    "carnegieendowment.org chathamhouse.org bruegel.org ceps.eu insideprivacy.com globalprivacyblog.com "
    "privacyworld.blog digitalpolicyalert.org pslc.org hbr.org emarketer.com statista.com iapp.org ssrn.com "
    "arxiv.org nber.org noyb.eu beuc.eu edri.org article19.org accessnow.org simonowens.substack.com "
    "goodwinlaw.com gibsondunn.com cov.com lw.com hoganlovells.com wilmerhale.com dlapiper.com "
    "bakermckenzie.com",
    "blog": "substack.com medium.com wordpress.com blogspot.com tumblr.com ghost.io beehiiv.com hashnode.dev dev.to "
    "livejournal.com wixsite.com weebly.com typepad.com blogger.com reddit.com quora.com news.ycombinator.com "
    "ycombinator.com hnrss.org github.io github.com gitlab.io youtube.com youtu.be facebook.com instagram.com "
    "tiktok.com twitter.com x.com threads.net threads.com linkedin.com pinterest.com telegram.org t.me "
    "discord.gg bsky.app mastodon.social vocal.media hubpages.com hackernoon.com techdirt.com ericgoldman.org "
    "daringfireball.net krebsonsecurity.com schneier.com pluralistic.net stackexchange.com stackoverflow.com "
    "patreon.com lesswrong.com jefftk.com marginalrevolution.com simonwillison.net kottke.org boingboing.net "
    "slashdot.org lemmy.world democraticunderground.com wikipedia.org",
}
# Class by host, and by host and the beginning of the path.
_BY_HOST: dict[str, str] = {}
for _class, _hosts in _HOSTS.items():
    _BY_HOST |= dict.fromkeys(_hosts.lower().split(), _class)

_OWN_VOICE = re.compile(
    r"^(?:newsroom|news|press|blog|blogs|about|support|help|legal|policies|policy|developers?|transparency|investors?|ir|"
    r"creators?|corp|corporate|business|ads|partners?|status|terms|privacy)\."
    r"(?:youtube|google|meta|facebook|fb|instagram|whatsapp|tiktok|bytedance|twitter|x|twitch|kick|snap|snapchat|"
    r"pinterest|redditinc|reddithelp|reddit|linkedin|discord|telegram|rumble|patreon|substack|onlyfans|medium|spotify|"
    r"soundcloud|deezer|bandcamp|apple|amazon|audible|steampowered|valvesoftware|epicgames|roblox|unity|microsoft|xbox|"
    r"etsy|shopify|ebay|netflix|vimeo|dailymotion|bilibili|mediavine|raptive|paypal|openai|samsung|nvidia|oracle|"
    r"automattic|quora|tumblr|bsky|temu|shein)\.(?:com|net|tv|co|org|social|app)$"
)
_STATE = re.compile(
    r"(?:^|\.)(?:gov|mil|gov\.[a-z]{2}|gob\.[a-z]{2}|gouv\.[a-z]{2}|go\.(?:jp|kr|id|th|ke|ug|tz|cr)|govt\.nz)$"
)
_STATE_ATTORNEY = re.compile(r"(?:attorneygeneral|myfloridalegal|\boag\b|\bag\.state\b)")

# How distributors and agencies sign at the head or the foot of a text; the first of each pair is looked for in lower
# letters before the pattern is tried.
_RELEASE_SIGNS = ("newswire", "business wire", "presswire", "accesswire", "newsfile", "/cnw", "for immediate release")
_RELEASE = re.compile(
    r"/\s?(?:CNW|PR ?Newswire)[\w /-]{0,30}/|\bGLOBE ?NEWSWIRE\b|\bPR ?Newswire\b|\bEIN ?Presswire\b"
    r"|\((?:BUSINESS WIRE|ACCESSWIRE|Newsfile Corp\.?|Marketwired)\)|\bFOR IMMEDIATE RELEASE\b"
)
_WIRE_SIGNS = (
    *(
        "reuters",
        "(ap)",
        "afp",
        "upi)",
        "bloomberg)",
        "dpa)",
        "kyodo)",
        "xinhua)",
        "(ani)",
        "(pti)",
        "ians)",
        "yonhap)",
    ),
    *("(cp)", "aap)", "efe)", "ansa)", "associated press", "editing by", "canadian press", "agency inputs", "a wire"),
)
_WIRE = re.compile(
    r"\((?:Reuters|AP|AFP|UPI|Bloomberg|dpa|Kyodo|Xinhua|ANI|PTI|IANS|Yonhap|CP|AAP|EFE|ANSA)\)\s{0,3}(?:-|$)"
    r"|\b(?:Reuters|AFP|Associated Press) ?-{1,2} |\(?\bReporting by [A-Z][\w .'-]{3,60}; ?[Ee]diting by\b"
    r"|^\s{0,9}By [\w .'-]{3,60}, (?:The )?(?:Associated Press|Reuters|AP|AFP)\b"
    r"|\bCopyright \d{4},? (?:The )?(?:Associated Press|Reuters|AFP)\b|©\s?(?:\d{4}\s)?(?:The Associated Press|AFP)"
    r"|\bTHE CANADIAN PRESS\b|\bpublished from a wire\b|\b[Ww]ith agency inputs\b",
    re.MULTILINE,
)
_WIRE_PATH = re.compile(
    r"/(?:wirestory|wire|ap-news|nexstar_media_wire|ap-online|reuters-news|syndicated|afp|pti-stories|ani)[/-]", re.I
)
_TAKEN_SIGNS = ("originally appeared", "originally published", "first appeared", "first published", "republished")
_TAKEN = re.compile(
    r"\b(?:originally (?:appeared|published)|first (?:appeared|published)) (?:on|in|at|by) (?:the )?([A-Z][\w. ]{1,30})"
    r"|\brepublished (?:from|with permission of|with permission from) (?:the )?([A-Z][\w. ]{1,30})"
)

# Habits of texts spun for search engines; one or two of them befall an honest writer too.
_SPUN: tuple[tuple[str, ...], ...] = (
    (
        "in this article, we",
        "in this blog post",
        "in this comprehensive guide",
        "in this guide, we",
        "in this post, we",
    ),
    (
        "in today's digital",
        "in today's fast-paced",
        "in the ever-evolving",
        "in the ever-changing",
        "in the digital age",
    ),
    (
        "game changer for",
        "game-changer for",
        "ever-evolving landscape",
        "unlock the full",
        "unlock your",
        "dive deep into",
    ),
    ("buy followers", "buy real followers", "get free followers", "get more followers", "grow your followers"),
    ("boost your engagement", "boost your views", "grow your channel", "boost your reach", "skyrocket your"),
    ("click here to", "sign up today", "subscribe now", "don't miss out", "order now", "limited-time offer", "act now"),
    (
        "contact us today",
        "get in touch with us",
        "our team can help",
        "our experts can",
        "our smm",
        "our seo",
        "smm panel",
    ),
    ("in conclusion,", "to sum up,", "in a nutshell,", "final thoughts", "conclusion:"),
    ("frequently asked questions", "table of contents", "key takeaways", "faqs"),
    ("whether you're a", "whether you are a"),
    (
        "stay tuned for more",
        "read on to find",
        "read on to discover",
        "keep reading to",
        "let's dive in",
        "without further",
    ),
    ("ultimate guide", "complete guide", "everything you need to know", "step-by-step guide"),
    ("affiliate link", "promo code", "discount code", "use our code", "use my code", "coupon code"),
    ("netizens", "content makers", "video-sharing behemoth", "microblogging behemoth", "social media behemoth"),
    ("[updated", "(updated 20", "(2024 update", "(2025 update", "(2026 update", "[2024]", "[2025]", "[2026]"),
)
_SPUN_HOST = re.compile(
    r"(?:-[a-z0-9]+){3}\.[a-z]+$|\.(?:xyz|top|click|buzz|icu|gq|cf|tk|ml|online|site|website|space)$"
)

_NAMES: Mapping[str, str] = {
    "reuters": "wire",
    "associated press": "wire",
    "ap": "wire",
    "ap news": "wire",
    "afp": "wire",
    "agence france-presse": "wire",
    "upi": "wire",
    "yonhap": "wire",
    "kyodo news": "wire",
    "pti": "wire",
    "ani": "wire",
    "pr newswire": "press-release",
    "prnewswire": "press-release",
    "business wire": "press-release",
    "globenewswire": "press-release",
    "accesswire": "press-release",
    "ein presswire": "press-release",
    "msn": "syndicated",
    "yahoo": "syndicated",
    "yahoo news": "syndicated",
    "google news": "syndicated",
    "newsbreak": "syndicated",
    "courtlistener": "filing",
    "federal register": "official",
    "european commission": "official",
    "youtube blog": "official",
    "youtube official blog": "official",
    "tiktok newsroom": "official",
    "meta newsroom": "official",
    "twitch blog": "official",
    "ftc": "official",
    "ofcom": "official",
    "hacker news": "blog",
    "reddit": "blog",
    "substack": "blog",
    "medium": "blog",
    "daring fireball": "blog",
    "techdirt": "blog",
    "krebs on security": "blog",
    "krebsonsecurity": "blog",
    "platformer": "analysis",
    "stratechery": "analysis",
    "eff": "analysis",
    "lawfare": "analysis",
}

# What a voice of its own says stays its own, whatever the words around it look like.
_FIRM = frozenset({"official", "filing"})
_COPYING = frozenset({"press", "blog", "analysis", "syndicated"})


def source_class_of(item: Item, declared: str = "") -> str:
    """
    One of CLASSES, from what the source is declared to be, where the item is published, and how it is signed.

    Without a declaration the host of the item's address decides, then the host or the name of its source, then press.
    """
    hosted = _by_address(item.url)
    base = declared or item.source_class or hosted or _by_source(item) or "press"
    if base in _FIRM or base == "press-release":
        return base
    if hosted in ("press-release", "syndicated") and base != "wire":
        return hosted
    words = undisguised(item.words[:READ_AT_MOST])[0]
    lowered = words.lower()
    if any(sign in lowered for sign in _RELEASE_SIGNS) and (
        _RELEASE.search(words[:800]) or _RELEASE.search(words[-400:])
    ):
        return "press-release"
    if base in _COPYING and _copied(item, words, lowered):
        return "syndicated"
    if base in _COPYING and _spun_marks(lowered) + 2 * bool(_SPUN_HOST.search(_host(item.url))) >= SPUN_AT:
        return "spun"
    return base


def _copied(item: Item, words: str, lowered: str) -> bool:
    """Whether it is signed by a wire, or says that it was taken from somebody else."""
    home = _letters(_host(item.url) + _host(item.source) + item.source)
    if any(sign in lowered for sign in _WIRE_SIGNS):
        signed = _WIRE.search(words[:800]) or _WIRE.search(words[-400:])
        # Bloomberg signs its own articles as a wire would.
        if signed and not any(
            name in home and name in signed[0].lower() for name in ("bloomberg", "reuters", "yonhap")
        ):
            return True
    if _WIRE_PATH.search(item.url):
        return True
    if not any(sign in lowered for sign in _TAKEN_SIGNS):
        return False
    # Many a site ends its own articles with "originally appeared on" and its own name.
    return any(_letters((found[1] or found[2]).partition(" at ")[0]) not in home for found in _TAKEN.finditer(words))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower())).removesuffix("com")


def _spun_marks(lowered: str) -> int:
    """How many different habits of texts written for search engines the words show."""
    return sum(1 for habit in _SPUN if any(phrase in lowered for phrase in habit))


def _by_source(item: Item) -> str:
    """The class of the source where that says something of the item: not where it only collects links of others."""
    named = _NAMES.get(item.source.strip().lower())
    if named:
        return named
    home, away = _host(item.url), _host(item.source) if "." in item.source else ""
    if home and away and _site(home) != _site(away):
        return ""
    return _by_address(item.source)


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _by_address(address: str) -> str:
    """The class of an address, "" when nothing is known of it (a name is no address)."""
    if "." not in address or " " in address.strip():
        return ""
    host, path = _host(address), ""
    if not host:
        return ""
    if "://" in address:
        path = urlsplit(address).path.strip("/")
    first = path.partition("/")[0].lower()
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        if found := _BY_HOST.get(f"{name}/{first}") or _BY_HOST.get(name):
            # A help centre or newsroom under the name of a platform is its own voice, the rest of it everybody's.
            return "official" if found == "blog" and _OWN_VOICE.match(host) else found
    if _STATE.search(host) or _STATE_ATTORNEY.search(host) or _OWN_VOICE.match(host):
        return "official"
    return "blog" if host.startswith("blog.") or host.endswith(".blog") else ""


def _host(address: str) -> str:
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        return (parts.hostname or "").removeprefix("www.").rstrip(".").lower()
    except ValueError:
        return ""
