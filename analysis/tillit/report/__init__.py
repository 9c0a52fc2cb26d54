"""The report: one self-contained page in Swedish and English, which needs no network.

The page is that of analysis/explorer, which `make explorer-page` makes into page.html; here it is filled with a file's data.
"""

from __future__ import annotations

import json

from tillit.files import PathText
from tillit.places import place
from tillit.report.document import Plain, document
from tillit.writing import check_output, write_text

TEMPLATE = place("report", "page.html")
PLACE = '<script type="application/json" id="document">'
"""Where the template has room for the data."""


def filled(own: Plain) -> str:
    """The page of a document, as text."""
    data = json.dumps(own, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    before, after = TEMPLATE.read_text(encoding="utf-8").split(PLACE)
    return f"{before}{PLACE}{data.replace('<', chr(92) + 'u003c')}{after}"


def page(path: PathText, claims: PathText | None = None, robustness: PathText | None = None) -> str:
    """The page of a file as text; see document.

    `claims`: a file with what `tillit claims EXPERIMENT --format json` printed; `robustness`: what
    `tillit robustness EXPERIMENT --results FILE` wrote.
    """
    return filled(document(path, claims, robustness))


def report(
    path: PathText,
    out: PathText,
    claims: PathText | None = None,
    robustness: PathText | None = None,
    overwrite: bool = False,
) -> None:
    """Writes the report of a file (see page); it appears whole or not at all.

    Raises:
        TillitError: as document; `out` is one of these files, or is there without `overwrite`.
        OSError: `out` cannot be written.
    """
    reads = [own for own in (path, claims, robustness) if own is not None]
    check_output(out, overwrite, reads)
    write_text(out, page(path, claims, robustness), overwrite, reads)
