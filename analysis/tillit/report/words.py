"""What the report says in words: Swedish first, then English."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """The same in both languages."""

    sv: str
    en: str


# What measures are called here, where the file's own name is not plain enough.
MEASURES = {
    "satisfied": Text("mycket eller ganska nöjda (efterliknar Socialstyrelsens brukarundersökning)", "very or fairly satisfied (emulates the national survey)"),
    "missed_share": Text("uteblivna besök, andel", "share of visits missed"),
    "staff_met": Text("personalkontinuitet: antal personal under 14 dagar", "continuity: different staff met in 14 days"),
    "sick_share": Text("sjukfrånvaro, andel av dagarna", "sick leave, share of days"),
    "cost": Text("kostnad per år", "cost a year"),
    "strain": Text("arbetsbelastning", "strain of staff"),
    "quit_rate": Text("andel som säger upp sig på ett år", "share who quit in a year"),
    "undetected_hours": Text("beviljad tid som inte utförs och inte upptäcks", "granted time not delivered and not found"),
    "unmet_share": Text("behov som inte får tid, andel", "needed time that is not delivered, share"),
    "delivery_sd": Text("ojämn fördelning mellan personer", "uneven delivery between persons"),
    "quality": Text("besökens kvalitet", "quality of visits"),
    "manager_trust": Text("personalens tillit till chefen", "trust of staff in their manager"),
    "manager_distrust": Text("personalens misstro mot chefen", "distrust of staff in their manager"),
    "knows_hourly": Text("hur väl chefen känner timanställda", "how well the manager knows the hourly staff"),
    "manager_load": Text("chefens arbetsbörda", "the manager's work"),
    "full_time_posts": Text("betald tid", "paid time"),
    "municipal_cost": Text("vad kommunen betalar på ett år", "what the municipality pays a year"),
    "society_cost": Text("vad omsorgen kostar på ett år, vem som än bär det", "what care costs a year, whoever bears it"),
    "registered_granted": Text("registrerad tid, del av den beviljade", "registered time, share of the granted"),
    "registered_share": Text("registrerad tid, del av den utförda", "registered time, share of the delivered"),
    "margin": Text("externa utförares marginal, del av ersättningen", "margin of external providers, share of pay"),
    "misbilled_share": Text("ersättning för tid som inte getts, andel", "pay for time that was not given, share"),
    "firms_leaving": Text("externa utförare som slutar på ett år, antal", "external providers that leave in a year"),
    "seen_trust": Text("chefens tillit till personalen (lägre också när chefen vet mindre om hur besöken går)", "the manager's trust in staff (lower also when the manager knows less of how visits go)"),
}  # fmt: skip

UNITS = {
    "per cent": Text("procent", "per cent"),
    "points": Text("procentenheter", "percentage points"),
    "million": Text("miljoner kr", "million SEK"),
    "h/yr": Text("timmar per år", "hours a year"),
    "persons": Text("personal", "staff"),
    "SEK/h": Text("kr per timme", "SEK an hour"),
    "sd": Text("standardavvikelser, 0 är mediankommunens medel", "standard deviations, 0 is the mean of the median municipality"),
    "posts": Text("årsarbetare", "full-time posts"),
    "staff": Text("anställda", "staff"),
    "firms": Text("företag", "firms"),
    "visits": Text("besök", "visits"),
    "months": Text("månader", "months"),
    "1/yr": Text("per år", "a year"),
    "1": Text("0–1", "0–1"),
}  # fmt: skip

# Of measures that have no unit and may leave 0–1.
SCALES = {
    "quality": Text("index", "index"),
    "manager_load": Text("1 är hela arbetstiden", "1 is all working time"),
    "delivery_sd": Text("standardavvikelse", "standard deviation"),
}

# The outcomes in the first lines of the answer.
FIRST = {
    "satisfied": Text("andel nöjda", "share satisfied"),
    "missed_share": Text("uteblivna besök", "missed visits"),
    "staff_met": Text("antal personal under 14 dagar", "staff met in 14 days"),
    "sick_share": Text("sjukfrånvaro", "sick leave"),
    "cost": Text("kostnad", "cost"),
    "municipal_cost": Text("vad kommunen betalar", "what the municipality pays"),
}

# Where providers are paid: what is paid for what, and what becomes of those who are.
PAID = (Text("Ersättning till utförare", "Pay of providers"),
        ["municipal_cost", "society_cost", "registered_granted", "misbilled_share", "margin", "firms_leaving"])  # fmt: skip

# The main table: who or what, and the measures that speak of it.
GROUPS: list[tuple[Text, list[str]]] = [
    (Text("Personer med hemtjänst", "Those who receive care"),
     ["satisfied", "quality", "staff_met", "met_above_20_share", "provider_trust", "provider_distrust", "unmet_share", "missed_share", "delivery_sd"]),
    (Text("Personalen", "Staff"), ["strain", "sick_share", "quit_rate", "manager_trust", "manager_distrust", "discretion"]),
    (Text("Ledning och kontroll", "Management and control"), ["seen_trust", "cut_share", "undetected_hours", "control_time", "client_time"]),
    (Text("Pengar och tjänster", "Money and posts"), ["cost", "cost_per_hour", "full_time_posts"]),
    PAID,
]  # fmt: skip

# Who gains and who loses: a group and the measures by which it is told.
PARTIES: list[tuple[Text, list[str]]] = [
    (Text("Alla personer med hemtjänst", "All who receive care"), ["satisfied", "quality", "missed_share"]),
    (Text("De som får minst i förhållande till sitt behov", "Those who get least for their need"), ["delivery_sd", "unmet_share"]),
    (Text("De som möter flest ansikten", "Those who meet most faces"), ["met_above_20_share"]),
    (Text("Fast anställda", "Permanent staff"), ["strain", "sick_share", "quit_rate"]),
    (Text("Timanställda (hur väl chefen känner dem)", "Hourly staff (how well the manager knows them)"), ["knows_hourly"]),
    (Text("Första linjens chefer", "First-line managers"), ["manager_load", "manager_presence"]),
    (Text("Den som betalar", "Those who pay"), ["municipal_cost", "cost", "undetected_hours"]),
]  # fmt: skip

# Shown as curves, in pairs where trust and distrust belong together.
CURVES = [
    ["satisfied"],
    ["provider_trust", "provider_distrust"],
    ["manager_trust", "manager_distrust"],
    ["strain"],
    ["staff_met"],
    ["missed_share"],
]

GLOSSARY: list[tuple[Text, Text]] = [
    (Text("Minutstyrning (detaljstyrning)", "Detail control"),
     Text("Insatser beslutas och följs upp i minuter; avvikelser rapporteras och kontrolleras.", "Care is decided and followed up in minutes; deviations are reported and checked.")),
    (Text("Tillitsbaserad styrning", "Trust-based steering"),
     Text("Ramar i stället för minuter, stödjande kontroll, tid för möten och uppföljning; handlingsutrymme nära personen.", "Frames instead of minutes, enabling control, time for meetings and follow-up; discretion close to the recipient.")),
    (Text("Tillit och misstro", "Trust and distrust"),
     Text("Två mått, inte ett: goda erfarenheter ger tillit, dåliga ger misstro, utan erfarenheter råder osäkerhet. De tre blir tillsammans 1.", "Two measures, not one: good experiences give trust, bad ones distrust; without experience there is uncertainty. The three add up to 1.")),
    (Text("Personalkontinuitet", "Continuity of staff"),
     Text("Antal olika anställda som en person med minst två besök om dagen möter under 14 dagar, kl. 7–22, utan hemsjukvård och natt.", "Different staff that someone with at least two visits a day meets in 14 days, 07–22, without home nursing and nights.")),
    (Text("Brukartid", "Client time"), Text("Andel av betald tid som är tid hos personerna.", "Share of paid time spent with recipients.")),
    (Text("Fast omsorgskontakt", "Permanent care contact"), Text("En namngiven person ur personalen. Den ska erbjudas sedan 1 juli 2022 och vara undersköterska sedan 1 juli 2023.", "A named member of staff, to be offered since 1 July 2022 and an assistant nurse since 1 July 2023.")),
    (Text("Genomförandeplan", "Implementation plan"), Text("Hur och när beslutade insatser ska utföras, skriven med den det gäller.", "How and when the decided care is to be given, written with the person concerned.")),
    (Text("Biståndsbeslut", "Care decision"), Text("Handläggarens beslut om vilka insatser och hur mycket tid en person får.", "The case officer's decision on which care and how much time a person gets.")),
    (Text("Årsarbetare", "Full-time post"), Text("Betald tid omräknad till 165 timmar i månaden.", "Paid time counted as 165 hours a month.")),
    (Text("Simulerat flera gånger", "Replicate"), Text("Samma fråga med andra slumptal. Varje gång möter alternativen samma människor, behov och sjukdom.", "The same question with other chance. Each time the alternatives meet the same people, needs and sickness.")),
    (Text("Rimliga världar", "Plausible worlds"), Text("Uppsättningar av alla osäkra antaganden som publicerade siffror inte utesluter. En andel av dem är ingen sannolikhet.", "Sets of all uncertain assumptions that published figures do not rule out. A share of them is no probability.")),
    (Text("Minsta skillnad som spelar roll", "Smallest difference that matters"), Text("Skillnader under den kallas utan betydelse. Den står i frågans påståenden, annars i tabellen sist på sidan.", "Differences below it are called negligible. It stands in the claims of the question, otherwise in the table at the end of the page.")),
]  # fmt: skip

CANNOT: list[Text] = [
    Text("Resultatet är vad modellen ger under redovisade antaganden. Det är ingen prognos för kommunen.",
         "The result is what the model gives under stated assumptions. It is no forecast for the municipality."),
    Text("Intervallen är bara simuleringsfel: de säger hur väl modellens eget svar är känt, inte hur osäkra antagandena är.",
         "Intervals are simulation error only: how well the model's own answer is known, not how uncertain its assumptions are."),
    Text("Många samband saknar siffror i forskningen: 140 koefficienter är fria, och ett sextiotal av dem kan vara noll eller gå åt andra hållet. Hur ofta svaret då vänder står i modellens resultat (docs/RESULTS.md).",
         "Many relations have no figure in research: 140 coefficients are free, and some sixty of them may be zero or of the other sign. How often the answer then flips stands among the model's results (docs/RESULTS.md)."),
    Text("Ett orsakssamband i verkligheten är inte visat. Utvärderingar av tillitsreformer är få och svaga; en liten dansk jämförelse av självstyrande lag, utan lottning, fann mer mening i arbetet men ingen säker skillnad i stress, inflytande och frånvaro.",
         "No cause in reality is shown. Evaluations of trust reforms are few and weak; a small Danish comparison of self-governing teams, without lots, found more meaning at work and no certain difference in stress, influence and absence."),
    Text("Nöjdhet är en efterliknad enkät på en godtycklig skala: bara andelar jämförs. Över kommuner hänger kontinuitet och nöjdhet knappt ihop i verkliga siffror.",
         "Satisfaction is an emulated survey on an arbitrary scale: only shares are compared. Across municipalities continuity and satisfaction hardly go together in real figures."),
]  # fmt: skip

ALONE = Text(
    "Bara hemtjänst i kommunens egen regi, i ett stycke. Upphandling, valfrihet och flera utförare är inte med här.",
    "Home care run by the municipality in one piece only. Procurement, choice and several providers are not in it here.",
)

GIVEN = Text(
    "Ingen upphandlar utförare eller väljer mellan dem här: vilka de är och hur många personer de har är givet.",
    "Nobody procures providers or chooses between them here: who they are and how many people they have is given.",
)

CHOSEN = Text(
    "Vad utförare säger om sig själva, hur de konkurrerar och om de går samman: de tävlar om avtal och personer, men har ingen annan strategi.",
    "What providers say of themselves, how they compete and whether they merge: they compete for contracts and people, and have no other strategy.",
)

# What must be known to read an answer about several providers; `PAID_NOTES` where some of them are paid.
PROVIDER_NOTES: list[Text] = [
    Text("Små enheter klarar sig sämre i modellen, vem som än äger dem, och det syns inte i publicerad statistik. Flera utförare läses därför mot egen regi i lika många och lika stora delar. En skillnad mot egen regi i ett stycke visar vad litenhet gör i modellen, inte vad utförare gör.",
         "Small units do worse in the model, whoever owns them, and published figures do not show that. So several providers are read against in-house care in as many parts of the same sizes. A difference from in-house care in one piece shows what being small does in the model, not what providers do."),
    Text("Utförarna är påhittade. Om utförare i en namngiven kommun säger modellen ingenting.",
         "The providers are invented. Of the providers of a named municipality the model says nothing."),
]  # fmt: skip
PAID_NOTES: list[Text] = [
    Text("Kostnad per år är vad det kostar att ge omsorgen, vem som än bär det. Vad kommunen betalar är något annat: den egna omsorgen och dess gemensamma kostnader (overhead), och ersättningen till externa utförare.",
         "Cost a year is what it costs to give care, whoever bears it. What the municipality pays is something else: its own care with its overhead, and the pay of external providers."),
    Text("Nivåer på ersättning, marginal och overhead är antagna. Bara skillnader mellan alternativ betyder något.",
         "Levels of pay, margin and overhead are assumed. Only differences between arms mean something."),
]  # fmt: skip
LEAVE = Text(
    "Externa utförare är de som finns kvar. Den som slutar räknas därefter till egenregin, med sina personer och sin personal, så att siffror om externa utförare kan se bättre ut när de svagaste har slutat.",
    "External providers are those that are still there. One that leaves counts as the municipality's from then on, with its people and staff, so that figures of external providers can look better when the weakest have left.",
)

JUDGEMENTS = {
    "better": Text("Bättre", "Better"),
    "worse": Text("Sämre", "Worse"),
    "perhaps better": Text(
        "Bättre, men kanske för lite för att spela roll", "Better, but perhaps too little to matter"
    ),
    "perhaps worse": Text("Sämre, men kanske för lite för att spela roll", "Worse, but perhaps too little to matter"),
    "negligible": Text("Ingen skillnad av betydelse", "No difference that matters"),
    "undecided": Text("Går inte att säga", "Undecided"),
    "unjudged": Text("", ""),
}

# The same in a table.
BRIEF = {
    "better": Text("bättre", "better"),
    "worse": Text("sämre", "worse"),
    "perhaps better": Text("bättre?", "better?"),
    "perhaps worse": Text("sämre?", "worse?"),
    "negligible": Text("≈", "≈"),
    "undecided": Text("?", "?"),
    "unjudged": Text("", ""),
}

# Groups of units, by who owns their provider, by area, and of a pilot.
MARKET_GROUPS = {
    "external": Text("externa utförare", "external providers"),
    "municipal": Text("egen regi", "municipal providers"),
    "small": Text("små företag", "small firms"),
    "large": Text("stora företag", "large firms"),
    "nonprofit": Text("idéburna utförare", "non-profit providers"),
    "outlying": Text("ytterområden", "outlying areas"),
    "ordinary": Text("övriga områden", "other areas"),
    "pilot": Text("pilotens enheter", "the pilot's units"),
    "others": Text("de andra enheterna", "the other units"),
}

NOT_TRIED = Text("inte prövat", "not tried")

# Whether a claim's outcome depends on what its arms differ in.
SAME = Text(
    "nej, inte så som alternativen ser ut: exakt samma siffror",
    "no, not as the alternatives stand: exactly the same figures",
)
REACH = {
    "moves": Text("ja", "yes"),
    "further": Text("ja, men först när mer skiljer", "yes, but only where more differs"),
    "none": Text("nej: exakt samma siffror, hur mycket det än skiljer", "no: exactly the same figures, however much differs"),
    "too_small": Text("för lite, hur mycket det än skiljer; som mest", "too little, however much differs; at most"),
    "open": Text("går inte att säga", "cannot be said"),
}  # fmt: skip

BREAK_EVEN = {
    "start": Text("aldrig dyrare", "never dearer"),
    "same": Text("ingen skillnad", "no difference"),
    "equal": Text("kostnaden är gjord lika", "the cost is made equal"),
    "never": Text("inte inom tiden", "not within the run"),
    "undecided": Text("går inte att säga", "undecided"),
}

# Of a course: what becomes of an outcome after the day of the change, beside going on as before.
COURSE = {
    "dip": Text("försämringen: det sämsta kvartalet", "the dip: its worst quarter"),
    "over": Text("försämringen är över", "the dip is over"),
    "passed": Text("tillbaka på den gamla nivån, för gott", "the old level is passed, for good"),
    "half": Text("halvvägs till nivån till slut", "half of the way to the level in the end"),
    "level": Text("nivån till slut", "the level in the end"),
    "extra": Text(
        "Extra kostnad, miljoner kr, och andel av den gamla", "Extra cost, million SEK, and share of the old"
    ),
    "year_1": Text("första året", "the first year"),
    "year_2": Text("andra året", "the second year"),
    "year_3": Text("tredje året", "the third year"),
    "in all": Text("sammanlagt", "in all"),
    "no dip": Text("ingen försämring", "no dip"),
    "no sure dip": Text("ingen säker försämring", "no certain dip"),
    "not below": Text("aldrig under den", "never below it"),
    "at once": Text("genast", "at once"),
    "never": Text("inte inom tiden", "not within the run"),
    "perhaps": Text("kanske månad ", "perhaps month "),
    "earliest": Text("tidigast månad ", "month "),
    "unsure": Text(", kanske inte inom tiden", " at the earliest, perhaps not within the run"),
    "month": Text("månad ", "month "),
    "months": Text("månad ", "months "),
    "not held": Text(
        "gäller vissa enheter; räknas fram av tillit experiment", "of some units; tillit experiment computes it"
    ),
    "million a year": Text("miljoner kr per år", "million SEK a year"),
}

# Whether the last year of a course is a level.
SETTLED = {
    "yes": Text("har planat ut", "settled"),
    "no": Text("ändras ännu", "still changing"),
    "cannot be said": Text("går inte att säga om den planat ut", "whether it has settled cannot be said"),
}

# What of a course a claim is about.
COURSE_CLAIMS = {
    "dip": Text("Förloppet: det sämsta kvartalet", "The course: its worst quarter"),
    "dip_days": Text("Förloppet: hur länge försämringen varar", "The course: how long the dip lasts"),
    "passed": Text("Förloppet: tillbaka på den gamla nivån, för gott", "The course: the old level is passed, for good"),
    "half_way": Text("Förloppet: halvvägs till nivån till slut", "The course: half of the way to the level in the end"),
    "settled": Text("Förloppet: nivån till slut", "The course: the level in the end"),
}
