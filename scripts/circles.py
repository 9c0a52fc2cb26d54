#!/usr/bin/env python3
"""No two modules of model/ include each other in a circle, directly or not; fails and prints each circle otherwise.

A module is a NAME.c with its NAME.h: whoever reads one has to read all in its circle.
"""

from __future__ import annotations

import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

MODEL = Path(__file__).resolve().parent.parent / "model"
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)


def modules() -> dict[str, set[str]]:
    """By module, the other modules that its files include."""
    uses: dict[str, set[str]] = {}
    for path in sorted(MODEL.rglob("*.[ch]")):
        name = str(path.relative_to(MODEL).with_suffix("")).removeprefix("include/")
        found = {str(Path(include).with_suffix("")) for include in INCLUDE.findall(path.read_text(encoding="utf-8"))}
        uses.setdefault(name, set()).update(found - {name})
    return uses


def main() -> int:
    """Checks; 1 where there is a circle."""
    uses, circles = modules(), 0
    while True:
        try:
            TopologicalSorter(uses).prepare()
        except CycleError as error:
            circle = error.args[1]
            print("circle: " + " -> ".join(reversed(circle)))
            uses[circle[1]].discard(circle[0])
            circles += 1
        else:
            break
    print(f"modules: {len(uses)} checked, {circles} circles")
    return 1 if circles else 0


if __name__ == "__main__":
    sys.exit(main())
