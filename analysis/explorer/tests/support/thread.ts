/** The engine's worker as a thread of node: a runner that hears and tells by its port. */
import { parentPort } from "node:worker_threads";
import type { FromWorker, ToWorker } from "../../src/engine/messages.ts";
import { Runner } from "../../src/engine/runner.ts";

const port = parentPort;
if (port === null) throw new Error("this is no thread");
const breathe = (): Promise<void> => new Promise((go) => setImmediate(go));
const runner = new Runner((message: FromWorker) => port.postMessage(message), breathe);
port.on("message", (message: ToWorker) => void runner.hear(message));
