"""The lexicon: the kinds of people and things that words of our trade name, whoever they are today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

# A sentence about one platform should teach us something about all of them, so names are read as kinds. The kinds
# are what decides in config/taxonomy.toml: who acts (platform, state, court, creator), on whom, and on what subject.
# A word in several kinds takes the first. Entries are lower-case; "a|b" on one line are separate entries.
KINDS: Mapping[str, str] = {
    # What only looks like one of ours.
    "NET": """
        social media|section 230|digital services act|digital markets act|online safety act|online safety bill
        digital tax|digital services tax|creator economy|kids online safety act""",
    "": """
        silicon valley bank|food stamps|meta-analysis|amazon rainforest|amazon river|apple pie|apple growers
        book publishers|snap election|snap poll|snap judgment""",
    "TIKT": """
        tiktok|tik tok|bytedance|byte dance|douyin|wechat|weibo|lemon8|capcut|tiktok shop|chinese app|chinese apps
        chinese-owned app|chinese-owned apps|chinese owned app|foreign-owned app|kaspersky|temu|shein|xiaohongshu
        rednote|kuaishou|kwai|bilibili|chinese-owned video app|chinese-owned platform|tiktok lite|red note|deepseek
        foreign adversary controlled|oracle""",
    "STORE": """
        app store|app stores|play store|google play|google play store|appstore|in-app purchase|in-app purchases
        in-app payment|in-app payments|in app purchases|app marketplace|app marketplaces|galaxy store
        microsoft store|alternative payment|alternative payments|external payment links|sideloading|side-loading
        app-store|steam store|epic games store|third-party app stores|third-party payment|third-party payments
        outside payment|payment systems|payment links|app distribution""",
    "AICO": """
        openai|open ai|chatgpt|anthropic|midjourney|stability ai|stable diffusion|perplexity|deviantart|character.ai
        character ai|suno|udio|github copilot|copilot|dall-e|generative ai|ai company|ai companies|ai firm|ai firms
        ai startup|ai startups|ai developers|ai developer|ai model|ai models|xai|grok|gemini|chatbot maker
        ai chatbot|ai chatbots|artificial intelligence|clearview ai|clearview|llama|large language models
        ai training|image generator|ai image generator|ai tools|ai-generated|cohere|mistral|ai art""",
    "GIANT": """
        google|alphabet|apple|amazon|amazon.com|microsoft|meta|meta platforms|facebook|fb|big tech|tech giant
        tech giants|social media sites|social media site|tech titan|tech titans|tech companies|tech company
        tech firms|tech firm|tech platforms|technology companies|technology company|technology giant
        technology giants|internet giants|internet giant|iphone maker|search giant|social media giant
        social media giants|social media company|social media companies|social media firms|social media platforms
        social media platform|social networks|social network|online platforms|online platform|internet companies
        internet platforms|gatekeepers|gatekeeper|online marketplaces|online marketplace|e-commerce giant
        ecommerce giant|web giants|gafa|apple music|apple pay|adtech|ad tech|ad-tech|digital platforms
        digital platform|streaming giant|software giant|large platforms|very large online platforms|tech industry
        facebook parent|facebook owner|google parent|youtube owner|instagram owner|whatsapp owner|tech behemoth
        tech groups|tech group|big-tech|cloud providers|search engine|search engines|web browser|siri|alexa
        amazon prime|prime video|android|chrome|ios|iphone|facebook marketplace|hyperscalers""",
    "PLAT": """
        youtube|youtube shorts|youtube kids|instagram|twitter|x corp|twitch|kick.com|snapchat|snap inc|reddit
        pinterest|patreon|substack|onlyfans|only fans|fansly|fanvue|spotify|soundcloud|bandcamp|deezer|rumble|parler
        gettr|truth social|mastodon|bluesky|threads app|discord|telegram|whatsapp|linkedin|tumblr|quora|clubhouse
        vimeo|dailymotion|roblox|fortnite|etsy|ebay|shopify|gumroad|ko-fi|buy me a coffee|beehiiv|wattpad|webtoon
        reels|facebook reels|instagram reels|audible|itch.io|redbubble|depop|poshmark|vinted|airbnb|doordash|uber
        lyft|nextdoor|bereal|livestreaming platform|streaming platform|streaming platforms|streaming service
        streaming services|video platform|video platforms|video app|video-sharing app|video sharing app
        short-video app|short video app|live-streaming site|streaming site|social app|social platform
        social platforms|newsletter platform|membership platform|podcast platform|video site|video sharing site
        video-sharing platform|music streaming service|creator platform|subscription platform|app maker
        photo-sharing app|photo app|messaging app|pornhub|xvideos|adult site|adult sites|porn sites|porn site
        adult content sites|dating app|nintendo eshop|playstation store|epic games|activision|activision blizzard
        giphy|instacart|grubhub|ticketmaster|live nation|booking.com|deliveroo|glovo|yelp|tripadvisor|match group
        tinder|bumble|grindr|sharechat|dlive|trovo|floatplane|odysee|bitchute|4chan|8chan|8kun|kiwi farms
        paypal honey|triller|mewe|vkontakte|kakao|kakaotalk|naver|rakuten|flipkart|paytm|zomato|swiggy|jumia
        mercado libre|allegro|zalando|wikipedia|crowdtangle|periscope|igtv|stadia|wordpress|nft marketplace|opensea
        coinbase|ko fi|podcasters app|newsbreak|raptive|mediavine""",
    "AG": """
        attorney general|attorneys general|attorney-general|ag|ags|state attorneys|state prosecutors
        district attorney""",
    "REG": """
        ftc|f.t.c|federal trade commission|doj|justice department|justice dept|department of justice|fcc|sec|cfius
        cfpb|cma|ofcom|ico|cnil|accc|esafety|esafety commissioner|bundeskartellamt|kartellamt|agcm|agcom|cci|jftc
        kftc|kcc|samr|arcom|dpc|edpb|regulator|regulators|watchdog|watchdogs|antitrust enforcers|antitrust authority
        antitrust regulator|antitrust regulators|antitrust watchdog|antitrust authorities|competition authority
        competition authorities|competition watchdog|competition regulator|competition commission|competition bureau
        competition body|competition and markets authority|fair trade commission|trade commission|privacy watchdog
        privacy regulator|privacy regulators|data protection authority|data protection commission
        data protection commissioner|data watchdog|data regulator|information commissioner|privacy commissioner
        european commission|eu commission|european regulators|eu regulators|communications regulator|media regulator
        internet regulator|cyberspace administration|consumer protection agency|consumer watchdog|consumer agency
        enforcers|crtc|cppa|consumer financial protection bureau|securities and exchange commission|copyright office
        ministry|commerce department|department of commerce|commissioner|irs|treasury|cnmc|acm|dgccrf|uokik|meity
        roskomnadzor|telecom regulator|authorities|authority|anpd|cade|rbi|sebi|cbi|prosecutors|prosecutor
        us authorities|state regulator|communications commission|trade regulator|eu competition chief|vestager
        margrethe vestager|lina khan|eu antitrust chief|digital regulator""",
    "COURT": """
        court|courts|judge|judges|jury|jurors|juror|tribunal|supreme court|appeals court|court of appeals|high court
        district court|federal court|circuit court|9th circuit|ninth circuit|fifth circuit|5th circuit|11th circuit
        eleventh circuit|second circuit|d.c circuit|justices|magistrate|scotus|federal judge|us judge|u.s judge
        appeals panel|appellate court|top court|cjeu|court of justice|general court|european court of justice|ecj
        constitutional court|constitutional council|nclat|circuit|appeals judges|jury's|judge's|court's
        judicial panel""",
    "LEGIS": """
        senate|senator|senators|sen.|congress|congressional|congressman|congresswoman|lawmaker|lawmakers|legislator
        legislators|legislature|parliament|parliamentary|mp|mps|mep|meps|house of representatives|house committee
        house panel|assembly|national assembly|state house|bundestag|bundesrat|house lawmakers|capitol hill
        assemblymember|assemblyman|subcommittee|select committee|senate committee|senate panel|judiciary committee
        commerce committee|city council|council|lok sabha|knesset|duma|house democrats|house republicans
        house of commons|house of lords|peers|democrats|republicans|dems|gop|bipartisan|schumer|warner|hawley|rubio
        klobuchar|warren|blumenthal|blackburn|cruz|markey|mccarthy|gallagher|aoc|house""",
    "GOV": """
        government|governments|govt|president|governor|gov.|minister|ministers|prime minister|white house|trump
        biden|administration|premier|mayor|cabinet|executive order|executive orders|federal government
        state government|officials|official|us government|u.s government|downing street|kremlin|beijing|brussels
        ottawa|canberra|delhi|whitehall|secretary|chancellor|pentagon|military|army|navy|state agencies
        government agencies|federal agencies|federal employees|civil servants|government employees|feds|eu
        european union|noem|newsom|desantis|abbott|gianforte|hochul|macron|trudeau|modi|albanese|sunak|starmer
        carney|lula|national security council""",
    "CREA": """
        creator|creators|content creator|content creators|influencer|influencers|youtuber|youtubers|tiktoker
        tiktokers|streamer|streamers|twitch streamer|twitch streamers|podcaster|podcasters|vlogger|vloggers|blogger
        bloggers|artist|artists|author|authors|musician|musicians|songwriter|songwriters|photographer|photographers
        illustrator|illustrators|writer|writers|novelist|novelists|developer|developers|app developer|app developers
        game developers|app makers|seller|sellers|merchant|merchants|third-party sellers|small sellers
        composers|comedian|comedians|video makers|video maker|filmmaker|filmmakers|cartoonist|cartoonists
        voice actors|voice actor|actors|indie developers
        modders|newsletter writers|instagrammer|instagrammers|affiliate|affiliates|affiliate marketers
        social media star|social media stars|internet personality|social media personality|livestreamer
        livestreamers|content makers|onlyfans model|onlyfans creators|only fans model|performers|adult performers
        visual artists|coders|programmers|independent artists|drivers|couriers|hosts|webtoon artists|game makers
        vtuber|vtubers|journalists|small businesses|artists'|authors'|creators'|sculptor|tattoo artist|tattoo artists
        screenwriters|playwrights|poets|podcasters'|sellers'|developers'""",
    # Firms that own works are no makers: their suits are a company's against a company.
    "PUBL": """
        publisher|publishers|newspaper|newspapers|news publishers|news organizations|news outlets|news organisations
        record label|record labels|music publishers|music publisher|music label|music labels|labels|studios
        broadcasters|broadcaster|news sites|media companies|media company|news media|getty|getty images|shutterstock
        film studios|movie studios|news agencies|news agency|publishers'|book publisher|media groups|media group
        press publishers|magazine publishers|news groups|news publisher|photo agency|universal music|sony music
        warner music""",
    "STAFF": """
        contractors|workers|employees|employee|staff|landlord|former employees|ex-employees|staffers|layoffs
        job cuts|engineer|engineers|landlords|janitors""",
    "USERS": """
        users|user|parents|families|mother|mothers|father|fathers|parent|consumers|consumer|customers|customer
        shoppers|advertisers|shareholders|investors|shareholder|investor|students|teens|schools|school districts
        school district|patients|women|plaintiffs|plaintiff|residents|players|buyers|businesses|rivals|rival
        competitors""",
    "CHILD": """
        children|child|kids|kid|minors|minor|teens|teen|teenagers|teenager|young people|underage|under-16s|under-16
        under-13|under-15s|under-18s|under 16|under 13|under 18|under 15|under-15|under-18|under-14s|youth
        adolescents|children's|kids'|age verification|age checks|age check|age assurance|age limit|age limits
        parental consent|child safety|age-verification|girls|schoolchildren|pupils|child influencers|kidfluencers
        family vloggers|age-gate|young users|child exploitation|child abuse""",
    "PRIV": """
        privacy|personal data|personal information|user data|data protection|gdpr|biometric|biometrics
        facial recognition|cookies|cookie|tracking|data breach|data leak|location data|location tracking
        data transfer|data transfers|surveillance|spyware|coppa|bipa|ccpa|data sharing|cambridge analytica
        health data|consent|data privacy|facial-recognition|face recognition|phone numbers|data collection
        children's data|users' data|sensitive data|data scraping|scraping|browsing history|voice recordings
        incognito|pixel|wiretap|eavesdropping|data-sharing|face scans|faceprints|customer data""",
    "ANTI": """
        antitrust|anti-trust|anticompetitive|anti-competitive|monopoly|monopolies|monopolist|monopolistic
        monopolization|market power|market dominance|dominance|dominant position|competition law|competition rules
        digital markets act|dma|digital markets|gatekeeper|gatekeepers|strategic market status|break up|breakup
        broken up|self-preferencing|tying|merger|takeover|acquisition|acquire|interoperability|unfair competition
        price-fixing|price fixing|cartel|abuse of dominance|exclusionary|in-app payment|rivals
        anticompetitive practices|stifle|stifling|stifled|antitrust-related|sherman act|unfair advantage|merge
        default search|search monopoly|walled garden|anti-steering|steering rules|competition concerns""",
    "IPR": """
        copyright|copyrights|copyrighted|infringement|infringing|infringed|infringe|intellectual property|dmca
        licensing|licence fee|license|licence|royalties|royalty|trademark|patent|patents|plagiarism|piracy|pirated
        news bargaining|bargaining code|online news act|journalism competition and preservation act|jcpa
        news media bargaining code|link tax|pay publishers|pay news publishers|pay for news|bill c-18|c-18
        training data|fair use|content id|takedown notices|ip theft|stolen|stole|stealing|counterfeit|news content
        licensing deal|sound recordings|unlicensed|scraped|mechanical licensing|neighbouring rights|counterfeits
        rip-offs""",
    "LIAB": """
        section 230|digital services act|dsa|online safety bill|online safety act|content moderation|moderation
        hate speech|misinformation|disinformation|harmful content|illegal content|free speech|first amendment
        censorship|censor|censored|censoring|defamation|defamed|defamatory|libel|takedown|takedowns|immunity
        deplatforming|deplatformed|netzdg|it rules|account suspension|suspended account|terrorist content
        revenge porn|online harms|online safety|deepfakes|deepfake|jawboning|intermediary|slander|terrorism
        extremist content|harassment|viewpoint|shadow ban|shadowban""",
    "TAXL": """
        tax|taxes|taxation|digital services tax|digital tax|dst|1099-k|vat|gst|levy|withholding|worker status
        independent contractors|independent contractor|gig workers|gig economy|union|unions|unionize|unionise
        labor board|nlrb|minimum wage|taxman|labour law|labor law|employment status|collective bargaining|tariffs
        tariff|taxed|work conditions|ptsd""",
    "CONS": """
        deceptive|deceived|deceive|misleading|mislead|misled|dark patterns|dark pattern|fake reviews
        consumer protection|disclosure|disclose|undisclosed|sponsored posts|endorsements|endorsement|hidden ads
        advertising standards|false advertising|ad disclosures|refunds|refund|unfair practices|scam|scams|fraud
        fraudulent|defective|dangerous products|tricked|subscription traps|auto-renewal|junk fees|hidden fees
        ad transparency|ad rules|consumer rights|consumer law|crypto promotion|loot boxes|unsafe|recall|duped|asa
        greenwashing|paid partnership""",
    "EARN": """
        monetize|monetise|monetizing|monetising|monetization|monetisation|monetized|monetised|demonetize|demonetized
        demonetizes|demonetization|demonetise|demonetised|demonetisation|demonetizing|ad revenue|ad revenue sharing
        revenue share|revenue sharing|revenue split|revenue-sharing|rev share|payout|payouts|earnings|creator fund
        creators fund|creator programme|creator program|partner program|partner programme|affiliate program
        affiliate programme|bonus program|bonus programme|rewards program|tipping|tips|tip jar|paid subscriptions
        subscriptions|paywall|paywalled|memberships|super thanks|super chat|commission|commissions|royalty rate
        make money|earn money|making money|earn|earns|earning|get paid|getting paid|pay creators|paying creators
        paid partnerships|brand deals|sponsorship|sponsorships|payment|payments|monetary|cut of|fees|fee|api access
        api pricing|api fees|runtime fee|ad money|gifts|virtual gifts|coins|donations|paid content|creator economy
        creator rewards|super follows|super follow|twitter blue|x premium|stars program|bonuses|bonus|incentive
        incentives|cash in|in-app tipping|subs|ticketed|nft|nfts|shopping features|affiliate links
        affiliate marketing|ad sales|partnership program|partner plus|partners program|creator marketplace
        monetization tools|creator monetization|creator tools|commission rate""",
    "BANW": """
        ban|bans|banned|banning|prohibit|prohibits|prohibited|outlaw|outlaws|outlawed|forbid|forbids|forbidden
        divest|divestiture|divestment|forced sale|sell-off|sell or be banned|divest-or-ban|national security
        blocklist|crackdown|restrict|restricts|restricted|restriction|restrictions|security risk|security risks
        security threat|security concerns|government devices|government phones|work phones|state devices
        state-owned devices|official devices|government-issued devices|federal devices|staff phones|campus wifi
        wi-fi|state-issued|government-owned|uninstall|delete app|blackout|unban|unblock|unblocked|throttle|throttled
        throttling|spin off|spin-off|spun off|joint venture|foreign adversary|forced to sell|sell its""",
    "PLACE": """
        u.s|usa|united states|america|american|americans|uk|u.k|britain|british|england|scotland|scottish|europe
        european|france|french|germany|german|italy|italian|spain|spanish|netherlands|dutch|belgium|belgian|ireland
        irish|sweden|swedish|norway|norwegian|denmark|danish|finland|finnish|poland|polish|austria|austrian
        switzerland|swiss|portugal|portuguese|greece|greek|hungary|hungarian|romania|romanian|czech|turkey|turkish
        russia|russian|ukraine|ukrainian|china|chinese|india|indian|japan|japanese|south korea|korea|korean|seoul
        taiwan|taiwanese|indonesia|indonesian|vietnam|vietnamese|malaysia|malaysian|thailand|thai|philippines
        singapore|pakistan|pakistani|bangladesh|nepal|sri lanka|australia|australian|new zealand|canada|canadian
        quebec|ontario|mexico|mexican|brazil|brazilian|argentina|argentine|colombia|chile|peru|nigeria|nigerian
        kenya|kenyan|south africa|south african|uganda|ugandan|ethiopia|egypt|egyptian|saudi|uae|israel|israeli|iran
        iranian|iraq|albania|kazakhstan|kyrgyzstan|uzbekistan|jordan|somalia|senegal|ghana|tanzania|zambia
        afghanistan|taliban|hong kong|cambodia|myanmar|kosovo|serbia|alabama|alaska|arizona|arkansas|california
        colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana
        maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire
        new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island
        south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington state|west virginia|wisconsin
        wyoming|seattle|chicago|london|los angeles|paris|moscow|tokyo|new delhi|texan""",
}

# Everyday words that are also names: they count as the name only with a capital letter and such company.
AMBIGUOUS: Mapping[str, frozenset[str]] = {
    "kick": frozenset(("twitch", "streamer", "streamers", "streaming", "livestream", "livestreaming", "platform")),
    "threads": frozenset(("meta", "instagram", "app", "twitter", "platform", "zuckerberg")),
    "medium": frozenset(("writers", "newsletter", "substack", "blogging", "platform")),
    "x": frozenset(
        (
            "musk",
            "twitter",
            "elon",
            "platform",
            "creators",
            "posts",
            "app",
            "premium",
            "social",
            "grok",
            "advertisers",
            "commission",
            "sues",
            "sued",
            "lawsuit",
            "appeals",
            "fined",
            "accounts",
            "account",
            "video",
            "moderation",
            "blue",
        )
    ),
    "snap": frozenset(
        (
            "snapchat",
            "app",
            "spiegel",
            "social",
            "creators",
            "users",
            "teens",
            "meta",
            "tiktok",
            "ai",
            "settles",
            "sues",
            "sue",
            "sued",
            "lawsuit",
            "shareholders",
            "investors",
            "shares",
            "advertising",
            "filters",
            "fined",
        )
    ),
    "honey": frozenset(("paypal", "extension", "affiliate", "coupon", "browser")),
    "epic": frozenset(("apple", "google", "fortnite", "sweeney", "games", "store")),
    "valve": frozenset(("steam", "games", "game", "store", "developers")),
    "steam": frozenset(("valve", "games", "game", "store", "developers")),
    "unity": frozenset(("engine", "developers", "games", "runtime", "game")),
    "cameo": frozenset(("app", "videos", "celebrity", "platform")),
    "locals": frozenset(("rumble", "creators", "platform")),
    "line": frozenset(("naver", "messaging", "kakao")),
    "claude": frozenset(("anthropic", "ai", "chatbot")),
    "bard": frozenset(("google", "ai", "chatbot")),
}

# These kinds stand in the place of their words; of all others the model sees both.
MASKED = frozenset(("TIKT", "STORE", "AICO", "GIANT", "PLAT", "PLACE"))


# People who earn on platforms: an item about them may be ours though it names no platform.
EARNERS = frozenset((
    "creator", "creators", "content creator", "content creators", "influencer", "influencers", "youtuber",
    "youtubers", "tiktoker", "tiktokers", "streamer", "streamers", "twitch streamer", "twitch streamers", "podcaster",
    "podcasters", "vlogger", "vloggers", "blogger", "bloggers", "livestreamer", "livestreamers", "vtuber", "vtubers",
    "instagrammer", "instagrammers", "kidfluencers", "child influencers", "family vloggers", "social media star",
    "social media stars", "social media personality", "internet personality", "onlyfans model", "only fans model",
    "onlyfans creators", "affiliate marketers",
))  # fmt: skip

# What laws about platforms and money programmes are called when no platform is named. "Social media" counts only in a
# title, for texts quote it.
LAWS = frozenset((
    "section 230", "digital services act", "digital markets act", "online safety act", "online safety bill",
    "digital services tax", "digital tax", "creator economy", "age verification", "kids online safety act",
    "ad revenue", "ad money", "creator fund", "creators fund", "demonetization", "demonetized", "demonetizes",
    "partner program", "partner programme", "fake reviews",
))  # fmt: skip

# Words without which nothing can be ours: in the stream of March 2023 three items in four have none and are done here.
ONLINE = frozenset((
    "app", "apps", "platform", "platforms", "online", "internet", "digital", "website", "websites", "site", "sites",
    "ai", "chatbot", "chatbots", "algorithm", "algorithms", "streaming", "livestream", "livestreams", "livestreaming",
    "gig", "e-commerce", "ecommerce", "marketplace", "marketplaces", "web", "deepfake", "deepfakes", "monetization",
    "monetisation", "monetize", "monetise", "demonetization", "demonetisation", "demonetize", "demonetized",
    "demonetised", "dsa", "dma", "browser", "vpn", "social", "feeds", "podcast", "podcasts", "newsletter", "crypto",
    "section 230", "social media", "digital services act", "digital markets act", "online safety act",
    "online safety bill", "creator economy", "digital services tax", "digital tax",
))  # fmt: skip


@cache
def singles() -> Mapping[str, str]:
    """Kind by single word."""
    return {word: kind for word, kind in _entries() if " " not in word}


@cache
def phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Kinds of names of several words, by their first word, longest first."""
    shelf: dict[str, dict[tuple[str, ...], str]] = {}
    for name, kind in _entries():
        words = tuple(name.split())
        if len(words) > 1:
            shelf.setdefault(words[0], {}).setdefault(words[1:], kind)
    longest_first = {
        first: sorted(rest.items(), key=lambda entry: (-len(entry[0]), entry)) for first, rest in shelf.items()
    }
    return {first: tuple(entries) for first, entries in longest_first.items()}


def _entries() -> Iterable[tuple[str, str]]:
    seen = set()
    for kind, lines in KINDS.items():
        for line in lines.splitlines():
            for entry in line.strip().split("|"):
                if entry and entry not in seen:
                    seen.add(entry)
                    yield entry, kind
