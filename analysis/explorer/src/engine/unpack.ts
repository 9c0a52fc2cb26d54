/** What the build has packed into the page: gzip, written as letters. */

const BASE = 85;
const FIRST = "(".charCodeAt(0);
const LEFT_OUT = "<".charCodeAt(0);

/** Bytes that are written as five letters for four, from "(" to "}" without "<"; what lacks of the last five are highest digits. */
export function bytesOf(letters: string): Uint8Array<ArrayBuffer> {
  const spare = (5 - (letters.length % 5)) % 5;
  const view = new DataView(new ArrayBuffer((4 * (letters.length + spare)) / 5));
  for (let at = 0; at < letters.length; at += 5) {
    let number = 0;
    for (let i = at; i < at + 5; i++) {
      const code = i < letters.length ? letters.charCodeAt(i) : FIRST + BASE;
      number = BASE * number + code - FIRST - (code > LEFT_OUT ? 1 : 0);
    }
    view.setUint32((4 * at) / 5, number);
  }
  return new Uint8Array(view.buffer, 0, view.byteLength - spare);
}

export function unpacked(text: string): Response {
  return new Response(new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/** The text of an element in the page; null where there is none. */
export function insideOf(id: string): string | null {
  return document.getElementById(id)?.textContent ?? null;
}

/** An address in memory for a script that is packed inside the page: it needs no server. */
export async function addressOf(packed: string): Promise<string> {
  const script = await unpacked(packed).text();
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}
