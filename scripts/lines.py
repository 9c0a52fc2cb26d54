#!/usr/bin/env python3
"""How many lines of code each room of the C sources has: without blanks, comments and #include lines.

    lines.py [MODEL]      the folder to count in: model/ where none is named (of another commit: git archive COMMIT model)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TOKENS = re.compile(r'("(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')|/\*.*?\*/|//[^\n]*', re.DOTALL)


def code_lines(text: str) -> int:
    """Lines of a source that hold code; what looks like a comment within a string is none."""
    code = TOKENS.sub(lambda token: token.group(1) or " ", text)
    return sum(bool(line.strip()) and not line.lstrip().startswith("#include") for line in code.splitlines())


def main() -> None:
    """Prints each room's count, and that of all but the core."""
    model = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "model")
    counts: dict[str, int] = {}
    for path in sorted(model.rglob("*.[ch]")):
        room = path.relative_to(model).parts[0]
        counts[room] = counts.get(room, 0) + code_lines(path.read_text(encoding="utf-8"))
    outside = sum(count for room, count in counts.items() if room not in ("core", "include"))
    print("lines of code: " + ", ".join(f"{room} {count:,}" for room, count in counts.items()))
    print(f"outside the core: {outside:,}")


if __name__ == "__main__":
    main()
