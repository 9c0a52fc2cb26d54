"""Several providers in Python: what a page says of them, claims within an arm, and units by provider."""

import json

import numpy as np
import pandas as pd
import pytest

import tillit
from tillit.estimates import of_claim, verdict
from tillit.report import render
from tillit.report.arrangement import Span, levers, markets, parting_day, units_of
from tillit.report.conclusions import Concluder
from tillit.report.content import _is_paid, _leaving, _providers, _without_pay, content
from tillit.report.wording import Wording, lever, market, span, titles_of
from tillit.report.words import GROUPS, PARTIES
from tillit.robustness import shares
from tillit.runs import call

EXPERIMENT = """
title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad ger det?", en: "What does it give?"}
config: base.yaml
arms:
  - {name: own, title: {sv: "I ett", en: "In one"}}
  - {name: split, title: {sv: "Delat", en: "Split"}, market: {split: {parts: [0.7, 0.3]}}}
  - {name: firms, title: {sv: "Företag", en: "Firms"}, market: {externals: 2, share: 0.5}}
outcomes: [satisfied, strain, cost]
claims:
  - {name: groups, text: {sv: "g", en: "g"}, outcome: strain, arm: firms, groups: [external, municipal], direction: higher, smallest: 0.01}
  - {name: parts, text: {sv: "p", en: "p"}, outcome: strain, arm: split, groups: [2, 1], direction: higher, smallest: 0.01}
  - {name: level, text: {sv: "n", en: "n"}, outcome: satisfied, arm: own, level: {above: 0.1}}
  - {name: arms, text: {sv: "a", en: "a"}, outcome: strain, contrast: [split, own], direction: higher, smallest: 0.01, where: {municipal: true}}
"""


@pytest.fixture(scope="module")
def asked(folder, tmp_path_factory):
    """An experiment with a market, run; and what the program says of its claims."""
    made = tmp_path_factory.mktemp("market")
    (made / "base.yaml").write_text((folder / "base.yaml").read_text())
    (made / "asked.yaml").write_text(EXPERIMENT)
    said = call("experiment", made / "asked.yaml", "--out", made / "asked.h5", "--format", "json", "--quiet")
    return made / "asked.h5", {own["name"]: own for own in json.loads(said)["claims"]}


@pytest.fixture(scope="module")
def told(asked):
    """What a page says of it."""
    return content(asked[0])


def test_claims_within_an_arm_are_as_the_program_has_them(asked):
    """Their figures and verdicts, from the file alone."""
    path, said = asked
    with tillit.open_result(path) as data:
        question = tillit.asked(data)
        for claim in question["claims"]:
            own = of_claim(data, claim)
            assert own.mean == pytest.approx(said[claim["name"]]["difference"], nan_ok=True)
            assert verdict(claim, own) == said[claim["name"]]["verdict"]
        assert said["level"]["verdict"] == "supported"
        assert units_of(question["windows"][0]) == "kind small, large, nonprofit"


def test_the_page_says_who_provides_care_and_what_is_compared(told):
    """In both languages."""
    found = told
    name, cells = found["levers"][0]
    assert (name.sv, name.en) == ("Utförare", "Providers")
    assert [cell.sv for cell in cells] == [
        "kommunen ensam", "egen regi i 2 delar (70, 30 %)", "2 externa utförare med 50\u00a0% av personerna",
    ]  # fmt: skip
    claims = {own["text"].en: own for own in found["claims"]}
    assert claims["g"]["contrast"].en == "external providers against municipal providers (Firms)"
    assert claims["p"]["contrast"].sv == "utförare 2 mot utförare 1 (Delat)"
    assert claims["n"]["contrast"].en == "In one" and claims["n"]["smallest"].en == "above 10.0 per cent"
    assert claims["a"]["span"].sv.endswith("egen regi")


def _rows(groups):
    """Rows of a table by the English name."""
    return {name.en: cells for _, rows in groups for name, cells in rows}


def test_the_page_says_what_must_be_known_of_several_providers(told):
    """That small units do worse whoever owns them, what each cost is, and what becomes of firms that leave."""
    words = " ".join(text.sv for text in told["providers"])
    assert (
        "visar vad litenhet gör i modellen, inte vad utförare gör" in words
        and "Vad kommunen betalar är något annat" in words
    )
    assert "Bara skillnader mellan alternativ betyder något" in words
    assert told["alone"].sv.startswith("Ingen upphandlar utförare")
    page = render(told)
    assert page.index("Att veta om flera utförare") < page.index("Svaret i korthet")
    assert "Bara hemtjänst i kommunens egen regi" not in page


def test_firms_that_leave_are_told_where_there_are_any(asked):
    """With how many a year; not where none does."""
    with tillit.open_result(asked[0]) as data:
        own = Concluder(data, tillit.asked(data))
        data["window_firms_leaving"].values[:] = 0.0
        assert _leaving(own, Wording(data, titles_of(data)), Span("all", (0, 84))) == []
        own = Concluder(data, tillit.asked(data))
        data["window_firms_leaving"].values[2] = 0.3
        leaving = _leaving(own, Wording(data, titles_of(data)), Span("all", (0, 84)))[0].sv
    assert "räknas därefter till egenregin" in leaving and leaving.endswith("Så många slutar på ett år: Företag 0,3.")
    assert span(Span("x", (0, 28), "kind small, large, nonprofit")).sv == "dag 0–28, externa utförare som finns kvar"


def test_the_page_tells_what_is_paid_in_words_and_units(told):
    """What the municipality pays is told of arms in which somebody is paid alone: overhead is booked nowhere else."""
    levels = _rows(told["levels"])
    pays = [cell.value.sv for cell in levels["what the municipality pays a year (million SEK)"]]
    assert pays[:2] == ["–", "–"] and float(pays[2].replace(",", ".")) > 1
    margin = levels["margin of external providers, share of pay, per cent"]
    assert margin[0].value.sv == "–" and margin[2].value.sv != "–"
    assert "registered time, share of the granted, per cent" in levels


def test_what_the_municipality_pays_stands_beside_the_five_where_both_arms_pay(folder, tmp_path):
    """And a form of pay is told in words, not by its number."""
    (tmp_path / "base.yaml").write_text((folder / "base.yaml").read_text())
    head, _, rest = EXPERIMENT.partition("arms:\n")
    arms = """arms:
  - {name: granted, title: {sv: "Beviljad", en: "Granted"}, market: {externals: 2, share: 0.5}}
  - {name: registered, title: {sv: "Registrerad", en: "Registered"}, extends: granted, set: {reimbursement.form: performed}}
  - {name: split, title: {sv: "Delat", en: "Split"}, market: {split: {parts: 3}}}
"""
    (tmp_path / "paid.yaml").write_text(head + arms + "outcomes: [municipal_cost]\n")
    call("experiment", tmp_path / "paid.yaml", "--out", tmp_path / "paid.h5", "--quiet")
    with tillit.open_result(tmp_path / "paid.h5") as data:
        configs = [tillit.config(data, arm) for arm in (1, 2, 3)]
        own, wording = Concluder(data, tillit.asked(data)), Wording(data, titles_of(data))
        answers = [own.answer(arm, "granted", ["municipal_cost"]) for arm in ("registered", "split")]
        first = " ".join(text.sv for text in wording.first(answers[0].five, []))
    assert [[f.outcome for f in answer.five][5:] for answer in answers] == [["municipal_cost"], []]
    assert "vad kommunen betalar" in first
    row = next(row for row in levers(configs) if row.path == "reimbursement.form")
    assert [cell.sv for cell in lever(row, configs)[1]] == ["beviljad tid", "registrerad tid", "–"]


def test_nothing_is_said_of_pay_where_nobody_is_paid(result):
    """A page of the municipality alone is as it was."""
    own, configs = Concluder(result, tillit.asked(result)), [tillit.config(result, arm) for arm in (1, 2)]
    assert (
        not _is_paid(result)
        and _providers(own, Wording(result, titles_of(result)), Span("all", (0, 84)), configs) == []
    )
    names = [name for _, names in (*_without_pay(GROUPS), *_without_pay(PARTIES)) for name in names]
    assert not {"municipal_cost", "margin", "firms_leaving"} & set(names) and "cost" in names
    assert np.isnan(result["window_municipal_cost"]).all() and np.isfinite(result["window_cost"]).all()


def test_arms_of_two_markets_part_before_the_start(asked):
    """And those of one do not."""
    with tillit.open_result(asked[0]) as data:
        configs = [tillit.config(data, arm) for arm in (1, 2, 3)]
    assert [own is None for own in markets(configs)] == [True, False, False]
    assert parting_day(configs) is None and markets(configs[:1] * 2) == []
    assert all("provider." not in lever.path for lever in levers(configs[:1] * 2))


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"split": {"parts": [1 / 12] * 12}}, "in-house in 12 equal parts"),
        ({"split": {"parts": [0.5, 0.3, 0.2]}}, "in-house in 3 parts (50, 30, 20 %)"),
        ({"externals": 0, "share": 0.0, "pool": {}}, "the municipality alone"),
    ],
)
def test_a_market_in_words(own, words):
    """Parts that are alike are not listed."""
    assert market([own])[1][0].en == words


def test_a_level_holds_or_not_at_each_point():
    """There is nothing between."""
    found = shares({"level": {"above": 2}, "direction": "higher", "smallest": 2}, pd.Series([1, 2, 3, 4]))
    assert found == (0.75, 0.25)


def test_units_are_told_by_provider(asked):
    """One row a provider, which add up to the municipality."""
    path = asked[0].parent / "split.yaml"
    path.write_text((asked[0].parent / "base.yaml").read_text() + "market: {split: {parts: 2}}\n")
    with tillit.Simulation(path) as sim, tillit.Simulation(path) as whole:
        period, other = next(iter(sim.periods(by="provider"))), next(iter(whole.periods()))
    assert list(period.counters.index) == [(1, 1), (1, 2)] and period.counters.index.names == [
        "municipality",
        "provider",
    ]
    assert period.counters["visits_due"].sum() == other.counters["visits_due"]
    assert np.isfinite(period.measures["cost"]).all()


@pytest.fixture(scope="module")
def firms(asked):
    """A municipality with firms beside its own provider, an outlying area, run."""
    path = asked[0].parent / "firms.yaml"
    text = (asked[0].parent / "base.yaml").read_text()
    path.write_text(text + "market: {externals: 4, share: 0.5}\n")
    with tillit.Simulation(path, set={"municipality.areas": 4, "municipality.outlying_areas": 1}) as sim:
        yield sim.run()


def test_units_are_chosen_by_owner_and_place(firms):
    """As a config's `where` chooses them; what they have adds up."""
    whole = firms.measures()["recipients"]
    own, external = firms.measures(municipal=True)["recipients"], firms.measures(external=True)["recipients"]
    assert own + external == pytest.approx(whole) and own == firms.measures(provider=1)["recipients"]
    assert firms.measures(kind=["small", "large", "nonprofit"])["recipients"] == external
    assert firms.measures(kind="small", area=None)["recipients"] < external
    outlying, ordinary = (firms.measures(outlying=yes)["recipients"] for yes in (np.True_, False))
    assert outlying > 0 and outlying + ordinary == pytest.approx(whole)


def test_what_is_no_owner_is_refused_in_the_commands_words(firms):
    """With what is allowed, and what may have been meant."""
    for where, said in [
        ({"kind": "smal"}, "where.kind: .*did you mean 'small'"),
        ({"external": False}, "where.external: true is expected"),
        ({"external": True, "municipal": True}, "one of kind, external and municipal is expected"),
        ({"outlying": "far"}, "where.outlying: "),
        ({"kind": {1}}, "lists of texts"),
        ({"owner": 1}, "'owner': one of municipality, .*external.* and pilot is expected"),
    ]:
        with pytest.raises(tillit.TillitError, match=said):
            firms.measures(**where)
        with pytest.raises(tillit.TillitError, match=said):
            firms.periods(**where)


@pytest.mark.parametrize(
    ("by", "where", "labels"),
    [
        ("external", {}, [False, True]),
        ("outlying", {}, [False, True]),
        ("external", {"kind": "small"}, [True]),
        ("kind", {"municipal": True}, ["municipal"]),
    ],
)
def test_periods_are_told_by_owner_and_place(firms, by, where, labels):
    """One row each, which add up to those that are meant."""
    with tillit.Simulation(firms.config) as sim, tillit.Simulation(firms.config) as whole:
        period, other = next(iter(sim.periods(by=by, **where))), next(iter(whole.periods(**where)))
    assert list(period.counters.index.get_level_values(by)) == labels
    assert period.counters["visits_due"].sum() == other.counters["visits_due"] > 0


def test_kinds_are_told_apart(firms):
    """Firms of several kinds, in the order of their names."""
    with tillit.Simulation(firms.config) as sim:
        kinds = list(next(iter(sim.periods(by="kind", external=True))).counters.index.get_level_values("kind"))
    assert kinds == sorted(kinds) and "small" in kinds and "municipal" not in kinds
