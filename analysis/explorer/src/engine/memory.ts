/** Texts and numbers in the module's memory, which may move to another buffer whenever the module is called. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a WebAssembly module must export to be read and written. */
export interface MemoryExports {
  memory: WebAssembly.Memory;
  malloc(size: number): number;
  free(at: number): void;
}

/** The module's memory is all used. */
export class OutOfMemory extends Error {
  override name = "OutOfMemory";
}

export class Memory {
  constructor(private readonly exports: MemoryExports) {}

  get view(): DataView {
    return new DataView(this.exports.memory.buffer);
  }

  /** How many bytes the module has asked for. */
  get size(): number {
    return this.exports.memory.buffer.byteLength;
  }

  /** The text at an address; "" at 0. */
  text(at: number): string {
    const all = new Uint8Array(this.exports.memory.buffer);
    return at === 0 ? "" : decoder.decode(all.subarray(at, all.indexOf(0, at)));
  }

  bytes(at: number, size: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at, size).slice();
  }

  reals(at: number, count: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, at, count).slice();
  }

  /** Lends memory for one call of the library. */
  lend<T>(use: (loan: Loan) => T): T {
    const taken: number[] = [];
    const take = (size: number): number => {
      const at = this.exports.malloc(Math.max(size, 1));
      if (at === 0) throw new OutOfMemory("not enough memory");
      taken.push(at);
      return at;
    };
    try {
      return use(new Loan(this, take));
    } finally {
      taken.forEach((at) => {
        this.exports.free(at);
      });
    }
  }
}

/** Memory that goes back when the call is done. Every function gives the address. */
export class Loan {
  constructor(
    private readonly memory: Memory,
    readonly room: (size: number) => number,
  ) {}

  bytes(own: Uint8Array): number {
    const at = this.room(own.length);
    new Uint8Array(this.memory.view.buffer).set(own, at);
    return at;
  }

  /** A text with its zero; 0 for none. A text that holds a zero byte would end there: it is refused. */
  text(own: string | null): number {
    if (own?.includes("\0")) throw new TypeError("a text holds a zero byte");
    return own === null ? 0 : this.bytes(encoder.encode(`${own}\0`));
  }

  /** The addresses of texts, one after the other. */
  texts(own: readonly string[]): number {
    const at = this.room(4 * own.length);
    own.forEach((text, i) => {
      const place = this.text(text);
      this.memory.view.setUint32(at + 4 * i, place, true);
    });
    return at;
  }

  reals(own: ArrayLike<number>): number {
    const at = this.room(8 * own.length);
    new Float64Array(this.memory.view.buffer, at, own.length).set(own);
    return at;
  }

  longs(own: readonly number[]): number {
    const at = this.room(8 * own.length);
    new BigInt64Array(this.memory.view.buffer, at, own.length).set(own.map(BigInt));
    return at;
  }
}
