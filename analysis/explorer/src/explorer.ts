/* The explorer: controls, the engine, and the page that draws what comes of them. The address holds the whole question. */

import "./page/style.css";
import "./controls/style.css";
import outcomes from "../../tillit/report/outcomes.csv";
import { address, type Known, opened, type Problem } from "./carry/address.ts";
import { addTakes, carryFields } from "./controls/carry.ts";
import { type Asked, groundsBox } from "./controls/grounds.ts";
import { leverFields } from "./controls/levers.ts";
import { ownForm } from "./controls/own.ts";
import type { Panel } from "./controls/panel.ts";
import { placeField } from "./controls/place.ts";
import { presetsOf, questionFields } from "./controls/question.ts";
import { type Status, statusBox } from "./controls/status.ts";
import { timeFields } from "./controls/time.ts";
import type { Document, Text } from "./document.ts";
import { findParts } from "./engine/parts.ts";
import { Pool } from "./engine/pool.ts";
import { Tillit } from "./engine/tillit.ts";
import { Refused, type Standing } from "./explore/ground.ts";
import { contested, groundsOf, withGrounds } from "./explore/grounds.ts";
import { idleOf, LEVERS, type Realised } from "./explore/levers.ts";
import { LimitTable } from "./explore/limits.ts";
import { municipalitiesOf } from "./explore/municipalities.ts";
import { secondsLeft } from "./explore/pairs.ts";
import {
  answered,
  begun,
  type Engine,
  experimentText,
  groundKey,
  type Prepared,
  prepared,
  realisedOf,
  standingFor,
} from "./explore/session.ts";
import { isChanged, type Language, START, type State } from "./explore/state.ts";
import { type Found, type Progress, Trial, TrialError } from "./explore/trial.ts";
import { goTo } from "./page/contents.ts";
import { h } from "./page/dom.ts";
import { drawDocument, drawTop } from "./page/page.ts";
import { ASK, FOLD, LEVERS as LEVER_WORDS, TITLE } from "./words/controls.ts";
import type { Part } from "./words/text.ts";
import { LINK, problemOf } from "./words/troubles.ts";

/** All that is drawn; what is packed into the page stands beside it. */
const root = h("div", {});

const WAIT_MS = 500;
const MOST_WORKERS = 8;

/** The top of a page without an answer. */
const BLANK = { measures: {}, arms: [] } as unknown as Document;

const NOTHING: Found = { pairs: [], worlds: [], value: null };

/** What the answer is made of: all that decides it, without the language it is told in. */
const asked = ({ language: _, ...rest }: State): string => JSON.stringify(rest);

function whyOf(error: unknown): Text {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Refused ? error.why : { sv: message, en: message };
}

const isUnasked = (state: State): boolean => state.preset === null && !isChanged(state);

class Explorer {
  private standing: { key: string; own: Standing } | null = null;
  private prepared: Prepared | null = null;
  private found: Found | null = null;
  private document: Document | null = null;
  private realised: Realised = new Map();
  /** How far it has come to find what the answer rests on; null: that was not asked, or is known. */
  private asked: Asked | null = null;
  private readonly groundsHolder = h("div", {});
  private status: Status = { kind: "opening" };
  private trial = 0;
  private timer = 0;
  private began = 0;
  /** When the pairs began that are counted. */
  private counted = 0;
  private form: HTMLElement | null = null;
  /** Levers stand beside the answer when they are asked for; of a question of one's own nothing else is to be seen at first. */
  private isOpen: boolean;

  private readonly top = h("div", {});
  private readonly linkBox = h("div", {});
  private readonly controls = h("section", { class: "controls" });
  private readonly statusHolder = h("div", {});
  /** What has come of it, for those who do not see the page. */
  private readonly told = h("p", { class: "hidden", role: "status" });
  private readonly main = h("main", { id: "main", tabindex: -1 }, this.linkBox, this.statusHolder);

  constructor(
    private readonly engine: Engine,
    private readonly pool: Pool,
    private readonly known: Known,
    private state: State,
    private problems: Problem[],
  ) {
    this.isOpen = isUnasked(state);
    root.replaceChildren(this.top, this.told, h("div", { class: "explorer" }, this.controls, this.main));
    window.addEventListener("hashchange", () => this.follow());
  }

  private say = (part: Part): string => (typeof part === "string" ? part : part[this.state.language]);

  // ---- asking

  begin(): void {
    this.prepare();
    this.draw();
    this.run();
  }

  /** A link was put into the address bar. */
  private follow(): void {
    const own = opened(location.hash, this.known);
    this.problems = own.problems;
    this.form = null;
    this.take(own.state);
  }

  private change(own: Partial<State>): void {
    this.problems = [];
    this.take({ ...this.state, ...own });
    history.replaceState(null, "", `#${address(this.state, this.known.modelVersion)}`);
  }

  private take(state: State): void {
    const before = this.state;
    this.state = state;
    if (before.preset !== null && isUnasked(state)) this.isOpen = true;
    if (before.language !== state.language) this.form = null;
    if (asked(before) === asked(state)) {
      this.redraw();
      return;
    }
    this.pool.stop();
    this.trial++;
    this.prepare();
    this.draw();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.run(), WAIT_MS);
  }

  /** What is moved does not change what it starts from. */
  private stand(): Standing {
    const key = groundKey(this.state);
    if (this.standing === null || this.standing.key !== key) {
      this.standing = null;
      this.standing = { key, own: standingFor(this.engine, this.state) };
    }
    return this.standing.own;
  }

  private prepare(): void {
    [this.found, this.document, this.realised, this.asked] = [null, null, new Map(), null];
    try {
      const own = prepared(this.engine, this.state, this.stand());
      this.prepared = own;
      this.document = begun(this.engine, own, NOTHING, this.made);
      const progress = { pairs: 0, worlds: 0, of: own.plan.pairs, round: null };
      this.status = isUnasked(this.state) ? { kind: "unasked" } : { kind: "running", progress, left: null };
    } catch (error) {
      this.prepared = null;
      this.status = { kind: "refused", why: whyOf(error) };
    }
  }

  // ---- running

  private run(): void {
    const own = this.prepared;
    if (own === null || isUnasked(this.state)) return;
    const trial = ++this.trial;
    this.began = performance.now();
    this.counted = this.began;
    const tell = (progress: Progress, found: Found): void => {
      if (trial === this.trial) this.hear(own, progress, found);
    };
    new Trial(this.pool, own.plan, tell).run().then(
      (found) => trial === this.trial && this.end(own, found),
      (error) => trial === this.trial && this.fail(error),
    );
  }

  private get made() {
    const { version, modelVersion } = this.engine.tillit;
    return { version, modelVersion, commit: "", link: location.href };
  }

  /** While a lever is sought nobody knows how many rounds it takes: time is taken from the first pairs. */
  private left({ round, pairs, worlds, of }: Progress): number | null {
    if (round !== null) this.counted = performance.now();
    return secondsLeft(pairs + worlds, 2 * of, (performance.now() - this.counted) / 1000);
  }

  private hear(own: Prepared, progress: Progress, found: Found): void {
    this.status = { kind: "running", progress, left: this.left(progress) };
    const isFirst = progress.round === null && found.pairs.length > (this.found?.pairs.length ?? 0);
    this.found = found;
    if (isFirst) {
      this.document = begun(this.engine, own, found, this.made);
      this.drawAnswer();
    }
    this.drawStatus();
  }

  private end(own: Prepared, found: Found): void {
    this.found = found;
    this.document = answered(this.engine, own, found, this.made);
    this.realised = realisedOf(this.engine, own, found);
    Object.assign(window, { tillit: { document: this.document } }); // for tests
    this.status = { kind: "done", of: own.plan.pairs, seconds: Math.round((performance.now() - this.began) / 1000) };
    this.draw();
  }

  private fail(error: unknown): void {
    const reason = error instanceof TrialError ? error.reason : "crash";
    this.status =
      reason === "refused" || reason === "failed" ? { kind: "refused", why: whyOf(error) } : { kind: reason };
    this.draw();
  }

  private stop(): void {
    this.trial++;
    this.pool.stop();
    this.status = { kind: "stopped" };
    this.draw();
  }

  // ---- what it rests on

  private ask(): void {
    const { prepared: own, found, document: held } = this;
    if (own === null || found === null || held === null) return;
    const trial = ++this.trial;
    const tell = (done: number, of: number): void => {
      if (trial !== this.trial) return;
      this.asked = { done, of };
      this.drawGrounds();
    };
    tell(0, 1);
    groundsOf(this.pool, this.engine, own, found, tell).then(
      (grounds) => {
        if (trial === this.trial) this.rest(withGrounds(held, grounds, this.engine.tillit));
      },
      (error) => trial === this.trial && this.fail(error),
    );
  }

  private rest(own: Document): void {
    [this.document, this.asked] = [own, null];
    this.drawAnswer();
    goTo("grounds");
  }

  private leaveOff(): void {
    this.trial++;
    this.pool.stop();
    this.asked = null;
    this.drawGrounds();
  }

  private drawGrounds(): void {
    const { prepared: own, document: held } = this;
    const isOpen = own !== null && held !== null && held.about.grounds === null;
    const acts = { ask: () => this.ask(), stop: () => this.leaveOff() };
    const examined = own === null ? 0 : contested(this.engine.tillit, own.configs[0]).length;
    this.groundsHolder.replaceChildren(...(isOpen ? [groundsBox(this.say, examined, this.asked, acts)] : []));
  }

  // ---- drawing

  private get panel(): Panel {
    const { engine, state, say } = this;
    return {
      engine,
      state,
      standing: this.standing?.own ?? null,
      prepared: this.prepared,
      say,
      change: (own) => this.change(own),
    };
  }

  private draw(): void {
    this.redraw();
  }

  /** Everything; what had the focus has it again. */
  private redraw(): void {
    const focused = document.activeElement?.id ?? "";
    document.documentElement.lang = this.state.language;
    document.title = this.document?.title[this.state.language] ?? this.say(TITLE);
    this.drawLink();
    this.drawControls();
    this.drawStatus();
    this.drawAnswer();
    if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
  }

  private drawLink(): void {
    const items = this.problems.map((own) => h("li", {}, this.say(problemOf(own))));
    const box = h(
      "div",
      { class: "warning", role: "alert" },
      h("h3", {}, this.say(LINK.title)),
      h("ul", {}, ...items),
      h("p", {}, this.say(LINK.kept)),
    );
    this.linkBox.replaceChildren(...(items.length > 0 ? [box] : []));
  }

  private drawControls(): void {
    const { panel } = this;
    this.controls.setAttribute("aria-label", this.say(ASK));
    this.form ??= ownForm(panel);
    const fields = this.standing === null ? [] : [leverFields(panel, this.realised), timeFields(panel)];
    this.controls.replaceChildren(placeField(panel), this.form, questionFields(panel), this.fold(fields));
  }

  /** Levers and time, which on a phone stand behind a heading. */
  private fold(fields: HTMLElement[]): HTMLElement {
    const own = h(
      "details",
      { class: "fold", open: this.isOpen, ontoggle: () => (this.isOpen = own.open) },
      h("summary", {}, this.say(FOLD)),
      ...fields,
    );
    return own;
  }

  private drawStatus(): void {
    const { state } = this;
    const isMoved = isChanged(state);
    const acts = {
      stop: () => this.stop(),
      again: () => this.run(),
      asAsked:
        state.preset !== null && state.place.kind !== "question"
          ? () => this.change({ place: { kind: "question" } })
          : null,
      putBack: isMoved ? () => this.change({ steering: null, levers: {}, back: null, locked: false }) : null,
    };
    const box = statusBox(this.status, this.say, acts);
    const isOver = this.status.kind === "done" || this.status.kind === "stopped";
    this.told.textContent = isOver ? box.textContent : "";
    this.statusHolder.replaceChildren(box);
  }

  private get carried() {
    const { document: own, prepared: ready, found, say, state } = this;
    if (own === null || ready === null || found === null) return null;
    return { document: own, language: state.language, experiment: experimentText(ready, found), say };
  }

  /** What was moved and changes nothing here, so that nobody reads the answer as that of the lever. */
  private idle(): HTMLElement[] {
    const place = this.document?.about.municipalities.join(", ") ?? "";
    return idleOf(this.state.levers, this.realised).map(({ path, level, most }) => {
      const label = this.engine.tillit.parameters.get(path)?.label ?? { sv: path, en: path };
      return h("p", { class: "warning" }, this.say(LEVER_WORDS.idle(label, place, level, most)));
    });
  }

  private drawAnswer(): void {
    const own = this.document;
    const choose = (language: Language): void => this.change({ language });
    this.top.replaceChildren(...drawTop(own ?? BLANK, this.state.language, choose));
    const drawn = own === null ? [] : drawDocument(own, this.state.language);
    const isDone = this.status.kind === "done";
    this.main.replaceChildren(this.linkBox, this.statusHolder, ...this.idle(), ...(isDone ? drawn : drawn.slice(0, 1)));
    if (isDone && this.carried !== null) {
      addTakes(this.carried, this.main);
      this.drawGrounds();
      drawn[0]?.after(carryFields(this.carried), this.groundsHolder);
    }
  }
}

// ---- beginning ----------------------------------------------------------------------------------------------------

function knownOf(engine: Engine): Known {
  const levers = LEVERS.flatMap(({ path }) => {
    const own = engine.tillit.parameters.get(path);
    return own === undefined ? [] : [{ path, low: own.low, high: own.high, whole: own.kind === "integer" }];
  });
  const slugs = engine.municipalities.map(({ slug }) => slug);
  return {
    modelVersion: engine.tillit.modelVersion,
    slugs,
    presets: presetsOf(engine.files).map(({ name }) => name),
    levers,
  };
}

async function engineOf(): Promise<{ engine: Engine; pool: Pool }> {
  const parts = await findParts();
  const tillit = await Tillit.open(parts.wasm, parts.files);
  const pool = new Pool(parts, Math.min(navigator.hardwareConcurrency || 2, MOST_WORKERS));
  await pool.ready;
  const { files, points } = parts;
  const engine = { tillit, files, points, limits: new LimitTable(outcomes), municipalities: municipalitiesOf(files) };
  return { engine, pool };
}

/** Before there is a state, the language is that of the link. */
const linkLanguage = (): Language => (/(?:^|[#&])lang=en/.test(location.hash) ? "en" : START.language);

async function begin(): Promise<void> {
  const language = linkLanguage();
  const say = (part: Part): string => (typeof part === "string" ? part : part[language]);
  const acts = { stop: () => {}, again: () => location.reload(), asAsked: null, putBack: null };
  const show = (status: Status): void =>
    root.replaceChildren(h("main", { id: "main" }, h("h1", {}, say(TITLE)), statusBox(status, say, acts)));
  show({ kind: "opening" });
  try {
    const { engine, pool } = await engineOf();
    const known = knownOf(engine);
    const { state, problems } = opened(location.hash, known);
    new Explorer(engine, pool, known, state, problems).begin();
  } catch {
    show({ kind: "noEngine" });
  }
}

document.body.append(root);
void begin();
