/* Which measures the page shows, in which groups and under which names: the fillers give these, where there are any. */

import type { Text } from "../document.ts";

export interface Group {
  title: Text;
  measures: string[];
}

/** What every answer holds, whatever became of it; and this where providers of both arms are paid. */
export const FIVE = ["satisfied", "missed_share", "staff_met", "sick_share", "cost"] as const;
export const PAID = "municipal_cost";

/** The main tables: who or what, and the measures that speak of it. */
export const GROUPS: Group[] = [
  {
    title: { sv: "Personer med hemtjänst", en: "Those who receive care" },
    measures: [
      "satisfied",
      "quality",
      "staff_met",
      "met_above_20_share",
      "provider_trust",
      "provider_distrust",
      "unmet_share",
      "missed_share",
      "delivery_sd",
    ],
  },
  {
    title: { sv: "Personalen", en: "Staff" },
    measures: ["strain", "sick_share", "quit_rate", "manager_trust", "manager_distrust", "discretion"],
  },
  {
    title: { sv: "Ledning och kontroll", en: "Management and control" },
    measures: ["seen_trust", "cut_share", "undetected_hours", "control_time", "client_time"],
  },
  {
    title: { sv: "Pengar och tjänster", en: "Money and posts" },
    measures: ["cost", "cost_per_hour", "full_time_posts"],
  },
  {
    title: { sv: "Ersättning till utförare", en: "Pay of providers" },
    measures: ["municipal_cost", "society_cost", "registered_granted", "misbilled_share", "margin", "firms_leaving"],
  },
];

/** Measures that were asked for and are in no group. */
export const OTHERS: Text = { sv: "Övrigt", en: "Others" };

/** Who gains and who loses: a party and the measures by which it is told. */
export const PARTIES: Group[] = [
  {
    title: { sv: "Alla personer med hemtjänst", en: "All who receive care" },
    measures: ["satisfied", "quality", "missed_share"],
  },
  {
    title: { sv: "De som får minst i förhållande till sitt behov", en: "Those who get least for their need" },
    measures: ["delivery_sd", "unmet_share"],
  },
  { title: { sv: "De som möter flest ansikten", en: "Those who meet most faces" }, measures: ["met_above_20_share"] },
  { title: { sv: "Fast anställda", en: "Permanent staff" }, measures: ["strain", "sick_share", "quit_rate"] },
  {
    title: {
      sv: "Timanställda (hur väl chefen känner dem)",
      en: "Hourly staff (how well the manager knows them)",
    },
    measures: ["knows_hourly"],
  },
  {
    title: { sv: "Första linjens chefer", en: "First-line managers" },
    measures: ["manager_load", "manager_presence"],
  },
  {
    title: { sv: "Den som betalar", en: "Those who pay" },
    measures: ["municipal_cost", "cost", "undetected_hours"],
  },
];

/** Drawn over time, in pairs where trust and distrust belong together. */
export const CURVES: string[][] = [
  ["provider_trust", "provider_distrust"],
  ["manager_trust", "manager_distrust"],
  ["strain"],
];
