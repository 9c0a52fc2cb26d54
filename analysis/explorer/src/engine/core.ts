/** The opened module: its functions, its memory, and its statuses as errors. */
import { MemoryFolder } from "./files.ts";
import type { FunctionName } from "./functions.ts";
import { type Field, place } from "./layout.ts";
import { type Loan, Memory, type MemoryExports, OutOfMemory } from "./memory.ts";
import type { Files } from "./messages.ts";
import { STATUS } from "./structs.ts";

/** tillit.h: addresses, handles and statuses are numbers; whole numbers of 64 bits are given as bigint. */
export type Library = MemoryExports & Record<FunctionName, (...own: (number | bigint)[]) => number>;

/** What the library refuses, in its own words. */
export class TillitError extends Error {
  override name = "TillitError";
  constructor(
    /** One of STATUS. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export class Core {
  readonly memory: Memory;

  private constructor(
    readonly library: Library,
    readonly folder: MemoryFolder,
  ) {
    this.memory = new Memory(library);
  }

  /** Opens a module with a folder of texts; everything it has grows with it and goes with it. */
  static async open(module: WebAssembly.Module, files: Files): Promise<Core> {
    const folder = new MemoryFolder(files);
    const instance = await WebAssembly.instantiate(module, folder.imports);
    folder.begin(instance);
    return new Core(instance.exports as unknown as Library, folder);
  }

  /** The text that a function gives the address of. */
  text(at: number): string {
    return this.memory.text(at);
  }

  /**
   * Lets a status be what it means.
   * @param said the library's messages, where there are some
   * @throws TillitError unless all is well
   */
  check(status: number, said = ""): void {
    if (status === STATUS.OUT_OF_MEMORY) throw new OutOfMemory("not enough memory");
    if (status !== STATUS.OK) throw new TillitError(status, said || this.text(this.library.tillit_status_text(status)));
  }

  /** What a function puts where its last argument points to. */
  put<T>(field: Field<T>, call: (loan: Loan, at: number) => number): T {
    return this.memory.lend((loan) => {
      const at = loan.room(field.size);
      this.check(call(loan, at));
      return field.read(this.memory, at);
    });
  }

  /** The handle of what was read from a text: `call` gets where the handle goes, and where messages go. */
  read(call: (loan: Loan, handle: number, messages: number) => number): number {
    return this.memory.lend((loan) => {
      const at = loan.room(2 * place.size);
      const status = call(loan, at, at + place.size);
      this.check(status, this.takeMessages(place.read(this.memory, at + place.size)));
      return place.read(this.memory, at);
    });
  }

  /** The text of a list of messages, which is freed. */
  private takeMessages(list: number): string {
    const said = this.text(this.library.tillit_messages_text(list)).trim();
    this.library.tillit_messages_free(list);
    return said;
  }

  /** Values of all measures [tillit_measure_count()] that a function fills in. */
  measures(call: (loan: Loan, values: number, count: number) => number): Float64Array {
    const count = this.library.tillit_measure_count();
    return this.memory.lend((loan) => {
      const at = loan.room(8 * count);
      this.check(call(loan, at, count));
      return this.memory.reals(at, count);
    });
  }
}

/** Something of the library's that is freed. What is freed twice is no error; what is asked of it then is refused. */
export abstract class Handle {
  constructor(
    protected readonly core: Core,
    readonly handle: number,
    private readonly freed: FunctionName,
  ) {}

  free(): void {
    this.core.library[this.freed](this.handle);
  }
}
