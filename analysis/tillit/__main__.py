"""The command tillit, and python -m tillit: the package's own commands, and those of the program, which it starts."""

from __future__ import annotations

import os
import signal
import sys

from tillit.errors import TillitError
from tillit.places import program, tell_data

COMMANDS = {
    "report": "one self-contained page in Swedish and English from a result file or sweep",
    "table": "means and paired differences of every arm",
    "summary": "every outcome of a merged sweep at every point, as CSV",
    "figures": "outcomes over time, one vector file each",
    "design": "a table of points for a sweep, over the parameters' ranges",
    "indices": "what an outcome of a merged sweep depends on",
    "validate": "the model beside published figures, fitted and predicted",
    "calibrate": "history matching of all free coefficients to six published figures",
    "screen": "knock-outs and Morris screening of every free coefficient for the demo's contrasts",
    "replications": "how many replicates an experiment's claims need, measured",
    "robustness": "do an experiment's claims hold wherever published figures leave room?",
    "predictions": "every pattern wherever the fitted figures leave room",
}
"""The package's commands in a line each, as the program's help lists them too (model/cli/package.def)."""


def _start(arguments: list[str]) -> None:
    """Becomes the program, which comes back here for the package's commands only.

    Raises:
        TillitError: there is no program, or $TILLIT is this command.
    """
    path = program()
    if os.path.exists(sys.argv[0]) and os.path.samefile(path, sys.argv[0]):
        raise TillitError(f"TILLIT names {path}, which is this command; name the program, or nothing")
    tell_data(os.environ)
    os.environ["TILLIT_PYTHON"] = sys.executable
    os.execv(path, ["tillit", *arguments])


def main() -> int:
    """Runs a command and returns its exit code."""
    own = sys.argv[1:]
    if own[:1] == ["help"] and len(own) == 2 and own[1] in COMMANDS:
        own = [own[1], "--help"]
    if not own or own[0] not in COMMANDS:
        try:
            _start(own)
        except (TillitError, OSError) as error:
            print(f"tillit: {error}", file=sys.stderr)
            return 2
    if hasattr(signal, "SIGPIPE"):  # a reader that has seen enough, as head, ends a command in silence
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    from tillit.commands import run  # takes a second: xarray, SciPy and matplotlib

    return run(own)


if __name__ == "__main__":
    sys.exit(main())
