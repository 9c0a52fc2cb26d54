"""Choosing a provider: the data of it, and what the page says."""

import json

import numpy as np
import pytest
from contract import faults

import tillit
from tillit.choosing import HOW, REASONS, choosing
from tillit.markets import choice_opens, firms_begin_on
from tillit.report import choice as told
from tillit.report.arms import titles_of
from tillit.report.document import document
from tillit.report.steps import market

BASE = """
seed: 1
municipality: {from: swedish-median, name: Prov, recipients: 150, areas: 2}
regime: ordinary
run: {days: 308, burn_in_days: 28, replicates: 2}
record: {level: municipality, period_days: 28}
"""
POOL = "pool: {small: 10, large: 2, nonprofit: 2}"
SETS = "set: {provider.entry_per_year: 8, provider.entry_margin: 15, market.authorise_days: 30}"
EXPERIMENT = f"""
title: {{sv: "Upphandling eller kundval", en: "Tenders or free choice"}}
question: {{sv: "Vem kan välja?", en: "Who can choose?"}}
config: base.yaml
set: {{provider.spans: one_unit}}
before: {{market: {{{POOL}}}, {SETS}}}
arms:
  - {{name: own, title: {{sv: "Egen regi", en: "In-house"}}}}
  - {{name: free, title: {{sv: "Kundval", en: "Free choice"}}, before: {{market: {{{POOL}, lov: {{opens: 28, ask: 1}}}}, {SETS}}}}}
  - {{name: tenders, title: {{sv: "Upphandling", en: "Tenders"}}, before: {{market: {{{POOL}, lou: [{{name: first, day: 28, starts: 84, ask: 1, lots: [{{name: all, providers: 3, share: 0.4}}]}}]}}, {SETS}}}}}
outcomes: [satisfied, providers]
claims:
  - {{name: d, text: {{sv: "d", en: "d"}}, outcome: providers, contrast: [tenders, own], direction: higher, smallest: 0.5}}
"""


@pytest.fixture(scope="module")
def made(made_of):
    """An experiment in which people choose from day 28 or 84 on."""
    return made_of(BASE, EXPERIMENT)


def planted(data, **counters):
    """The file's data with other numbers, each the same in every period."""
    own = data.load().copy(deep=True)
    for name, value in counters.items():
        own[f"total_{name}"] = own[f"total_{name}"] * 0 + value
    return own


def test_arms_in_which_people_choose(data):
    """Free choice from its day on, tenders from the start of their contracts on."""
    assert choosing(data) == list(tillit.choices(data)["arm"].values) == ["free", "tenders"]
    lou = {"lou": [{"starts": 84}, {"starts": 400}]}
    assert [choice_opens(own) for own in ({"lov": {"opens": 28}}, {"lov": {}}, lou)] == [28, 0, 84]
    assert firms_begin_on({"externals": 4, "begins": 56}) == 56 and firms_begin_on(lou) == 84


def test_who_has_whom(data):
    """Kinds of providers have everyone, and nobody but the municipality has anyone before there are firms."""
    own = tillit.choices(data)
    everyone = data["recipients"].sel(arm=own["arm"]).isel(municipality=0)
    np.testing.assert_allclose(own["recipients"].sum("kind").values, everyone.values)
    assert (own["recipients"].isel(period=0).sel(kind=["small", "large", "nonprofit"]) == 0).all()
    assert (own["providers"].isel(period=0) == 0).all() and (own["providers"].isel(period=-1).max() > 0)


def test_how_choices_went_and_why_people_moved(data):
    """Parts add up to what was counted; whoever moves on being asked is not counted twice."""
    whole = tillit.choices(
        planted(
            data,
            choices=10, choices_active=7, choices_informed=4, switches=5, moved_at_beginning=2,
            moved_by_endings=6, moved_by_termination=3, moved_by_insolvency=1,
        ),
        (28, 84),
    )  # fmt: skip
    by = {name: whole[name].isel(arm=0, replicate=0) for name in ("chosen", "moved")}
    assert dict(zip(HOW, by["chosen"].values)) == {"informed": 8, "uninformed": 6, "default": 6}
    expected = {"asked": 4, "will": 6, "termination": 6, "insolvency": 2, "other": 4}
    assert dict(zip(REASONS, by["moved"].values)) == expected
    with pytest.raises(tillit.TillitError, match="days 1-20: no period of the result lies within them"):
        tillit.choices(data, (1, 20))


def test_a_file_in_which_nobody_chooses_is_refused(result):
    """And its page has no such section."""
    with pytest.raises(tillit.TillitError, match="nobody chooses a provider in any arm"):
        tillit.choices(result)
    assert told.choice_section(result, list(titles_of(result).values())) is None


def test_the_page_tells_it_in_parts(made):
    """Who, how, waiting, why, firms that come and go; what is assumed is called so; and who provides care in every arm."""
    found = document(made)
    assert faults(found) == []
    (section,) = (own for own in found["sections"] if own["id"] == "choice")
    words = json.dumps(section, ensure_ascii=False)
    for said in (
        "Att välja utförare", "Choosing a provider", "Vem som väntar, vem som bytte och varför",
        "Providers that come and go", "Antaget, inget resultat",
    ):  # fmt: skip
        assert said in words, said
    assert "NaN" not in words and sum(block["kind"] in ("chart", "bars") for block in section["blocks"]) >= 5
    cares = [steps[0]["word"] for steps in found["levers"][0]["values"]]
    assert cares[1]["sv"] == "kundval från dag 28" and cares[2]["en"].startswith("tenders for 3 providers from day 84")
    assert found["about"]["providers"] | {"leaving": None} == {"who": "chosen", "several": True, "paid": True, "leaving": None}  # fmt: skip
    assert found["about"]["providers"]["leaving"][0] == 0.0


def test_an_arm_in_short(data):
    """Where there is nobody to choose that is said, and no figure is made up."""
    own = tillit.choices(data, (252, 308))
    empty = own.copy(deep=True)
    empty["chosen"].values[:], empty["external_share"].values[:] = 0.0, 0.1
    empty["queue_days"].values[:] = np.nan
    said = told._short(empty, empty, 0)
    assert said[1].sv == "Ingen får välja utförare." and not any("väntar" in text.sv for text in said)
    empty["external_share"].values[:] = 0.0
    assert told._short(empty, empty, 0)[0].en == "There are no external providers."
    found = told.choice_section(data, list(titles_of(data).values()))["blocks"]
    short = next(block for block in found if block["kind"] == "list")["items"]
    assert [text.sv.split(":")[0] for text in short] == ["Kundval", "Upphandling"]
    assert found[1]["text"].sv == "Så är det från dag 28."


def test_who_provides_care_in_words():
    """Free choice with room for some, beside firms that were there before."""
    own = market({"externals": 20, "share": 0.4, "lov": {"slots": 5}})
    assert own.sv.replace("\u00a0", " ").startswith("20 externa utförare med 40 ")
    assert own.en.endswith("; free choice, room for 5")
