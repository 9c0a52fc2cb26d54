/* Prose that stands on every page: what the model cannot see, what is to be known of providers, and words. */

import type { Providers, Text } from "../document.ts";
import { decimal } from "./numbers.ts";
import { join, type Part, text, together } from "./text.ts";

const CANNOT: Text[] = [
  text(
    "Resultatet är vad modellen ger under redovisade antaganden. Det är ingen prognos för kommunen.",
    "The result is what the model gives under stated assumptions. It is no forecast for the municipality.",
  ),
  text(
    "Intervallen är bara simuleringsfel: de säger hur väl modellens eget svar är känt, inte hur osäkra antagandena är.",
    "Intervals are simulation error only: how well the model's own answer is known, not how uncertain its assumptions are.",
  ),
  text(
    "Många samband saknar siffror i forskningen: 140 koefficienter är fria, och ett sextiotal av dem kan vara noll eller gå åt andra hållet. Hur ofta svaret då vänder står i modellens resultat (docs/RESULTS.md).",
    "Many relations have no figure in research: 140 coefficients are free, and some sixty of them may be zero or of the other sign. How often the answer then flips stands among the model's results (docs/RESULTS.md).",
  ),
  text(
    "Ett orsakssamband i verkligheten är inte visat. Utvärderingar av tillitsreformer är få och svaga; en liten dansk jämförelse av självstyrande arbetslag, utan lottning, fann mer mening i arbetet men ingen säker skillnad i stress, inflytande och frånvaro.",
    "No cause in reality is shown. Evaluations of trust reforms are few and weak; a small Danish comparison of self-governing teams, without lots, found more meaning at work and no certain difference in stress, influence and absence.",
  ),
  text(
    "Nöjdhet är en efterliknad enkät på en godtycklig skala: bara andelar jämförs. Över kommuner hänger kontinuitet och nöjdhet knappt ihop i verkliga siffror.",
    "Satisfaction is an emulated survey on an arbitrary scale: only shares are compared. Across municipalities continuity and satisfaction hardly go together in real figures.",
  ),
];

const OF_PROVIDERS: Record<Providers["who"], Text> = {
  alone: text(
    "Bara hemtjänst i kommunens egen regi, i ett stycke. Upphandling, valfrihet och flera utförare är inte med här.",
    "Home care run by the municipality in one piece only. Procurement, choice and several providers are not in it here.",
  ),
  given: text(
    "Ingen upphandlar utförare eller väljer mellan dem här: vilka de är och hur många personer de har är givet.",
    "Nobody procures providers or chooses between them here: who they are and how many people they have is given.",
  ),
  chosen: text(
    "Vad utförare säger om sig själva, hur de konkurrerar och om de går samman: de tävlar om avtal och personer, men har ingen annan strategi.",
    "What providers say of themselves, how they compete and whether they merge: they compete for contracts and people, and have no other strategy.",
  ),
};

export const cannotSay = (own: Providers): Text[] => [...CANNOT, OF_PROVIDERS[own.who]];

/** For two pages of paper: the two that matter most. */
export const cannotBriefly = (): Text[] => CANNOT.slice(0, 1).concat(CANNOT.slice(3, 4));

/* ---- several providers ---------------------------------------------------------------------------------------- */

const SEVERAL: Text[] = [
  text(
    "Små enheter klarar sig sämre i modellen, vem som än äger dem, och det syns inte i publicerad statistik. Flera utförare läses därför mot egen regi i lika många och lika stora delar. En skillnad mot egen regi i ett stycke visar vad litenhet gör i modellen, inte vad utförare gör.",
    "Small units do worse in the model, whoever owns them, and published figures do not show that. So several providers are read against in-house care in as many parts of the same sizes. A difference from in-house care in one piece shows what being small does in the model, not what providers do.",
  ),
  text(
    "Utförarna är påhittade. Om utförare i en namngiven kommun säger modellen ingenting.",
    "The providers are invented. Of the providers of a named municipality the model says nothing.",
  ),
];

const PAID: Text[] = [
  text(
    "Kostnad per år är vad det kostar att ge omsorgen, vem som än bär det. Vad kommunen betalar är något annat: den egna omsorgen och dess gemensamma kostnader (overhead), och ersättningen till externa utförare.",
    "Cost a year is what it costs to give care, whoever bears it. What the municipality pays is something else: its own care with its overhead, and the pay of external providers.",
  ),
  text(
    "Nivåer på ersättning, marginal och overhead är antagna. Bara skillnader mellan alternativ betyder något.",
    "Levels of pay, margin and overhead are assumed. Only differences between alternatives mean something.",
  ),
];

const LEAVE = text(
  "Externa utförare är de som finns kvar. Den som slutar räknas därefter till egenregin, med sina personer och sin personal, så att siffror om externa utförare kan se bättre ut när de svagaste har slutat.",
  "External providers are those that are still there. One that leaves counts as the municipality's from then on, with its people and staff, so that figures of external providers can look better when the weakest have left.",
);

function leaving(own: number[], titles: Part[]): Text[] {
  const told = own.flatMap((count, arm) => (count > 0 ? [join(titles[arm] ?? "", " ", decimal(count, 1))] : []));
  if (told.length === 0) return [];
  return [join(LEAVE, text(" Så många slutar på ett år: ", " So many leave in a year: "), together(told, "; "), ".")];
}

/** What must be known to read answers about several providers; nothing where there is one everywhere. */
export function providerNotes(own: Providers, titles: Part[]): Text[] {
  if (!own.several) return [];
  return [...SEVERAL, ...(own.paid ? PAID : []), ...leaving(own.leaving ?? [], titles)];
}

/* ---- words ---------------------------------------------------------------------------------------------------- */

const term = (svTerm: string, enTerm: string, sv: string, en: string) => ({
  term: text(svTerm, enTerm),
  meaning: text(sv, en),
});

export const GLOSSARY = [
  term(
    "Minutstyrning (detaljstyrning)",
    "Detail control",
    "Insatser beslutas och följs upp i minuter; avvikelser rapporteras och kontrolleras.",
    "Care is decided and followed up in minutes; deviations are reported and checked.",
  ),
  term(
    "Tillitsbaserad styrning",
    "Trust-based steering",
    "Ramar i stället för minuter, stödjande kontroll, tid för möten och uppföljning; handlingsutrymme nära personen.",
    "Frames instead of minutes, enabling control, time for meetings and follow-up; discretion close to the recipient.",
  ),
  term(
    "Tillit och misstro",
    "Trust and distrust",
    "Två mått, inte ett: goda erfarenheter ger tillit, dåliga ger misstro, utan erfarenheter råder osäkerhet. De tre blir tillsammans 1.",
    "Two measures, not one: good experiences give trust, bad ones distrust; without experience there is uncertainty. The three add up to 1.",
  ),
  term(
    "Personalkontinuitet",
    "Continuity of staff",
    "Antal olika anställda som en person med minst två besök om dagen möter under 14 dagar, kl. 7–22, utan hemsjukvård och natt.",
    "Different staff that someone with at least two visits a day meets in 14 days, 07–22, without home nursing and nights.",
  ),
  term(
    "Brukartid",
    "Client time",
    "Andel av betald tid som är tid hos personerna.",
    "Share of paid time spent with recipients.",
  ),
  term(
    "Fast omsorgskontakt",
    "Permanent care contact",
    "En namngiven person ur personalen. Den ska erbjudas sedan 1 juli 2022 och vara undersköterska sedan 1 juli 2023.",
    "A named member of staff, to be offered since 1 July 2022 and an assistant nurse since 1 July 2023.",
  ),
  term(
    "Genomförandeplan",
    "Implementation plan",
    "Hur och när beslutade insatser ska utföras, skriven med den det gäller.",
    "How and when the decided care is to be given, written with the person concerned.",
  ),
  term(
    "Biståndsbeslut",
    "Care decision",
    "Handläggarens beslut om vilka insatser och hur mycket tid en person får. Sedan 1 juli 2025 (socialtjänstlagen 2025:400) får vissa insatser ges utan behovsprövning.",
    "The case officer's decision on which care and how much time a person gets. Since 1 July 2025 (Social Services Act 2025:400) some services may be given without assessment of need.",
  ),
  term(
    "Arbetslag",
    "Team",
    "De anställda som delar på besöken hos samma personer.",
    "The staff who share the visits to the same people.",
  ),
  term(
    "Årsarbetare",
    "Full-time post",
    "Betald tid omräknad till 165 timmar i månaden.",
    "Paid time counted as 165 hours a month.",
  ),
  term(
    "Simulerat flera gånger",
    "Replicate",
    "Samma fråga med andra slumptal. Varje gång möter alternativen samma människor, behov och sjukdom.",
    "The same question with other chance. Each time the alternatives meet the same people, needs and sickness.",
  ),
  term(
    "Rimliga världar",
    "Plausible worlds",
    "Uppsättningar av alla osäkra antaganden som publicerade siffror inte utesluter. En andel av dem är ingen sannolikhet.",
    "Sets of all uncertain assumptions that published figures do not rule out. A share of them is no probability.",
  ),
  term(
    "Minsta skillnad som spelar roll",
    "Smallest difference that matters",
    "Skillnader under den kallas utan betydelse. Den står i frågans påståenden, annars i tabellen sist på sidan.",
    "Differences below it are called of no importance. It stands in the claims of the question, otherwise in the table at the end of the page.",
  ),
];
