"""Prints the digest of a resolved config: python -m reference CONFIG.json [REPLICATE], from tests/."""

from __future__ import annotations

import sys

from .config import read
from .day import run

if len(sys.argv) not in (2, 3):
    sys.exit("usage: python -m reference CONFIG.json [REPLICATE]")
try:
    print(f"{run(read(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 0):016x}")
except (OSError, ValueError) as error:
    sys.exit(f"reference: {sys.argv[1]}: {error}")
