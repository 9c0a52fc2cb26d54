import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder } from "../../src/explore/fill/levers.ts";
import { idleOf, startFrom } from "../../src/explore/levers.ts";
import { secondsLeft } from "../../src/explore/pairs.ts";
import type { Place } from "../../src/explore/state.ts";
import { LEVERS, RUN } from "../../src/words/controls.ts";

const SPAN = { path: "organisation.span", default_value: 42 };
const defaults = (path: string): number => (path === SPAN.path ? SPAN.default_value : 18);
const own = (figures: object): Place => ({ kind: "own", name: "Vår kommun", figures }) as Place;

test("only figures of its own say how it is in a municipality; else it is what is usual, or what the question sets", () => {
  const from = (place: Place, value: number) => startFrom(place, SPAN, value, defaults);
  const dorotea: Place = { kind: "named", slug: "dorotea", name: "Dorotea" } as Place;
  assert.equal(from(dorotea, 42), "usual");
  assert.equal(from(dorotea, 60), "question");
  assert.equal(from(own({ span: 42 }), 42), "figures");
  assert.equal(from(own({ recipients: 480 }), 42), "usual");
});

test("what the reader moved is first of what differs, with its group, which stays together", () => {
  const groupOf = (path: string): string => path.split(".")[0] ?? "";
  const paths = ["organisation.pool_size", "organisation.span", "steering.goals", "resources.client_time_share"];
  assert.deepEqual(inOrder(paths, groupOf, []), ["steering.goals", ...paths.slice(0, 2), ...paths.slice(3)]);
  assert.deepEqual(inOrder(paths, groupOf, ["organisation.span"]), [
    "organisation.span",
    "organisation.pool_size",
    "steering.goals",
    "resources.client_time_share",
  ]);
});

test("how long is left is told from the pairs that are done", () => {
  assert.equal(secondsLeft(0, 24, 10), null);
  assert.equal(secondsLeft(6, 24, 40), 120);
  assert.equal(RUN.left(120).sv, "Räknar. Omkring 2 minuter kvar. ");
  assert.equal(RUN.left(61).en, "Computing. About 1 minute left. ");
  assert.equal(RUN.left(20).sv, "Räknar. Mindre än en minut kvar. ");
});

test("a lever that makes no difference is told, with what there is and what would tell", () => {
  const at = (mean: number) => ({ mean, half: 0.1 });
  const moved = { "organisation.span": 20, "steering.meeting_min": 90 };
  const span = "organisation.span";
  assert.deepEqual(idleOf(moved, new Map([["real_span", [at(19.1), at(19.1)]]])), [
    { path: span, level: 19, most: 18 },
  ]);
  assert.deepEqual(idleOf(moved, new Map([["real_span", [at(38), at(19.1)]]])), []);
  assert.deepEqual(idleOf({}, new Map([["real_span", [at(19.1), at(19.1)]]])), []);
  assert.equal(
    LEVERS.idle({ sv: "medarbetare per chef", en: "" }, "Dorotea", 19, 18).sv,
    "Ändringen av medarbetare per chef gör ingen skillnad i Dorotea: där är det redan omkring 19. Välj högst 18 för att se något.",
  );
});
