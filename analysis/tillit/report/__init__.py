"""The report: one self-contained page in Swedish and English, which needs no network."""

from __future__ import annotations

from typing import Any

import jinja2
from markupsafe import Markup

from tillit.files import PathText
from tillit.places import place
from tillit.report.content import content
from tillit.report.words import CANNOT, GLOSSARY
from tillit.writing import check_output, write_text

HERE = place("report")


def render(found: dict[str, Any]) -> str:
    """The page of what `content` found, as text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    style, script = (Markup((HERE / name).read_text(encoding="utf-8")) for name in ("style.css", "script.js"))
    return environment.get_template("page.html").render(
        found, style=style, script=script, cannot=CANNOT, glossary=GLOSSARY
    )


def page(path: PathText, claims: PathText | None = None, robustness: PathText | None = None) -> str:
    """The page as text.

    `claims`: a file with what `tillit claims EXPERIMENT --format json` printed; `robustness`: what
    `tillit robustness EXPERIMENT --results FILE` wrote.
    """
    return render(content(path, claims, robustness))


def report(
    path: PathText,
    out: PathText,
    claims: PathText | None = None,
    robustness: PathText | None = None,
    overwrite: bool = False,
) -> None:
    """Writes the report of a result file (see page); it appears whole or not at all.

    Raises:
        TillitError: as open_result; claims or robustness of another experiment; `out` is one of these files, or is
            there without `overwrite`.
        OSError: `out` cannot be written.
    """
    reads = [own for own in (path, claims, robustness) if own is not None]
    check_output(out, overwrite, reads)
    write_text(out, page(path, claims, robustness), overwrite, reads)
