"""Several providers from end to end: what files hold of them, claims within an arm, and what stays as it was without."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pytest

BASE = """seed: 1
municipality: lillkoping
run: {days: 56, burn_in_days: 14, replicates: 3}
record: {level: unit, period_days: 14, snapshot_every_days: 28}
"""
GROUPS = ["municipal", "external", "small", "large", "nonprofit", "ordinary", "outlying"]
EXPERIMENT = """title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad?", en: "What?"}
config: base.yaml
set: {record.snapshot_every_days: 0}
arms:
  - {name: own}
  - {name: split, market: {split: {parts: 2}}}
outcomes: [strain, cost]
claims:
  - {name: parts, text: {sv: delar, en: parts}, outcome: strain, arm: split, groups: [2, 1], direction: higher, smallest: 0.01, days: [14, 56]}
  - {name: high, text: {sv: högt, en: high}, outcome: cost, arm: own, level: {above: 1}}
  - {name: low, text: {sv: lågt, en: low}, outcome: cost, arm: own, level: {below: 1}}
  - {name: apart, text: {sv: isär, en: apart}, outcome: strain, contrast: [split, own], direction: higher, smallest: 0.01}
"""


def run(tillit, folder, name, text):
    (folder / f"{name}.yaml").write_text(BASE + text)
    done = tillit("run", folder / f"{name}.yaml", "--out", folder / f"{name}.h5")
    assert done.code == 0, done.err
    return done


def names(path):
    with h5py.File(path) as file:
        return set(file)


def test_one_provider_with_a_market_is_the_municipality_alone(tillit, tmp_path):
    """The same people, days and measures to the bit; only what files hold is more. (With firms there would be money.)"""
    alone, market = run(tillit, tmp_path, "alone", ""), run(tillit, tmp_path, "market", "market: {split: {parts: 1}}\n")
    assert alone.digests == market.digests != []
    more = names(tmp_path / "market.h5") - names(tmp_path / "alone.h5")
    assert not names(tmp_path / "alone.h5") - names(tmp_path / "market.h5")
    measures = {name for name in more if name.startswith("group_")}
    assert {"group", "unit_provider", "unit_kind", "unit_outlying"} <= more
    assert more - measures == {"group", "unit_provider", "unit_kind", "unit_outlying",
                               "recipient_provider_number", "employee_provider_number"}  # fmt: skip
    with h5py.File(tmp_path / "alone.h5") as one, h5py.File(tmp_path / "market.h5") as other:
        assert np.array_equal(one["window_cost"][:], other["window_cost"][:])
        assert [name.decode() for name in other["group"][:]] == GROUPS
        own = other["group_cost"][:]
        assert np.array_equal(own[..., GROUPS.index("municipal")], one["cost"][:])
        assert np.array_equal(own[..., GROUPS.index("ordinary")], one["cost"][:])
        assert set(other["unit_provider"][:]) == {1} and set(other["unit_kind"][:]) == {0}
        assert set(other["recipient_provider_number"][:]) == {1}


def test_a_config_says_its_market_and_nothing_of_it_without(tillit, tmp_path):
    (tmp_path / "own.yaml").write_text(BASE + "market: {externals: 2, share: 0.5}\n")
    own = json.loads(tillit("check", tmp_path / "own.yaml", "--format", "json").out)
    assert own["format"] == 4 and own["market"] == {
        "externals": 2,
        "share": 0.5,
        "pool": {"small": 16, "large": 4, "nonprofit": 2},
    }
    (tmp_path / "own.yaml").write_text(BASE)
    without = json.loads(tillit("check", tmp_path / "own.yaml", "--format", "json").out)
    assert without["format"] == 2 and "market" not in without
    assert not [path for path in without["constants"] if path.startswith(("provider.", "finance."))]


def test_explain_says_what_a_market_is(tillit):
    for name in ("market", "market.split", "market.begins"):
        said, swedish = tillit("explain", name), tillit("explain", name, "--lang", "sv")
        assert said.code == swedish.code == 0
        assert "so many equal parts" in said.out and "så många lika stora delar" in swedish.out
        assert "the firms begin on day 182" in said.out and "företagen börjar dag 182" in swedish.out


BEGINS = """title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad?", en: "What?"}
config: base.yaml
set: {record.snapshot_every_days: 0, record.level: municipality, run.days: 84}
before: {market: {pool: {small: 3}}}
arms:
  - {name: own}
  - {name: firms, before: {market: {pool: {small: 3}, externals: 2, share: 0.4, begins: 28, ask: 0.5}}}
  - {name: open, extends: firms, change: [{day: 42, where: {external: true}, set: {plan.knowledge: 1}}]}
outcomes: [missed_share, strain]
claims:
  - {name: missed, text: {sv: uteblir, en: missed}, outcome: missed_share, contrast: [firms, own], direction: higher, smallest: 0.001, days: [28, 84]}
"""


def test_firms_that_begin_on_a_day_are_a_course(tillit, tmp_path):
    """Arms with the same firms to choose from are one until the day; files, stops and verify know nothing else."""
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "begins.yaml").write_text(BEGINS)
    done = tillit("experiment", tmp_path / "begins.yaml", "--format", "json", "--out", tmp_path / "begins.h5")
    assert done.code == 0, done.err
    with h5py.File(tmp_path / "begins.h5") as file:
        own, firms, opened = file["missed_share"][:, :, :, 0]
        assert np.array_equal(own[:, :2], firms[:, :2]) and not np.array_equal(own[:, 2:], firms[:, 2:])
        assert np.array_equal(firms[:, :3], opened[:, :3]) and not np.array_equal(firms[:, 3:], opened[:, 3:])
        external = file["group_strain"][1, :, :, 0, GROUPS.index("external")]
        assert np.isnan(external[:, :2]).all() and not np.isnan(external[:, 2:]).any()
    assert [own["change_day"] for own in json.loads(done.out)["courses"]] == [28, 28]
    assert tillit("verify", tmp_path / "begins.h5").code == 0
    assert tillit("digest", tmp_path / "begins.h5").out == tillit("digest", tmp_path / "begins.yaml").out


@pytest.fixture
def folder(tmp_path):
    """With an experiment, asked.yaml, and its config."""
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "asked.yaml").write_text(EXPERIMENT)
    return tmp_path


def test_claims_within_an_arm_are_judged_and_kept(tillit, folder):
    done = tillit("experiment", folder / "asked.yaml", "--out", folder / "asked.h5")
    assert done.code == 0, done.err
    assert "provider 2 against provider 1, arm split" in done.out
    swedish = tillit("experiment", folder / "asked.yaml", "--lang", "sv")
    assert "finns kvar" not in swedish.out  # none of the claims is about firms
    assert "utförare 2 mot utförare 1, alternativ split" in swedish.out
    found = json.loads(tillit("experiment", folder / "asked.yaml", "--format", "json").out)
    claims = {own["name"]: own for own in found["claims"]}
    assert claims["high"]["verdict"] == "supported" and claims["low"]["verdict"] == "opposite"
    with h5py.File(folder / "asked.h5") as file:
        windows = [name.decode() for name in file["window"][:]]
        assert windows == ["all", "parts", "high", "low", "apart", "against 1"]
        strain = file["window_strain"][1]
        own = strain[:, windows.index("parts")] - strain[:, windows.index("against 1")]
        assert claims["parts"]["difference"] == pytest.approx(own.mean())
        assert claims["high"]["difference"] == pytest.approx(file["window_cost"][0, :, windows.index("high")].mean())
    verified = tillit("verify", folder / "asked.h5")
    assert (verified.code, "the same:" in verified.out) == (0, True), verified.out + verified.err
    assert tillit("digest", folder / "asked.h5").out == tillit("digest", folder / "asked.yaml").out


def test_what_claims_within_an_arm_rest_on(tillit, folder):
    found = json.loads(tillit("claims", folder / "asked.yaml", "--format", "json").out)
    claims = {own["name"]: own for own in found["claims"]}
    assert claims["high"]["verdict"] == "supported" and claims["high"]["reach"]["outcome"] == "moves"
    assert claims["parts"]["reach"]["outcome"] in ("moves", "open")


def test_firms_that_have_all_ended_have_no_measures(tillit, tmp_path):
    """A run goes on without them, and a claim about them is about nobody."""
    (tmp_path / "base.yaml").write_text(
        "seed: 1\nmunicipality: lillkoping\nregime: ordinary\nmarket: {externals: 2, share: 0.5}\n"
        "run: {days: 140, burn_in_days: 0, replicates: 2}\nrecord: {period_days: 28}\nfinance: {credit: 0, capital: 0, grace: 1}\n"
    )
    (tmp_path / "ended.yaml").write_text(
        'title: {sv: "Prov", en: "Trial"}\nquestion: {sv: "Vad?", en: "What?"}\nyear: 2024\nconfig: base.yaml\narms:\n'
        "  - {name: a}\n  - {name: b, set: {reimbursement.external_factor: 0.1}}\noutcomes: [missed_share]\nclaims:\n"
        "  - {name: c, text: t, outcome: missed_share, contrast: [b, a], direction: higher, smallest: 0.01, days: [84, 140],\n"
        "     where: {external: true}}\n"
    )
    done = tillit("experiment", tmp_path / "ended.yaml", "--format", "json", "--quiet")
    assert done.code == 0, done.err
    assert json.loads(done.out)["claims"][0]["difference"] is None
    said = tillit("experiment", tmp_path / "ended.yaml", "--lang", "sv", "--quiet").out
    assert "(Externa utförare är de som finns kvar: den som slutar räknas därefter till egenregin.)" in said


def test_a_note_of_a_point_is_no_error(tillit, tmp_path):
    """Points of which something is noted run, and a file of them verifies; what is wrong of a point is still said."""
    (tmp_path / "base.yaml").write_text(BASE.replace("56", "28") + "market: {split: {parts: [0.006, 0.994]}}\n")
    head = (
        "title: t\nquestion: q\nconfig: base.yaml\n"
        "arms: [{name: a}, {name: b, set: {resources.client_time_share: 0.5}}]\noutcomes: [cost]\n"
    )
    noted = "less than one: it may begin with none"
    (tmp_path / "noted.yaml").write_text(head + "sweep: {factors: {municipality.recipients: [100, 190]}, replicates: 1}\n")
    done = tillit("sweep", tmp_path / "noted.yaml", "--out", tmp_path / "noted")
    assert (done.code, noted in done.err, "error" in done.err) == (0, True, False), done.err
    assert (tillit("merge", tmp_path / "noted").code, tillit("verify", tmp_path / "noted.h5").code) == (0, 0)
    noted = "finance.capital is set, and changes nothing"
    (tmp_path / "plain.yaml").write_text(head)
    done = tillit("experiment", tmp_path / "plain.yaml", "--set", "finance.capital=3")
    assert (done.code, done.err.count(noted), "error" in done.err) == (0, 1, False), done.err
    (tmp_path / "wrong.yaml").write_text(head + "sweep: {factors: {municipality.recipients: [100, 0]}, replicates: 1}\n")
    done = tillit("sweep", tmp_path / "wrong.yaml", "--out", tmp_path / "wrong.h5")
    assert done.code == 2 and "municipality.recipients" in done.err and not (tmp_path / "wrong.h5").exists()


def test_a_factor_that_no_arm_reads_is_refused(tillit, tmp_path):
    """It would be varied in vain; beside an arm that reads it, one that does not is what it is compared with."""
    (tmp_path / "base.yaml").write_text(BASE.replace("56", "28"))
    head = "title: t\nquestion: q\nconfig: base.yaml\narms: [{name: a}, {name: b%s}]\noutcomes: [cost]\n"
    head += "sweep: {factors: {finance.capital: [1, 5]}, replicates: 1}\n"
    for market, code in (("", 2), (", market: {split: {parts: 2}}", 2), (", market: {externals: 1, share: 0.5}", 0)):
        (tmp_path / "x.yaml").write_text(head % market)
        done = tillit("sweep", tmp_path / "x.yaml", "--out", tmp_path / "x.h5")
        assert (done.code, "finance.capital changes nothing in any arm" in done.err) == (code, code == 2), done.err


# ---- free choice (LOV) and tenders (LOU) -------------------------------------------------------------------------------

STRANGERS = "pool: {small: 6, large: 2}"
FREE = "{" + STRANGERS + ", lov: {opens: 28, ask: 1}}"
LET = "{" + STRANGERS + ", lou: [{name: first, day: 28, starts: 56, ask: 1, lots: [{name: all, providers: 2, share: 0.5}]}]}"
LET_IN = """seed: 1
municipality: lillkoping
run: {days: 112, burn_in_days: 56, replicates: 2}
record: {level: municipality, period_days: 14}
provider: {entry_per_year: 20, entry_margin: 0, overhead_small: 0, overhead_large: 0}
market.authorise_days: 1
"""
WHO = f"""title: {{sv: "Prov", en: "Trial"}}
question: {{sv: "Vem får välja?", en: "Who may choose?"}}
config: base.yaml
before: {{market: {{{STRANGERS}}}}}
arms:
  - {{name: own}}
  - {{name: free, before: {{market: {FREE}}}}}
  - {{name: let, before: {{market: {LET}}}}}
outcomes: [satisfied, providers]
claims:
  - {{name: come, text: {{sv: företag kommer, en: firms come}}, outcome: providers, contrast: [free, own], direction: higher, smallest: 0.1, days: [84, 112]}}
  - {{name: two, text: {{sv: två, en: two}}, outcome: providers, arm: let, level: {{above: 1.5}}, days: [84, 112]}}
  - {{name: none, text: {{sv: inga, en: none}}, outcome: providers, arm: let, level: {{above: 0.5}}, days: [0, 56]}}
"""


@pytest.mark.parametrize("market", [FREE, LET], ids=["lov", "lou"])
def test_firms_that_are_let_in_are_in_the_file(tillit, tmp_path, market):
    """Every provider's and owner's: nobody is with a firm before there is one, and everybody is with somebody."""
    text = LET_IN.replace("level: municipality", "level: unit") + f"market: {market}\n"
    (tmp_path / "let-in.yaml").write_text(text)
    done = tillit("run", tmp_path / "let-in.yaml", "--out", tmp_path / "run.h5")
    assert done.code == 0, done.err
    with h5py.File(tmp_path / "run.h5") as file:
        everyone, by = file["recipients"][0, :, :, 0], np.nan_to_num(file["group_recipients"][0, :, :, 0])
        owned = {name: by[..., GROUPS.index(name)] for name in GROUPS}
        assert np.allclose(owned["municipal"] + owned["external"], everyone)
        assert np.allclose(owned["small"] + owned["large"] + owned["nonprofit"], owned["external"])
        assert not owned["external"][:, :4].any() and owned["external"][:, -1].all()
        providers, kinds = file["unit_provider"][:], file["unit_kind"][:]
        assert ((kinds == 0) == (providers == 1)).all() and len(set(providers)) > 2
        assert np.allclose(file["providers"][0, :, -1, 0], file["total_firms_entered"][0, :, :, 0].sum(axis=1))
    assert tillit("digest", tmp_path / "run.h5").out == tillit("digest", tmp_path / "let-in.yaml").out


def test_free_choice_and_tenders_are_courses(tillit, tmp_path):
    """Claims are printed as judged; an arm more, which is asked for as it is run, has the market of the one that it is like."""
    (tmp_path / "base.yaml").write_text(LET_IN)
    (tmp_path / "who.yaml").write_text(WHO)
    done = tillit(
        "experiment", tmp_path / "who.yaml", "--out", tmp_path / "who.h5", "--what-if", "plan.knowledge=1", "--like", "free"
    )
    assert done.code == 0, done.err
    for said in ("supported  firms come: providers ", "supported  two: providers, arm let: 2.00", "opposite   none: providers, arm let: 0 "):
        assert said in done.out
    for pair in ("free - own, day 28", "let - own, day 28"):
        assert pair in done.out
    like, own = (json.loads(tillit("config", tmp_path / "who.h5", "--arm", arm).out) for arm in (2, 4))
    assert own["market"] == like["market"] and own["market"]["lov"] == {"opens": 28, "ask": 1}
    assert [(change["lever"], change["day"]) for change in own["timeline"]] == [("plan.knowledge", 28)] and not like["timeline"]
    with h5py.File(tmp_path / "who.h5") as file:
        external = np.nan_to_num(file["group_recipients"][:, :, :, 0, GROUPS.index("external")])
        assert not external[0].any() and external[1:, :, -1].all()
    assert tillit("verify", tmp_path / "who.h5").code == 0


@pytest.mark.parametrize(
    ("market", "said"),
    [
        ("{lou: [{name: a, day: 28, lots: [{name: x, share: 0.6}, {name: y, share: 0.5}]}]}",
         "market.lou[0].lots: shares come to 1.1 together; at most 1 is allowed, and what is left is the municipality's"),
        ("{lou: [{name: a, day: 28, lots: [{name: x, areas: [7], share: 0.6}]}]}",
         "market.lou: lot 'x' of tender 'a' has area 7, but Lillköping has 2 areas: 1 to 2 are allowed"),
        ("{pool: {small: 0}, lov: {opens: 28}}", "market.pool: no firms, but lov or lou lets firms in: at least one is expected"),
        ("{lov: {opens: 28}, offers: [{name: a, day: 28, way: requirement, set: {organisation.notice_days: 7}}]}",
         "organisation.notice_days is decided by law and cannot be asked of providers; a lever of provider or unit is expected"),
        ("{lou: [{name: a, day: 112, lots: [{name: x, share: 0.5}]}]}",
         "market.lou[0].day = 112 is past the end; the last day is 111 (run.days = 112), and 0 is the first after the burn-in"),
        ("{lou: [{name: a, day: 28, lots: [{name: x, share: 0.5}], phases: [{day: 28, share: 0.5}, {day: 56, share: 0.4}]}]}",
         "market.lou[0].phases[1].share: 0.4 after 0.5; a share above 0 that does not fall is expected"),
    ],
    ids=["shares", "areas", "nobody", "law", "late", "falling"],
)  # fmt: skip
def test_what_no_market_can_be_is_refused_where_it_stands(tillit, tmp_path, market, said):
    """With file, line, path and what is allowed, in a config and in an arm; nothing is written."""
    (tmp_path / "base.yaml").write_text(LET_IN)
    (tmp_path / "run.yaml").write_text(LET_IN + f"market: {market}\n")
    (tmp_path / "experiment.yaml").write_text(WHO.replace(LET, market))
    for command in ("run", "experiment"):
        path = tmp_path / f"{command}.yaml"
        line = next(number for number, text in enumerate(path.read_text().splitlines(), start=1) if market in text)
        done = tillit(command, path, "--out", tmp_path / "x.h5")
        assert done.code == 2 and said in done.err and f"{command}.yaml:{line}:" in done.err, done.err
        assert not done.out and sorted(own.name for own in tmp_path.iterdir()) == ["base.yaml", "experiment.yaml", "run.yaml"]
