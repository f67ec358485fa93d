"""Stages: the steps of cases, bills, rules, investigations and deals, told as news and not as hope, threat "
"or history."""

from __future__ import annotations

import re
from collections.abc import Mapping

from classifier.facts.clauses import BACKDROP, Sentence
from classifier.facts.history import long_past
from classifier.facts.passage import Draft, Passage

# The world these steps must touch; a court story without it is another desk's news.
TOPIC = re.compile(
    r"\b(?:apps?|app stores?|platforms?|social (?:media|network\w*)|creators?|youtub\w*|tiktok\w*|bytedance"
    r"|meta|facebook|instagram|twitter|google|alphabet|apple|amazon|snap|snapchat|twitch|spotify|discord"
    r"|reddit|roblox|valve|steam|epic|unity|patreon|substack|openai|"
    r"anthropic|midjourney|stability|nvidia|microsoft|netflix|kick|rumble|onlyfans|pinterest|linkedin"
    r"|whatsapp|telegram|temu|shein|etsy|ebay|uber|tech|big tech|ai|artificial intelligence|online|internet"
    r"|digital|streamers?|streaming|influencers?|content|video|age[- ](?:check|verification|limit|law"
    r"|assurance)|minors|"
    r"children|child|kids|teens|privacy|data|copyright|authors?|artists?|publishers?|music|ads?|advertising"
    r"|search|antitrust|monopol\w+|news bargaining|link tax|chatbot|deepfakes?|algorithm\w*|feeds?|sellers?"
    r"|subscriptions?|developers?|accounts?|games?|gaming|software|gatekeepers?|designat\w+|image|models?"
    r"|illustrators?|competition|marketplaces?|domain|netchoice|voice|crypto|telecom|browser|e-commerce"
    r"|marketplace|shopping|loot)\b"
)
_JUDGE = (
    r"(?:(?:federal |appeals? |appeal |district |high |supreme |state |us |u\.s\. |circuit |superior |regional "
    r"|constitutional |top |european |eu |general |lower |higher |administrative |county |trade |delhi |bombay "
    r"|paris |german |dutch |irish |french |california |texas |\w+ )?(?:courts?|judges?|justices|panel|tribunal"
    r"|magistrate)|scotus|\w+ circuit)"
)
_LAW = (
    r"(?:laws?|acts?|bills?|statutes?|bans?|rules?|order|measures?|legislation|ordinance|decree|regulations?|mandate"
    r"|amendment|restrictions?|requirements?|limits?)"
)
_CHAMBER = (
    r"(?:house(?: of (?:representatives|commons|lords))?|senate|lower house|upper house|assembly|chamber|commons"
    r"|lords|bundestag|bundesrat|parliament|national assembly|congress|knesset|duma|lok sabha|rajya sabha|sejm"
    r"|diet|mps|lawmakers|senators|legislators|legislature|deputies|meps|council of ministers|council)"
)
_BODY = (
    r"(?:commission|regulators?|watchdog|authority|agency|ftc|doj|justice department|department of justice|cma"
    r"|ofcom|accc|eu|european commission|brussels|attorney general|attorneys general|prosecutors?|ministry"
    r"|government|cnil|dpc|ico|sec|fcc|competition bureau|cci|fair trade commission|bundeskartellamt|police"
    r"|consumer protection\w*|committee|senators?|states?|bureau|office|antitrust\w*|data protection\w*"
    r"|privacy\w*|us|u\.s\.|india|japan|korea|italy|france|germany|turkey|brazil|canada|australia|uk|britain"
    r"|spain|china|russia|china's|[a-z]+'s \w+)"
)

Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), stage) for pattern, stage in pairs)


# Order matters: the first that fits a sentence names its step; rulings before suits, settlements before filings.
RULES: tuple[Rule, ...] = _rules(
    # what courts do at the end
    (
        r"\b(?:supreme court|high court of australia|top court|highest court|scotus|justices|court of justice|cjeu"
        r"|constitutional court)\b(?:[^;<>]"
        r"|<[dcmpt]\d+>){0,60}\b(?:up(?:holds|held)|rul(?:es|ed)|sid(?:es|ed) with|strikes? down|struck down"
        r"|affirm(?:s|ed)|revers(?:es|ed)|overturn(?:s|ed)|rejects?|rejected|dismiss(?:es|ed)|declin(?:es"
        r"|ed) to (?:hear|take up|review)|refus(?:es|ed) to (?:hear|take up)|throws? out|threw out|toss(?:es|ed)"
        r"|turn(?:s|ed) (?:away|down)"
        r"|sends? back|vacat(?:es|ed)|decid(?:es|ed)|back(?:s|ed))\b",
        "final-ruling",
    ),
    (
        r"\bdismiss(?:es|ed|ing)?\b(?:[^;<>]|<[dcmpt]\d+>){0,60}\bwith prejudice\b"
        r"|\b(?:enter(?:s|ed)|issu(?:es|ed)) (?:a |its |the )?final judgment\b|\bfinal judgment (?:against"
        r"|was entered)\b",
        "final-ruling",
    ),
    (
        r"\b(?:appeals? court|appeal court|court of appeals?|appellate (?:court|panel|judges?|tribunal)|nclat"
        r"|\w+ circuit(?: court)?|circuit court of appeals|appeals? (?:panel|judges))\b(?:[^;<>]"
        r"|<[dcmpt]\d+>){0,70}\b(?:up(?:holds|held)|rul(?:es|ed|ing)|sid(?:es|ed) with|revers(?:es|ed)"
        r"|overturn(?:s|ed)|reviv(?:es|ed)|rejects?|rejected|affirm(?:s|ed)|dismiss(?:es|ed)|vacat(?:es|ed)"
        r"|throws? out|threw out|finds?|found|back(?:s|ed)|decid(?:es|ed)|confirm(?:s|ed)|reinstat(?:es"
        r"|ed))\b",
        "appeal-ruling",
    ),
    (
        rf"\b{_JUDGE}\b(?:[^;<>]|<[dcmpt]\d+>){{0,30}}\b(?:dismiss(?:es|ed)|reject(?:s|ed)|allow(?:s|ed)"
        rf"|throws? out|threw out)"
        r" (?:an |the |its |[\w.]+(?:'s|s')? )(?:[\w-]+ )?appeal\b"
        r"|\b(?:loses?|lost|wins?|won)\b (?:\w+ ){0,4}?appeal\b|\bappeal (?:fails|failed|rejected|dismissed|denied)\b",
        "appeal-ruling",
    ),
    (
        r"\b(?:jury|jurors)\b(?:[^;<>]|<[dcmpt]\d+>){0,60}\b(?:finds?|found|sid(?:es|ed)|rul(?:es|ed)|decid(?:es"
        r"|ed)|return(?:s|ed)|clears?|cleared|convict(?:s|ed)|reach(?:es|ed) (?:a )?verdict|verdict)\b"
        r"|\bverdict (?:in|against|for)\b",
        "verdict",
    ),
    (
        r"\b(?:trial|bench trial|court fight|hearing of evidence)\b(?:[^;<>]|<[dcmpt]\d+>){0,50}\b(?:begins?|began"
        r"|begun|opens?|opened|starts?|started|gets? under ?way|kicks? off|kicked off|under way)\b|\b(?:goes"
        r"|went|heads) (?:to|on) trial\b|\bopening (?:statements|arguments)\b",
        "trial",
    ),
    (
        rf"\b(?:{_JUDGE})\b(?:[^;<>]|<[dcmpt]\d+>){{0,60}}\b(?:approv(?:es|ed)|signs? off|signed off|oks|ok'd"
        rf"|grants? (?:final|preliminary)|granted (?:final|preliminary)|preliminarily approv\w+"
        rf"|(?:gives?|gave|given) (?:final|preliminary)|(?:final|preliminary) approval)\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,60}}\bsettlement\b|\bsettlement\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,60}}\b(?:(?:is|was|gets?|got|wins?|won|receives?|received) (?:\w+ )?(?:approved"
        rf"|approval)|approved by)\b|\b(?:approv(?:es|ed)|oks)\b(?:[^;<>]|<[dcmpt]\d+>){{0,30}}\bsettlement\b",
        "approval",
    ),
    (
        r"\b(?:held|holds|found|finds) (?:[\w .'&-]{1,50} )?in (?:civil )?contempt\b|\bviolated (?:the |an "
        r"|a )?(?:court )?(?:order"
        r"|injunction)\b",
        "enforcement-ruling",
    ),
    (
        rf"\b{_JUDGE}\b(?:[^;<>]|<[dcmpt]\d+>){{0,60}}\b(?:orders?|ordered|requires?|told|directs?|must)\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,60}}\b(?:remed(?:y|ies)|break[- ]?up|divest|share (?:search )?data"
        rf"|open (?:up )?(?:its )?app store|sell (?:its|chrome|off))\b|\bremed(?:y|ies) (?:ruling|decision"
        rf"|order)\b",
        "remedy-ruling",
    ),
    (
        rf"\b(?:{_JUDGE})\b(?:[^;<>]|<[dcmpt]\d+>){{0,60}}\b(?:grants?|granted|issues?|issued|enters?|entered)\b"
        r" (?:\w+ ){0,3}permanent injunction\b",
        "ruling",
    ),
    (
        rf"\b(?:{_JUDGE})\b(?:[^;<>]|<[dcmpt]\d+>){{0,60}}\b(?:grants?|granted|denies|denied|issues?|issued"
        rf"|refus(?:es|ed)|rejects?|rejected|den(?:ies|ied))\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,60}}\b(?:preliminary injunction|injunction|temporary restraining order|tro|stay"
        rf"|emergency (?:request|motion|bid)|bid to (?:halt|pause|block|delay))\b|\b(?:{_JUDGE})\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,50}}\b(?:stay(?:s|ed)|paus(?:es|ed)|halt(?:s|ed)|freez(?:es|ing)|froze|lift(?:s|ed)"
        rf"|suspend(?:s|ed)|put(?:s)? on hold|dissolv(?:es|ed))\b(?:[^;<>]|<[dcmpt]\d+>){{0,40}}\b(?:injunction|orders?"
        rf"|ruling|judgment|remed(?:y|ies)|ban)\b|\b(?:injunction|order|ruling|remedies)\b[^;<>]{{0,110}} (?:is|was"
        rf"|were|has been)"
        rf" (?:now |temporarily )?(?:stayed|paused|lifted|on hold|put on hold|suspended)\b|\b(?:wins?|won|secures?"
        rf"|secured|loses?|lost)\b(?:[^;<>]|<[dcmpt]\d+>){{0,40}}\b(?:preliminary|temporary) (?:injunction"
        rf"|restraining order|block|reprieve)\b"
        r"|\b(?:puts?|placed|places|imposed|imposes) (?:a |an )?(?:temporary )?(?:stay|hold) on\b"
        rf"|\b{_JUDGE}\b(?:[^;<>]|<[dcmpt]\d+>){{0,30}}\b(?:grant(?:s|ed)|agree[sd]|decid(?:es|ed))\b[^;<>]{{0,60}}"
        rf"\bto (?:temporarily )?(?:pause|stay|halt|suspend"
        rf"|delay) (?:his|her|its|the|an?)"
        r" (?:own )?(?:order|ruling|injunction|decision|judgment)\b",
        "interim-ruling",
    ),
    (
        rf"\b(?:{_JUDGE})\b(?:[^;<>]|<[dcmpt]\d+>){{0,50}}\b(?:rul(?:es|ed)|finds?|found|dismiss(?:es|ed)"
        rf"|throws? out|threw out|toss(?:es|ed)|rejects?|rejected|sid(?:es|ed) with|decid(?:es|ed)"
        rf"|strikes? down|struck down|declar(?:es|ed)|annul(?:s|led)|overturn(?:s|ed)|set(?:s)? aside"
        rf"|up(?:holds|held)|allow(?:s|ed)|lets|certif(?:ies|ied)|refus(?:es|ed)|convict(?:s|ed)|order(?:s"
        rf"|ed)|quash(?:es|ed)|concludes?|clears?|advances?)\b",
        "ruling",
    ),
    (
        r"\b(?:loses?|lost|wins?|won)\b (?:its |a |an |the |his |her |their )(?:[\w-]+ ){0,3}?(?:lawsuit|suit|case"
        r"|(?:court|legal) (?:challenge|battle|fight))\b|\bwith (?:the|a) (?:judge|court) (?:dismissing|rejecting"
        r"|ruling|finding"
        r"|siding)\b|\bgrant(?:s|ed) class[- ](?:action )?(?:status|certification)\b",
        "ruling",
    ),
    (
        r"\b(?:suit|lawsuit|case|complaint|claims?)\b(?:[^;<>]|<[dcmpt]\d+>){0,60}\b(?:(?:is|was|were|gets?"
        r"|got) )?(?:dismissed|thrown out|tossed(?: out)?|rejected by|can (?:proceed|go ahead|move forward)"
        r"|may (?:proceed|go ahead))\b",
        "ruling",
    ),
    # suits
    (
        r"\b(?:settl(?:es|ed|ing)|agree[sd]? to settle|reach(?:es|ed) (?:a |an )?(?:\w+ ){0,3}?settlement"
        r"|settlement (?:reached|announced|agreed))\b",
        "settlement",
    ),
    (
        r"\b(?:sues|sued|suing|(?<!to )(?<!can )(?<!will )(?<!may )(?<!could )(?<!not )(?<!would )sue"
        r"|files? (?:a |an |its |the |their )?(?:\w+[ -]){0,5}?(?:lawsuits?|suits?|complaints?|petitions?"
        r"|class actions?|action|challenges?|appeals?|motion to block|claims?)|filed (?:a |an |its "
        r"|the )?(?:\w+[ -]){0,5}?(?:lawsuits?|suits?|complaints?|petitions?|class actions?|action"
        r"|challenges?|appeals?|claims?)|filed [\w.' -]{2,40} v\. |(?:takes?|took|taking) [\w .&'-]{1,40} to court"
        r"|filed (?:their|his|her) (?:\w+ )?(?:lawsuit|suit|complaint|petition|claim)"
        r"|(?:brings?|brought|launch(?:es|ed)|lodg(?:es|ed)) (?:a |an )?(?:\w+[ -]){0,4}?(?:lawsuit|suit"
        r"|class action|legal action|legal challenge|complaint|court challenge)|hit with (?:a "
        r"|an )?(?:\w+[ -]){0,4}?(?:lawsuit|suit|class action)|faces? (?:a )?(?:new |fresh "
        r"|class[- ]action )+(?:lawsuit|suit|class action)|(?:lawsuit|suit|complaint|class action"
        r"|petition)(?:[^;<>]|<[dcmpt]\d+>){0,30} (?:was |is )?filed|new (?:class[- ]action )?(?:lawsuit|suit"
        r"|complaint)s? (?:claims?|alleges?|says|accuses?|argues)"
        r"|(?:initiat(?:es|ed)|commenc(?:es|ed)) [^;<>]{0,40}(?:court|legal) (?:proceedings|action)"
        r"|challeng(?:es|ed) [^;<>]{2,70} in (?:federal "
        r"|state |u\.s\. )?court|sues? to (?:block|stop|overturn))\b",
        "filed",
    ),
    # authorities
    (r"\bstatements? of objections\b", "statement-of-objections"),
    (
        r"\b(?:preliminar(?:y|ily)|provisional(?:ly)?)\b(?:[^;<>]|<[dcmpt]\d+>){0,40}\b(?:findings?|found|finds?"
        r"|view|conclusions?|concluded|breach\w*|assessment|ruling by the commission)\b|\b(?:in a"
        r"|its) (?:first|preliminary|provisional) view\b",
        "preliminary-finding",
    ),
    (
        r"\b(?:accept(?:s|ed)|makes?|made|approv(?:es|ed))\b(?:[^;<>]"
        r"|<[dcmpt]\d+>){0,50}\b(?:binding )?commitments\b|\bcommitments? (?:accepted|made binding"
        r"|legally binding)\b",
        "commitments",
    ),
    (
        rf"\b(?:{_BODY})\b(?:[^;<>]|<[dcmpt]\d+>){{0,60}}\b(?:opens?|opened|launch(?:es|ed)|begins?|began|starts?"
        rf"|started|initiat(?:es|ed)|announc(?:es|ed))\b (?:\w+[ -]){{0,6}}?(?:investigations?|probes?"
        rf"|inquir(?:y|ies)|enquiry|proceedings|procedures?|market study|market investigation|review of)\b|\b(?:opens?"
        rf"|opened|launch(?:es|ed)|widens?|widened) (?:an? |its |the )?(?:formal |in-depth |new |antitrust "
        rf"|criminal |privacy |fresh |preliminary |competition |second )*(?:investigations?|probes?|inquiry"
        rf"|proceedings)\b|\bprobe (?:opened|launched)\b|\b(?:investigation"
        rf"|probe)s? into [^;<>]{2, 70}\b(?:opened|launched|begins|started)\b|\bis (?:being )?investigat(?:ed"
        rf"|ing)\b",
        "opened",
    ),
    (
        r"\b(?:clos(?:es|ed)|drops?|dropped|ends?|ended)\b (?:(?!after\b|as\b|when\b)\w+ ){0,4}?(?:investigation"
        r"|probe|inquiry"
        r"|case)\b(?: (?:into|against))"
        rf"|\b{_BODY}\b(?:[^;<>]|<[dcmpt]\d+>){{0,40}}\b(?:publish(?:es|ed)|issu(?:es|ed)|releas(?:es|ed)) (?:the "
        rf"|its |a )?final"
        rf" (?:report|decision|findings)\b"
        rf"|\b{_BODY}\b(?:[^;<>]|<[dcmpt]\d+>){{0,30}}\b(?:blocks|blocked|prohibits|prohibited|clears|cleared|approves"
        rf"|approved)\b(?! (?:the )?(?:suit|trial|court))(?:[^;<>]|<[dcmpt]\d+>){{0,50}}\b(?:merger|acquisition"
        rf"|takeover"
        rf"|purchase of|deal)\b",
        "final-decision",
    ),
    # rules
    (
        r"\bfinal rules?\b|\b(?:rules|regulations|code) (?:was|were|has been|have been) (?:finali[sz]ed|adopted)\b"
        r"|\bfinali[sz](?:es|ed)\b(?:[^;<>]|<[dcmpt]\d+>){0,40}\b(?:rules?|code|regulations?)\b"
        r"|\b(?:adopt(?:s|ed)|issu(?:es|ed)|publish(?:es|ed))\b(?:[^;<>]|<[dcmpt]\d+>){0,30}\b(?:final"
        r"|new) (?:rules?|regulations?|code)\b",
        "final-rule",
    ),
    (
        r"\bpropos(?:es|ed)\b (?:\w+[ -]){0,6}?(?:rules?|regulations?|rulemaking|code|amendments)\b"
        r"|\b(?:notice of )?proposed (?:rule(?:making)?|regulations?)\b|\bdraft (?:rules?|regulations?|code"
        r"|guidance)\b(?:[^;<>]|<[dcmpt]\d+>){0,40}\b(?:publish\w+|releas\w+|issued|unveil\w+)\b|\b(?:publish(?:es"
        r"|ed)|releas(?:es|ed)|unveil(?:s|ed)|issu(?:es|ed)) (?:\w+ ){0,3}?draft (?:\w+ )?(?:rules?"
        r"|regulations?|code)\b",
        "proposed-rule",
    ),
    (
        rf"\b{_BODY}\b(?:[^;<>]|<[dcmpt]\d+>){{0,50}}\b(?:issu(?:es|ed)|publish(?:es|ed)|releas(?:es|ed))\b"
        r" (?:\w+[ -]){0,4}?(?:guidance|guidelines)\b",
        "guidance",
    ),
    # laws
    (
        rf"\b(?:signs|signed|signing)\b(?!(?:[^;<>]|<[dcmpt]\d+>){{0,20}}executive order)(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,90}}\b(?:law"
        rf"|act|bill|statute|ban|measure|legislation|decree|into law)\b|\bbec(?:omes|ame) law\b"
        rf"|\broyal assent\b|\bsigned into law\b|\benact(?:s|ed)\b|\bparliament (?:on <d\d+> |<d\d+> "
        rf"|\w+ )?(?:adopt(?:s|ed)"
        rf"|approv(?:es|ed)|pass(?:es|ed))\b(?:[^;<>]|<[dcmpt]\d+>){{0,60}}\b{_LAW}\b|\b{_LAW}\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,30}}\bpass(?:es|ed|ing) (?:through )?"
        rf"(?:the )?(?:[a-z]+ )?parliament\b|\bgives? final approval\b"
        rf"|\bgave final approval\b|\b(?:final passage|promulgat\w+)\b|\bcountry (?:bans?|banned)\b|\b(?:law|act"
        rf"|bill) (?:is |was )?signed\b",
        "enacted",
    ),
    (
        rf"\b{_CHAMBER}\b(?:[^;<>]|<[dcmpt]\d+>){{0,60}}\b(?:pass(?:es|ed)|approv(?:es|ed)|adopt(?:s|ed)"
        rf"|vote[sd]? (?:through|(?:(?:by )?(?:<c\d+> to <c\d+>|<[sc]\d+>(?:-<c\d+>)?|\d+-\d+) )?(?:on <d\d+> "
        rf"|<d\d+> )?(?:to|for"
        rf"|in favou?r|unanimously"
        rf"|overwhelmingly))|advance[sd]?|clears?|cleared|backs|backed|ok(?:s|ayed)|(?:gives?|gave|grant(?:s|ed))"
        rf" (?:[\w' -]{{1,40}} )?(?:approval|green light|final reading|nod|go-ahead))\b"
        rf"|\b(?:lawmakers|mps|meps|senators|legislators|deputies) (?:pass|approve|adopt|back|vote (?:for|to))\b"
        rf"|\b{_LAW}\b(?:[^;<>]|<[dcmpt]\d+>){{0,40}}\b(?:(?:approved|passed|adopted|backed|cleared|endorsed"
        rf"|voted through)(?: [\w-]+| <d\d+>){{0,3}} (?:by|in)"
        rf"|(?:(?:is|was|were|been) given|g[eo]ts?|receives?|received|wins?|won) (?:[\w-]+ ){{0,3}}?(?:approval"
        rf"|nod|green"
        rf" light|go-ahead)(?: <d\d+>)? (?:by|from|in)|(?:clears?|cleared|pass(?:es|ed)) (?:its |the )?(?:last "
        rf"|final |third )(?:hurdle|reading|debate|vote|stage) in)"
        rf" (?:the |both )?(?:\w+(?:'s)? ){{0,2}}?{_CHAMBER}\b|\bbill\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,40}}\b(?:passes|passed|clears|cleared) (?:the )?{_CHAMBER}\b"
        rf"|\b{_CHAMBER}\b[^;<>]{{0,60}}\bbec(?:omes|ame) the first [^;<>]{{0,40}}to (?:approve|pass|adopt)\b"
        rf"|\bpass(?:es"
        rf"|ed) (?:the )?(?:house|senate|lower house|upper house|assembly)\b",
        "passed-chamber",
    ),
    (
        r"\b(?:introduc(?:es|ed)|tabl(?:es|ed)|unveil(?:s|ed)|reintroduc(?:es|ed)|presents?|presented"
        r"|submit(?:s|ted))\b (?:\w+[ -]){0,7}?(?:bill|act|legislation|draft law)\b|\bbill (?:was "
        r"|is )?(?:introduced|tabled)\b",
        "introduced",
    ),
    (
        rf"\b(?:{_LAW}|code|dsa|dma)\b(?:(?!before|until|after|would|will)[^;<>.]){{0,110}}\b(?:took effect"
        rf"|takes effect|goes into effect|went into effect|came into (?:force|effect)|comes into (?:force"
        rf"|effect)|enter(?:s|ed) into force|now in (?:force|effect)|bec(?:omes|ame) (?:fully )?applicable"
        rf"|(?:beg[ai]ns?|start(?:s|ed)) (?:to apply|applying|being enforced))\b",
        "in-force",
    ),
    # deals and orders
    (
        r"\b(?:deal|acquisition|sale|takeover|joint venture|merger|purchase)\b(?:[^;<>]"
        r"|<[dcmpt]\d+>){0,50}\b(?:closes|closed|completed|completes|finali[sz]ed)\b|\bcomplet(?:es|ed)\b(?:[^;<>]"
        r"|<[dcmpt]\d+>){0,40}\b(?:acquisition|deal|purchase|takeover|sale|merger)\b"
        r"|\b(?:finali[sz](?:es|ed)|clos(?:es|ed)|seal(?:s|ed)) (?:an? |its |the "
        r"|their )?(?:[\w-]+ ){0,3}?(?:acquisition"
        r"|deal|purchase|takeover|sale|merger|joint venture)\b",
        "completed",
    ),
    (
        r"\b(?:agree[sd]?(?! that)|signs?|signed|reach(?:es|ed)|strikes?|struck|announc(?:es|ed))\b(?:[^;<>]"
        r"|<[dcmpt]\d+>){0,60}\b(?:deal|agreement|joint venture)\b(?:[^;<>]|<[dcmpt]\d+>){0,50}\b(?:sell|divest|acquire"
        r"|buy|spin off|joint venture|u\.s\. (?:operations|business))\b|\bsigns? (?:\w+ ){0,3}?(?:deal"
        r"|agreements?) (?:to form|for|to sell|creating)\b",
        "agreement",
    ),
    (
        r"\bdesignat(?:es|ed)\b(?:[^;<>]|<[cd]\d+>){0,60}\b(?:gatekeepers?|strategic market status"
        r"|very large online|covered platform)\b|\bgets? strategic market status\b",
        "order",
    ),
    (
        rf"\b(?:{_BODY})\b(?:[^;<>]|<[dcmpt]\d+>){{0,50}}\b(?:orders?|ordered)\b [^;<>]{{2,50}}\bto (?:stop|remove"
        rf"|delete|block|halt|cease|suspend|allow|open|close|wind up|dissolve|leave|change|hand over|comply"
        rf"|pause|take down|shut)\b"
        r"|\b(?:government|cabinet|ministry|authorities|ministers?)\b(?:[^;<>]|<[dcmpt]\d+>){0,40}\b(?:decid(?:es"
        r"|ed) to ban|bans|banned"
        r"|(?:announc|impos|declar)(?:es|ed) (?:[\w-]+ ){0,4}?(?:ban|prohibition) (?:on"
        r"|of))\b (?:[\w-]+ ){0,8}?(?:app|tiktok"
        r"|facebook|instagram|youtube|telegram|x|whatsapp|twitter|platforms?|social media)\b"
        rf"|\b{_BODY}\b(?:[^;<>]|<[dcmpt]\d+>){{0,40}}\b(?:issu(?:es|ed)|serv(?:es|ed)|impos(?:es|ed)) (?:an? "
        rf"|its |the )?"
        rf"(?:[\w-]+ ){{0,3}}?(?:cease[- ]and[- ]desist|compliance|enforcement|blocking|interim|removal) (?:order"
        rf"|notice)\b"
        rf"|\b{_BODY}\b(?:[^;<>]|<[dcmpt]\d+>){{0,30}}\border(?:s|ed) (?:the |an? )?(?:[\w-]+ )?(?:blocking|suspension"
        rf"|shutdown|removal|closure|ban)\b"
        rf"|\b(?:signs?|signed|issu(?:es|ed)) (?:an? )?(?:executive )?order\b|\bexecutive order\b(?:[^;<>]"
        rf"|<[dcmpt]\d+>){{0,30}}\b(?:bans?|banning|delays?|delaying|extends?|extending)\b",
        "order",
    ),
)
# A rule is tried only where one of its words stands: thirty patterns a sentence are most of a day's work otherwise.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "final-ruling": (
        "supreme",
        "top court",
        "highest",
        "scotus",
        "justices",
        "high court",
        "court of justice",
        "cjeu",
        "constitutional court",
        "prejudice",
        "final judgment",
    ),
    "appeal-ruling": ("appeal", "appellate", "circuit"),
    "verdict": ("jury", "jurors", "verdict"),
    "trial": ("trial", "court fight", "opening", "hearing of"),
    "approval": ("settlement",),
    "enforcement-ruling": ("contempt", "violated"),
    "remedy-ruling": ("remed", "break", "divest", "share", "app store", "sell"),
    "interim-ruling": (
        "injunction",
        "restraining",
        "stay",
        "tro ",
        "emergency",
        "bid to",
        "temporar",
        "paus",
        "halt",
        "freez",
        "froze",
        "lift",
        "suspend",
        "on hold",
    ),
    "ruling": (
        "court",
        "judge",
        "justice",
        "panel",
        "tribunal",
        "magistrate",
        "scotus",
        "circuit",
        "suit",
        "case",
        "complaint",
        "claim",
    ),
    "settlement": ("settl",),
    "filed": ("sue", "suing", "fil", "court", "suit", "action", "complaint", "legal challenge"),
    "statement-of-objections": ("objections",),
    "preliminary-finding": ("prelim", "provisional", "first view"),
    "commitments": ("commitment",),
    "opened": ("investigat", "probe", "inquir", "enquiry", "proceeding", "procedure", "market study", "review"),
    "final-decision": (
        "final",
        "investigation",
        "probe",
        "inquiry",
        "case",
        "merger",
        "acquisition",
        "takeover",
        "purchase",
        "deal",
    ),
    "final-rule": ("rule", "code", "regulation"),
    "proposed-rule": ("propos", "draft"),
    "guidance": ("guid",),
    "enacted": ("sign", "law", "assent", "enact", "parliament", "approval", "promulgat", "passage", "ban"),
    "passed-chamber": (
        "pass",
        "approv",
        "adopt",
        "vote",
        "advance",
        "clear",
        "back",
        "ok",
        "endors",
        "gave",
        "give",
        "nod",
    ),
    "introduced": ("introduc", "tabl", "unveil", "present", "submit"),
    "in-force": ("effect", "force", "appl"),
    "completed": ("clos", "complet", "finali"),
    "agreement": ("agree", "deal", "sign", "joint venture"),
    "order": ("order", "designat", "strategic market", "ban", "prohibition"),
}
_BLOCK = re.compile(
    rf"\b(?:{_JUDGE})\b(?:[^;<>]|<[dcmpt]\d+>){{0,50}}?\b(?:(?:temporarily |preliminarily |permanently |partly "
    rf"|partially |again )?(?:block(?:s|ed)?|halt(?:s|ed)|bar(?:s|red)|enjoin(?:s|ed)|suspend(?:s|ed)"
    rf"|freez(?:es)|froze|stops|stopped|puts? on hold|pause[sd]?|delay(?:s|ed)|stay(?:s"
    rf"|ed)))\b(?P<what>(?:[^;<>]|<[dcmpt]\d+>){{0,80}})"
)
_BLOCKED_PASSIVE = re.compile(
    rf"\b(?:{_LAW})\b(?:[^;<>]|<[dcmpt]\d+>){{0,30}}\b(?:is|was|has been|gets?|remains?)? ?(?:temporarily "
    rf"|preliminarily )?(?:blocked|halted|enjoined|put on hold|frozen|suspended) by (?:a |an "
    rf"|the )?(?:{_JUDGE})\b"
)
_FREE = re.compile(
    rf"\b(?:{_JUDGE})\b(?:[^;<>]|<[dcmpt]\d+>){{0,50}}?\b(?:(?:lifts?|lifted|paus(?:es|ed)|vacat(?:es|ed)|stay(?:s"
    rf"|ed)|dissolv(?:es|ed)|overturn(?:s|ed)|set(?:s)? aside|revers(?:es|ed)|suspend(?:s|ed)|toss(?:es|ed)"
    rf"|threw out|throws out|block(?:s|ed)|froze|put on hold))\b (?:the |an? |a lower court's |that |its own "
    rf"|\w+'s )*(?:\w+ ){{0,3}}?(?:injunction|order|block|ruling|stay|hold|freeze|pause"
    rf"|decision)\b(?P<what>[^;]{{0,110}})"
)
_LET = re.compile(
    rf"\b(?:{_JUDGE})\b(?:[^;<>]|<[dcmpt]\d+>){{0,50}}?\b(?:lets?|allow(?:s|ed)|permit(?:s|ted)|clears? the way"
    rf"|cleared the way|(?:declin(?:es|ed)|refus(?:es|ed)) to (?:block|halt|stop|pause|freeze|enjoin|suspend"
    rf"|delay)|(?:rejects?|rejected|den(?:ies|ied)) (?:a |an |the |\w+'s )*(?:\w+ ){{0,3}}?(?:bid|request"
    rf"|motion|plea|attempt|effort) to (?:block|halt|stop|pause|freeze|enjoin|suspend"
    rf"|delay))\b(?P<what>(?:[^;<>]|<[dcmpt]\d+>){{0,90}})"
)
# What a watchdog ordered one company to do is no law, though it be called a ban.
_BY_WATCHDOG = re.compile(
    r"\b(?:imposed|issued|ordered) by (?:the |a )?(?:[\w-]+ ){0,4}(?:watchdog|regulator|authority|commission|agency)\b"
)
_LAW_WORD = re.compile(
    r"\b(?<!store )(?<!its )(?<!steering )(?<!antitrust )(?<!competition )(?<!privacy )(?<!copyright )(?<!protection )"
    rf"(?!mandates?\b)(?:[\w-]*{_LAW})\b"
)
_STARTS = re.compile(
    r"\b(?:take effect|takes effect|taking effect|stand|start|starting|starts|be enforced|enforcement|enforce"
    r"|go ahead|go into (?:effect|force)|proceed|in force|apply|continue|law|act|ban)\b"
)
_UNREAL = re.compile(
    r"\b(?:could|may|might|would|should|will|plans? to|planning|threat\w*|consider\w*|wants?|vow(?:s|ed)?"
    r"|urg\w+|asks?|asked|asking|call(?:s|ed|ing)? (?:on|for)|expected|seeks?|seeking|sought|weigh\w*|mull\w*"
    r"|prepar\w+|likely|hopes?|if|before (?:it|the)|set to|poised|ready to|"
    r"refus\w+ to say|no (?:plans|decision)|not (?:yet|been|be)|yet to|never|denie[sd] (?:it|that)|push(?:es"
    r"|ing)? (?:for|to)|back(?:s|ing) (?:a )?bill|to be|is to|are to|reportedly|rumou?r\w*|whether|how|why"
    r"|what|opinion|promis\w+|after (?:being|it was|he was|she was) sued|ahead of|ask|oppos\w+|support\w*"
    r"|not to \w+(?: an?| the)?|(?:to|will|would|could) \w+ly"
    r"|(?:lets?|letting|helps?|helping) (?:\w+ ){1,4}|which(?: the| a| an)?|to|(?:if|once|unless|should"
    r"|whether) (?:\w[\w'.-]* ){1,7}"
    r"|(?:after|since|when|because) (?:\w[\w'.-]* ){1,6}|recently|before|until)\s?$"
)
_AS = re.compile(r"\bas (?:(?!but |and |then )\w[\w'.-]* ){1,6}$")
# "Voted to propose" is a proposal, "agreed to settle" a settlement: a body that decides to do it has done it.
_RESOLVED = re.compile(
    r"\b(?:vot(?:e|es|ed)|agree[sd]?|decid(?:es|ed)|mov(?:es|ed))(?: (?:unanimously|overwhelmingly|again|by"
    r"|<[csd]\d+>|\d+-\d+|on(?= <)|to(?= <)|in principle|-|<c\d+>-<c\d+>))* to "
)
_COMMANDED = re.compile(r"\b(?:order(?:s|ed)|direct(?:s|ed)|requir(?:es|ed)|tells|told) (?:[\w.'-]+ ){1,4}to ")
# A subordinate clause at the head of a sentence tells what was there before.
_CONCEDED = re.compile(r"^\W*(?:although|though|even though|while|despite|whereas|unlike)\b[^,;]{0,160}")
# "Laws enacted by legislatures": a participle behind its noun names the law, it does not make it.
_NAMED_BY_STEP = re.compile(r"\b(?:laws?|acts?|bills?|rules?|measures?|statutes?|legislation|bans?) $")
_IN_RELATIVE = re.compile(r"\b(?:which|who) (?:\w+ ){0,3}\w+$")
_VETO = re.compile(r"\bveto(?:es|ed|ing)\b")
_COMMITTEE = re.compile(
    r"\b(?:procedural|cloture|first reading|second reading|select panel)\b|\bto advance\b"
    r"|\b(?:senate|house|assembly|commons|lords|parliament(?:'s|ary)?) (?:[\w,]+ ){0,4}(?:sub)?committee\b"
    r"|\b(?:sub)?committee (?:on <?d|approv|pass|vot|advanc|back|clear)"
)
_ON_ITS_WAY = re.compile(
    r"\b(?:governor(?:'s desk| for|, who| is expected| has)|president's desk|(?:heads?|goes|moves|sends it"
    r"|sending it) (?:\w+ )?to)\b"
)
_FIRST_VOTE = re.compile(r"\b(?:in general|in principle|(?:first|second) reading|final vote)\b")
_PAST_TIME = re.compile(
    r"\b(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december) <d"
    r"|last (?:year|month|spring|summer|fall|autumn|winter)|years? ago|months ago"
    r"|earlier this (?:year|month)|had (?:previously|earlier|already)|previously|had (?:sued|filed|ruled"
    r"|blocked|passed|signed|opened)|back in)\b"
)


def read(passage: Passage) -> list[Draft]:
    """The step or steps a passage tells: read in its title and its opening, where news tells what happened."""
    if not _QUICK.search(passage.low):
        return []
    opening = [
        one
        for one in passage.sentences[:14]
        if one.title or one.place <= 3 or _dateline(one) or _FRESH.search(one.shape)
    ]
    if not (TOPIC.search(passage.low) or passage.mentions) and OTHER_DESK.search(passage.low):
        return []
    drafts: list[Draft] = []
    for sentence in opening:
        found = _law_status(sentence, passage) or _stage(sentence, passage)
        if found is None or _behind(sentence, found, passage):
            continue
        same = next((other for other in drafts if other.metric == found.metric and other.after == found.after), None)
        if same is None:
            drafts.append(found)
    return _settled(drafts, passage)


def _behind(sentence: Sentence, draft: Draft, passage: Passage) -> bool:
    """Whether a step is told as what stands behind news of another kind."""
    before = sentence.text[: draft.start - sentence.start].lower()
    told = BACKDROP.search(before)
    if told is None:
        return False
    if re.match(r"[^.;]{0,60}\b(?:similar|another) ", sentence.text[told.end() :].lower()):
        return True  # the law or case of somewhere else
    if told.group().startswith(("amid", "against")):
        return "," not in before[told.end() :]
    return not _LEGAL_NEWS.search(BACKDROP.split(passage.title.lower())[0])


_LEGAL_NEWS = re.compile(
    r"\b(?:sue[sd]?|suing|suits?|lawsuits?|courts?|judges?|justices|jury|trial|verdict|settl\w+|ruling"
    r"|rules? (?:against|that|in favou?r)|laws?|act|bills?|ban|bans|banned|regulators?|watchdog|probes?|inquiry"
    r"|investigat\w+|fine[sd]?|fining|antitrust|appeals?|senate|house|parliament|lawmakers|governor|ftc|doj|cma"
    r"|brussels|eu|injunction|blocks?|blocked|attorney|states|orders?|ordered|divest\w*|penalt\w+)\b"
)
_QUICK = re.compile(
    r"\b(?:sue[sd]?|suing|suit|lawsuit|court|judges?|justices|scotus|circuit|jury|jurors|trial|verdict"
    r"|settl\w+|filed|files|petition|complaint|probe|investigat\w+|inquiry|objections|preliminar\w+"
    r"|provisional\w*|commitments|rules?|rulemaking|mergers?|takeover|purchase|senators|legislators|deputies"
    r"|legislature|assembly|congress|applicable|dsa|dma|regulations?|guidance|guidelines|bill|act|law|signs"
    r"|signed|assent|enact\w*|parliament|senate|house|"
    r"lawmakers|mps|order(?:s|ed)?|deal|acquisition|contempt|remed\w+|tribunal|code|legislation|chamber|ban"
    r"|bans|banned|proceedings|council|designat\w+|class action|gatekeeper|contempt|monopol\w+|commission"
    r"|lords|mps)\b"
)


# Deep in a text a step is news only if it says when.
_FRESH = re.compile(
    r"\bfiled <d\d+>|\b(?:last week|this week|also on <d\d+>|on <d\d+>|<d\d+> also|separately|meanwhile"
    r"|earlier this week)\b"
)
# Court and parliament steps of other desks, where nothing of our world is named.
OTHER_DESK = re.compile(
    r"\b(?:murder\w*|kill\w*|shooting|shot|gun|guns|abortion|immigra\w+|border|asylum|war|ukraine|russia\w*"
    r"|military|troops|vaccin\w*|covid|pandemic|nfl|nba|football|soccer|olympic\w*|rape|rapist|assault\w*"
    r"|drug|drugs|prison\w*|jail|election|voting|ballot|abuse|death|dead|climate|"
    r"oil|gas|bank|banks|mortgage|housing|airline|railway|train|hospital|health|medicine|pill|transgender"
    r"|school|university|church|police|officer|parole|extradit\w+|bribery|fraud|crypto|ftx|tax evasion|budget"
    r"|debt|pension|farm\w*|water|energy|nuclear|mayor|indict\w+|murdaugh|opioid\w*|tobacco|asbestos|executed"
    r"|hostage\w*)\b"
)


def _dateline(sentence: Sentence) -> bool:
    return sentence.place <= 6 and len(sentence.shape) < 60


_NEGATES = re.compile(
    r"\b(?P<refuse>turn(?:s|ed|ing)? (?:away|down)|refus(?:es|ed|al|ing)|den(?:ies|ied|ial|ying)|declin(?:es"
    r"|ed|ing)|reject(?:s|ed|ion|ing)?|dismiss(?:es|ed))\b|\b(?P<undo>vacat(?:e|es|ed|ing)|lift(?:s|ed|ing)?"
    r"|overturn(?:s|ed|ing)?|revers(?:e|es|ed|ing)|dissolv(?:e|es|ed|ing)|"
    r"set(?:s|ting)? aside|toss(?:es|ed)?|threw out|undo(?:es)?|quash(?:es|ed)?|remov(?:e|es|ed|ing)"
    r"|reinstat(?:e|es|ed|ing)(?= (?:the |a )?(?:law|act|ban)))\b|\b(?P<hold>stay(?:s|ed|ing)?|paus(?:e|es|ed"
    r"|ing)|suspend(?:s|ed|ing)?|freez(?:e|es|ing)|froze|put(?:s|ting)? on hold|halt(?:s|ed|ing)?)\b|"
    r"\b(?P<block>injunctions?|block(?:s|ed|ing|ade)?|bar(?:s|red|ring)?|enjoin(?:s|ed|ing)?"
    r"|restraining order|order (?:that|which) (?:had )?(?:kept|keeps|block\w*|barr\w*|halt\w*|stopp\w*)"
    r"|(?:kept|keeping|prevented|preventing|barring|stopping|blocking) [\w' -]{0,40}from)\b"
)


def _polarity(sentence: Sentence, passage: Passage) -> Draft | None:
    """ "denied the motion to lift the stay of a block": three or more reversals are counted, not read."""
    shape = sentence.shape
    if not any(word in shape for word in NEEDS["ruling"][:8]):
        return None
    law = _LAW_WORD.search(shape)
    court = re.search(rf"\b(?:{_JUDGE})\b", shape)
    if law is None or court is None or _PAST_TIME.search(shape) or long_past(sentence, passage):
        return None
    found = [match for match in _NEGATES.finditer(shape) if match.start() > court.start()]
    if (
        not any(match["block"] or match["hold"] for match in found)
        or not any(match["refuse"] or match["undo"] for match in found)
        or len(found) < 2
    ):
        return None
    if re.search(
        r"\b(?:could|may|might|would|will|asked|urged|seeks?|hears?|considers?)\b",
        shape[court.start() : found[0].start()],
    ):
        return None
    if not _LAW_WORD.search(_object(shape[court.end() :])):
        return None
    free = len(found) % 2 == 0
    refused = any(match["refuse"] for match in found)
    return _draft(
        sentence,
        "law_status",
        "in_effect" if free else "blocked",
        (court.start(), max(found[-1].end(), law.end())),
        before="blocked" if free and not refused else None,
        weight=0.7,
    )


def _law_status(sentence: Sentence, passage: Passage) -> Draft | None:
    if (counted := _polarity(sentence, passage)) is not None:
        return counted
    shape = sentence.shape
    if not any(word in shape for word in NEEDS["ruling"][:8]):
        return None
    for pattern, before, after in (
        (_FREE, "blocked", "in_effect"),
        (_LET, None, "in_effect"),
        (_BLOCK, None, "blocked"),
        (_BLOCKED_PASSIVE, None, "blocked"),
    ):
        match = pattern.search(shape)
        if match is None:
            continue
        what = match.groupdict().get("what") or ""
        told = shape[match.start() : match.start("what")] if what else ""
        if pattern is _BLOCK and _BY_WATCHDOG.search(passage.low) and not re.search(r"\b(?:laws?|act|bill)\b", what):
            continue
        if pattern in (_BLOCK, _LET) and (
            re.search(r"\b(?:that|which) (?:had |has |have )?\w+ ?(?:\w+ )?$", told)
            or not _LAW_WORD.search(_object(what))
        ):
            continue
        if _UNREAL.search(shape[max(0, match.start() - 40) : match.start()]) or re.search(
            r"\b(?:could|may|might|would|asked to|urged to|to)\s(?:block|halt|bar|stop|lift|pause|let|allow)\b",
            match.group(),
        ):
            continue
        if _PAST_TIME.search(shape[: match.start("what")] if pattern is not _BLOCKED_PASSIVE else shape):
            continue
        if long_past(sentence, passage):
            continue
        if pattern is _FREE:
            if not _LAW_WORD.search(what) and not _LAW_WORD.search(shape[match.end() :]):
                continue
            if not re.search(
                r"\b(?:kept|keeping|against|that (?:had )?(?:block|halt|bar|stopp|froze|kept|paus|prevent)\w*"
                r"|blocking|halting|from (?:starting|taking|being)|on (?:the )?\w*)\b",
                what,
            ):
                continue
        elif pattern is _LET:
            if not _LAW_WORD.search(what) or not _STARTS.search(what):
                continue
            if re.search(
                r"\b(?:suit|lawsuit|case|claims?|deal|merger|sale|app|users|developers)\b", what.split(" law")[0]
            ) and not re.search(r"\b(?:law|act|ban)\b", what):
                continue
        elif (
            (pattern is _BLOCKED_PASSIVE and _OTHER_LAW.search(shape[: match.start() + 1]))
            or not _LAW_WORD.search(what if pattern is _BLOCK else match.group())
            or (
                pattern is _BLOCK
                and re.match(
                    r" (?:the |his |her |its |an? |that )?(?:own )?(?:order|injunction|ruling|decision|designation)\b",
                    what,
                )
            )
            or (
                pattern is _BLOCK
                and re.search(r"\b(?:merger|deal|acquisition|sale|purchase)\b", what)
                and not re.search(r"\blaw|\bact\b", what)
            )
        ):
            continue
        return _draft(sentence, "law_status", after, match.span(), before=before, weight=0.85)
    return None


def _object(what: str) -> str:
    """What a court blocks or lets go, without the clause that tells more of it."""
    return re.split(r"\b(?:under|while|directing|requiring|ordering|because|so that|as it)\b", what)[0]


def _stage(sentence: Sentence, passage: Passage) -> Draft | None:
    shape = sentence.shape
    if shape.endswith("?") and sentence.title:
        return None
    conceded = _CONCEDED.match(shape)
    for pattern, stage in RULES:
        if not any(word in shape for word in NEEDS[stage]):
            continue
        match = pattern.search(shape, conceded.end() if conceded else 0)
        if match is None:
            continue
        before = shape[max(0, match.start() - 45) : match.start()]
        clause = _RESOLVED.sub("", re.split(r"[;:,]\s", before)[-1])
        told = _COMMANDED.sub("", _RESOLVED.sub("", match.group()))
        if (
            _UNREAL.search(clause)
            or (stage not in COURT and _AS.search(clause))
            or _IN_RELATIVE.search(match.group())
            or _PAST_TIME.search(shape)
            or long_past(sentence, passage)
            or re.match(r"(?:follows?|following|after|since)\b", match.group())
            or re.search(r"\bfil(?:e|es|ed) (?:a )?claims?\b", match.group())
        ):
            continue
        if re.search(
            r"\b(?:will|could|may|might|would|should|to|not|can|must)\s(?:be )?(?:rule|ruled|decide|sue|sued"
            r"|file|pass|open|sign|vote|hear(?<!to hear)|block|settle|approve|adopt|propose|introduce|launch"
            r"|investigate"
            r"|order|begin|start|(?:\w+ly )?(?:sign|grant|dismiss|throw|toss|uphold|overturn|reverse|lift|accept"
            r"|clear))\b",
            told,
        ):
            continue
        if stage in {"enacted", "passed-chamber", "introduced"} and (
            _VETO.search(shape) or _VETO.search(passage.title.lower())
        ):
            continue
        if stage == "enacted" and (
            _FIRST_VOTE.search(shape)
            or (match.group().endswith(("approval", "passage")) and _ON_ITS_WAY.search(passage.around(sentence.place)))
        ):
            continue
        if stage == "enacted" and _NAMED_BY_STEP.search(before) and shape.startswith(" by", match.end()):
            continue
        if stage == "passed-chamber" and (
            _NO_PASSAGE.search(_RESOLVED.sub("", shape[match.start() : match.end() + 30]))
            or _COMMITTEE.search(passage.around(sentence.place, 0, 1 if sentence.place else 2))
        ):
            continue
        if stage == "filed" and _PAPER.search(match.group()):
            continue
        near = f"{clause}{shape[match.start() : match.end() + 50]}"
        if stage == "filed" and _PRIVATE.search(passage.around(sentence.place) if sentence.title else near):
            continue
        if stage == "ruling" and _BID.search(shape):
            continue  # "loses a bid to have the complaint thrown out" leaves the complaint where it was
        if stage == "opened" and re.search(
            r"\b(?:conclusion|end|closing|results?|findings?) of\b|\bcourt proceedings\b", match.group()
        ):
            continue
        if stage == "trial" and _HEARING_OF_STATE.search(shape):
            continue  # a witness before a committee opens with a statement, too
        if stage in {"ruling", "appeal-ruling", "final-ruling"} and re.search(
            r"\b(?:hears?|heard|argu\w+|agrees? to hear|considers?|weighs?|asked|petition)\b", _UNHEARD.sub("", told)
        ):
            continue
        if not sentence.title and stage in {"filed", "opened"} and sentence.place > 2 and not _FRESH.search(shape):
            continue
        if (
            stage == "in-force"
            and passage.published
            and any(when.iso > passage.published.isoformat()[: len(when.iso)] for when in sentence.dates)
        ):
            continue
        return _draft(sentence, "stage", stage, match.span())
    return None


_UNITS: Mapping[str, str] = {"stage": "stage", "law_status": "status"}


def _draft(
    sentence: Sentence,
    metric: str,
    after: str,
    span: tuple[int, int],
    *,
    before: str | None = None,
    weight: float = 0.8,
) -> Draft:
    left, right = sentence.span(*span)
    return Draft(
        metric=metric,
        before=before,
        after=after,
        unit=_UNITS[metric],
        change="set",
        start=left,
        end=right,
        place=sentence.place,
        legal=True,
        status="in_force",
        weight=weight,
    )


_UNHEARD = re.compile(r"\b(?:declin|refus)(?:es|ed) to hear\b")
_OTHER_LAW = re.compile(r"\b(?:that|those|similar|related|earlier|previous|other|such) (?:\w+ )?\w?$")
# A brief or a reply in a suit does not bring a second one.
_PAPER = re.compile(
    r"\b(?:briefs?|amicus|responses?|reply|answers?|objections?|papers|documents?|evidence|exhibits?)\b"
)
# Shoppers and neighbours who go to law with one another have no matter of ours, wherever they met.
_PRIVATE = re.compile(
    r"\b(?:woman|man|mother|father|mum|dad|couple|family|widow|shopper|customer|buyer|tenant|passenger|fan"
    r"|neighbou?r)\b"
    r"[^<>;]{0,40}\b(?:su(?:es|ed|ing)|lawsuit|complaint|suit|action)\b[^<>;]{0,30}"
    r"\b(?:sellers?|shop(?! app)|drivers?|husband|wife|landlord|employer|neighbou?r|doctor|council|school"
    r"|restaurant|influencer)\b"
)
_BID = re.compile(r"\b(?:bid|attempt|effort|motion|request|fail(?:s|ed)?) to (?:have|get|throw|dismiss|toss|quash)\b")
_NO_PASSAGE = re.compile(
    r"\b(?:be|being|fears?|letter|over|could|might|may|about) (?:\w+ ){0,6}?(?:passed|approved|adopted|backed"
    r"|cleared)\b"
    r"|\b(?:to|would|will|could|may|might) (?:advance|clear|back|pass|approve|adopt)\b|\bvote[sd]? to (?:end|limit"
    r"|close|open|delay) \w+|\bvoted? against\b"
)
_HEARING_OF_STATE = re.compile(r"\b(?:hearing|congress|committee|lawmakers|senators|senate|house|ceo)\b")


COURT = frozenset({"filed", "ruling", "interim-ruling", "appeal-ruling", "final-ruling", "verdict", "trial"})
_RANK = ("final-ruling", "appeal-ruling", "verdict", "ruling")


def _settled(drafts: list[Draft], passage: Passage) -> list[Draft]:
    """One step told twice is one: "ruling" in the title may be the appeal ruling of the text, a vote the law."""
    out = list(drafts)
    stages = [one.after for one in out if one.metric == "stage"]

    def drop(stage: str) -> None:
        out[:] = [one for one in out if not (one.metric == "stage" and one.after == stage)]

    for place, better in enumerate(_RANK):
        if better in stages:
            for worse in _RANK[place + 1 :]:
                drop(worse)
    if {"enacted"} & set(stages):
        drop("passed-chamber")
        drop("introduced")
        drop("in-force")
    if "passed-chamber" in stages:
        drop("introduced")
    if any(one.metric == "law_status" for one in out):
        for stage in ("interim-ruling", "ruling", "appeal-ruling", "in-force"):
            drop(stage)
    if COURT & set(stages):
        # The law a court looks at was made before; its making is background there.
        for stage in ("enacted", "passed-chamber", "introduced", "in-force"):
            first = next((one for one in drafts if one.after in COURT), None)
            if any(one.after == stage and first is not None and one.start > first.start for one in out):
                drop(stage)
    if "preliminary-finding" in stages and not re.search(
        r"\b(?:in addition|also|separately|in parallel)\b[^.;]{0,60}\bopen(?:s|ed)\b", passage.low
    ):
        drop("opened")
    if "statement-of-objections" in stages:
        drop("preliminary-finding")
    if "final-rule" in stages:
        drop("proposed-rule")
    if {
        "interim-ruling",
        "ruling",
        "appeal-ruling",
        "final-ruling",
        "verdict",
        "settlement",
        "approval",
        "trial",
    } & set(stages):
        drop("filed")
    if "approval" in stages:
        drop("settlement")
        drop("ruling")
    if "interim-ruling" in stages:
        drop("ruling")
    if "enforcement-ruling" in stages or "remedy-ruling" in stages:
        drop("ruling")
    return out
