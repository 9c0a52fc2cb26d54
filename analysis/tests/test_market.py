"""Several providers in Python: what a page says of them, claims within an arm, and units by provider."""

import json

import numpy as np
import pandas as pd
import pytest
from contract import faults

import tillit
from tillit.estimates import of_claim, verdict
from tillit.report.arms import providers
from tillit.report.arrangement import Span, markets, parting_day, units_of
from tillit.report.conclusions import Concluder
from tillit.report.document import PAY, document
from tillit.report.steps import differing, market
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
    return document(asked[0])


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
    """In both languages; groups and levels within an arm, and units of a kind."""
    assert faults(told) == []
    first = told["levers"][0]
    assert first["label"] == {"sv": "Utförare", "en": "Providers"}
    assert [steps[0]["word"]["sv"] for steps in first["values"]] == [
        "kommunen ensam", "egen regi i 2 delar (70, 30 %)", "2 externa utförare med 50\u00a0% av personerna",
    ]  # fmt: skip
    claims = {own["name"]: own for own in told["claims"]}
    assert claims["groups"]["groups"] == ["external", "municipal"] and claims["parts"]["groups"] == ["2", "1"]
    assert claims["level"]["level"] and (claims["level"]["arm"], claims["level"]["smallest"]) == (0, 0.1)
    assert claims["arms"]["span"]["units"] == "kind municipal" and claims["arms"]["groups"] is None


def test_the_page_says_what_there_is_of_providers(told, asked):
    """Whether there are several, whether somebody is paid, and how many leave."""
    assert told["about"]["providers"] == {"who": "given", "several": True, "paid": True, "leaving": [0.0, 0.0, 0.0]}
    with tillit.open_result(asked[0]) as data:
        data["window_firms_leaving"].values[2] = 0.3
        own, configs = Concluder(data, tillit.asked(data)), [tillit.config(data, arm) for arm in (1, 2, 3)]
        assert providers(own, Span("all", (0, 84)), configs)["leaving"] == [0.0, 0.0, pytest.approx(0.3)]
        assert providers(own, Span("all", (0, 84)), configs[:2])["leaving"] is None  # nobody can


def test_what_is_paid_is_told_of_arms_in_which_somebody_is_paid(told):
    """What the municipality pays is told of those alone: overhead is booked nowhere else."""
    rows = {row["measure"]: [cell["mean"] for cell in row["cells"]] for row in told["levels"]["rows"]}
    assert rows["municipal_cost"][:2] == [None, None] and rows["municipal_cost"][2] > 1e6
    assert rows["margin"][0] is None and rows["margin"][2] is not None and "registered_granted" in rows


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
        own = Concluder(data, tillit.asked(data))
        answers = [own.answer(arm, "granted", ["municipal_cost"]) for arm in ("registered", "split")]
    assert [[f.outcome for f in answer.five][5:] for answer in answers] == [["municipal_cost"], []]
    row = next(row for row in differing(configs) if row["name"] == "reimbursement.form")
    assert [[step["word"].sv for step in steps] for steps in row["values"]] == [
        ["beviljad tid"],
        ["registrerad tid"],
        [],
    ]


def test_nothing_is_said_of_pay_where_nobody_is_paid(folder, printed):
    """A page of the municipality alone holds no measures of it."""
    found = document(folder / "result.h5")
    assert found["about"]["providers"] == {"who": "alone", "several": False, "paid": False, "leaving": None}
    named = {row["measure"] for row in found["levels"]["rows"]}
    assert not set(PAY) & named and "cost" in named


def test_arms_of_two_markets_part_before_the_start(asked):
    """And those of one do not."""
    with tillit.open_result(asked[0]) as data:
        configs = [tillit.config(data, arm) for arm in (1, 2, 3)]
    assert [own is None for own in markets(configs)] == [True, False, False]
    assert parting_day(configs) is None and markets(configs[:1] * 2) == []
    assert differing(configs[:1] * 2) == []


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
    assert market(own).en == words


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
