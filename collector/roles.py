"""What a clause is for on its page: a rule, a date line, a counter, a menu entry, a notice, a banner, a step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from collector.clauses import Clause, spelled
from collector.phrases import anywhere, leading, phrases, whole, words

# Month names of the languages our watch pages come in; the first three to five letters tell them apart.
_MONTH_NAMES = (
    "january jan enero janvier januar janeiro gennaio ianuarie ιανουαρίου ιανουαριου january stycznia januari",
    "february feb febrero février fevrier februar fevereiro febbraio februarie φεβρουαρίου φεβρουαριου lutego februari",
    "march mar marzo mars märz marz março marco martie μαρτίου μαρτιου marca maart",
    "april apr abril avril aprile aprilie απριλίου απριλιου kwietnia",
    "may mayo mai maio maggio μαΐου μαιου maja mei",
    "june jun junio juin juni junho giugno iunie ιουνίου ιουνιου czerwca",
    "july jul julio juillet juli julho luglio iulie ιουλίου ιουλιου lipca",
    "august aug agosto août aout αυγούστου αυγουστου sierpnia augustus",
    "september sept sep septiembre setiembre septembre setembro settembre septembrie σεπτεμβρίου σεπτεμβριου września",
    "october oct octubre octobre oktober outubro ottobre octombrie οκτωβρίου οκτωβριου października",
    "november nov noviembre novembre novembro noiembrie νοεμβρίου νοεμβριου listopada",
    "december dec diciembre décembre decembre dezember dezembro dicembre decembrie δεκεμβρίου δεκεμβριου grudnia",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
# These are words of their own as well: a month only beside a day or a year.
_UNSURE_MONTHS = frozenset(("may", "march", "mar", "mars", "mai", "marca", "dec", "sep", "jan", "maja", "mei"))
_BETWEEN = frozenset(("of", "de", "del", "st", "nd", "rd", "th", "the", "der", "di", "do"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_SLASHED = re.compile(r"(\d{1,4})[./:](\d{1,2})[./:](\d{1,4})")
_CLOCK = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?")
_NUMBER = re.compile(r"\d")
_FIGURE = re.compile(r"\d[\d.,]*")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(_SMALL.split())
    if value != 1  # "one" is mostly a pronoun
} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
    "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000", "half": "1/2", "double": "x2",
    "twice": "x2", "triple": "x3", "dozen": "12",
}  # fmt: skip
_REFERENCE = words(
    """
    section sections clause clauses article articles art paragraph paragraphs para appendix appendices annex
    annexes annexe exhibit exhibits schedule schedules part parts chapter step steps table figure subsection
    footnote point points item sección seccion cláusula clausula artículo articulo anexo apartado άρθρο άρθρου
    αρθρο παράγραφο παραγράφου παράγραφος articolul articolului anexa punctul capitolul abschnitt artikel ziffer
    anhang annexe alinéa
    """
)
_AGO = anywhere(
    r"""
    \b(?:\d+|a|an|one|few) (?:second|minute|min|hour|hr|day|week|month|year)s? ago\b|\bhace (?:\d+|un|una) \w+
    \bvor \d+ \w+|\bil y a \d+ \w+|\bhá \d+ \w+|\b\d+ (?:giorni|mesi|anni|ore) fa\b|\bacum \d+ \w+
    \bπριν (?:από )?\d+ \w+
    \b(?:updated|edited|posted) (?:yesterday|today|last (?:week|month|year)|this (?:week|month))\b
    """
)
_STAMP_WORDS = words(
    """
    last latest updated update modified revised revision effective date dated as of from on version published
    posted since in force issued amended reviewed release released created edited at the this page article
    document policy terms is was been and by first previous view archived applicable starting begins beginning
    valid time utc gmt am pm pst pdt est edt cet apply applies with effect these were st nd rd th changed
    current agreement english última ultima actualización actualizacion fecha modificación actualizado vigente
    vigencia partir desde del de el la a dernière derniere mise à jour le date version vigueur en stand vom
    gültig ab zuletzt aktualisiert geändert letzte fassung τελευταία ενημέρωση ημερομηνία ισχύει από ultima
    actualizare data intrare vigoare actualizat em vigor última atualização aggiornamento ultimo laatst
    bijgewerkt wijziging ostatnia aktualizacja 2nd
    """
)
_COUNTED = (
    r"(?:views?|likes?|shares?|comments?|reads?|downloads?|plays?|votes?|replies|answers?|reactions?|people|users?|"
    r"members? online|learners?|students?|enrolled|participants?|ratings?|reviews?|saves?|bookmarks?|visitors?|"
    r"followers? online|watching|upvotes?|me gusta|visualizaciones|vistas|vues|aufrufe|"
    r"visualizzazioni|προβολές|vizualizări)"
)
_FIGURES_COUNTED = rf"(?:\d[\d.,]*(?: [kmb])? {_COUNTED}|{_COUNTED} \d[\d.,]*(?: [kmb])?)"
# The whole line: "1,204 views 31 comments". "100,000 views in the last 90 days" is a condition.
_COUNTED_LINE = re.compile(rf"^{_FIGURES_COUNTED}(?: (?:and )?{_FIGURES_COUNTED}){{0,3}}$")
_COUNTER = anywhere(
    r"""
    \b\d+ (?:out )?of \d+ (?:people |users |readers )?(?:found|said|think|thought|liked)
    \b\d+ (?:people|users|readers|others) (?:found|find|like|liked|marked|viewed|are viewing)\b
    ^\d+ (?:min|mins|minutes?) (?:read|watch|to read)$|\bread(?:ing)? time \d+|\boldid\b|^revision \d+
    ^rev \d+|^build \d+|\brequest id\b|\bsession id\b|\bcsrf|\bnonce\b|\bray id\b
    \bvisitor (?:number|no)\b|\bviewed \d+ times?\b|\b(?:results?|items?) \d+ (?:to )?\d+ of \d+\b
    ^page \d+ of \d+$|\b\d+ (?:people|users|readers|members|others|creators) (?:have )?(?:read|viewed|seen|found|like)\b
    \b\d+ % of (?:\w+ )?(?:people|users|readers|members|creators|customers) (?:found|said|think|like)
    ^(?:helpful|useful)\b.{0,30}\d|^\d+ yes\b|\b\d+(?:[.,]\d+)? \d+ (?:ratings?|reviews?)$
    """
)
# "Ref: 77c1169", "v4.12.0-rc1": which answer of which server this is.
_IDENTIFIER = re.compile(
    r"(?:ref|reference|request|trace|session|build|revision|rev|id)(?: id)?\W{0,3}(?=\S*\d)[\w.-]{5,60}"
    r"|v\d[\w.-]{1,60}",
    re.IGNORECASE,
)
# Published figures about the past; a condition ("over 10 million views in 90 days") has none of its verbs.
_STATISTIC = phrases(
    r"""
    average (?:monthly|daily|number|of)|monthly active|active (?:recipients|users)
    estimated (?:average|number|total)|fewer than \d+ % of
    (?:over|more than|about|nearly|almost|approximately) \d[\d.]* (?:million|billion|% of (?:those|these|all))
    transparency report|paid out over|since launch|fewer than \d+ % have been
    """
)
_PAST = phrases(
    r"""
    was|were|have been|has been|succeeded|paid out|have (?:made|paid|earned|joined)|made (?:in|between|since)
    """
)
_DUTY = phrases(
    r"""
    must|shall|should|may|can|will|would|cannot|need|needs|needed|require[sd]?|requirements?|requiring
    required|ought|not|no|never|none|neither|nor|only|unless|except|prohibit\w*|forbid\w*|forbidden
    ban(?:ned|s)?|allow\w*|permit\w*|eligib\w*|ineligib\w*|qualif\w*|disqualif\w*|entitle\w*|restrict\w*
    limit(?:s|ed|ation)?|minimum|maximum|at least|at most|up to|no more than|within|until|before|subject to
    responsib\w*|liab\w*|oblig\w*|agree\w*|accept\w*|grant\w*|licens\w*|warrant\w*|indemnif\w*|terminat\w*
    suspend\w*|penalt\w*|fees?|commissions?|payments?|paid|pay|pays|refund\w*|revenue|earn\w*|monetiz\w*
    tax\w*|charg\w*|price\w*|threshold|age|years old|consent|disclos\w*|remove[ds]?|reject\w*|violat\w*
    breach|comply|complies|compliance|law|laws|notice|days|copyright|rights?|data|privacy|arbitrat\w*
    disput\w*|claims?
    """
)
_STRONG_DUTY = phrases(
    r"""
    must|shall|may|cannot|need to|required?|requires|not|no|never|only|unless|except|prohibit\w*
    forbid\w*|allowed|permitted|(?:in)?eligible|qualify|at least|at most|up to|minimum|maximum
    no more than|no less than|within|entitled|restricted|banned|fees?|commissions?|refund\w*
    terminate[ds]?|suspend(?:ed)?|penalt\w*|agree
    """
)
# A page that announces its own next version. "We may update these terms" is a rule on changes and no such notice.
_NOTICE = phrases(
    r"""
    we (?:are|have|will be) (?:now |also |currently )?(?:updat|chang|revis|making (?:some |an? )?(?:minor )?\
        (?:change|update|improvement)|upgrad|simplif)\w*
    we (?:will|are going to) (?:soon )?(?:update|change|revise) (?:the |our |these )?(?:\w+ ){0,4}\
        (?:terms|polic\w+|agreement|conditions|guidelines)(?= to| on| from| effective| and clarify|$)
    on \w+ \d+ (?:\d{4} )?we will (?:update|change|be updating)
    (?:this|these|the|our) (?:\w+ )?(?:terms|polic\w+|agreement|guidelines|rules|page|article)\
        (?:will|are going to|is going to) (?:be )?(?:chang|updat|revis)\w+ (?:on|from|as of)
    changes to (?:this|these|the|our) (?:\w+ )?(?:terms|polic\w+|agreement|guidelines|rules|page|article) (?:will )?take
    (?:reviewed|checked) for accuracy
    (?:this|these|the|our)(?: new| updated)? (?:updates?|changes?|versions?) (?:will )?\
        (?:takes?|goe?s?|comes?) (?:in)?(?:to )?(?:effect|force)
    preview (?:of )?(?:the |our )?(?:new|upcoming|updated|future)
    to (?:preview|view|see|read) the (?:new|upcoming|updated)
    learn more about (?:the|these|this|our) (?:changes?|updates?)
    (?:until|till) then the (?:existing|current|terms)
    (?:replaces?|supersedes?) .{0,80}(?:terms|polic\w+|agreement|guidelines|conditions).{0,20}\
        effective (?:as of|on|from)
    nuevos términos|σύντομα|ανανεωμένους όρους|θα τεθούν σε ισχύ|noii termeni|neue nutzungsbedingungen
    """
)
# Said of versions and updates in rules as well: a notice only where nothing in the clause binds.
_ON_VERSIONS = phrases(
    r"""
    upcoming (?:changes|terms|version|update)|summary of (?:the )?changes|what is (?:new|changing|changed)
    (?:terms|polic\w+|agreement|guidelines|page|article)(?: of service| of use)? (?:has|have) been updated
    view (?:the )?(?:previous|archived|prior|earlier|older) versions?|previous versions?|archived versions?
    version history|was last updated|this page was (?:updated|changed)|próximamente|proximamente
    """
)
_CHANGELOG = anywhere(
    r"""
    ^(?:added|updated|clarified|removed|revised|changed|corrected|minor|editorial|formatting|fixed)\b.{0,120}$
    """
)
_BANNER = phrases(
    r"""
    longer than (?:usual|normal|expected)|(?:wait(?:ing)?|response|reply|queue) times?
    (?:high|higher|large|increased) (?:than usual )?(?:volumes?|demand|number of (?:requests|contacts|inquir))
    we are (?:currently )?(?:experiencing|investigating|aware of|working (?:on|to fix))
    currently (?:experiencing|unavailable|investigating|down)
    service (?:disruption|interruption|status|outage)
    some (?:users|people) (?:may be|are) (?:experiencing|having|seeing)|known issue
    more (?:\w+ )?than (?:usual|normal)|busier than (?:usual|normal)|longer to (?:reply|respond|get back)|average wait
    limited support
    support (?:is|will be) (?:closed|unavailable|limited)|get back to you as soon|try again (?:later|soon)
    temporarily (?:unavailable|down)|update your browser|browser is (?:not|no longer) supported
    (?:trouble|problems?|issues?) \w+ing\b.{0,40}\bright now|working on (?:a|the) (?:fix|solution)
    (?:office|team|support|desk)s? (?:is|are) (?:closed|away|out)|(?:for|over) the holidays
    (?:new|fresh) look\b.{0,60}\bhelp|(?:virtual|ai|automated) assistant|(?:we are|chat is) (?:online|offline)
    (?:you are )?viewing (?:this|the) (?:page|article|site) (?:as|from|in)|translated (?:this|automatically)
    not available in your (?:language|region)
    estimated wait|delays? in (?:our )?(?:response|support|reply)
    """
)
# Words of banners that rules use as well; they count where nothing in the clause binds.
_VAGUE_BANNER = phrases(r"technical (?:issue|difficult)\w*|maintenance|offline|outage")
_WIDGET = whole(
    r"""
    yes|no|yes no|submit|send|cancel|close|ok|okay|loading|done|back|next|previous|share|copy(?: link)?
    print|search|menu|home|more|less|show (?:more|less|all)|see (?:more|less|all)|view (?:more|less|all)
    expand(?: all)?|collapse(?: all)?|skip to .{0,40}|back to .{0,30}|sign (?:in|up|out)|log ?(?:in|out)
    log in|log out|register|get started|contact (?:us|support|sales)?|help(?: cent(?:er|re))?
    english(?: .{0,20})?|language|follow us.{0,40}|subscribe.{0,60}|feedback|send feedback
    give feedback.{0,60}|rate this.{0,40}|table of contents|contents|on this page|in this article
    related.{0,60}|recommended.{0,60}|popular.{0,40}|trending.{0,40}
    you (?:may|might) also (?:like|be interested).{0,40}|suggested.{0,40}|see also|read next
    was this .{0,60}|did (?:this|you find|we|that) .{0,60}
    how (?:helpful|useful|satisfied|would you rate|can we improve|easy) .{0,120}
    is this (?:page|article|information) .{0,40}|why was(?: not| n t)? (?:this|it) .{0,60}
    what (?:went wrong|can we (?:do|improve)).{0,60}|thank you for (?:your|the|letting|providing) .{0,60}
    thanks(?: for .{0,60})?|tell us (?:more|what|how|why) .{0,80}
    take (?:our|a|the|this) .{0,20}survey.{0,60}|help us improve.{0,80}|still need help.{0,60}
    need (?:more )?help.{0,60}|try these next steps.{0,40}|post to the help community.{0,60}
    ask the .{0,20}community.{0,60}|get answers from .{0,40}|i have (?:a|an|another) .{0,40}|other ways to get .{0,30}
    (?:chat|talk|speak) with .{0,60}|.{0,80}\b(?:support|help) in real time|live chat.{0,40}|support assistant.{0,40}
    visit (?:our|the) (?:help|support|community|creator) .{0,60}|all rights reserved.{0,40}
    accept(?: all)?(?: cookies)?|reject(?: all)?(?: cookies)?|cookie (?:settings|preferences|policy)
    manage (?:cookies|preferences).{0,20}|download (?:pdf|the app|app).{0,30}|advertisement|sponsored
    start (?:course|lesson|quiz|learning)|course overview|lesson \d+.{0,60}|module \d+.{0,60}
    chapter \d+.{0,60}|quiz|certificate|unlock .{0,40}badge
    do not sell .{0,60}|your (?:privacy|ad) choices|imprint|legal notice|made (?:with|in) .{0,60}|get the app.{0,60}
    join (?:now|us for .{0,60})|already (?:a member|have an account).{0,30}|(?:sign|log) ?in (?:to (?:get|see) .{0,60})
    download our .{0,60}|subscribe to our .{0,60}|listen to our .{0,60}
    \d+ (?:lessons?|modules?|courses?|articles?|topics?)(?: .{0,30})?|\d+ (?:min|mins|minutes?)
    """
)
_POINTER = anywhere(
    r"""
    ^(?:to )?(?:learn|find out|read|see|know|discover|get)(?: out)? (?:more|how|about)\b
    ^(?:for|to get) (?:more|further|additional) (?:information|details|help|info)\b
    ^(?:watch|check out|visit|explore|subscribe|follow|see also|view|go to the|head to|join)\b|\blearn more$
    ^(?:you can )?(?:also )?(?:learn|find|read) (?:out )?(?:more|about)\b
    \b(?:find|get|see|read) (?:more |further )?(?:information|details|info) (?:here|below)$
    ^(?:más información|mas informacion|saber más|en savoir plus|mehr erfahren|μάθετε περισσότερα)
    ^(?:află mai multe|saiba mais)
    """
)
_STEP = leading(
    r"""
    (?:then |next |now |to start |first |from [^.]{0,60}? )?(?:click|tap|select|choose|press|hover|scroll|swipe\
        |sign in|log in|open|go to|navigate|turn (?:the|on|off)|toggle|switch (?:on|off)|enter|type|check the box\
        |drag|find|locate|under|in the .{0,60}column|on your computer|on the left|at the (?:top|bottom)\
        |upload (?:a|your|the)|copy|paste|save|continue|follow the (?:prompts|instructions|steps)|review)
    to [^.]{0,60}\b(?:click|tap|hover over|swipe|toggle)
    """
)
_POSTAL = phrases(
    r"""
    street|avenue|ave|blvd|boulevard|suite|floor|p ?o box|po box|road|lane|plaza|postal code|zip code|attn
    rue|allée|quai|calle|avenida|carrer|paseo|ronda|rua|viale|piazza|straße|strasse|allee|platz|straat|gracht
    laan|οδός|οδού|λεωφόρος|bulevardul|ulica
    registered office|registered number|registration number|company number|vat number|vat id|located at
    headquartered|mailing address|business address|email protected|γεμη|αφμ|c ?u ?i|n ?i ?f|cif
    legal address|domicilio|registro mercantil|código postal|tomo|folio|siège social|rcs|handelsregister
    sediul social|sede legale|incorporated|place of business|company registration
    """
)
_CONTACT = phrases(r"phone|telephone|tel|fax|call")
_COPYRIGHT = anywhere(
    r"""
    ^(?:c|copyright)(?: c)? (?:copyright )?(?:19|20)\d\d\b.{0,60}$|\ball rights reserved\b
    ^(?:19|20)\d\d (?:(?:19|20)\d\d )?(?:\S{1,30} ){0,5}(?:inc|llc|ltd|limited|gmbh|corp|corporation|ab|bv|s a|plc)$
    """
)
_EDITION = anywhere(
    r"""
    \bin other languages\b|\bcourtesy translation\b|\benglish version (?:prevails|takes)\b
    \bselect (?:your )?(?:language|country|region)\b|\bchange (?:language|country|region)\b
    \bview (?:this|the) (?:page|terms|policy) in\b|\botros idiomas\b|\bautres langues\b|\banderen sprachen\b
    """
)
_ENTITY = phrases(
    r"""
    (?:entity|company|provider|provided|operated|contract(?:ing)?|agreement)\b.{0,200}\b\
        (?:limited|ltd|llc|inc|gmbh|sarl|s à r l|pte|b v|bv|s l|corporation)
    """
)
# Words that bind: where one stands, a clause is no banner, pointer or step however it begins.
_BINDING = phrases(r"must|shall|may not|can not|eligible|ineligible|required|prohibited|at least|up to|fees?|only if")
_NEGATIVE = phrases(r"not|no|never|only|unless")
_BARE_DUTY = phrases(r"must|shall|may|can|need|needs|not|no|never|only|unless|except|without|free")
# "My account was restricted": a help widget lets the reader speak, rules do not.
_READER = phrases(r"my|i|me|mi|mon|mein|meine")
# A whole line of it, without an end: "I was charged twice", "Someone uses my photo".
_READER_SPEAKS = re.compile(
    r"(?:i|my|me) |(?:someone|why|how|where|what|when|can|is|are) (?:\S{1,30} ){0,6}(?:i|my|me)\b"
)
_SUBJECT = phrases(r"you|we|they|it|users?|creators?|partners?|sellers?|usted|vous|sie|wir")
TERRITORIES = words(
    """
    us usa america american uk britain british kingdom england scotland wales ireland irish europe european eu
    eea switzerland swiss germany german france french italy italian spain spanish portugal brazil brazilian
    canada canadian quebec mexico india indian japan japanese korea korean china chinese taiwan hong kong
    australia australian zealand singapore indonesia malaysia thailand vietnam philippines turkey russia ukraine
    israel africa african nigeria kenya egypt argentina chile colombia poland netherlands belgium austria sweden
    norway denmark finland greece romania hungary czech worldwide global international countries country regions
    region territories territory states state
    """
)  # fmt: skip

COUNTRIES = TERRITORIES - words(
    """
    worldwide global international countries country regions region territories territory states state
    """
)

Positions = frozenset[int]


def _month(tokens: Sequence[str], at: int) -> bool:
    word = tokens[at]
    if word not in MONTHS:
        return False
    if word not in _UNSURE_MONTHS:
        return True
    near = [tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""]
    return any(_NUMBER.match(token) for token in near)


@lru_cache(maxsize=20_000)
def dates_in(tokens: tuple[str, ...]) -> Positions:
    """
    Where dates and times stand among the tokens.

    >>> sorted(dates_in(("updated", "may", "3", "2024", "at", "10:45")))
    [1, 2, 3, 5]
    """
    found: set[int] = set()
    last = len(tokens)
    for at, token in enumerate(tokens):
        if _NUMBER.match(token):
            slashed = _SLASHED.fullmatch(token)
            if (slashed and (len(slashed[1]) == 4 or len(slashed[3]) in (2, 4))) or _CLOCK.fullmatch(token):
                found.add(at)
            elif (
                _YEAR.fullmatch(token)
                and at + 2 < last
                and re.fullmatch(r"0[1-9]|1[0-2]", tokens[at + 1])
                and re.fullmatch(r"0[1-9]|[12]\d|3[01]", tokens[at + 2])
            ):
                found.update((at, at + 1, at + 2))
            continue
        if not _month(tokens, at):
            continue
        here = {at}
        for way in (-1, 1):
            step = at + way
            day = year = False
            while 0 <= step < last:
                word = tokens[step]
                if not year and _YEAR.fullmatch(word):
                    year = True
                    here.add(step)
                elif not day and not year and _DAY.fullmatch(word):
                    day = True
                    here.add(step)
                elif word in _BETWEEN and abs(step - at) < 5:
                    pass
                else:
                    break
                step += way
        if len(here) > 1:
            low, high = min(here), max(here)
            found.update(range(low, high + 1))
    return frozenset(found)


@lru_cache(maxsize=20_000)
def references_in(tokens: tuple[str, ...]) -> Positions:
    """Where numbers of sections, annexes and the like stand: places in a document, not values of a rule."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token in _REFERENCE:
            step = at + 1
            while step < len(tokens) and step < at + 8:
                word = tokens[step]
                if _NUMBER.match(word) or len(word) == 1 or re.fullmatch(r"[ivxlc]{1,5}", word):
                    found.add(step)
                elif word not in ("and", "or", "to", "through", "&", "the", "number", "no"):
                    break
                step += 1
        elif token.count(".") >= 2 and _NUMBER.match(token) and not _SLASHED.fullmatch(token):
            found.add(at)
    return frozenset(found)


def first_date(tokens: tuple[str, ...]) -> date | None:
    """The first whole date among the tokens; of 03/04/2024 the American reading where both are possible."""
    places = sorted(dates_in(tokens))
    for start, at in enumerate(places):
        slashed = _SLASHED.fullmatch(tokens[at])
        numbers = []
        if slashed:
            one, two, three = (int(part) for part in slashed.groups())
            if one > 999:
                numbers = [(one, two, three)]
            else:
                three += 2000 if three < 100 else 0
                numbers = [(three, one, two), (three, two, one)]
        elif _YEAR.fullmatch(tokens[at]) and len(places) > start + 2 and tokens[at + 1 : at + 3]:
            following = tokens[at + 1 : at + 3]
            if len(following) == 2 and all(part.isdigit() for part in following):
                numbers = [(int(tokens[at]), int(following[0]), int(following[1]))]
        if not numbers:
            run = [tokens[place] for place in places if at <= place < at + 6]
            month = next((MONTHS[word] for word in run if word in MONTHS), None)
            year = next((int(word) for word in run if _YEAR.fullmatch(word)), None)
            day = next((int(word) for word in run if _DAY.fullmatch(word)), 1)
            if month and year:
                numbers = [(year, month, day)]
        for year, month, day in numbers:
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def is_number(token: str) -> bool:
    """Whether a token is a number, in digits or in letters."""
    return bool(_NUMBER.match(token)) or token in _NUMBER_WORDS


def value_of(token: str) -> str:
    """A number token as digits, so that "thirty" and "30" are one value."""
    return _NUMBER_WORDS.get(token, token)


@lru_cache(maxsize=20_000)
def role_of(clause: Clause) -> str:
    """
    What a clause is for: stamp, age, counter, statistic, notice, changelog, edition, banner, widget, menu, pointer,
    step, heading, question, fragment, item, figure (a number alone), rule (words of duty, right, price or limit)
    or words (anything else).
    """
    key, tokens = clause.key, clause.tokens
    dates = dates_in(tokens)
    numbers = sum(1 for at, token in enumerate(tokens) if is_number(token) and at not in dates)
    left = [token for at, token in enumerate(tokens) if at not in dates and token not in _STAMP_WORDS]
    strict = bool(_BINDING.search(key))
    if _EDITION.search(key):
        return "edition"
    if dates and len(left) <= 2 and not numbers and len(tokens) <= 24:
        return "stamp"
    if _AGO.search(key) and len(tokens) <= 14:
        return "age"
    if len(tokens) <= 14 and (_COUNTER.search(key) or (not clause.marked and _COUNTED_LINE.search(key))):
        return "counter"
    if len(clause.text) <= 80 and not clause.marked and _IDENTIFIER.fullmatch(clause.text):
        return "counter"
    if numbers and not strict and _STATISTIC.search(key) and _PAST.search(key):
        return "statistic"
    if len(tokens) <= 16 and (_COPYRIGHT.search(key) or (clause.text.startswith("©") and not strict)):
        return "copyright"
    if clause.kind == "row" and numbers:
        return "rule"
    if _WIDGET.match(key):
        return "widget"
    if _NOTICE.search(key) and len(tokens) <= 90:
        return "notice"
    if len(tokens) <= 40 and not is_strict(clause) and _ON_VERSIONS.search(key):
        return "notice"
    if dates and min(dates) == 0 and clause.dated_entry:
        return "notice"
    if clause.lead is not None and _opens_notice(clause.lead):
        return "notice"
    undated = " ".join(token for at, token in enumerate(tokens) if at not in dates)
    if dates and min(dates) <= 1 and len(tokens) <= 40 and _CHANGELOG.match(undated):
        return "changelog"
    if len(tokens) <= 20 and clause.kind == "item" and not strict and _CHANGELOG.match(key):
        return "changelog"
    if len(tokens) <= 60 and not strict and _BANNER.search(key):
        return "banner"
    if len(tokens) <= 25 and not is_strict(clause) and _VAGUE_BANNER.search(key):
        return "banner"
    if clause.linked and not (numbers and is_strict(clause)):
        return "menu"
    if clause.kind == "heading":
        return "heading"
    if len(tokens) <= 40 and not strict and _POINTER.search(key) and not _NEGATIVE.search(key):
        return "pointer"
    if not strict and _STEP.match(key):
        return "step"
    if len(tokens) <= 25 and clause.text.endswith("?") and clause.kind != "row":
        # A question states no rule; its answer does.
        return "question"
    ended = clause.text[-1:] in ".!;:。" or clause.kind == "row"
    if len(tokens) <= 2 and clause.text.endswith("!"):
        return "fragment"
    if len(tokens) <= 14 and not ended and _READER_SPEAKS.match(key):
        return "question"
    if len(tokens) <= 4 and not ended and not numbers and countries_in(clause) and not clause.linked:
        # A country by itself on its line: lists of where something is offered are written so.
        return "item"
    bare = _BARE_DUTY.search(key) or _SUBJECT.search(key)
    if not ended and len(tokens) <= 9 and not numbers and not bare:
        return "item" if clause.marked and not _READER.search(key) else "fragment"
    if clause.kind != "row" and all(_FIGURE.fullmatch(token) for token in tokens):
        return "figure"
    if numbers or _DUTY.search(key):
        return "rule" if len(tokens) >= 3 or numbers else "fragment"
    return "words"


def _opens_notice(clause: Clause) -> bool:
    """Whether a paragraph that begins with this clause is a notice of an update as a whole."""
    return role_of(clause) == "notice" and (bool(dates_in(clause.tokens)) or bool(_NOTICE.search(clause.key)))


def countries_in(clause: Clause) -> frozenset[str]:
    """The countries a clause names; "us" is one where it is printed so."""
    found = COUNTRIES.intersection(clause.tokens)
    return found if "us" not in found or "US" in clause.text or "U.S" in clause.text else found - {"us"}


def is_address(tokens: Sequence[str]) -> bool:
    """Whether the words hold a postal address, a telephone number or a company registration."""
    said = " ".join(tokens)
    if _POSTAL.search(said):
        return True
    return bool(_CONTACT.search(said)) and sum(len(token) for token in tokens if token.isdigit()) >= 7


def is_strict(clause: Clause) -> bool:
    """Whether a clause has words of duty, permission or limit."""
    return bool(_STRONG_DUTY.search(clause.key))


def is_sentence_of_duty(clause: Clause) -> bool:
    """Whether a clause is a whole sentence with a word of duty, permission or limit: no label, no title."""
    return is_strict(clause) and len(clause.tokens) >= 6 and clause.text.rstrip("\"')”’]")[-1:] in ".!;。"


def names_entity(clause: Clause) -> bool:
    """Whether a clause says which company the agreement is with."""
    return bool(_ENTITY.search(clause.key)) and not clause.linked


_FUNCTION = words(
    """
    the a an of that which to in on for at by as link this these those such its it there here be is are was were been
    being have has had do does did also then so thus therefore hereby please with from into onto if when where
    while just simply st nd rd th s t i e g eg ie etc www com https http html un una el la los las de del y en
    que le les des du et der die das und o a os as e τα το η ο οι του της των και να si ale lui in pe cu
    """
)  # fmt: skip
LINKING = frozenset(("and", "or", "but", "nor", "y", "o", "ή", "oder", "ou", "sau", "şi", "și"))
# Words whose coming, going or change alters who must do what: each raises by itself.
STRICT = words(
    """
    not no never must shall may can cannot will should only unless except without until before after within
    least most up minimum maximum more less fewer any all every each both either neither none required require
    requires eligible ineligible prohibited prohibit forbidden allowed permitted permit optional mandatory free
    paid exclusive exclusively sole immediately automatically annually monthly yearly daily weekly quarterly
    lifetime per gross net non no solo debe puede siempre nunca no πρέπει δεν μη μόνο doar nu trebuie poate
    niciodată
    """
)
_SYNONYMS = [
    "begin start commence", "buy purchase", "get receive obtain", "help assist", "use utilize", "via through",
    "prior before", "visit see view read check", "click select tap press choose", "website site", "webpage page",
    "app application", "phone telephone", "photo picture image", "mail post", "faq faqs", "info information",
    "center centre", "learn find discover know", "submit send", "show display", "create make",
    "ensure guarantee sure", "example instance", "including includes include",
    "guideline guidelines policy policies", "terms agreement", "log sign", "setting settings", "contact reach",
    "twitter x", "article page", "current existing", "upcoming new",
]  # fmt: skip
_ONE_WORD = {word: group.split()[0] for group in _SYNONYMS for word in group.split()}


def is_function(token: str) -> bool:
    """Whether a word only holds others together."""
    return token in _FUNCTION


@lru_cache(maxsize=20_000)
def stem(token: str) -> str:
    """
    A word without its ending, and the first of its synonyms.

    >>> stem("purchases") == stem("buying")
    True
    """
    token = spelled(token)[0]
    if token in _ONE_WORD:
        return _ONE_WORD[token]
    for ending, rest in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", "")):
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            short = token[: -len(ending)] + rest
            return _ONE_WORD.get(short, _ONE_WORD.get(short + "e", short))
    return token
