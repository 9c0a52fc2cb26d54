"""A municipality as a purchaser and its providers: the data of them, and what the page says."""

import json
import re

import numpy as np
import pytest
from contract import faults

import tillit
from tillit.purchasers import FOLLOW_UP, followed_up
from tillit.report import blocks
from tillit.report import purchaser as told
from tillit.report.arms import titles_of
from tillit.report.document import document
from tillit.report.texts import Text

BASE = """
seed: 1
municipality: {from: swedish-median, name: Prov, recipients: 150, areas: 2}
regime: ordinary
run: {days: 252, burn_in_days: 28, replicates: 2}
record: {level: municipality, period_days: 28}
"""
EXPERIMENT = """
title: {sv: "Främmande utförare", en: "Strangers"}
question: {sv: "Vad växer fram?", en: "What comes about?"}
config: base.yaml
set: {provider.spans: one_unit, purchaser.form: contract_managers}
before:
  market: {externals: 4, share: 0.5, begins: 56, ask: 0.5}
  set: {reimbursement.form: performed, purchaser.control_hours: 600, provider.opportunist_share: 0.5}
arms:
  - {name: own, title: {sv: "Egen regi", en: "In-house"}, before: {market: {pool: {small: 4}}, set: {reimbursement.form: performed}}}
  - {name: firms, title: {sv: "Kundval", en: "Choice"}}
  - name: dialogue
    title: {sv: "Med dialog", en: "With dialogue"}
    extends: firms
    change:
      - {day: 56, set: {purchaser.dialogues: 12}}
outcomes: [satisfied, municipal_cost]
claims:
  - {name: d, text: {sv: "d", en: "d"}, outcome: misplaced_provider_trust, contrast: [dialogue, firms], direction: lower, smallest: 0.01}
"""


@pytest.fixture(scope="module")
def made(made_of):
    """An experiment in which a purchaser follows up firms from day 56 on."""
    return made_of(BASE, EXPERIMENT)


def test_items_of_money_add_up_to_what_the_municipality_pays(data):
    """By period, and over the whole run; following up likewise."""
    own, whole = tillit.purchaser(data), tillit.purchaser(data, (0, 252))
    by_period = data["municipal_cost"].sel(arm=own["arm"]).isel(municipality=0)
    np.testing.assert_allclose(own["cost"].sum("item").values, by_period.values)
    for name, found in (("municipal_cost", whole["cost"]), ("control_cost", whole["cost"].sel(item=list(FOLLOW_UP)))):
        np.testing.assert_allclose(
            found.sum("item").values, data[f"window_{name}"].sel(arm=own["arm"], window="all").values
        )
    assert (whole["cost"].sel(item="external") > 0).all() and (own["cost"].sel(item="clawback") <= 0).all()


def test_who_has_whom_and_what_they_think_of_one_another(data):
    """Kinds of providers have everyone; trust, distrust and uncertainty add up to 1 where there is somebody to trust."""
    own = tillit.purchaser(data)
    assert followed_up(data) == list(own["arm"].values) == ["firms", "dialogue"]
    everyone = data["recipients"].sel(arm=own["arm"]).isel(municipality=0)
    np.testing.assert_allclose(own["recipients"].sum("kind").values, everyone.values)
    before, after = own.isel(period=[0, 1]), own.isel(period=3)
    assert (before["recipients"].sel(kind=["small", "large", "nonprofit"]) == 0).all()
    assert np.isnan(before["opinion"]).all() and (before["providers"] == 0).all()
    np.testing.assert_allclose(after["opinion"].sum("feeling").values, 1.0)


def test_who_lost_relations_and_why(data):
    """Reasons add up to all who were moved, and events are those that the program counted."""
    own, whole = tillit.purchaser(data), tillit.purchaser(data, (0, 252))
    years = data.sel(arm=own["arm"], window="all") * 252 / 365
    shares = years["window_moved_by_endings"] + years["window_moved_at_beginning"]
    moved = shares * years["window_recipients"] * 365 / 252
    np.testing.assert_allclose(whole["moved"].sum("reason").values, moved.values)
    np.testing.assert_allclose(own["moved"].sum("period").values, whole["moved"].values)
    for event in ("terminations", "terminations_unfounded", "warnings"):
        np.testing.assert_allclose(whole["events"].sel(event=event).values, years[f"window_{event}"].values)
    assert (whole["moved"].sel(reason="beginning") > 0).all()
    assert float(whole["moved"].sum()) > 0 and float(whole["events"].sel(event="relations_lost").sum()) > 0


def test_days_are_taken_together_by_their_length(data):
    """As by hand, from the periods; the same data where a single period is asked for."""
    own, last = tillit.purchaser(data), tillit.purchaser(data, (196, 252))
    kept = own.isel(period=[7, 8])
    np.testing.assert_allclose(
        last["opinion"].values, kept["opinion"].mean("period").transpose(*last["opinion"].dims).values
    )
    np.testing.assert_allclose(last["cost"].values, kept["cost"].mean("period").transpose(*last["cost"].dims).values)
    with pytest.raises(tillit.TillitError, match="days 1-20: no period of the result lies within them"):
        tillit.purchaser(data, (1, 20))


def test_a_file_in_which_nobody_follows_up_is_refused(result):
    """And its page has no such section."""
    with pytest.raises(tillit.TillitError, match="nobody follows up external providers in any arm"):
        tillit.purchaser(result)
    assert told.purchaser_section(result, list(titles_of(result).values())) is None


def texts(own):
    """All that stands in a part of a page, in a language."""
    if isinstance(own, dict):
        return [own["sv"]] if own.keys() == {"sv", "en"} else [text for part in own.values() for text in texts(part)]
    return [text for part in own for text in texts(part)] if isinstance(own, list) else []


def test_the_page_tells_it_in_parts(made):
    """Who, opinions, money by item, relations; and what is arithmetic is called so."""
    found = document(made)
    assert faults(found) == []
    (section,) = (own for own in found["sections"] if own["id"] == "purchaser")
    parts = [block["kind"] for block in section["blocks"]]
    assert (parts.count("heading"), parts.count("table"), parts.count("chart"), parts.count("bars")) == (6, 5, 6, 2)
    words = " ".join(texts(section))
    for said in (
        "Vem har vem", "Tillit och misstro åt båda håll", "Pengar efter slag", "Vem förlorade relationer, och varför",
        "Räknesätt, inget resultat", "personer byta utförare: ", "dag 56–252",
    ):  # fmt: skip
        assert said in words
    assert "NaN" not in json.dumps(section) and not re.search(r"\b(nan|None)\b", words)
    assert found["about"]["providers"]["several"] and found["about"]["providers"]["paid"]


def test_who_gains_among_those_of_one_provider(made, data):
    """By who owns it, since the change; nothing of firms beside an arm without, and of areas where none is outlying."""
    found = document(made)
    own, external = found["parties"]
    assert (own["title"]["en"], external["title"]["sv"]) == (
        "Those with the municipality's own provider",
        "Personer hos externa utförare",
    )
    pairs = [(answer["arm"], answer["base"]) for answer in found["answers"]]
    satisfied = data["group_satisfied"].isel(municipality=0)
    for party, group in ((own, "municipal"), (external, "external")):
        (row,) = (row for row in party["rows"] if row["measure"] == "satisfied")
        for (arm, base), cell, answer in zip(pairs, row["cells"], found["answers"]):
            since = data["day"].values >= answer["span"]["days"][0]
            change = satisfied.isel(arm=arm) - satisfied.isel(arm=base)
            expected = float(change.sel(group=group).values[:, since].mean())
            assert cell["change"]["mean"] == (pytest.approx(expected) if np.isfinite(expected) else None)


def test_an_arm_in_short(data, monkeypatch):
    """Its figures are those of the data; of many arms the first are drawn, and all stand in the tables."""
    for module in (blocks, told):
        monkeypatch.setattr(module, "MOST_DRAWN", 1)
    last = tillit.purchaser(data, (56, 252))
    own = told.purchaser_section(data, list(titles_of(data).values()))["blocks"]
    trust = float(last["opinion"].sel(way="purchaser", feeling="trust", arm="dialogue").mean())
    rest = next(block for block in own if block["kind"] == "more")["blocks"][0]["items"][0]
    assert rest.sv.startswith("Med dialog: ") and "million SEK a year" in rest.en
    assert f"Kommunens tillit till dem är {trust:.2f}".replace(".", ",") in rest.sv
    charts = [block for block in own if block["kind"] == "chart"]
    assert len(charts[0]["at"]) == 9 and all(len(chart["series"]) == 1 for chart in charts)
    assert not any(np.isnan(chart["series"][0]["mean"]).any() for chart in charts)
    rows = [row for block in own if block["kind"] == "table" for row in block["rows"] if not row["group"]]
    assert all(len(row["cells"]) == 2 for row in rows) and charts[0]["series"][0]["arm"] == 1


def test_what_cannot_differ_is_said_first(data):
    """Reviews that are hardly made, in all arms or some; distrust that falls on those who do their part."""
    own = tillit.purchaser(data, (56, 252)).copy(deep=True)
    titles = list(titles_of(data).values())[:2]
    own["provider_reviews"].values[:] = 0.5
    own["misplaced_provider_distrust"].values[:] = np.nan
    assert told._first(own, titles) == []
    own["provider_reviews"].values[0] = 0.0
    own["misplaced_provider_distrust"].values[0] = 0.75
    own["misplaced_provider_distrust"].values[1] = 0.96
    (block,) = told._first(own, titles)
    reviews, distrust = block["items"]
    assert (
        "nästan inte med i 1 av 2 alternativ" in reviews.sv
        and "mostly on providers that do their part: 75 to 96" in distrust.en
    )
    own["provider_reviews"].values[:] = 0.0
    own["misplaced_provider_distrust"].values[0] = 0.2
    (text,) = told._first(own, titles)[0]["items"]
    assert "in all arms (fewer than one per provider in ten years)" in text.en


def test_where_firms_are_gone_or_nobody_moved_that_is_said(data):
    """No figure is made up of what is not there."""
    own = tillit.purchaser(data, (56, 252)).copy(deep=True)
    own["moved"].values[:] = 0.0
    assert told._moved(own, 0).sv == "Ingen får byta utförare."
    own["external_share"].values[:] = 0.0
    assert told._short(own, own, 0)[0].en == "No external providers are left."
    own["external_share"].values[:], own["opinion"].values[:] = 0.2, np.nan
    assert not any("tillit" in text.sv for text in told._short(own, own, 0))
    assert blocks.bars(Text("", ""), Text("", ""), own["moved"], told.REASON_WORDS, []) == []  # nothing to draw
