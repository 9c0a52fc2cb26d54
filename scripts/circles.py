#!/usr/bin/env python3
"""No two modules of model/ include each other in a circle, and no room uses one above it; else prints each and fails.

A module is a NAME.c with its NAME.h: whoever reads one has to read all in its circle. A room is a folder of model/; the
folders within core are no rooms of their own. The libraries that a room may use stand in ROOMS too.
"""

from __future__ import annotations

import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent / "model"
INCLUDE = re.compile(r'^#include (["<])([^">]+)[">]', re.MULTILINE)

# By room, from below: the rooms whose files it may include, and the libraries beyond that of C.
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    "system": (set(), set()),
    "core": (set(), set()),
    "config": ({"core", "system"}, {"jansson.h", "yaml.h"}),
    "run": ({"config", "core", "system"}, set()),
    "store": ({"run", "config", "core", "system"}, {"jansson.h", "hdf5.h", "hdf5_hl.h"}),
    "library": ({"run", "config", "core", "system"}, {"jansson.h"}),
    "cli": ({"store", "run", "config", "core", "system"}, {"jansson.h"}),
}
LIBRARIES = set().union(*(libraries for _, libraries in ROOMS.values()))
GENERATED = {"build_info"}  # by the Makefile


def module_of(include: str) -> str:
    """The module that an included file belongs to; the public header is the library's."""
    name = str(Path(include).with_suffix(""))
    return f"library/{name}" if "/" not in name and name not in GENERATED else name


def read() -> tuple[dict[str, set[str]], list[str]]:
    """By module, the other modules that its files include; and what no room may include."""
    uses: dict[str, set[str]] = {}
    faults: list[str] = []
    for path in sorted(MODEL.rglob("*.[ch]")):
        name = module_of(str(path.relative_to(MODEL)).removeprefix("include/"))
        room = name.split("/")[0]
        rooms, libraries = ROOMS[room]
        for mark, include in INCLUDE.findall(path.read_text(encoding="utf-8")):
            used = include.split("/")[0] if mark == "<" else module_of(include).split("/")[0]
            if mark == "<":
                if used in LIBRARIES - libraries:
                    faults.append(f"{path.relative_to(MODEL.parent)}: <{include}> is no library of room {room}")
                continue
            uses.setdefault(name, set()).update({module_of(include)} - {name})
            if used not in rooms | {room} | GENERATED:
                faults.append(f'{path.relative_to(MODEL.parent)}: "{include}" lies in no room that {room} may use')
        uses.setdefault(name, set())
    return uses, faults


def circles(uses: dict[str, set[str]]) -> list[str]:
    """Circles, each cut where it was found so that the next shows."""
    found: list[str] = []
    while True:
        try:
            TopologicalSorter(uses).prepare()
        except CycleError as error:
            circle = error.args[1]
            found.append("circle: " + " -> ".join(reversed(circle)))
            uses[circle[1]].discard(circle[0])
        else:
            return found


def main() -> int:
    """Checks; 1 where there is a circle, or a room that uses what it may not."""
    uses, faults = read()
    found = circles(uses)
    for line in faults + found:
        print(line)
    print(f"circles: {len(uses)} modules in {len(ROOMS)} rooms, {len(found)} circles, {len(faults)} uses against the order of rooms")
    return 1 if faults or found else 0


if __name__ == "__main__":
    sys.exit(main())
