"""Frames: who does what to whom, read from the order of the words, whoever they are."""

# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

# In a frame's text every name stands as its kind (classifier/lexicon.py), so that one pattern serves all platforms,
# courts and countries. Gaps are short and never cross the end of a clause: news puts actor, act and object together.
ACTING = frozenset(
    (
        "TIKT",
        "STORE",
        "AICO",
        "GIANT",
        "PLAT",
        "AG",
        "REG",
        "COURT",
        "LEGIS",
        "GOV",
        "CREA",
        "PUBL",
        "USERS",
        "STAFF",
        "PLACE",
        "NUM",
        "YEAR",
        "PCT",
        "MONEY",
    )
)
LIMIT = 160  # tokens a frame is looked for in
ENDS = frozenset(".!?;:\n")

IRREGULAR = {
    "pay": "pay pays paid paying", "sell": "sell sells sold selling", "win": "win wins won winning", "cut": "cut cuts cutting",
    "beat": "beat beats beaten beating", "lose": "lose loses lost losing", "bring": "bring brings brought bringing",
    "let": "let lets letting", "begin": "begin begins began beginning begun", "get": "get gets got getting",
    "give": "give gives gave given giving", "take": "take takes took taken taking", "make": "make makes made making",
    "hit": "hit hits hitting", "seek": "seek seeks sought seeking", "sue": "sue sues sued suing", "find": "find finds found finding",
    "say": "say says said saying", "tell": "tell tells told telling", "hold": "hold holds held holding", "set": "set sets setting",
    "fight": "fight fights fought fighting", "stop": "stop stops stopped stopping", "ban": "ban bans banned banning",
    "drop": "drop drops dropped dropping", "quit": "quit quits quitting", "keep": "keep keeps kept keeping", "shut": "shut shuts shutting",
    "strike": "strike strikes struck striking", "throw": "throw throws threw thrown throwing", "slap": "slap slaps slapped slapping",
    "permit": "permit permits permitted permitting", "bar": "bar bars barred barring", "spin": "spin spins spun spinning",
    "raid": "raid raids raided raiding", "order": "order orders ordered ordering", "deny": "deny denies denied denying",
    "levy": "levy levies levied levying", "probe": "probe probes probed probing", "go": "go goes went going gone",
    "become": "become becomes became becoming", "face": "face faces faced facing", "spend": "spend spends spent spending",
    "rule": "rule rules ruled ruling", "overturn": "overturn overturns overturned overturning", "split": "split splits splitting",
    "unveil": "unveil unveils unveiled unveiling", "widen": "widen widens widened widening", "testify": "testify testifies testified testifying",
    "trim": "trim trims trimmed trimming", "double": "double doubles doubled doubling", "draw": "draw draws drew drawn drawing",
    "put": "put puts putting", "freeze": "freeze freezes froze frozen freezing", "clear": "clear clears cleared clearing",
    "write": "write writes wrote written writing", "offer": "offer offers offered offering", "settle": "settle settles settled settling",
    "uphold": "uphold upholds upheld upholding", "grill": "grill grills grilled grilling", "urge": "urge urges urged urging",
    "call": "call calls called calling", "warn": "warn warns warned warning", "lower": "lower lowers lowered lowering",
    "alter": "alter alters altered altering", "enter": "enter enters entered entering", "veto": "veto vetoes vetoed vetoing",
    "plan": "plan plans planned planning", "apply": "apply applies applied applying", "try": "try tries tried trying",
    "clash": "clash clashes clashed clashing", "do": "do does did done doing", "slam": "slam slams slammed slamming",
    "vow": "vow vows vowed vowing", "swap": "swap swaps swapped swapping", "see": "see sees saw seen seeing",
}  # fmt: skip


def verbs(stems: str) -> str:
    """All forms of some verbs, as an alternation."""
    forms: list[str] = []
    for stem in stems.split():
        if stem in IRREGULAR:
            forms += IRREGULAR[stem].split()
        elif stem.endswith("e"):
            forms += [stem, stem + "s", stem + "d", stem[:-1] + "ing"]
        elif stem.endswith("y") and stem[-2] not in "aeou":
            forms += [stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
        elif stem.endswith(("s", "sh", "ch", "x", "z")):
            forms += [stem, stem + "es", stem + "ed", stem + "ing"]
        else:
            forms += [stem, stem + "s", stem + "ed", stem + "ing"]
    return "(?:" + "|".join(dict.fromkeys(forms)) + ")"


def gap(most: int) -> str:
    """Up to that many tokens of the same clause."""
    return rf"(?: [^ .]+){{0,{most}}}?"


MAKERS = "(?:CREA|PUBL)"  # what MAKER stands for in a pattern
P = "(?:TIKT|STORE|AICO|GIANT|PLAT)"
STATE = "(?:REG|AG|LEGIS|GOV|PLACE)"
SUIT = "(?:lawsuits?|suits?|class action|class-action|complaints?|legal action|case|legal challenge|petition|motion|claims?)"
CRIES = verbs("sue") + "|" + verbs("file launch bring lodge") + gap(4) + f" {SUIT}|take{gap(3)} to COURT"
LAW = "(?:bills?|laws?|act|legislation|amendment|statute|measure|resolution|ordinance|proposal|regulations?)"
EARNING = (
    r"(?:monetiz\w+|monetis\w+|creator fund|creators fund|ad revenue\w*|ad revenue sharing|revenue shar\w+|revenue-sharing|subscriptions?|super follows?|tip|tips|tipping|"
    r"tip jar|partner program\w*|affiliate \w+|bonus\w*|paid \w+|memberships?|payouts?|rewards?|rewards program|creator rewards|fund|earn|earns|earning|earnings|make money|making money|"
    r"get paid|pay creators|gifts?|virtual gifts|paywalls?|paywalled|shopping features|creator program\w*|creator marketplace|incentives?|"
    r"super thanks|super chat|cash|ticketed|donations?|coins|subs|brand deals|tool for MAKER|royalties|ads? sales)"
)
STARTING = verbs(
    "launch introduce announce unveil start begin test add bring expand open debut release pilot offer let give pay allow enable extend reveal plan try "
    "revamp replace rebrand rename roll put make accelerate double hand invite share get"
)
ENDING = verbs(
    "end close shut kill pause suspend discontinue scrap axe stop halt retire drop cancel sunset freeze wind remove replace abandon phase"
)
SPEAKING = (
    verbs(
        "say call brand slam blast accuse tell warn claim reject dismiss insist argue hail praise mock defend condemn criticize criticise decry "
        "denounce lament welcome applaud back support oppose stand side question doubt urge rip echo deride ridicule celebrate"
    )
    + "|against|calls? (?:for|on)|in favou?r|stands? by|pushes? back|speaks? out|hits? (?:back|out)|sounds? (?:the )?alarm|weighs? in"
)
CHANGING = verbs(
    "change cut raise lower hike increase reduce slash double halve lift adjust drop alter charge waive trim take keep split share give scrap overhaul tweak update revise"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern over kinds and words, and the tags it speaks for."""

    name: str
    pattern: re.Pattern[str]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame found: the tokens from `first` to `last` (inclusive) carry it."""

    frame: Frame
    first: int
    last: int


# name, tags it speaks for, pattern
SHELF: tuple[tuple[str, str, str], ...] = (
    # A. what platforms do with money
    ("starts-earning", "program-status", rf"{P}{gap(5)} {STARTING}{gap(7)} {EARNING}"),
    (
        "earning-comes",
        "program-status",
        rf"{EARNING}{gap(6)} (?:coming|arrives?|comes|rolls out|rolling out|launches|now available|expands|expanding|opens) {gap(3)}",
    ),
    (
        "new-earning",
        "program-status",
        rf"new{gap(3)} (?:way|ways|tool|tools|program|programme|fund|feature|features|scheme|option|options|initiative|plan){gap(4)} {EARNING}",
    ),
    ("ends-earning", "program-status", rf"{P}{gap(5)} {ENDING}{gap(6)} (?:{EARNING}|program|programme|scheme)"),
    (
        "earning-ends",
        "program-status",
        rf"(?:{EARNING}|program|programme|scheme){gap(5)} (?:closed|closing|shut down|shuts down|shutting down|paused|discontinued|scrapped|ending|ends|axed|is over|to end|wound down)",
    ),
    (
        "pays-makers",
        "program-status",
        rf"{P}{gap(5)} (?:{verbs('pay')}|share|shares|sharing|shared|reward|rewards|compensate){gap(5)} MAKER",
    ),
    (
        "makers-earn",
        "program-status",
        rf"MAKER{gap(6)} (?:earn|make money|get paid|paid|monetize|monetise|cash in|charge|be paid|making money|sell)",
    ),
    (
        "earning-for-makers",
        "program-status",
        rf"{EARNING}{gap(4)} (?:for|with|to|from) (?:all |more |some |select |eligible |its )?MAKER",
    ),
    (
        "share-of-money",
        "revenue-share-fee",
        r"(?:revenue|rev|ad revenue|profit|income) (?:split|share|sharing|cut)|ad revenue sharing|revenue sharing|revenue-sharing|PCT (?:cut|commission|fee|share|of (?:the )?(?:revenue|sales|ad revenue|subscription))|NUM/NUM|NUM-NUM split",
    ),
    (
        "shares-ad-money",
        "revenue-share-fee",
        rf"(?:share|shares|sharing|shared|portion|percentage|cut|slice){gap(4)} (?:ad|ads|advertising|revenue|ad revenue|ad money|ad sales|ad dollars|subscription revenue)",
    ),
    (
        "changes-fee",
        "revenue-share-fee",
        rf"{CHANGING}{gap(6)} (?:fees?|commissions?|commission rate|royalt\w+|cut|split|revenue share|rates?|take rate|PCT)",
    ),
    (
        "platform-fee",
        "revenue-share-fee",
        rf"{P}{gap(8)} (?:fees?|commissions?|royalty rate|revenue split|revenue share|cut of)",
    ),
    (
        "charges-for-access",
        "revenue-share-fee",
        rf"(?:{verbs('charge')}|pay|paid|paying|pricing|price|prices|fees?){gap(6)} (?:api access|api|apis|access to its api|api fees|api pricing|application program\w*)|api (?:pricing|fees|changes|charges|policy|terms)|api fees|api pricing|runtime fee",
    ),
    (
        "access-priced",
        "revenue-share-fee",
        r"(?:free|paid|charg\w+|paywall\w*|pric\w+|cost\w*)(?: [^ .]+){0,4} (?:api|apis|api access)|(?:api|apis|api access)(?: [^ .]+){0,4} (?:free|paid|pric\w+|charg\w+|fees?|cost\w*|subscription)",
    ),
    (
        "new-tool",
        "program-status",
        rf"{P}{gap(4)} (?:{verbs('test add launch introduce bring roll debut unveil open expand build try')}|working on|working to){gap(7)} (?:tip\w*|super \w+|paid \w+|paywall\w*|subscri\w+|memberships?|ticketed \w+|shopping|affiliate|gifts?|badges|monetiz\w+|monetis\w+|payments?|fund)",
    ),
    (
        "fund-size",
        "payout-terms",
        rf"MONEY{gap(5)} (?:fund|pool|creator fund|in rewards|in payouts|program|bonus\w*|grants?|to MAKER|to pay MAKER|for MAKER)|(?:fund|pool){gap(3)} MONEY",
    ),
    (
        "payout-word",
        "payout-terms",
        r"payouts?|bonus(?:es)?|bonus program\w*|get paid|paid out|pay rates?|per view|per stream|per NUM|minimum payout|payment terms|pay day|payday|weekly pay|monthly pay|withdraw\w*|cash out|payment methods?",
    ),
    (
        "pays-by-rule",
        "payout-terms",
        rf"{P}{gap(6)} (?:{verbs('pay')}|paying out){gap(8)} (?:MAKER|views|engagement|based on|performance)",
    ),
    (
        "threshold",
        "threshold-change",
        r"(?:at least|minimum|fewer than|less than|with|need|needs|needed|reach|reached|only|from|just|to|of|have|least|require\w*) (?:NUM|NUM million) (?:valid |public |paid |qualified |monthly |unique |authentic )?(?:followers?|subscribers?|subs|hours?|views?|plays|watch hours|watch minutes|sales|streams|posts|videos|uploads|listeners|listens|orders|members)",
    ),
    (
        "threshold-word",
        "threshold-change",
        r"(?:thresholds?|minimums?|entry bar|requirements?|bar to|bar for|follower count|subscriber count|(?:lowers?|lowered|raises?|raised|halves|halved|cuts?|drops?|doubles|tightens|sets?|easier|harder) (?:\S+ ){0,5}(?:followers?|subscribers?|watch hours|hours|floor|views|plays|for MAKER|requirements?|bar|threshold|to (?:get|earn|make money|join|qualify|monetize|monetise)))",
    ),
    (
        "eligible",
        "eligibility-rule",
        r"eligib\w+|qualif\w+|ineligible|(?:monetization|monetisation|advertiser-friendly|ad-friendly|partner program) (?:polic\w+|rules?|guidelines|standards|requirements?)|not (?:be )?able to (?:earn|monetize|monetise)|can(?:not|'t) (?:earn|monetize|monetise)|exclusivity",
    ),
    (
        "rule-for-earning",
        "eligibility-rule",
        rf"(?:policy|policies|rules?|guidelines|terms){gap(8)} (?:monetiz\w+|monetis\w+|earn\w*|ad revenue|partner program|demonetiz\w+)|(?:monetiz\w+|monetis\w+|earn\w*|ad revenue){gap(6)} (?:polic\w+|rules?|guidelines)",
    ),
    (
        "takes-earning",
        "demonetization",
        r"(?:de-?moneti[sz]\w+)|(?:strip|strips|stripped|lose|loses|lost|losing|block|blocks|blocked|cut|cuts|bar(?:s|red|ring)?|bans?|banned|suspend\w*|remove\w*|stop\w*|ends?|disabl\w+|turn\w* off|pull\w*|freez\w+|withh\w+)(?: [^ .]+){0,7}? (?:moneti[sz]\w+|ad revenue|ad money|from (?:earning|making money|running ads|monetizing)|earnings|payouts?|ads on|income|revenue)",
    ),
    # B. what states do
    (
        "bill-moves",
        "legislation",
        rf"(?:{LAW}|vote){gap(6)} {verbs('pass advance introduce unveil sign approve vote propose fail stall veto clear head reject amend repeal adopt debate target ban force require aim allow prohibit restrict take')}",
    ),
    (
        "makes-law",
        "legislation",
        rf"(?:LEGIS|GOV|PLACE){gap(5)} {verbs('pass approve advance introduce unveil sign vote propose back adopt table file reject veto weigh consider debate move delay repeal push plan draft enact agree finalize eye mull')}{gap(8)} (?:{LAW}|ban|ban on|rules|tax|vote|antitrust|reform|curbs|age limit|restrictions|code)",
    ),
    (
        "bill-word",
        "legislation",
        r"(?:bill|bills|legislation|lawmaking|signed into law|new law|draft law|proposed law|state law|federal law|bipartisan (?:bill|push|measure)|ballot measure|act would|law would|bill would|law takes effect|comes into force|into force|statehouse|house vote|senate vote|LEGIS (?:votes?|passes|passed|approves|approved)|unanimously)",
    ),
    (
        "hearing",
        "legislation",
        rf"(?:{verbs('testify grill appear question summon haul quiz')}|hearing|subpoena\w*|testimony){gap(7)} (?:LEGIS|hearing|COURT)|LEGIS{gap(5)} (?:hearing|{verbs('grill question summon subpoena quiz')})|LEGIS hearing",
    ),
    (
        "rules-drafted",
        "rulemaking",
        rf"(?:REG|GOV|PLACE){gap(6)} (?:{verbs('propose consult publish finalize adopt issue draft set designate unveil tighten outline seek demand update plan require warn')}){gap(6)} (?:rules?|guidance|guidelines|codes?|standards?|framework|regulations?|consultation|designat\w+|curbs|comments?|licen[sc]\w+|requirements?)",
    ),
    (
        "rule-word",
        "rulemaking",
        r"rulemaking|consultation|consults?|draft (?:rules?|code|guidance|regulations?)|final rules?|proposed rules?|codes? of (?:practice|conduct)|designated|designates|designation|public comments?|comment period|guidance|guidelines|new regulations?|regulations|strategic market status|scrutiny|framework",
    ),
    (
        "bans-app",
        "divestiture-ban",
        rf"(?:{STATE}){gap(7)} {verbs('ban block prohibit restrict outlaw bar remove delete forbid suspend unblock lift revoke uninstall stop')}{gap(8)} (?:TIKT|PLAT|app|apps|AICO|GIANT|access)",
    ),
    (
        "ban-of-app",
        "divestiture-ban",
        rf"(?:TIKT|apps?){gap(5)} (?:ban|bans|banned|blocked|blackout|prohibited|prohibition|restrictions|divest\w*|sale|shutdown|forced|unblocked|deal|bid|sell|sold|buyer|buyout|takeover|spin\w*|joint venture)",
    ),
    (
        "ban-on-app",
        "divestiture-ban",
        rf"(?:ban|bans|bans on|banning|banned|block|blocks|blocking|prohibit\w*|prohibition|restrict\w*|outlaw\w*|remove|removes|delete|crackdown|sale|divestiture|divestment|bid|suitors?|buy|buying|acquire|purchase|sell|selling|deadline|deal){gap(5)} (?:TIKT|foreign-owned apps?)",
    ),
    (
        "device-ban",
        "divestiture-ban",
        r"(?:government|state|official|federal|work|staff|state-owned|government-issued|campus|ministerial|employee|agency|parliament\w*|GOV|LEGIS|PLACE|public)(?:-owned|-issued)? (?:devices?|phones?|wi-?fi|networks?|computers|smartphones)|(?:devices?|phones|employees){1}(?: [^ .]+){0,4} (?:TIKT)|(?:government|state|official|work|federal) devices|government phones|work phones|staff phones",
    ),
    (
        "forced-sale",
        "divestiture-ban",
        r"divest\w*|forced sale|force\w*(?: [^ .]+){0,5} (?:to sell|sale of|to divest|spin off)|sell-or-(?:be-)?ban\w*|sale-or-ban|break up|sell its (?:PLACE )?(?:operations|business|unit|arm|assets)|ordered to sell|unwind|executive orders?(?: [^ .]+){0,8} (?:TIKT|PLAT|app)|national security(?: [^ .]+){0,8} (?:TIKT)|(?:TIKT)(?: [^ .]+){0,8} national security|block\w*(?: [^ .]+){0,4} (?:acquisition|merger|takeover|deal)",
    ),
    (
        "blocks-site",
        "divestiture-ban",
        rf"(?:PLACE|GOV|REG|COURT){gap(6)} (?:{verbs('block ban suspend restrict throttle shut unblock restore lift')}){gap(5)} (?:PLAT|GIANT|TIKT|AICO|social media|access|internet)",
    ),
    (
        "probes",
        "investigation",
        rf"(?:{STATE}|antitrust|privacy){gap(6)} (?:probes?|probed|probing|investigat\w+|inquir\w+|enquir\w+|scrutin\w+|look into|looking into|examin\w+|raids?|raided|scrutiny|formal proceedings|request for information|questions?)",
    ),
    (
        "probe-of",
        "investigation",
        rf"(?:probes?|investigations?|inquir\w+|under investigation|investigated|investigating|scrutiny|in-depth|preliminary){gap(6)} (?:{P}|deal|takeover|acquisition|merger)|{P}{gap(6)} (?:probes?|probed|investigat\w+|under scrutiny|inquiry|scrutiny)",
    ),
    (
        "accuses",
        "investigation",
        rf"(?:REG|PLACE|GOV|antitrust){gap(4)} (?:{verbs('accuse charge')}|objections|statement of objections|preliminary findings?|preliminarily){gap(3)} (?:{P})?|{P}{gap(3)} (?:charged|accused) (?:by|over|of|with){gap(5)} (?:REG|PLACE|anti\S+|abus\w+|breach\w*)",
    ),
    (
        "agency-finds",
        "investigation",
        rf"(?:REG){gap(4)} (?:finds?|found|says|concludes?|warns?|provisionally){gap(8)} (?:harm|competition|breach\w*|violat\w+|deal|unlawful\w*|illegal\w*|failed)",
    ),
    (
        "may-be-fined",
        "investigation",
        r"(?:could|may|might|risk|risks|risking|facing|faces?|threat\w*|possible|potential|would)(?: [^ .]+){0,5} (?:fines?|fined|penalt\w+)",
    ),
    (
        "means-to",
        "rulemaking investigation",
        rf"(?:REG|GOV|AG){gap(3)} (?:plans? to|wants? to|seeks? to|trying to|moves? to|proposes? to|proposed|is likely to|considers?|considering|mulls?|weighs?|poised to|set to|prepares? to|preparing to)",
    ),
    (
        "reviews-deal",
        "investigation",
        rf"(?:deal|merger|takeover|acquisition|purchase|buyout){gap(6)} (?:review\w*|prob\w+|scrutin\w+|examin\w+|harm|concerns?|in-depth|investigat\w+)|REG{gap(4)} (?:review\w*|examin\w+|narrow\w*|soften\w*|widen\w*){gap(6)} (?:deal|merger|takeover|acquisition|purchase|buyout|probe|investigation)",
    ),
    (
        "fines",
        "fine-order",
        rf"(?:{STATE}|COURT){gap(7)} (?:fines|fined|fine|{verbs('slap levy impose penalise penalize order')}){gap(7)} (?:{P}|MONEY|fine|penalt\w+)",
    ),
    (
        "is-fined",
        "fine-order",
        rf"(?:{P}|parent|owner|app){gap(5)} (?:fined|hit with|slapped with|handed|ordered to|gets|faces?|penalis\w+|penaliz\w+|receives){gap(5)} (?:MONEY|fines?|penalt\w+|by|record|pay|over|sell|stop|hand|change|open)",
    ),
    (
        "fine-money",
        "fine-order",
        r"MONEY(?: [^ .]+){0,5} (?:fines?|penalt\w+|sanction\w*)|fined MONEY|fines?(?: [^ .]+){0,4} (?:of )?MONEY|fines? (?:over|for|against)|fined (?:by|for|over|nearly|a record)|record fines?|privacy fines?|antitrust fines?|cease and desist|consent order|binding (?:commitments|order)",
    ),
    # C. what parties and courts do
    (
        "sues",
        "platform-lawsuit",
        rf"(?:{STATE}|{P}|USERS|group|family|families|firm|company|man|woman|NUM){gap(7)} (?:{CRIES}){gap(8)} (?:{P})",
    ),
    ("platform-sues", "platform-lawsuit", rf"{P}{gap(3)} (?:{CRIES})"),
    (
        "is-sued",
        "platform-lawsuit",
        rf"{P}{gap(5)} (?:sued|being sued|is sued|(?:faces?|faced|facing|hit with|hit by|slapped with|slammed with|served){gap(6)} (?:{SUIT}|trial))",
    ),
    (
        "suit-against",
        "platform-lawsuit",
        rf"(?:{SUIT}|suing|sue|sues|sued|antitrust case|court battle|court fight|trial|legal battle){gap(6)} (?:against|over|accus\w+|alleg\w+|claims?|{P}){gap(4)} {P}",
    ),
    (
        "platform-in-court",
        "platform-lawsuit",
        rf"{P}{gap(6)} (?:{SUIT}|trial|court battle|legal battle|COURT|v\.?|vs\.?|versus|litigation|alleges?)",
    ),
    ("state-sues", "platform-lawsuit", rf"(?:AG|PLACE|REG|GOV){gap(5)} (?:{CRIES})"),
    (
        "suit-word",
        "platform-lawsuit",
        r"lawsuits?|sues?|sued|suing|class[- ]action|plaintiffs?|files? suit|antitrust case|antitrust trial|antitrust suit|landmark case|legal battle|court filing|court filings|damages|alleg\w+",
    ),
    (
        "makers-sue",
        "creator-lawsuit",
        rf"CREA{gap(6)} (?:{CRIES}|join\w*(?: [^ .]+){{0,4}} (?:suing|suit|lawsuit)|accus\w+)",
    ),
    (
        "sued-by-makers",
        "creator-lawsuit",
        rf"(?:sued|{SUIT}|suing|trial)(?: (?:by|from|filed by|brought by|of|against))?{gap(3)} CREA|CREA'? (?:lawsuit|suit|class action|case)",
    ),
    (
        "maker-sued",
        "creator-lawsuit",
        rf"CREA{gap(8)} (?:sued|lawsuit|trial|is suing|are suing|suing|hit with{gap(4)} suit|faces{gap(4)} (?:suit|lawsuit|trial)|court|arrested|charged|guilty|convicted|sentenced|indicted)",
    ),
    (
        "owners-sue",
        "platform-lawsuit",
        rf"PUBL{gap(6)} (?:{CRIES})|(?:sued|{SUIT}|suing)(?: (?:by|from|filed by|brought by))?{gap(3)} PUBL",
    ),
    (
        "sues-over-law",
        "legal-challenge",
        rf"(?:sue|sues|sued|suing|challeng\w+|lawsuit){gap(3)} (?:PLACE|GOV|AG|city|state|county|REG|LEGIS){gap(8)} (?:laws?|rules?|bans?|act|tax|orders?|ordinance|decision|designation|limits?)",
    ),
    (
        "harm-from-posts",
        "content-liability",
        rf"(?:{SUIT}|sue|sues|sued|suing|blam\w+|liable){gap(10)} (?:deaths?|died|suicides?|killing|murder\w*|violence|terror\w*|antiterror\w*|anti-terror\w*|shooting|traffick\w+|drugs?|fentanyl|overdos\w+|genocide|hate|livestream\w*|radicali[sz]\w+|defam\w+|libel\w*)",
    ),
    (
        "takes-data",
        "privacy-data",
        rf"(?:steal\w*|stole|collect\w*|shar(?:e|es|ed|ing)|sell\w*|sold|harvest\w*|transmit\w*|sen[dt]\w*|scrap(?:e|es|ed|ing)|stor(?:e|es|ed|ing)|misus\w+|mishandl\w+|transfer\w*|record\w*){gap(4)} (?:data|information|locations?|photos|conversations|faces?|biometric\w*|messages|voices?|records)",
    ),
    (
        "challenges-law",
        "legal-challenge",
        rf"(?:{CRIES}|{verbs('challenge appeal contest fight block ask seek petition urge')}){gap(9)} (?:ban|law|bans|{LAW}|order|rules?|fine|ruling|injunction|GOV|tax|designation|{LAW})",
    ),
    (
        "challenge-word",
        "legal-challenge",
        rf"(?:legal challenge|court challenge|injunction|unconstitutional|first amendment|constitutional challenge|overturn\w*|strike down|annul|appeals? (?:the )?(?:fine|ruling|decision|order|MONEY)|amicus|judicial review|petition\w*)|(?:sue|sues|sued|suing|lawsuit|suit){gap(7)} (?:PLACE|GOV|state|AG)(?:{gap(4)} (?:law|ban|over|act))",
    ),
    (
        "court-decides",
        "court-ruling",
        rf"(?:COURT){gap(6)} (?:{verbs('rule block dismiss reject uphold overturn strike side grant deny order toss throw halt find vacate allow let decide hear pause temporarily back approve refuse decline revive favor favour affirm reverse award convict certify hand issue deliver give clear stay say agree freeze set')})",
    ),
    (
        "ruling-word",
        "court-ruling",
        r"(?:COURT (?:ruling|rulings|decision|order|verdict|victory|win|defeat|blow|rules?|orders?|blocks?|upholds?|dismiss\w+|rejects?|tosses|sides|allows?|finds|denies|grants)|rulings?|verdicts?|injunction|ruled (?:that|against|in|on)|dismisse[sd]|liable|overturn\w*|upheld|upholds|struck down|strikes down|temporarily blocks?|landmark decision|wins? (?:fight|case|lawsuit|appeal|court|dismissal|legal|bid)|(?:loses?|lost) (?:fight|case|lawsuit|appeal|bid|court)|(?:beats?|defeats?|dodges?|escapes?|survives?|wins?|won|loses?|lost)(?: [^ .]+){0,4} (?:lawsuit|suit|case|appeal|trial)|must face|can (?:proceed|move forward)|found guilty|thrown out|tossed)",
    ),
    (
        "settles",
        "settlement",
        rf"(?:{verbs('settle')}|settlements?|consent decree|agree\w*{gap(3)} (?:to )?(?:pay|drop|end)|will pay{gap(5)} (?:settle|resolve|suit|lawsuit)|(?:pay|pays|paid){gap(7)} (?:to )?(?:settle|resolve|end)|out of court|drop\w*{gap(3)} (?:lawsuit|suit|litigation|case)|commitments)",
    ),
    # E. reactions, views, numbers
    (
        "reacts",
        "response-advocacy",
        rf"(?:{P}|MAKER|LEGIS|GOV|USERS|group|groups|ceo|boss|chief|owner|founder|musk|zuckerberg|union){gap(5)} {verbs('urge slam blast criticize criticise condemn defend protest respond ask call warn lobby vow threaten demand react oppose deny fight beg fear complain push boycott plead rally reject accuse hire dismiss argue hit attack insist refuse pledge strike')}",
    ),
    (
        "says-of",
        "response-advocacy",
        rf"(?:{P}|PLACE|LEGIS|GOV|MAKER|USERS|REG|AG|groups?|ceo|boss|founder|experts?){gap(4)} (?:{SPEAKING}){gap(9)} (?:{P}|bans?|{LAW}|rules?|sale|deal|tax|fines?|suit|lawsuit|probe|crackdown|cuts?|fees?)",
    ),
    ("speaker-first", "response-advocacy", rf"^(?:PLACE|{P}|GOV|LEGIS|MAKER|REG)(?: (?:ceo|boss|chief|founder|owner|GOV))? \."),
    (
        "asks-for",
        "response-advocacy",
        rf"(?:LEGIS|GOV|AG|MAKER|USERS|groups?|coalition|organi[sz]ations|activists|union|{P}|NUM){gap(6)} {verbs('ask urge press write push beg implore petition lobby demand plead')}{gap(4)} (?:REG|COURT|LEGIS|GOV|AG|{P}|PLACE)",
    ),
    (
        "joins-forces",
        "response-advocacy",
        r"(?:open |joint )?letters?(?: [^ .]+){0,3} (?:to|from|urging|asking|calling|signed)|coalition|rally|rallies|rallied|signatories|boycott\w*|walkouts?|walk out|lobbyists?|lobbying|charm offensive|pr firm|pr campaign|team up(?: [^ .]+){0,4} (?:against|oppose|push)|support(?:s|ed|ing)? (?:for|of)|opposition to|oppos\w+",
    ),
    (
        "will-fight",
        "response-advocacy",
        r"(?:will|to|vows? to|vowed to|plans? to|planning to|threatens? to|threatened to|may|could|considers?|considering|mulls?|ready to|prepares? to|preparing to|promises? to) (?:sue|appeal|fight|challenge|contest|oppose|litigate|defend|resist|take(?: [^ .]+){1,3} to COURT)",
    ),
    (
        "response-word",
        "response-advocacy",
        r"lobby\w*|lobbyists?|open letter|petition|backlash|boycotts?|protests?|strikes?|outrage|statement|campaign|urges?|urged|calls? (?:on|for)|vows?|hits? back|fires? back|push back|pushback|slams?|slammed|blasts?|criticiz\w+|criticis\w+|pleads?|condemn\w*|threatens?|warns?|ire|defends?|responds?|furious|oppos\w+|advocates?|rift|letter",
    ),
    (
        "opinion-shape",
        "analysis-opinion",
        r"(?:^|\. )(?:how|why|what|is|are|can|could|should|will|does|do|who|when|inside|here's|opinion|analysis|explainer|explained|comment|editorial|op-ed|review|podcast|the case for|in the age of|everything|your|it's time)\b",
    ),
    (
        "opinion-word",
        "analysis-opinion",
        r"what (?:you need to know|it means|to know|a \S+ \S+ would mean|happens next|we know)|explain\w*|opinion|analysis|here's (?:how|why|what)|everything you need|how to|guide|takeaways|lessons|the future of|could mean|would mean|means for|means to|deep dive|podcast|newsletter|op-ed|editorial|column|experts?|need to know|and why|look at|behind the|looming|future|problem|panic",
    ),
    ("byline", "analysis-opinion", r"\| \w+ \w+(?: \w+)? (?:\n|$)"),
    (
        "money-numbers",
        "market-data",
        rf"(?:survey|study|report|researchers?|data|research|analysts?|forecast\w*|poll|index|ranking|highest-paid|top-earning|average|estimated?|estimates|quarter\w*|earnings report|results|figures|worth)(?: [^ .]+){{0,10}}? (?:MAKER|{EARNING}|MONEY|PCT|{P})",
    ),
    (
        "paid-total",
        "market-data",
        rf"{P}{gap(4)} (?:has paid|paid out|paid|generated|made|earned|contributed|have paid|says it paid){gap(4)} (?:MONEY|more than MONEY|over MONEY)|MAKER{gap(5)} (?:earned|made|make|earn|rake in|pulled in|could make|could earn){gap(4)} MONEY",
    ),
    # D. subjects
    (
        "age-rules",
        "child-safety",
        r"(?:child\w*|kids?|minors?|teens?|teenagers?|under-?\d+s?|under NUM|young (?:people|users)|youth|parents?|parental)(?: [^ .]+){0,6} (?:safety|privacy|protection|harm\w*|consent|age|ban|limits?|addict\w*|data|social media|mental health|accounts?|law|lawsuit|online)|age[- ](?:verification|checks?|limits?|assurance|restriction|gate|appropriate)|parental consent|addictive|coppa|mental health|underage",
    ),
    (
        "data-rules",
        "privacy-data",
        r"privacy|personal (?:data|information)|user data|data (?:protection|transfers?|breach|leak|collection|scraping|sharing|privacy|harvest\w*)|gdpr|biometric\w*|facial[- ]recognition|location (?:data|tracking|history)|track(?:s|ed|ing)?\b|cookies?|surveillance|cambridge analytica|coppa|bipa|spyware|spying|spied|scrap(?:ed|ing)|harvest\w*|children's data|(?:health|financial|sensitive|customer|voice|browsing|medical|tax|their|users'?|americans'?|american) data|incognito|pixel|eavesdrop\w*|without(?: [^ .]+){0,3} consent|data (?:to|with) (?:PLACE|beijing)|phone numbers|hack\w*",
    ),
    (
        "market-power",
        "competition",
        r"antitrust|anti-?competiti\w+|monopol\w+|market (?:power|dominance|abuse)|dominan\w+|digital markets act|dma|break(?:ing)? up|broken up|breakup|self-preferenc\w+|gatekeepers?|competition (?:law|watchdog|authority|regulator|commission|body|concerns|probe|inquiry|rules|bureau|court|act|and markets)|fair trade commission|stifl\w+|abus\w+ (?:its|of|their)(?: [^ .]+){0,3} (?:power|dominan\w+|position)|(?:merger|takeover|acquisition|buyout|deal)(?: [^ .]+){0,7} (?:REG|block\w*|regulators?|COURT|probe)|(?:REG|regulators?)(?: [^ .]+){0,9} (?:merger|takeover|acquisition|buyout|deal)|STORE (?:fees?|rules?|practices|polic\w+|commission|monopoly|payments?)|in-app (?:payments?|purchas\w+)|cma|rivals|unfair(?:ly)?(?: [^ .]+){0,4} (?:rivals|competit\w+|advantage|practices|restrict\w*)|epic(?: games)?(?: [^ .]+){0,5} (?:GIANT|STORE)|(?:GIANT|STORE)(?: [^ .]+){0,5} (?:epic|fortnite)|ad tech|adtech|search (?:dominance|deal|engine)",
    ),
    (
        "posting-rules",
        "content-liability",
        r"section NUM|section 230|digital services act|online safety (?:act|bill|law)|content moderation|moderation|(?:hate|free) speech|first amendment|censor\w*|misinformation|disinformation|defam\w+|libel\w*|takedowns?|illegal content|harmful content|deplatform\w*|suspend\w*(?: [^ .]+){0,3} account|account (?:suspension|ban)|blocking(?: [^ .]+){0,3} (?:followers|critics)|terroris\w+|jawboning|dsa|deepfakes?|liab\w+(?: [^ .]+){0,4} (?:content|posts?|videos?)|false claims",
    ),
    (
        "works-and-pay",
        "ip-licensing",
        r"copyright\w*|infring\w+|intellectual property|ip (?:theft|lawsuits?)|trademarks?|patents?|royalt\w+|licens(?:e|ing)\b|dmca|plagiari\w+|pira(?:cy|ted)|news (?:bargaining|publishers|content|businesses|outlets|links)|pay(?:ing)? (?:for news|news|publishers|MAKER for)|link tax|journalism|train\w*(?: [^ .]+){0,8} (?:AICO|ai|model|models|chatbot|without)|(?:AICO|ai)(?: [^ .]+){0,8} (?:train\w*|scrap\w+|stole|copied|works|books)|scrap(?:ed|ing)(?: [^ .]+){0,5} (?:content|works?|books|art|images)|content id|jcpa|stole(?:n)?|rip-?offs?|counterfeits?|fair use|ingest\w+",
    ),
    (
        "tax-and-work",
        "tax-labor",
        r"(?:digital|tech|internet|services) (?:services )?tax|tax(?:es|ed)?|1099-?k|vat|gst|withholding|levy|worker status|independent contractors?|gig (?:workers?|economy)|unioni[sz]\w*|labou?r (?:board|law|rights)|moderators|nlrb|employment status|minimum wage|dst|ptsd|workforce",
    ),
    (
        "fair-dealing",
        "consumer-ads",
        r"decepti\w+|deceiv\w+|misle(?:d|ads?|ading)|dark patterns?|fake (?:reviews?|followers|ads?)|consumer (?:protection|rights|watchdog|group)|undisclosed|disclos\w+|endors\w+|sponsored|false advertis\w+|refunds?|scam\w*|fraud\w*|trick\w*|cancel\w* (?:process|subscription)|advertising (?:standards|rules|watchdog)|dangerous products|hazardous|slow(?:ing|ed)? down|defective|duped|unsafe|hidden ads?|customers who|supplements|weight loss|crypto promot\w+|false or misleading|junk fees",
    ),
    # what is not ours although it names ours
    (
        "own-staff",
        "",
        rf"(?:STAFF|laid off|lays off|hiring|hires){gap(5)} (?:{P})|{P}{gap(4)} (?:STAFF|jobs|hiring|office|offices|rent|severance|lays off|laid off|headquarters)",
    ),
    (
        "new-product",
        "",
        rf"{P}{gap(3)} (?:launches|unveils|adds|debuts|rolls out|tests|is testing|introduces|announces|reveals|releases|update|updates){gap(6)} (?:feature|features|app|phone|tablet|speaker|watch|headset|button|design|filters?|stickers?|chat|messages?|version|search|camera|emoji|laptop|model|chip|ui)",
    ),
    (
        "down",
        "",
        rf"{P}{gap(4)} (?:down|outage|outages|crash\w*|glitch|bug|bugs|zero-day|vulnerability|malware|hacked|security update)|outage|(?:shares|stock) (?:fell|rose|jump|drop|fall|rise|plunge)\w*",
    ),
    (
        "crime",
        "",
        r"murder\w*|shooting|shot dead|killed|arrest\w*|police|died|dies|dead|rape\w*|assault\w*|stabb\w+|robb\w+|drugs?|missing|kidnap\w*|crash",
    ),
    (
        "show-business",
        "",
        r"album|movie|film|song|singer|actress|reality tv|royal|prince|duchess|football\w*|basketball|nba|nfl|match|concert|festival|recipe|celebrity|celebrities|fashion|season|trailer|dating|boyfriend|girlfriend|wife|husband",
    ),
    (
        "how-to",
        "",
        r"^(?:how to|how you can|here's how to|the best|best|\S+ best|NUM (?:best|ways|tips|things|reasons|hidden|great)|where to|when is|review|hands-on)\b|PCT off|MONEY off|on sale|discount\w*|deals?(?: [^ .]+){0,3} (?:today|week|days|now)|for just MONEY|for MONEY|lowest price|hands-on|at a glance",
    ),
    (
        "gaming",
        "",
        r"gameplay|dlc|xbox|playstation|ps5|nintendo|gamers?|multiplayer|beta|battle royale|esports|game (?:pass|awards|update)|maps|loot|quest|rpg|shooter",
    ),
    (
        "clever-machine",
        "",
        rf"AICO{gap(5)} (?:can|could|will|ace|plugins?|prompts?|version|writes?|answers?|tool|features?|model|rival|search|unveils?|launches|released?)|(?:new|use|using|ask|asked|powered by|rival|with){gap(2)} AICO|ai-powered|plugins?|prompts?",
    ),
    (
        "house-politics",
        "",
        rf"(?:GOV|LEGIS|celebrity|star|actor|singer|player|fans?|twitter users|viewers|critics){gap(6)} (?:tweet\w*|shredded|mocked|roasted|trolled|posted|posts|ratioed|slammed online)|{P} users|account (?:reinstated|restored|suspended|banned|hacked)|(?:reinstat|restor)\w+(?: [^ .]+){{0,4}} account",
    ),
    (
        "posted-on",
        "",
        rf"(?:posted|posting|post|video|videos|viral|photo|photos|said|wrote|shared|share|announced|statement|page|account|account on|tweeted|live|streamed){gap(3)} (?:on|to|via|in a) {gap(2)}(?:PLAT|GIANT|TIKT|social media)|viral|goes viral|went viral|(?:PLAT|GIANT|TIKT) (?:post|posts|video|videos|trend|challenge|followers|users|page|group|account|star|live)",
    ),
)


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, ready to be looked for."""
    return tuple(
        Frame(name, re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])".replace("MAKER", MAKERS)), tuple(tags.split()))
        for name, tags, pattern in SHELF
    )


def hits(words: Sequence[str], kinds: Sequence[str]) -> Iterator[Hit]:
    """The frames found among some tokens, each once, at its first place."""
    tokens = [
        kind if kind in ACTING else "." if word in ENDS else word
        for word, kind in zip(words[:LIMIT], kinds[:LIMIT], strict=True)
    ]
    line = " ".join(tokens)
    starts = list(accumulate((len(token) + 1 for token in tokens), initial=0))
    for frame in frames():
        found = frame.pattern.search(line)
        if found and found.end() > found.start():
            yield Hit(frame, bisect_right(starts, found.start()) - 1, bisect_left(starts, found.end()) - 1)
