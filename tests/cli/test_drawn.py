"""Arrangements that are drawn, from end to end: the same in any run, in files that alone give the same bits, and said to be drawn."""

from __future__ import annotations

import json

import h5py
import pytest

BASE = """seed: {seed}
municipality: {municipality}
market: {{drawn: true}}
provider.spans: one_unit
run: {{days: 56, burn_in_days: 14, replicates: 1}}
record: {{period_days: 14}}
"""


def write(folder, seed=1, municipality="lillkoping"):
    (folder / "drawn.yaml").write_text(BASE.format(seed=seed, municipality=municipality))
    return folder / "drawn.yaml"


def drawn(tillit, path):
    """What each municipality was given, by code."""
    done = tillit("check", path, "--format", "json")
    assert done.code == 0, done.err
    return {own["code"]: own["market"] for own in json.loads(done.out)["municipalities"]}


@pytest.fixture
def with_firms(tillit, tmp_path):
    """A small municipality that was given choice and firms."""
    for seed in range(1, 50):
        path = write(tmp_path, seed)
        own = next(iter(drawn(tillit, path).values()))
        if own["externals"] > 0 and own["form"] == "performed":
            return path
    raise AssertionError("no seed gives firms")


def test_a_municipality_has_the_same_arrangement_alone_and_in_the_country(tillit, tmp_path):
    country = drawn(tillit, write(tmp_path, 5, "all"))
    assert len(country) == 290 and {own["type"] for own in country.values()} == {"stockholm", "metropolitan", "sparse", "other"}
    for name in ("karlstad", "stockholm", "linkoping"):
        ((code, own),) = drawn(tillit, write(tmp_path, 5, name)).items()
        assert own == country[code]
    assert 130 <= sum(own["choice"] for own in country.values()) <= 180


def test_threads_levels_and_the_resolved_config_give_the_same_bits(tillit, tmp_path, with_firms):
    out, found = tmp_path / "drawn.h5", []
    for more in (("--threads", "1"), ("--threads", "2"), ("--set", "record.level=unit")):
        done = tillit("run", with_firms, "--out", out, "--overwrite", *more)
        assert done.code == 0, done.err
        found.append(done.digests)
    assert tillit("verify", out).code == 0
    (tmp_path / "resolved.json").write_text(tillit("config", out, "--arm", "1").out)
    found.append(tillit("run", tmp_path / "resolved.json", "--set", "run.replicates=1").digests)
    assert found[0] and found.count(found[0]) == 4
    with h5py.File(out) as file:
        assert "drawn for each municipality" in file.attrs["drawn"].decode()


def test_it_is_said_to_be_drawn(tillit, with_firms):
    assert "note: market.drawn" in tillit("check", with_firms).err
    assert "are drawn for each municipality" in tillit("explain", "market.drawn").out
    assert "lottas åt varje kommun" in tillit("explain", "market.drawn", "--lang", "sv").out


def test_a_checkpoint_and_a_sweep_keep_it(tillit, tmp_path, with_firms):
    whole = tillit("run", with_firms).digests
    assert tillit("run", with_firms, "--checkpoint", tmp_path / "x.checkpoint").digests == whole
    (tmp_path / "sweep.yaml").write_text(
        "title: {sv: Prov, en: Trial}\nquestion: {sv: Vad, en: What}\nconfig: drawn.yaml\narms: [{name: own}]\noutcomes: [cost]\n"
        "sweep: {factors: {plan.knowledge: [0.2, 0.8]}}\n"
    )
    refused = tmp_path / "form.yaml"
    refused.write_text((tmp_path / "sweep.yaml").read_text().replace("plan.knowledge: [0.2, 0.8]", "reimbursement.form: [granted, block]"))
    assert tillit("sweep", tmp_path / "sweep.yaml", "--plan").code == 0
    done = tillit("sweep", refused, "--plan")
    assert done.code == 2 and "reimbursement.form changes nothing in any arm" in done.err


def test_bad_listings_are_refused_with_their_place(tillit, tmp_path, with_firms):
    text = tillit("check", with_firms, "--format", "json").out
    path = tmp_path / "bad.json"
    for old, new, said in (
        ('"form": "performed"', '"form": "barter"', "'form'"),
        ('"choice": true', '"choice": "perhaps"', "'choice'"),
        ('"externals": ', '"externals": 9', "market"),
    ):
        assert old in text
        path.write_text(text.replace(old, new))
        done = tillit("check", path)
        assert done.code == 2 and str(path) in done.err and said in done.err, done.err
