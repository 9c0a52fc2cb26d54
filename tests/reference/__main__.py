"""python -m reference CONFIG.json prints the digest of every replicate of a config that `tillit config` printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from reference import config, day


def main() -> int:
    """Run every replicate of a resolved config; 2 where it cannot be read, with the reason."""
    if len(sys.argv) != 2:
        print("usage: python -m reference CONFIG.json", file=sys.stderr)
        return 2
    path = Path(sys.argv[1])
    try:
        settings = config.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    except (KeyError, TypeError, ValueError) as error:
        print(f"{path}: not a config that the reference can run: {error}", file=sys.stderr)
        return 2
    for replicate in range(int(settings.run["run.replicates"])):
        print(f"digest {day.run(settings, replicate):016x}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
