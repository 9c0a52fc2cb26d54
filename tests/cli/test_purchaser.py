"""Whoever follows up providers knows what checks found, and nothing else of how a month truly was."""

from __future__ import annotations

import re

from conftest import ROOT

CORE = ROOT / "model" / "core"
# How the month was, who an owner is, and what is counted of visits.
TRUTH = re.compile(r"\b(?:truth|provider_year|temptation|opportunist|unit_month|delivered_s|lacking_s|registered_s|padded_s|phantom_s"
                   r"|bad_visits|visits_cut|records_false|records_invented|cuts_visible)\b")
# Beside the room: what is observed, which nobody in the model reads.
OBSERVED = {"observation/follow_up.c"}


def code(path) -> str:
    """A file without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_only_a_check_looks_at_the_truth():
    looks = {path.name: sorted(set(TRUTH.findall(code(path)))) for path in sorted((CORE / "purchaser").glob("*.[ch]"))}
    assert {name: found for name, found in looks.items() if found} == {"audit.c": ["truth"]}
    body = code(CORE / "purchaser" / "audit.c").split("tl_AuditFound tl_audit_look(", 1)
    assert not TRUTH.search(body[0])


def test_the_year_that_is_observed_is_read_by_nobody():
    readers = {str(path.relative_to(CORE)) for path in CORE.glob("*/*.c") if re.search(r"\bprovider_year\b", code(path))}
    assert readers == OBSERVED
