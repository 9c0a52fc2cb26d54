"""The model beside published figures: what is read, what is refused, and what the documents say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from tillit import validation
from tillit.errors import TillitError
from tillit.estimates import Estimate
from tillit.validation import table, worlds
from tillit.validation.patterns import PATTERNS
from tillit.validation.targets import COLUMNS, MARKET, TARGETS

ROOT = Path(__file__).resolve().parents[2]
FITTED = ["staff_met", "sick_share", "quit_and_retire", "client_time", "hourly_hours", "satisfied"]


@pytest.fixture(scope="module")
def small() -> validation.Worlds:
    """Two replicates of a short run of the arms."""
    return validation.Worlds(replicates=2, days=112)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return path


def test_six_figures_are_fitted_and_every_pattern_has_a_target():
    targets = validation.read_targets()
    assert [own.pattern for own in targets if own.role == "fitted"] == FITTED
    market = validation.read_targets(MARKET)
    assert {own.pattern for own in targets} | {own.pattern for own in market} == set(PATTERNS)
    fitted = [own.pattern for own in market if own.role == "fitted"]
    assert fitted == ["choice_none", "choice_private", "choice_firms", "choice_entries"]
    assert not {own.role for own in market} & {"predicted"}  # who chose the mechanisms knew them
    assert all(own.source for own in targets if own.counted)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x,en,sv,1,0,2,2020,,read,predicted,", "has no source"),
        ("x,en,sv,1,0,2,2020,OJ13,heard,predicted,", "grade is 'heard'"),
        ("x,en,sv,1,0,2,2020,OJ13,read,hoped,", "role is 'hoped'"),
        ("x,en,sv,much,0,2,2020,OJ13,read,predicted,", "published is 'much'"),
        ("x,en,sv,1,2,0,2020,OJ13,read,predicted,", "low below high"),
        ("x,en,sv,1,nan,2,2020,OJ13,read,predicted,", "low below high"),
        ("x,en,sv,1,,,2020,OJ13,read,predicted,", "one of them at least"),
        ("x,en,sv,1", "11 columns are expected"),
    ],
)
def test_a_bad_target_is_refused_with_its_line(tmp_path, line, message):
    with pytest.raises(TillitError, match=message) as refused:
        validation.read_targets(write(tmp_path / "t.csv", line))
    assert "t.csv:2" in str(refused.value)


def test_missing_files_are_named(tmp_path):
    with pytest.raises(TillitError, match="cannot be read"):
        validation.read_targets(tmp_path / "none.csv")
    (tmp_path / "short.csv").write_text("pattern,en\n")
    with pytest.raises(TillitError, match="lacks the columns sv"):
        validation.read_targets(tmp_path / "short.csv")
    with pytest.raises(TillitError, match="there is no such file"):
        validation.published(tmp_path / "profiles.csv")
    twice = "x,en,sv,1,0,2,2020,OJ13,read,predicted,"
    with pytest.raises(TillitError, match="twice"):
        validation.read_targets(write(tmp_path / "t.csv", twice, twice))


def test_a_target_without_pattern_names_the_nearest(tmp_path):
    path = write(tmp_path / "t.csv", "staf_met,en,sv,1,0,2,2020,OJ13,read,predicted,")
    with pytest.raises(TillitError, match="did you mean 'staff_met'"):
        validation.rows(validation.read_targets(path), validation.Worlds())


def test_memory_and_derived_are_shown_and_not_counted(tmp_path):
    path = write(
        tmp_path / "t.csv",
        "staff_met,a,a,1,0,2,2020,OJ13,read,predicted,",
        "satisfied,b,b,1,0,2,2020,OJ13,derived,predicted,",
        "sick_share,c,c,1,0,2,,,memory,predicted,",
        "client_time,d,d,1,0,2,2020,OJ13,read,predicted,too much",
    )
    found = [table.Row(own, Estimate(1.0, 0.1, 4)) for own in validation.read_targets(path)[:3]]
    found.append(table.Row(validation.read_targets(path)[3], Estimate(3.0, 0.1, 4)))
    text = validation.markdown(found)
    assert "Predicted: 1 inside, 1 outside, 0 undecided." in text
    assert "not counted: 2 inside, 0 outside, 0 undecided" in text
    assert "- *d*: too much" in text and "inside, not counted" in text


@pytest.mark.parametrize(
    ("mean", "half_width", "verdict"),
    [
        (1.0, 0.5, "inside"),
        (1.0, 1.5, "undecided"),
        (2.2, 0.1, "outside"),
        (2.2, 0.3, "undecided"),
        (1.0, np.nan, "inside"),
    ],
)
def test_a_verdict_needs_the_whole_interval(tmp_path, mean, half_width, verdict):
    target = validation.read_targets(
        write(tmp_path / "t.csv", "staff_met,a,a,1,0,2,2020,OJ13,read,predicted,why it fails")
    )[0]
    row = table.Row(target, Estimate(mean, half_width, 4))
    assert row.verdict == verdict and ("why it fails" in validation.markdown([row])) == (verdict != "inside")


def test_figures_of_2014_are_those_of_the_tables():
    """The derived figures, computed again from the tables in the checkout."""
    tables, targets = validation.published(), {own.pattern: own for own in validation.read_targets()}
    met, satisfied = tables["continuity_2014"], tables["satisfied_2014"]
    computed = {
        "met_mean_2014": met.mean(),
        "met_spread": met.std(),
        "met_p10": met.quantile(0.1),
        "met_p25": met.quantile(0.25),
        "met_median": met.median(),
        "met_p75": met.quantile(0.75),
        "met_p90": met.quantile(0.9),
        "enough_time_satisfied": tables["enough_time_2014"].corr(satisfied),
        "met_year_to_year": met.corr(tables["continuity_2013"]),
        "satisfied_mean_2014": satisfied.mean() / 100,
        "satisfied_spread": satisfied.std(),
        "satisfied_year_to_year": satisfied.corr(tables["satisfied_2013"]),
        "met_satisfied": met.corr(satisfied),
        "met_satisfied_change": (met - tables["continuity_2013"]).corr(satisfied - tables["satisfied_2013"]),
        "met_enough_time": met.corr(tables["enough_time_2014"]),
        "rural_met": met[tables["county"] != "Stockholm"].mean() - met[tables["county"] == "Stockholm"].mean(),
    }
    for name, value in computed.items():
        assert targets[name].low <= value <= targets[name].high, (name, value)


def test_patterns_of_the_arms_are_numbers(small):
    for name in ("staff_met", "pool_8", "heavy_time", "unsafe_trust", "fraud_concentrated", "danish_strain"):
        found = PATTERNS[name](small)
        assert np.isfinite(found.mean) and found.count == 2, name
    people = small.people("employee", ["strain"], "detail")
    assert set(people["replicate"]) == {1, 2} and people["id"].nunique() > 100


def test_people_are_those_of_the_arm(small):
    ordinary, trust = (small.people("recipient", ["satisfaction"], arm) for arm in ("ordinary", "trust"))
    assert not np.array_equal(ordinary["satisfaction"].to_numpy()[-100:], trust["satisfaction"].to_numpy()[-100:])
    day = ordinary["day"].min()
    one, other = (set(own.loc[own["day"] == day, "id"]) for own in (ordinary, trust))
    assert len(one & other) > 0.95 * len(one)  # the same people, but for decisions that differ


def test_scalar_trust_has_no_room_for_ignorance(small):
    scalar = validation.Worlds({"opinion.form": "scalar", "municipality.recipients": 60}, replicates=2, days=112)
    assert PATTERNS["trust_distrust"](scalar).mean == pytest.approx(-1, abs=1e-4)
    assert PATTERNS["trust_distrust"](small).mean > -0.95
    assert PATTERNS["manager_knows"](scalar).mean == 0


def test_municipal_statistics():
    own = pd.Series([1.0, 2.0, 3.0, 4.0], index=list("abcd"))
    from tillit.validation.patterns import _rest_minus_metropolitan, correlation

    assert correlation(own, 2 * own) == pytest.approx(1)
    assert np.isnan(correlation(own, own * 0))
    tables = validation.published()
    inside = (tables["county"] == "Stockholm").astype(float)
    assert _rest_minus_metropolitan(inside) == pytest.approx(-1)


def test_the_country_is_read_by_replicate():
    """Its interval is that of luck from draw to draw, not of a sample of municipalities."""

    class Drawn(validation.Worlds):
        @property
        def countries(self) -> list[worlds.Country]:
            met = xr.DataArray(
                np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]])[None, :, :, None] + np.zeros(52),
                dims=("arm", "replicate", "municipality", "period"),
                coords={"municipality": list("abc")},
            )
            data = xr.Dataset({"staff_met": met, "satisfied": -met})
            return [worlds.Country(data, replicate) for replicate in range(2)]

    found = PATTERNS["met_mean_2014"](Drawn())
    assert found.mean == 3 and found.count == 2 and found.half_width == pytest.approx(12.706, rel=1e-3)
    assert PATTERNS["met_spread"](Drawn()).mean == pytest.approx(1.5)
    assert PATTERNS["met_satisfied"](Drawn()).mean == pytest.approx(-1)
    assert PATTERNS["satisfied_two_draws"](Drawn()).mean == pytest.approx(1)


def test_patterns_of_several_providers_compare_groups_and_forms():
    """Firms minus the municipality's own, in points; forms of pay; and firms that leave, of those that there were."""

    class Planted(validation.Worlds):
        def of_market(self, outcome, arm, window="all"):
            values = {
                ("satisfied", "granted", "external"): 0.88, ("satisfied", "granted", "municipal"): 0.9,
                ("late_share", "granted", "external"): 0.1, ("late_share", "granted", "municipal"): 0.13,
                ("registered_granted", "granted", "all"): 0.9, ("registered_granted", "performed", "all"): 0.94,
                ("employees", "granted", "external"): 46.0, ("recipients", "granted", "external"): 100.0,
                ("firms_leaving", "granted", "all"): 1.0, ("firms_leaving", "performed", "all"): 0.5,
                ("cost_travel", "one", "all"): 1.1, ("cost_travel", "alone", "all"): 1.0,
            }  # fmt: skip
            return np.full(3, values[outcome, arm, window])

    found = {
        "external_satisfied": -2.0, "external_on_time": 3.0, "registered_of_granted": 0.92, "performed_registers_more": 0.04,
        "external_employees": 0.46, "external_exits": 0.15, "one_firm_drives": 0.1,
    }  # fmt: skip
    for name, value in found.items():
        assert PATTERNS[name](Planted()).mean == pytest.approx(value), name


RARE = {"choice_found_late", "choice_firms", "choice_private", "firms_concentrated"}


def test_worlds_with_firms_have_what_the_patterns_ask_for(monkeypatch):
    """Run small: every pattern but of what is rare has a number, and the table counts what is known and fitted by itself."""
    monkeypatch.setattr(worlds, "SIZES", {size: {"recipients": 180, "areas": 2} for size in worlds.SIZES})
    rows = validation.rows(validation.read_targets(MARKET), validation.Worlds({"run.burn_in_days": 28}, 2, 28))
    assert not [
        row.target.pattern for row in rows if not np.isfinite(row.model.mean) and row.target.pattern not in RARE
    ]
    assert validation.counts(rows).startswith("Fitted: ") and "Known: " in validation.counts(rows)


def test_patterns_of_choice_are_rates_over_firms_and_shares_of_worlds():
    """Rare events are summed over worlds; those of three sizes stand one after the other."""

    class Planted(validation.Worlds):
        def of_choice(self, outcome, size="median", window="late", arm="choice"):
            values = {
                "providers": [0.0, 4.0], "providers_left": [0.0, 1.0], "providers_entered": [0.0, 0.5], "external_share": [0.0, 0.6],
                "satisfied": [0.9, 0.9] if arm == "new" else [0.861, 0.9], "recipients": [np.nan, 240.0], "active_choice": [0.9, 0.9],
            }  # fmt: skip
            return np.array(values[outcome])

    found = {
        "choice_none": 0.1, "choice_private": 0.6, "choice_firms": 4.0, "choice_few": 1.0, "choice_empty": 0.5, "choice_exits": 0.25,
        "choice_entries": 0.125, "choice_own_leads": 0.5, "choice_persons": 60.0, "choice_satisfied": 0.5,
    }  # fmt: skip
    for name, value in found.items():
        assert PATTERNS[name](Planted()).mean == pytest.approx(value), name


def test_variants_show_only_what_differs():
    targets = [own for own in validation.read_targets() if own.pattern in ("staff_met", "satisfied")]
    row = lambda target, value: table.Row(target, Estimate(value, 0.0, 2))  # noqa: E731
    found = {
        "default": [row(targets[0], 16), row(targets[1], 0.89)],
        "other": [row(targets[0], 30), row(targets[1], 0.88)],
    }
    text = validation.variants_markdown(found)
    assert "30 **outside**" in text and "share satisfied" not in text
    assert "| inside, counted |  |  | 2 | 1 |" in text


def test_the_command_refuses_what_it_cannot_use(tmp_path, refusal):
    assert "a name, = and a value are expected" in refusal("validate", "--set", "opinion.kappa")
    assert "opinion.kappa" in refusal("validate", "--replicates", "2", "--set", "opinion.kapa=1")
    assert "cannot be read" in refusal("validate", "--targets", str(tmp_path / "none.csv"))
    assert "holds no figures" in refusal("validate", "--targets", str(write(tmp_path / "empty.csv")))
    said = refusal("validate", "--market", "--targets", str(tmp_path / "none.csv"))
    assert "not allowed with argument" in said
    misspelt = write(tmp_path / "t.csv", "staf_met,en,sv,1,0,2,2020,OJ13,read,predicted,")
    said = refusal("validate", "--targets", str(misspelt))
    assert said == "tillit: targets: there is no pattern 'staf_met'; did you mean 'staff_met'?\n"


def test_documents_show_what_the_command_printed():
    shown, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("docs/results/validate.md", "README.md"))
    block = shown.split("<!-- worlds: validate -->\n")[1].split("<!-- end: validate -->")[0]
    for own in validation.read_targets():
        assert block.count(f"| {own.en} |") == 1, f"{own.en}: run make validate"
    market = (ROOT / "docs/results/market.md").read_text(encoding="utf-8")
    for own in validation.read_targets(MARKET):
        assert market.count(f"| {own.en} |") == 1, f"{own.en}: run tillit validate --market"
    sample = readme.split("## Does it look like Sweden?")[1].split("\n## ")[0]
    rows = [
        line for line in sample.splitlines() if line.startswith("| ") and "verdict" not in line and "---" not in line
    ]
    assert len(rows) > 8 and all(row in block for row in rows)
    sums = next(line for line in block.splitlines() if line.startswith("Fitted: "))
    assert sums in sample
    assert worlds.CONFIGS.exists() and TARGETS.exists()
