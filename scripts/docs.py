#!/usr/bin/env python3
"""Fills the generated tables of the documents from the program's own tables, or checks that they still agree.

A block stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`; NAME is a subcommand of tillit that prints
Markdown, or `coefficients`, counted here. Links within the repository are checked too: that the file is there, and the
heading where a link names one; that every version is the Makefile's; and that docs/QUESTIONS.md, whose links are its
presets, cites sentences that stand in docs/LIMITS.md, and forgets none of what LIMITS says is not in the model.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (
    "*.md", "docs/**/*.md", "analysis/*.md", "experiments/*.md", "configs/**/*.md", "tests/**/*.md",
)
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end: \2 -->)", re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+?)\s*$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
VERSION = re.compile(r"^VERSION := (.+)$", re.MULTILINE)
VERSIONED = {  # where else the version stands
    "pyproject.toml": re.compile(r'^version = "(.+)"$', re.MULTILINE),
    "CITATION.cff": re.compile(r"^version: (.+)$", re.MULTILINE),
    "model/include/tillit.h": re.compile(r"^#define TILLIT_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)$", re.MULTILINE),
}


def printed(tillit: Path, name: str, form: str) -> str:
    """What a subcommand prints."""
    command = [str(tillit), name, "--format", form]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def coefficients(tillit: Path) -> str:
    """How many coefficients are how well known, those of optional mechanisms apart."""
    rows = {
        "free, and the neutral range holds zero: whether it acts at all, or which way, is open": 0,
        "free, of known sign: sizes, minutes, days, shares and prices that no figure was found for": 0,
        "bounded by a figure": 0,
        "set from a figure": 0,
        "of optional mechanisms, off": 0,
    }
    names = list(rows)
    for p in json.loads(printed(tillit, "params", "json")):
        if p["section"] not in ("constant", "municipality") or p["status"] not in ("free", "bounded", "evidence"):
            continue
        low, high = p["neutral"]
        kinds = {"free": names[0] if low <= 0 <= high else names[1], "bounded": names[2], "evidence": names[3]}
        rows[names[4] if p["optional"] else kinds[p["status"]]] += 1
    lines = [f"| {name} | {count} |" for name, count in rows.items()]
    return "\n".join(["| coefficients | number |", "|---|---|", *lines]) + "\n"


def table(tillit: Path, name: str) -> str:
    """A generated table as Markdown."""
    return coefficients(tillit) if name == "coefficients" else printed(tillit, name, "markdown")


def filled(text: str, tillit: Path) -> str:
    """The text with every generated block renewed."""
    return BLOCK.sub(lambda block: block[1] + table(tillit, block[2]) + block[4], text)


def drifted(text: str, tillit: Path) -> list[str]:
    """Names of the blocks that no longer agree with the program."""
    return [block[2] for block in BLOCK.finditer(text) if block[3] != table(tillit, block[2])]


def anchors(text: str) -> set[str]:
    """The names by which links reach the headings of a document, as GitHub makes them; a second of a name gets -1."""
    found: dict[str, int] = {}
    for heading in HEADING.findall(FENCED.sub("", text)):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found[name] = found.get(name, -1) + 1
    return {name if k == 0 else f"{name}-{k}" for name, times in found.items() for k in range(times + 1)}


def broken_links(document: Path, text: str) -> list[str]:
    """Links of a document to files that do not exist, or to headings that their document does not have."""
    broken = []
    for path, anchor in LINK.findall(FENCED.sub("", text)):
        target = document.parent / path if path else document
        if not target.exists():
            broken.append(f"{path}, which does not exist")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8")):
            broken.append(f"{path}#{anchor}, a heading that is not there")
    return broken


def other_versions() -> list[str]:
    """What is wrong with a version that is not the Makefile's."""
    own = VERSION.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    found = {name: ".".join(pattern.findall((ROOT / name).read_text(encoding="utf-8"))) for name, pattern in VERSIONED.items()}
    return [f"{name}: version {there}, and the Makefile has {own[0]}" for name, there in found.items() if [there] != own]


def sentences(limits: str, heading: str) -> list[str]:
    """What LIMITS says under a bold heading, a bullet each, on one line."""
    _, found, rest = limits.partition(f"**{heading}**")
    bullets = rest.partition("\n**")[0].split("\n- ")[1:] if found else []
    return [" ".join(bullet.split()) for bullet in bullets]


def unanswered(questions: str, limits: str, presets: set[str]) -> list[str]:
    """What does not fit between the questions of the texts, the presets of questions, and what is not in the model."""
    said, swedish = sentences(limits, "What is not in the model."), sentences(limits, "Vad som inte finns i modellen.")
    cited, named = set(re.findall(r"“([^”]+)”", questions)), set(re.findall(r"experiments/([\w-]+)\.yaml", questions))
    rows = [row for row in re.findall(r"^\| (.+) \|$", questions, re.MULTILINE) if not row.startswith("question or point")]
    return [
        *(f"QUESTIONS.md: “{own}” does not stand in LIMITS.md" for own in sorted(cited - set(said))),
        *(f"LIMITS.md: “{own}” is not in QUESTIONS.md" for own in said if own not in cited),
        *(f"QUESTIONS.md: the preset {own} has no question" for own in sorted(presets - named)),
        *(f"QUESTIONS.md: '{row}' is without an answer" for row in rows if not re.search(r"\| .*(\.yaml\)|“)", row)),
        *(["LIMITS.md: what is not in the model differs between the languages"] if len(said) != len(swedish) else []),
        *(["LIMITS.md: nothing is said not to be in the model"] if not said else []),
    ]


def main() -> int:
    """Returns 0 when the documents are up to date (or were made so)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tillit", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    problems = 0
    documents = sorted({document for pattern in DOCUMENTS for document in ROOT.glob(pattern)})
    for document in documents:
        name = document.relative_to(ROOT)
        text = document.read_text(encoding="utf-8")
        if arguments.check:
            for block in drifted(text, arguments.tillit):
                print(f"{name}: the table '{block}' has drifted from the program: make docs", file=sys.stderr)
                problems += 1
        else:
            document.write_text(filled(text, arguments.tillit), encoding="utf-8")
        for link in broken_links(document, text):
            print(f"{name}: links to {link}", file=sys.stderr)
            problems += 1
    questions, limits = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("QUESTIONS.md", "LIMITS.md"))
    presets = {path.stem for path in ROOT.glob("experiments/question-*.yaml")}
    for problem in [*other_versions(), *unanswered(questions, limits, presets)]:
        print(problem, file=sys.stderr)
        problems += 1
    print(f"documents: {len(documents)} checked, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
