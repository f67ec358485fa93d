"""The thesaurus: words that newsrooms use for one another, so that one event told in other words is seen to be one."""

from __future__ import annotations

from collections.abc import Mapping

# Desks reword each other's headlines: one writes "watchdog", the next "regulator" or the agency's initials. A line
# is one idea: its name, then the words that stand for it. Ideas are those of our trade and hold in any month; names
# of people and products do not belong here. A word in two ideas takes the first.
IDEAS = """
government: gov govt governments administration whitehall cabinet ministry ministries ministers minister federal
lawmaker: lawmakers legislator legislators legislature politician politicians congressional congress congressman
    congresswoman congressmen congressmembers capitol parliament parliamentary mps mp meps mep senator senators
    senate rep reps representative representatives house committee committees lawmaking
hearing: hearings testify testifies testified testifying testimony grill grilled grills grilling appear appears
    appearance appeared question questioned questioning showdown
regulator: regulators regulatory watchdog watchdogs authority authorities agency agencies commission commissioner
    commissioners
ban: bans banned banning bar bars barred barring block blocks blocked blocking prohibit prohibits prohibited
    prohibiting prohibition outlaw outlaws outlawed forbid forbids forbidden restrict restricts restricted
    restricting restriction restrictions curb curbs crackdown suspend suspends suspended suspension
sue: sues sued suing lawsuit lawsuits suit suits litigation complaint complaints plaintiff plaintiffs litigant
    litigants
court: courts judge judges tribunal ruling rulings ruled rules rule justice justices appeals appellate
fine: fined fines fining penalty penalties penalised penalized
settle: settles settled settlement settling settlements
probe: probes probed probing investigate investigates investigated investigating investigation investigations
    inquiry inquiries examine examines examined examining scrutiny scrutinise scrutinize
chief: chiefs boss bosses ceo executive executives exec execs
sell: sells selling sale sold divest divests divestment divestiture spin offload stake stakes
buy: buys buying bought acquire acquires acquired acquisition acquisitions takeover purchase merger merge
child: children kids kid minor minors teen teens teenager teenagers youth youths underage adolescent adolescents
device: devices phone phones mobile mobiles smartphone smartphones handset handsets
staff: employee employees worker workers staffer staffers
pay: pays paid paying payment payments
app: apps application applications
law: laws legislation bill bills act acts statute statutes
creator: creators influencer influencers streamer streamers
user: users
seek: seeks sought seeking bid bids attempt attempts
remove: removes removed removing removal delete deletes deleted deleting deletion takedown takedowns
end: ends ended ending stop stops stopped stopping halt halts halted shut shuts shutting shutter shutters close
    closes closing closure discontinue discontinues
launch: launches launched launching introduce introduces introduced introducing unveil unveils unveiled roll rolls
    rolled rollout rolling debut debuts
restore: restores restored restoring reinstate reinstates reinstated reinstating reinstatement
spy: spies spying spied espionage surveillance surveil track tracks tracked tracking tracker trackers
journalist: journalists reporter reporters
approve: approves approved approving approval clear clears cleared
arrest: arrested arrests detained detention custody jail jailed prison
guilty: convict convicts convicted conviction
oppose: opposes opposed opposing opposition reject rejects rejected rejecting
demand: demands demanded demanding urge urges urged urging call calls called calling
threaten: threatens threatened threatening threat threats
security: safety
defend: defends defended defending defense defence
allege: alleges alleged alleging allegation allegations accuse accuses accused accusing accusation accusations
price: prices priced pricing cost costs
subscription: subscriptions subscribe subscribes subscriber subscribers
check: checks checkmark checkmarks tick ticks
verify: verifies verified verifying verification unverify
publish: publishes published publishing publisher publishers
leak: leaks leaked leaking leaker
violate: violates violated violating violation violations breach breaches breached breaching
privacy: private
sign: signs signed signing
win: wins won winning victory
lose: loses lost losing
raise: raises raised raising increase increases increased increasing hike hikes
cut: cuts cutting slash slashes slashed lower lowers lowered lowering reduce reduces reduced reducing
return: returns returned returning
announce: announces announced announcing announcement
sponsor: sponsors sponsored sponsoring sponsorship
copyright: copyrighted infringe infringes infringed infringement infringing
license: licence licenses licences licensed licensing
antitrust: competition anticompetitive monopoly monopolies monopolist monopolistic
appeal: appealed appealing
delay: delays delayed postpone postpones postponed
monetize: monetise monetization monetisation monetizing monetising monetized monetised
ad: ads advert adverts advertising advertisement advertisements advertiser advertisers
lay: layoff layoffs laid
"""

# Ideas that are acts: what is done decides which event it is. A charge and the plea to it share all their names.
_ACTS = """
    ban sue court fine settle probe sell buy pay seek remove end launch restore spy approve arrest guilty oppose demand
    threaten defend allege publish leak violate sign win lose raise cut return announce appeal delay lay hearing
"""
ACTS = frozenset(_ACTS.split())

# Where something happens decides which event it is: one country's ban is not another's. The name of a place, its
# people and the seat of its government are one. Words that are common words or names as well (turkey, georgia) are
# left out.
PLACES = """
us: u.s american americans america usa washington biden
uk: britain british u.k england briton britons
eu: european europe brussels
china: chinese beijing
russia: russian russians kremlin moscow
france: french paris
germany: german germans berlin
italy: italian italians rome
spain: spanish madrid
portugal: portuguese lisbon
poland: polish warsaw
netherlands: dutch hague
belgium: belgian
luxembourg:
norway: norwegian oslo
sweden: swedish stockholm
denmark: danish copenhagen
finland: finnish helsinki
iceland: icelandic
ireland: irish dublin
scotland: scottish
wales: welsh
austria: austrian vienna
switzerland: swiss
czech: czechia prague
slovakia: slovak
hungary: hungarian budapest
romania: romanian bucharest
bulgaria: bulgarian
greece: greek athens
croatia: croatian
serbia: serbian
albania: albanian
estonia: estonian
latvia: latvian
lithuania: lithuanian
ukraine: ukrainian kyiv
canada: canadian canadians ottawa
quebec:
ontario:
australia: australian australians aussie canberra
zealand: nz
india: indian indians delhi
japan: japanese tokyo
korea: korean koreans seoul
taiwan: taiwanese
indonesia: indonesian
malaysia: malaysian
singapore: singaporean
vietnam: vietnamese
thailand: thai
philippines: philippine filipino
pakistan: pakistani
bangladesh: bangladeshi
nepal: nepali nepalese
brazil: brazilian
mexico: mexican
argentina: argentine argentinian
chile: chilean
colombia: colombian
venezuela: venezuelan
israel: israeli
iran: iranian
iraq: iraqi
saudi: riyadh
uae: dubai emirates
egypt: egyptian
kenya: kenyan
nigeria: nigerian
ghana: ghanaian
ethiopia: ethiopian
somalia: somali
africa: african
turkish: türkiye ankara
nato:
london:
texas: texan
california: californian
utah:
florida:
montana:
arkansas:
ohio:
louisiana:
mississippi:
tennessee:
minnesota:
colorado:
virginia:
maryland:
illinois:
michigan:
nebraska:
vermont:
seattle:
"""

# Words that say nothing of the event: grammar, time words, and the newsroom's own furniture.
_EMPTY = """
    a an the this that these those of to in on for and or nor is are was were be been being am it its as at by with
    from into onto about over after before up down out off under again more most some such only own same too very just
    than then so but if not no he she they we you i his her hers their our your my him me them us who whom whose which
    what when where why how all any both each few other another new newly say says said saying tell tells told
    according has have had having do does did doing done will would can could may might shall should must also now
    here there still yet even much many one two three get gets got go goes going gone make makes made take takes took
    want wants like likes know thing things way ways amid among while during through between against across because
    however per via don't won't isn't can't doesn't didn't wasn't aren't it's he's she's that's here's what's they're
    today yesterday tomorrow week weeks month months year years day days time times monday tuesday wednesday thursday
    friday saturday sunday january february march april june july august september october november december hour
    hours first last next latest report reports reported reportedly news update updates live video watch photo image
    images read article comments url points post people
"""
EMPTY = frozenset(_EMPTY.split())


def _shelf(lines: str) -> dict[str, str]:
    shelf: dict[str, str] = {}
    for line in lines.strip().replace("\n    ", " ").splitlines():
        name, _, words = line.partition(":")
        for word in (name, *words.split()):
            shelf.setdefault(word, name)
    return shelf


PLACE_OF: Mapping[str, str] = _shelf(PLACES)
IDEA_OF: Mapping[str, str] = {**_shelf(IDEAS), **PLACE_OF}
PLACE_NAMES: frozenset[str] = frozenset(PLACE_OF.values())
IDEA_NAMES: frozenset[str] = frozenset(IDEA_OF.values())
