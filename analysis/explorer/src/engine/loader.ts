/** Begins the page of one file: its script is packed, too. */
import { addressOf, insideOf } from "./unpack.ts";

async function begin(): Promise<void> {
  const script = document.createElement("script");
  script.src = await addressOf(insideOf("tillit-page") ?? "");
  document.head.append(script);
}

void begin();
