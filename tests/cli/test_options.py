"""Options of the command line: what is refused, and what stands where."""

from __future__ import annotations

import pytest
from test_cli import SMALL


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("run", SMALL, "--treads", "2"), "tillit: unknown option --treads; did you mean '--threads'?\n"),
        (("run", SMALL, "--qiet=1"), "tillit: unknown option --qiet=1; did you mean '--quiet'?\n"),
        (("run", SMALL, "-out", "x"), "tillit: unknown option -out; did you mean '--out'?\n"),
        (("run", SMALL, "--xyzzy"), "tillit: unknown option --xyzzy\n"),
        (("run", SMALL, "-q"), "tillit: unknown option -q\n"),
        # Shortened, it could become another option's.
        (("run", SMALL, "--thr", "2"), "tillit: unknown option --thr\n"),
        (("run", SMALL, "--quiet=yes"), "tillit: unknown option --quiet=yes; did you mean '--quiet'?\n"),
        (("run", SMALL, "--out"), "tillit: --out needs a value\n"),
        (("experiment", SMALL, "--format", "markdown"), "tillit: --format markdown: one of text, json is expected\n"),
        (("claims", SMALL, "--format="), "tillit: --format : one of text, json is expected\n"),
        (("status", SMALL, "--plan", "--quiet"), "tillit: status takes no --plan. See: tillit help status\n"),
        (("check", *["x.yaml"] * 17), "tillit: too many arguments (at most 16)\n"),
        (("run", "--", SMALL, "--quiet"), "usage: tillit run CONFIG "),
    ],
)
def test_what_is_refused(tillit, arguments, text):
    done = tillit(*arguments)
    assert done.code == 2 and done.err.startswith(text), done.err


def test_options_and_operands_stand_in_any_order(tillit):
    sets = ("--set", "seed=7", "--set=run.days=28", "--set", "record.period_days=14")
    first, last = (tillit(*line).out for line in (("check", *sets, "--format", "json", SMALL), ("check", SMALL, "--format=json", *sets)))
    assert first == last and '"seed": 7' in first


def test_two_hyphens_end_the_options(tillit):
    done = tillit("check", "--format", "text", "--", "--set")
    assert done.code == 2 and done.err.startswith("--set: error: cannot be read")


def test_help_is_given_wherever_it_is_asked_for(tillit):
    wanted = tillit("help", "run").out
    for line in (("run", "--help"), ("run", "-h"), ("run", SMALL, "--format", "json", "--help")):
        done = tillit(*line)
        assert done.code == 0 and done.out == wanted
