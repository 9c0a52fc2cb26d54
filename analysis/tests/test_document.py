"""What a page holds: it is as the page's contract says, and its numbers are the program's."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from contract import SOURCE, Contract, faults

import tillit
from tillit import library, points
from tillit.estimates import Estimate, Time
from tillit.report.answers import claim
from tillit.report.arms import arms_of
from tillit.report.arrangement import Span
from tillit.report.conclusions import FIVE, Judged
from tillit.report.document import PAY, SHOWN, document
from tillit.report.over_time import DRAWN
from tillit.report.plain import plain
from tillit.report.steps import differing
from tillit.report.texts import Text, decimal
from tillit.runs import call

PILOT = Path(__file__).resolve().parents[2] / "experiments" / "linkoping-pilot-random.yaml"
GROUPS = SOURCE.parent / "words" / "groups.ts"


@pytest.fixture(scope="module")
def companions(folder, printed, tmp_path_factory):
    """What `tillit claims` and `robustness` would have written of the experiment; by hand."""
    made, own = tmp_path_factory.mktemp("companions"), tillit.digest(folder / "experiment.yaml")
    version = tillit.open_result(folder / "result.h5").attrs["model_version"]
    found = {"name": "quality", "verdict": "supported", "difference": 1, "half_width": 1, "arithmetic": False}
    found["rests_on"] = ["experience.discretion"]
    found["reach"] = {"outcome": "moves", "same": False, "largest": None, "stretched": []}
    grounds = {"title": "t", "experiment": own, "model_version": str(version), "replicates": 2, "knocked_out": 70}
    (made / "claims.json").write_text(json.dumps({**grounds, "claims": [found]}))
    table = pd.DataFrame({"quality": [0.5, 0.4, -0.5, 0.0]}, index=pd.RangeIndex(1, 5, name="point"))
    points.save(table, f"by hand; tillit 0 (model version {version}); experiment {own}", made / "points.csv")
    return made


@pytest.fixture(scope="module")
def found(folder, companions):
    """What the page of the experiment holds."""
    return document(folder / "result.h5", companions / "claims.json", companions / "points.csv")


@pytest.fixture(scope="module")
def pilot(tmp_path_factory):
    """A pilot's file, what the program printed, and what its page holds."""
    path = tmp_path_factory.mktemp("pilot") / "pilot.h5"
    small = ("--set", "municipality.recipients=250", "--set", "run.replicates=2")
    printed = call("experiment", PILOT, *small, "--out", path, "--quiet")
    return path, printed, document(path)


# ---- as the contract says --------------------------------------------------------------------------------------------


def test_every_kind_is_as_the_contract_says(found, course_document, pilot, folder, tmp_path):
    tillit.run(folder / "base.yaml", {"run.replicates": 1, "record.level": "none"}, out=tmp_path / "one.h5").close()
    run, compared = tmp_path / "one.h5", tmp_path / "two.h5"
    (tmp_path / "other.yaml").write_text((folder / "base.yaml").read_text() + "steering.meeting_min: 60\n")
    call("compare", folder / "base.yaml", tmp_path / "other.yaml", "--out", compared, "--quiet")
    own = [found, course_document, pilot[2], document(run), document(compared)]
    assert [faults(one) for one in own] == [[]] * 5
    assert [one["kind"] for one in own] == ["experiment"] * 3 + ["run", "compare"]
    assert own[3]["answers"] == own[3]["courses"] == [] and own[3]["levels"]["rows"][0]["cells"][0]["half"] is None


def test_the_contract_finds_what_breaks_it(found):
    """A field too few or too many, another type, a word that is none, a measure or arm that is not there."""
    broken = json.loads(json.dumps(found))
    del broken["notes"]
    broken["kind"], broken["more"], broken["about"]["days"] = "table", 1, "84"
    broken["answers"][0]["five"][0] |= {"measure": "joy", "judgement": "good"}
    broken["answers"][0]["arm"] = 7
    told = "\n".join(faults(broken))
    for fault in (
        r"lacks \['notes'\], has beyond \['more'\]",
        "kind: .* is expected, not 'table'",
        "days: number is expected",
        "measure: 'joy' is not among",
        "not 'good'",
        "there is no arm 7",
    ):
        assert re.search(fault, told), fault
    with pytest.raises(AssertionError):
        Contract("export class X {}")


def test_measures_are_those_that_the_page_groups(found):
    """The lists stand on both sides: what the page puts into groups is what it is given."""
    text = GROUPS.read_text(encoding="utf-8")
    named = re.findall(r'"([a-z_0-9]+)"', re.sub(r"/\*.*?\*/", "", text))
    assert set(named) == {*SHOWN, *DRAWN}
    assert re.findall(r'"([a-z_]+)"', re.search(r"FIVE = \[(.*?)\]", text)[1]) == list(FIVE)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (Estimate(math.nan, math.nan, 0), {"mean": None, "half": None}),
        (Time(math.inf, 3.0, math.nan), {"day": "never", "low": 3.0, "high": None}),
        ((np.float64("nan"), np.int64(3), True, np.array([1.5, math.nan])), [None, 3, True, [1.5, None]]),
        ({"a": Text("å", "a"), "b": Span(None, (0, 7))}, {"a": {"sv": "å", "en": "a"}, "b": {"days": [0, 7], "units": "all"}}),
    ],
)  # fmt: skip
def test_plain_data_has_no_number_that_is_none(own, expected):
    assert plain(own) == expected


def test_an_infinite_number_is_refused():
    with pytest.raises(ValueError, match="infinite"):
        plain({"x": math.inf})


# ---- numbers ---------------------------------------------------------------------------------------------------------


def close(own, expected):
    return own == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


def test_levels_and_claims_are_the_programs_own(found, printed):
    rows = {row["measure"]: row["cells"] for row in found["levels"]["rows"]}
    for i, arm in enumerate(printed["arms"]):
        for name in rows:
            values = [math.nan if value is None else value for value in arm["measures"][name]]
            if not np.isnan(values).any():
                assert close(rows[name][i]["mean"], np.mean(values)), (name, i)
    (own,), (said,) = found["claims"], printed["claims"]
    assert own["verdict"] == said["verdict"] and own["span"] == {"days": [28, 84], "units": "all"}
    assert close([own["change"]["mean"], own["change"]["half"]], [said["difference"], said["half_width"]])


def test_differences_are_those_of_the_library(folder, found):
    with tillit.open_result(folder / "result.h5") as data:
        for row in found["differences"]:
            own, change = row["cells"][0], tillit.difference(data, row["measure"], "b", "a")
            assert own["change"] == plain(change), row["measure"]
    assert {row["measure"] for row in found["differences"]} == set(SHOWN) - set(PAY)  # nobody is paid


def test_courses_are_the_programs_own(course_file, course_printed, course_document):
    """Levels by period, what becomes of them, and claims about that."""
    said = {(*own["contrast"],): own["outcomes"] for own in course_printed[1]["courses"]}
    names = [arm["name"] for arm in course_document["arms"]]
    for own in course_document["paths"]:
        program = said[names[own["arm"]], names[own["base"]]].get(own["measure"])
        if program:  # the program prints those of its outcomes
            assert own["dip_days"] == program["dip"]["days"]
            assert own["settled"] == ("unknown" if program["settled"] == "cannot be said" else program["settled"])
            for part in ("dip", "level"):
                assert close(
                    [own[part]["mean"], own[part]["half"]], [program[part]["mean"], program[part]["half_width"]]
                )
            for part, other in (("over", "dip_days"), ("passed", "passed"), ("half_way", "half_way")):
                assert own[part] == pytest.approx(program[other])
    assert {own["measure"] for own in course_document["paths"]} == set(FIVE)
    with tillit.open_result(course_file) as data:
        bands, own = tillit.bands(data, "satisfied"), tillit.course(data, "satisfied", ("changed", "detail"))
    first = course_document["courses"][0]
    assert first["measure"] == "satisfied" and first["days"] == [14 + 28 * i for i in range(7)]
    assert [arm["mean"] for arm in first["arms"]] == bands["mean"].values.tolist()
    base, changed = first["arms"][:2]
    assert base["band"] is None  # a band is of the difference, upon the base's line
    assert np.subtract(changed["band"]["low"], base["mean"]) == pytest.approx(own.low, abs=1e-12)
    assert np.subtract(changed["band"]["high"], base["mean"]) == pytest.approx(own.high, abs=1e-12)
    for own, program in zip(course_document["claims"], course_printed[1]["claims"]):
        if own["name"] != "there":  # of some units, whose course no file holds
            assert own["verdict"] == program["verdict"] and own["time"] == program.get("days")
    assert course_document["claims"][3]["change"] is course_document["claims"][3]["time"] is None


def test_a_change_and_a_return_are_told(course_document):
    assert course_document["change"] == {"day": 56, "until": None, "back": None}  # of the first arm that is changed
    assert [arm["base"] for arm in course_document["arms"]] == [True, False, False]
    assert [path["later"] for path in course_document["paths"] if path["measure"] == "cost"] == [[], [140]]
    lever = next(own for own in course_document["levers"] if own["name"] == "steering.meeting_min")
    assert [[step["day"] for step in steps] for steps in lever["values"]] == [[0], [0, 56], [0, 56, 140]]


def test_levers_stand_by_group():
    """And those of no group last."""
    head = "seed: 1\nmunicipality: lillkoping\nregime: ordinary\n"
    other = "opinion.kappa: 1\nresources.reform_budget: 9\norganisation.span: 20\nsteering.meeting_min: 25\n"
    configs = [json.loads(library.Config.read(head + more, "own.yaml").json) for more in ("", other)]
    groups = [own["group"] and own["group"].en for own in differing(configs)]
    assert groups == ["Steering", "Organisation", "Resources", None]


def test_a_pilot_is_evaluated_as_the_program_does(pilot):
    _, printed, found = pilot
    rows = printed[printed.index("Evaluating the pilot") :].splitlines()[1:]
    for own, row in zip(found["pilot"]["rows"], rows):
        numbers = [float(text.replace(",", "")) for text in re.findall(r"(-?[\d,.]+) \+-", row)]
        assert [e["mean"] for e in own["found"]] == pytest.approx(numbers, abs=6e-5, rel=5e-3), own["measure"]
    assert found["pilot"]["before"][1] <= found["pilot"]["after"][0]


def test_a_pilot_is_shown_since_it_began_and_in_its_units(pilot):
    path, _, found = pilot
    answer = found["answers"][0]
    assert answer["span"] == {"days": [364, 532], "units": "pilot"} == found["levels"]["span"]
    with tillit.open_result(path) as data:
        true = tillit.pilot(data, "cost", "pilot", "without")["effect"]
    assert answer["five"][4]["change"] == plain(true)
    lever = next(own for own in found["levers"] if own["label"]["en"] == "discretion in the care decision (0–1)")
    first, later = lever["values"][1]
    assert (first["value"], later["value"], later["day"]) == (0.5, 0.9, 168)
    assert later["where"]["en"] == "the pilot's units (by lot, 33\u00a0%)" and found["about"]["changes_begin"] == 168


def test_one_replicate_has_no_intervals(folder, tmp_path):
    tillit.run(folder / "base.yaml", {"run.replicates": 1}, out=tmp_path / "one.h5").close()
    found = document(tmp_path / "one.h5")
    assert {cell["half"] for row in found["levels"]["rows"] for cell in row["cells"]} == {None}
    assert found["courses"][0]["arms"][0]["band"] is None


def test_a_single_run_has_bands_of_its_level(folder, tmp_path):
    tillit.run(folder / "base.yaml", out=tmp_path / "own.h5").close()
    found = document(tmp_path / "own.h5")["courses"][0]
    with tillit.open_result(tmp_path / "own.h5") as data:
        bands = tillit.bands(data, found["measure"]).isel(arm=0)
    assert found["arms"][0]["band"] == {part: bands[part].values.tolist() for part in ("low", "high")}


# ---- what qualifies them ---------------------------------------------------------------------------------------------


def test_five_outcomes_stand_first_and_say_what_was_tried(found):
    five = found["answers"][0]["five"]
    assert [own["measure"] for own in five] == list(FIVE)
    assert all(own["worlds"] is None for own in five)  # the claim is on quality
    quality = next(row for row in found["differences"] if row["measure"] == "quality")["cells"][0]
    assert quality["worlds"] == {"better": 0.5, "worse": 0.25, "negligible": 0.25, "tried": 4, "of": 4}
    assert found["about"]["worlds"] == {"tried": 4, "of": 4}


def test_grounds_and_plausible_worlds_stand_beside_claims(found):
    (own,) = found["claims"]
    assert own["worlds"] == {"holds": 0.5, "opposite": 0.25, "tried": 4, "of": 4}
    assert own["rests_on"]["kind"] == "assumptions"
    assert own["rests_on"]["assumptions"][0]["sv"] == "hur mycket bättre besöket blir av handlingsutrymme"
    assert own["reach"] == {"kind": "moves", "largest": None} and found["about"]["grounds"]["knocked_out"] == 70


def judged(ground, verdict="supported", change=(0.0, 0.0)):
    said = {"name": "q", "text": {"sv": "s", "en": "e"}, "outcome": "staff_met", "contrast": ["b", "a"]}
    said |= {"direction": "higher", "smallest": 1}
    own = Judged(said, Span("q", (0, 7)), Estimate(*change, 3), verdict, None, ground)
    return claim(own, ["a", "b"])


@pytest.mark.parametrize(
    ("ground", "verdict", "kind"),
    [
        (None, "supported", None),
        ({"verdict": "undecided"}, "supported", "fell"),
        ({"verdict": "supported", "arithmetic": True, "rests_on": []}, "supported", "arithmetic"),
        ({"verdict": "supported", "arithmetic": False, "rests_on": []}, "supported", "assumptions"),
        ({"verdict": "supported"}, "opposite", None),
    ],
)
def test_what_a_claim_rests_on(ground, verdict, kind):
    found = judged(ground, verdict)["rests_on"]
    assert (found and found["kind"]) == kind


def test_whether_an_outcome_answers_to_what_differs():
    row = {"lever": "steering.follow_up_min", "end": 600.0, "difference": -0.2, "half_width": None, "same": False}

    def reach(outcome, largest=None, change=(0.1, 0.1)):
        return judged({"reach": {"outcome": outcome, "largest": largest}}, "negligible", change)["reach"]

    assert judged(None, "negligible")["reach"] == judged({}, "negligible")["reach"] == {"kind": "same", "largest": None}
    assert judged(None, "negligible", (0.1, 0.1))["reach"] is None
    assert reach("none") == {"kind": "none", "largest": None} and reach("moves")["kind"] == "moves"
    further = plain(reach("moves", row))
    assert further["kind"] == "further" and further["largest"]["change"] == {"mean": -0.2, "half": None}
    assert further["largest"]["lever"]["sv"] == "minuter uppföljning per månad och anställd"
    together = reach("too_small", {**row, "lever": None})["largest"]
    assert together["lever"] is together["value"] is None


def test_what_measures_are_stands_beside_them(found):
    own = found["measures"]["satisfied"]
    assert own["smallest"]["value"] == 0.01 and own["plausible"]["change"] == {"value": 0.05, "of_level": False}
    assert own["telling"] == "share" and own["better"] == 1 and own["published"]["figure"]["sv"].startswith("89 %")
    cost = found["measures"]["cost"]
    assert cost["smallest"]["of_level"] and cost["plausible"]["low"] is None and cost["unit"] == "SEK/yr"


def test_figures_that_the_model_was_compared_with_are_in_both_languages(found):
    own = found["fit"][0]
    assert own["published"] == {"sv": "16 (14 till 17)", "en": "16 (14 to 17)"}
    assert "," in own["model"]["sv"] and own["role"] == "fitted"


def test_texts_are_decimals_of_the_library():
    assert decimal(-0.0004, 2) == ("0,00", "0.00") and decimal(1234.5, 1).sv == "1\u202f234,5"
    assert library.form("decimal", 0.5, 1, library.SWEDISH) == "0,5"


def test_names_of_arms_are_titles_where_there_are_none(folder, result):
    own = result.drop_attrs().assign_attrs({k: v for k, v in result.attrs.items() if k != "experiment"})
    configs = [tillit.config(result, arm) for arm in (1, 2)]
    assert [arm["title"] for arm in arms_of(own, configs)] == [("a", "a"), ("b", "b")]
