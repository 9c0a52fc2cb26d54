#!/usr/bin/env python3
"""The layers of the pipeline (plan, execute, keep, store, read, verify and what they stand on), each in the one file that
may hold it: known by the calls that only it makes. Prints them; a second file that makes such a call, or a layer that is
nowhere, is told and fails.

    layers.py [MODEL]      the folder to look through: model/ where none is named
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple


class Layer(NamedTuple):
    """`calls` is a regular expression of what only `files` (in MODEL) may hold: names that are called, or other words."""

    name: str
    files: tuple[str, ...]
    calls: str


def called(*names: str) -> str:
    """Calls of these functions."""
    return r"\b(?:" + "|".join(names) + r")\s*\("


# What a layer is known by is called or said in no other .c file, comments left out. Where a layer moves, its file changes here;
# a file is added only for what is truly another thing, with a word on what that is.
LAYERS = (
    Layer("arguments", ("cli/options.c",), called("getopt_long", "getopt")),
    Layer("configs: YAML", ("config/document.c",), called("yaml_parser_parse", "yaml_parser_initialize")),
    # text becomes values of configs and experiments; people write numbers in more ways in forms and on the command line
    Layer("configs: typed values", ("config/value.c", "config/people_number.c"), called("strtod")),
    Layer("configs: the nearest name", ("system/suggest.c",), r"did you mean"),
    Layer("configs: other files are found", ("config/config_files.c",), r"->find\("),
    # a design's rows become configs while it is read and checked (config), and become runs (run)
    Layer("plan", ("config/sweep_rows.c", "config/design_bases.c", "run/plan.c"), called("tl_rows_apply")),
    # the engine's own file, the one pool, and a program that steps by itself
    Layer("execute: a run to its end", ("core/day/simulation.c", "run/execute.c"), called("tl_simulation_run")),
    Layer(
        "execute: a run from a copy",
        ("core/day/simulation.c", "run/execute.c", "library/simulation.c"),
        called("tl_simulation_copy"),
    ),
    # runs side by side, and units within one
    Layer("execute: threads", ("run/execute.c", "core/day/crew.c"), called("pthread_create", "thrd_create", "tl_thread_start")),
    Layer("execute: no other threads", (), r"#pragma\s+omp|\bomp_\w+\s*\("),
    Layer("keep: windows", ("run/window_totals.c", "run/keep.c"), called("tl_window_totals_add")),
    # windows and a series while a run goes on; in the library also periods that are kept, after the fact: its caller asks for
    # any days and units when they are over, and within a period from a mark on, which needs a sum that is subtracted
    Layer(
        "keep: a period's units are added",
        ("run/window_totals.c", "run/keep.c", "library/kept_periods.c", "library/period.c"),
        called("tl_period_sum"),
    ),
    Layer("keep: snapshots", ("run/snapshot_summary.c", "run/keep.c"), called("tl_snapshot_summarise")),
    Layer("signal handler", ("run/stop.c",), called("sigaction", "signal", "sigprocmask", "pthread_sigmask")),
    Layer(
        "store: HDF5 writer",
        ("store/hdf5_file.c", "store/hdf5_scales.c"),
        called("H5Fcreate", "H5Dcreate2?", "H5Acreate2?", "H5Dwrite", "H5Awrite", "H5Dset_extent", r"H5DS\w+"),
    ),
    Layer(
        "read: HDF5 reader",
        ("store/hdf5_read.c",),
        called("H5Fopen", "H5Fis_hdf5", "H5Dopen2?", "H5Aopen", "H5Dread", "H5Aread", "H5Lexists", "H5Aexists"),
    ),
    Layer("read: all that a file holds", ("store/hdf5_content.c",), called("H5Literate", r"H5Aiterate2?", r"H5Oget_info\d?")),
    Layer("store: files whole or absent", ("system/whole_file.c",), called("fsync", "link", "rename")),
    Layer("store: checkpoints", ("store/checkpoint_file.c", "store/checkpoint.c", "store/histories.c"), called("tl_checkpoint_write_begin", "tl_checkpoint_file_open")),
    Layer("verify: seals", ("store/hdf5_checksum.c", "store/verify.c"), called("tl_seal_check")),
    # verify makes a file again, diff has two
    Layer(
        "verify: files compared",
        ("store/files_compare.c", "store/verify.c", "cli/verify.c"),
        called("tl_files_compare"),
    ),
)


def without_comments(text: str) -> str:
    """The same lines, without what stands in comments."""
    blank = re.compile(r'/\*.*?\*/|//[^\n]*|("(?:\\.|[^"\\\n])*")', re.DOTALL)
    return blank.sub(lambda m: m[1] or "\n" * m[0].count("\n"), text)


def found(model: Path) -> dict[str, str]:
    """By file, in order: its text."""
    return {str(p.relative_to(model)): without_comments(p.read_text(encoding="utf-8")) for p in sorted(model.rglob("*.c"))}


def check(layer: Layer, sources: dict[str, str]) -> list[str]:
    """What is wrong with a layer: calls elsewhere, and files that make none."""
    faults, calls = [], re.compile(layer.calls)
    for name, text in sources.items():
        hits = [text.count("\n", 0, match.start()) + 1 for match in calls.finditer(text)]
        if hits and name not in layer.files:
            line = text.splitlines()[hits[0] - 1].strip()
            where = " or ".join(layer.files) or "nowhere"
            faults.append(f"{name}:{hits[0]}: a second '{layer.name}', which is in {where}: {line}")
    missing = [name for name in layer.files if not calls.search(sources.get(name, ""))]
    return faults + [f"{name}: holds no '{layer.name}' any more: scripts/layers.py names the file" for name in missing]


def main() -> int:
    """Prints all layers, then what is wrong; 1 where anything is."""
    model = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "model"
    sources = found(model)
    faults = [fault for layer in LAYERS for fault in check(layer, sources)]
    for layer in LAYERS:
        print(f"  {layer.name:<30} {', '.join(layer.files) or '(none may be)'}")
    for fault in faults:
        print(fault)
    print(f"layers: {len(LAYERS)}, each in its place" if not faults else f"layers: {len(faults)} out of place")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
