/* Whose home care it is: one of the municipalities by name, or one of one's own. */

import { found, type Municipality } from "../explore/municipalities.ts";
import { PLACE } from "../words/controls.ts";
import type { Option } from "./combobox.ts";
import { combobox } from "./combobox.ts";
import type { Panel } from "./panel.ts";

const QUESTION = "question";

function nameOf({ state, engine, prepared, say }: Panel): string {
  const { place } = state;
  if (place.kind === "own") return place.name;
  if (place.kind === "question") return prepared?.configs[0].municipalities[0]?.name ?? say(PLACE.asAsked);
  return engine.municipalities.find(({ slug }) => slug === place.slug)?.name ?? place.slug;
}

function optionOf({ say }: Panel, own: Municipality): Option {
  return {
    value: own.slug,
    label: own.name,
    note: say(own.invented ? PLACE.invented : PLACE.recipients(own.recipients)),
  };
}

export function placeField(panel: Panel): HTMLElement {
  const { engine, state, say, change } = panel;
  const asked = state.preset === null ? [] : [{ value: QUESTION, label: say(PLACE.asAsked), note: "" }];
  return combobox({
    id: "place",
    label: say(PLACE.label),
    hint: say(PLACE.hint),
    value: nameOf(panel),
    find: (text) => [
      ...found(text, engine.municipalities).map((own) => optionOf(panel, own)),
      ...(text === "" ? asked : []),
    ],
    count: (count) => say(PLACE.count(count)),
    none: say(PLACE.none),
    choose: (value) => change({ place: value === QUESTION ? { kind: QUESTION } : { kind: "named", slug: value } }),
  });
}
