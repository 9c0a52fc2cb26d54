import assert from "node:assert/strict";
import { test } from "node:test";
import { startFrom } from "../../src/explore/levers.ts";
import type { Place } from "../../src/explore/state.ts";

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
