/**
 * A folder of texts in memory, as the library asks WASI for it: configs, municipalities, regimes and experiments, which the
 * library reads as it reads a disk. There is nothing else: no network, no disk, no output.
 */
import {
  ConsoleStdout,
  Directory,
  File,
  type Inode,
  OpenFile,
  PreopenDirectory,
  WASI,
} from "@bjorn3/browser_wasi_shim";
import type { Files } from "./messages.ts";

const encoder = new TextEncoder();

export class MemoryFolder {
  private readonly top = new PreopenDirectory("/", new Map<string, Inode>());
  private readonly wasi: WASI;

  constructor(files: Files) {
    const said = ConsoleStdout.lineBuffered((line) => console.warn(line));
    this.wasi = new WASI([], [], [new OpenFile(new File([])), said, said, this.top], { debug: false });
    this.put(files);
  }

  /** What the module imports. */
  get imports(): WebAssembly.Imports {
    return { wasi_snapshot_preview1: this.wasi.wasiImport as WebAssembly.ModuleImports };
  }

  /** Lets the module begin: its constructors are run. */
  begin(instance: WebAssembly.Instance): void {
    this.wasi.initialize(instance as Parameters<WASI["initialize"]>[0]);
  }

  /** Puts texts at their paths, in the place of what was there. */
  put(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      const parts = path.split("/").filter((part) => part !== "");
      this.folder(parts.slice(0, -1)).set(parts.at(-1) ?? "", new File(encoder.encode(text), { readonly: true }));
    }
  }

  private folder(parts: string[]): Map<string, Inode> {
    let at = this.top.dir.contents;
    for (const part of parts) {
      const there = at.get(part);
      const next = there instanceof Directory ? there : new Directory([]);
      at.set(part, next);
      at = next.contents;
    }
    return at;
  }
}
