"""Choosing a provider: the data of it, and what the page says."""

import numpy as np
import pytest

import tillit
from tillit.choosing import HOW, REASONS, choosing
from tillit.markets import choice_opens, firms_begin_on
from tillit.report import choice_words
from tillit.report.choice_words import choice_content
from tillit.report.wording import Wording, market, titles_of

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
    assert choice_content(result, Wording(result, titles_of(result))) is None


def test_the_page_tells_it_in_both_languages(made, section_of):
    """Who, how, waiting, why, firms that come and go; what is assumed is called so."""
    text, section = section_of(made, "choice")
    for told in (
        "Att välja utförare", "Choosing a provider", "Vem som väntar, vem som bytte och varför",
        "Providers that come and go", "Antaget, inget resultat", "kundval från dag 28",
        "tenders for 3 providers from day 84 on, at most 40",
    ):  # fmt: skip
        assert told in text, told
    assert ">nan" not in section and "None" not in section and section.count("<figure>") >= 5


def test_an_arm_in_short(data, undrawn):
    """Where there is nobody to choose that is said, and no figure is made up."""
    own = tillit.choices(data, (252, 308))
    empty = own.copy(deep=True)
    empty["chosen"].values[:], empty["external_share"].values[:] = 0.0, 0.1
    empty["queue_days"].values[:] = np.nan
    told = choice_words._short(empty, empty, 0)
    assert told[1].sv == "Ingen får välja utförare." and not any("väntar" in text.sv for text in told)
    empty["external_share"].values[:] = 0.0
    assert choice_words._short(empty, empty, 0)[0].en == "There are no external providers."
    found = choice_content(data, Wording(data, titles_of(data)))
    assert [title.sv for title, _ in found["short"]] == ["Kundval", "Upphandling"] and found["begin"] == 28


def test_who_provides_care_in_words():
    """Free choice with room for some, beside firms that were there before."""
    own = {"externals": 20, "share": 0.4, "lov": {"slots": 5}}
    assert market([own])[1][0].sv.replace("\u00a0", " ").startswith("20 externa utförare med 40 ")
    assert market([own])[1][0].en.endswith("; free choice, room for 5")
