/**
 * Workers that share out jobs, in the jobs' order. Jobs that are asked for take the place of all before them: those are left
 * off within a tenth of a second, and no more is told of them. A worker whose memory has run out, or that does not hear,
 * makes room for a fresh one.
 */
import type { Files, FromWorker, Job, Run, Told, ToWorker } from "./messages.ts";

/** A Worker of the browser, or what stands for one. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: ((event: { message: string }) => void) | null;
}

export interface PoolParts {
  wasm: Uint8Array<ArrayBuffer>;
  files: Files;
  /** Starts a worker. */
  start(): WorkerLike;
}

/** How long a worker that was told to stop may go on. */
const PATIENCE_MS = 100;

/** A worker and what it is at. */
class Hand {
  state: "opening" | "idle" | "busy" | "stopping" = "opening";
  run: Run | null = null;
  private readonly worker: WorkerLike;

  constructor(parts: PoolParts, heard: (hand: Hand, message: FromWorker) => void) {
    this.worker = parts.start();
    this.worker.onmessage = ({ data }) => heard(this, data);
    this.worker.onerror = ({ message }) => heard(this, this.broken(message || "the worker did not start"));
    this.worker.postMessage({ kind: "open", wasm: parts.wasm, files: parts.files });
  }

  begin(run: Run): void {
    this.state = "busy";
    this.run = run;
    this.worker.postMessage(run);
  }

  stop(): void {
    this.state = "stopping";
    this.run = null;
    this.worker.postMessage({ kind: "stop" });
  }

  rest(): void {
    this.state = "idle";
    this.run = null;
  }

  end(): void {
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
  }

  private broken(message: string): FromWorker {
    if (this.run === null) return { kind: "unopened", message };
    const { generation, index } = this.run;
    return { kind: "failed", generation, index, reason: "crash", message };
  }
}

export class Pool {
  private hands: Hand[];
  private waiting: Run[] = [];
  private generation = 0;
  private tell: (told: Told) => void = () => {};
  /** Why no worker is left; null: there are some. */
  private lost: string | null = null;
  private settle: { opened(): void; refused(error: Error): void } | null = null;
  /** Until one worker is open. Rejected when none can be opened, with the reason. */
  readonly ready: Promise<void>;

  constructor(
    private readonly parts: PoolParts,
    readonly size: number,
  ) {
    this.ready = new Promise((opened, refused) => {
      this.settle = { opened, refused };
    });
    this.hands = Array.from({ length: size }, () => this.hire());
  }

  /** Jobs in the place of all before; `tell` hears of them, each by its place in the list. */
  run(jobs: Job[], tell: (told: Told) => void): void {
    this.stop();
    this.tell = tell;
    this.waiting = jobs.map((job, index) => ({ kind: "run", generation: this.generation, index, job }));
    this.hand();
  }

  /** Leaves off all that is under way. */
  stop(): void {
    this.generation++;
    this.waiting = [];
    for (const hand of this.hands.filter((own) => own.state === "busy")) this.leaveOff(hand);
  }

  /** Ends the workers. */
  close(): void {
    this.stop();
    for (const hand of this.hands) hand.end();
    this.hands = [];
  }

  private hire(): Hand {
    return new Hand(this.parts, (hand, message) => this.hear(hand, message));
  }

  private leaveOff(hand: Hand): void {
    hand.stop();
    setTimeout(() => {
      if (hand.state === "stopping" && this.hands.includes(hand)) this.replace(hand);
    }, PATIENCE_MS);
  }

  private replace(hand: Hand): void {
    hand.end();
    this.hands = this.hands.map((own) => (own === hand ? this.hire() : own));
  }

  /** Gives what waits to those who are idle. */
  private hand(): void {
    for (const hand of this.hands.filter((own) => own.state === "idle")) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      hand.begin(next);
    }
    if (this.lost !== null) this.refuse(this.lost);
  }

  /** What waits is told that nobody will do it. */
  private refuse(message: string): void {
    for (const { generation, index } of this.waiting.splice(0)) {
      const failed: Told = { kind: "failed", generation, index, reason: "crash", message };
      queueMicrotask(() => this.generation === generation && this.tell(failed));
    }
  }

  private hear(hand: Hand, message: FromWorker): void {
    if (message.kind === "unopened") this.lose(hand, message.message);
    else if (message.kind === "ready" || message.kind === "stopped") this.free(hand);
    else this.pass(hand, message);
  }

  private free(hand: Hand): void {
    hand.rest();
    this.settle?.opened();
    this.hand();
  }

  /** What is of another generation is nobody's any more; the worker says by itself that it has stopped. */
  private pass(hand: Hand, told: Told): void {
    if (told.generation !== this.generation) return;
    if (told.kind === "failed" && (told.reason === "memory" || told.reason === "crash")) this.replace(hand);
    else if (told.kind !== "period") this.free(hand);
    this.tell(told);
  }

  /** A worker that cannot be opened is not tried again; when it was the last, there is nobody left. */
  private lose(hand: Hand, message: string): void {
    hand.end();
    this.hands = this.hands.filter((own) => own !== hand);
    if (this.hands.length > 0) return;
    this.lost = message;
    this.settle?.refused(new Error(message));
    this.refuse(message);
  }
}
