/** The worker: a runner that hears and tells by messages. */
import type { FromWorker, ToWorker } from "./messages.ts";
import { Runner } from "./runner.ts";

const scope = self as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};

/** A message to itself stands in line behind those that came meanwhile; a timer would wait some milliseconds besides. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
const breathe = (): Promise<void> =>
  new Promise((go) => {
    waiting.push(go);
    channel.port2.postMessage(null);
  });

const runner = new Runner((message) => scope.postMessage(message), breathe);
scope.onmessage = ({ data }) => void runner.hear(data);
