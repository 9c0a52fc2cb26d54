"""The program against tests/reference, an implementation of docs/ODD.md and EXACT.md that shares no code with it."""

from __future__ import annotations

import copy
import json
import math
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from replication_kit import OFTEN, SMALL, WORLDS, copy_documents, followed, settings, write_world

from reference.config import OFF, OptionalMechanismError, from_dict
from reference.counters import LATER, Counted, Numbered
from reference.day import days, digest, run
from reference.numbers import exp, f32, log
from reference.randomness import Draws, Keys, bits, mix

FIRST_OF_CHOICE = 150  # counters from this number on are 0 where nobody chooses


@pytest.fixture
def both(tillit, config, tmp_path):
    """Runs a config with the program; returns its digests and the config as it resolved it."""

    def call(text: str, *sets: str) -> tuple[list[str], dict]:
        path, out = config(text), tmp_path / "out.h5"
        arguments = [word for setting in sets for word in ("--set", setting)]
        done = tillit("run", path, "--out", out, "--overwrite", "--quiet", *arguments)
        assert done.code == 0, done.err
        resolved = tillit("config", out)
        assert resolved.code == 0, resolved.err
        return done.digests, json.loads(resolved.out)

    return call


def digests(resolved: dict) -> list[str]:
    config = from_dict(resolved)
    return [f"{run(config, replicate):016x}" for replicate in range(config.run["run.replicates"])]


# ---- worlds that both reckon


#: Worlds of the kit with a market, and what each is there for, seen in the reference's world after its last day.
MARKET = {
    "split-one-unit": lambda world: any(len(served(unit)) > 1 for unit in world.units),
    "firms-performed": lambda world: any(unit.counted.padded_s for unit in world.units),
    "firms-end-alone": lambda world: any(of.gone for of in world.municipalities[0].providers)
    and all(unit.provider.number == 1 for unit in world.units),
    "firms-begin": lambda world: {unit.provider.number for unit in world.units} > {1},
    "firms-followed": lambda world: any(of.gone for of in world.municipalities[0].providers),
}


def served(unit) -> set[int]:
    """The areas of a unit's recipients."""
    return {person.area.number for person in unit.recipients}


@pytest.mark.parametrize("name", sorted(set(WORLDS) - set(MARKET)))
def test_worlds_of_the_kit(both, name):
    """The kit's worlds, as anyone who builds the model anew gets them."""
    text, sets = WORLDS[name]
    program, resolved = both(text, *sets)
    assert len(set(program)) == resolved["run"]["run.replicates"]
    assert digests(resolved) == program


@pytest.mark.parametrize("name", sorted(MARKET))
def test_worlds_of_a_market(both, name):
    """Several providers: units that serve areas, registered time paid, recipients who move alone, a day of beginning, following up."""
    text, sets = WORLDS[name]
    (program,), resolved = both(text, *sets)
    assert resolved["market"]
    *_, world = days(from_dict(resolved), 0)
    assert f"{digest(world):016x}" == program
    assert MARKET[name](world)


@pytest.mark.parametrize(
    ("name", "length", "counter"),
    [
        ("changed", 98, "switches"),
        ("entered", 161, "switches"),
        ("tendered", 130, "bids"),
        ("passed", 122, "firms_not_renewed"),
        ("offered", 70, "adoptions"),
    ],
)
def test_worlds_in_which_people_choose(both, name, length, counter):
    """Choice, change and waiting; firms that come; lots that are let; areas that pass and come back; practices that are asked for."""
    (program,), resolved = both(followed(name, length))
    counted = 0
    for world in days(from_dict(resolved), 0):
        counted += sum(getattr(unit.counted, counter) for unit in world.units)
    assert f"{digest(world):016x}" == program
    assert counted > 0


def test_rules_of_grouping_are_told_apart(both):
    """Worlds with one team an area cannot tell them apart."""
    assert (
        len({both(WORLDS[name][0], *WORLDS[name][1])[0][0] for name in ("by-area", "keep-relations", "at-random")}) == 3
    )


def test_colleagues_often_take_shifts_in_units_without_employees(both):
    """Who planned the rostered shift away is off; planning takes no less than its minutes where nobody is employed."""
    willing = ("presence.moved_shift_probability=0.5", "presence.extra_shift_probability=0.3")
    program, resolved = both(settings(21, "trust-steering", 0, 56), *OFTEN, *willing)
    assert digests(resolved) == program


def test_several_municipalities(both, tillit, tmp_path):
    """Lone units lend their hourly staff to one another across areas, never across municipalities."""
    _, resolved = both(settings(10, "ordinary", 20, 56), *SMALL)
    code = resolved["municipalities"][0]["code"]
    for i, (of, areas, recipients, hours) in enumerate([(code, 1, 14, 20.0), (0, 3, 40, 30.0), (code, 2, 30, 25.0)]):
        municipality = copy.deepcopy(resolved["municipalities"][0])
        municipality["name"], municipality["code"] = f"Nummer {i}", of
        municipality["profile"] |= {
            "municipality.areas": areas,
            "municipality.recipients": recipients,
            "municipality.granted_hours": hours,
        }
        resolved["municipalities"].append(municipality)
    path = tmp_path / "several.json"
    path.write_text(json.dumps(resolved), encoding="utf-8")
    done = tillit("run", path, "--quiet")
    assert done.code == 0, done.err
    assert digests(resolved) == done.digests


def test_a_municipality_is_the_same_in_any_company(both):
    """Its ids hold its code and which copy it is, not its place in the run."""
    _, resolved = both(settings(1, "ordinary", 0, 14), *SMALL)
    alone = next(days(from_dict(resolved), 0)).units
    other = copy.deepcopy(resolved["municipalities"][0]) | {"code": 1}
    resolved["municipalities"] = [other, *resolved["municipalities"], copy.deepcopy(resolved["municipalities"][0])]
    _, second, third = next(days(from_dict(resolved), 0)).municipalities
    assert [unit.digest for unit in second.units] == [unit.digest for unit in alone]
    assert [unit.digest for unit in third.units] != [unit.digest for unit in alone]


# ---- the comparison can fail


def test_the_kit_gives_what_the_program_counts(tillit, tmp_path):
    """Its resolved world has the digest that it names, and every visit that was due is in its counters."""
    write_world(tmp_path, "tiny")
    found = json.loads((tmp_path / "tiny.expected.json").read_text(encoding="utf-8"))
    assert tillit("run", tmp_path / "tiny.json", "--quiet").digests == found["digests"]
    assert len(found["days_of_replicate_0"]) == 14
    units = [unit["counters"] for day in found["days_of_replicate_0"] for unit in day]
    assert sum(u["visits_made"] + u["visits_unassigned"] + u["visits_dropped"] for u in units) == sum(
        u["visits_due"] for u in units
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["tiny.expected.json", "tiny.json", "tiny.yaml"]


@pytest.mark.parametrize(
    "name", ["opinion.kappa", "need.shock_sd", "strain.down_days", "cost.planner_sek_per_h", "satisfaction.loss_weight"]
)
def test_an_altered_coefficient_gives_another_digest(both, name):
    program, resolved = both(settings(1, "ordinary", 0, 28), *SMALL)
    assert digests(resolved) == program
    altered = copy.deepcopy(resolved)
    altered["constants"][name] *= 1.05
    assert digests(altered) != program


# ---- the kit


def test_the_kit_holds_what_an_implementation_needs(both, tmp_path):
    copy_documents(tmp_path)
    read = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.md")}
    assert all(f"\n### 7.{number} " in read["ODD.md"] for number in range(1, 35))
    for topic in ("Numbers", "Keys", "Draws, in order", "Start", "Order of the day", "Counters", "Digest"):
        assert f"\n## {topic}\n" in read["EXACT.md"], topic
    _, resolved = both(settings(1, "ordinary", 0, 14), *SMALL)
    for name in resolved["constants"]:
        assert f"| `{name}` |" in read["parameters.md"], name
    assert "| `staff_met` |" in read["measures.md"]
    counters = {counter.name: isinstance(counter.default, float) for counter in fields(Counted)}
    del counters["met_histogram"]
    _, of_digest = read["EXACT.md"].split("\n## Digest\n")
    table = {int(n): (name, bool(real)) for n, name, real in re.findall(r"\| (\d+) `(\w+)`( ~)? (?=\|)", of_digest)}
    first = dict(table[number] for number in sorted(table) if number < FIRST_OF_CHOICE)
    later = re.findall(r"\| (\d+) `(\w+)` (?=\|)", of_digest)
    assert {name: int(number) for number, name in later if int(number) >= FIRST_OF_CHOICE} == LATER
    named = re.findall(r"(?:marking sums|languages of visits):\n\n`([^`]+)`|over providers: `([^`]+)`", of_digest)
    observed = {name.rstrip("~"): name.endswith("~") for some in named for text in some for name in text.split()}
    assert list(first) == [counter.name for counter in fields(Numbered)]
    assert first | dict.fromkeys(LATER, False) | observed == counters


# ---- what the reference does not hold, and its tools


@pytest.mark.parametrize("name", sorted(OFF))
def test_optional_mechanisms_are_refused(both, name):
    _, resolved = both(settings(1, "ordinary", 0, 14), *SMALL)
    section = "constants" if name in resolved["constants"] else "run"
    resolved[section][name] = 0.5
    with pytest.raises(OptionalMechanismError, match=rf"^{name} = 0.5: an optional mechanism"):
        from_dict(resolved)


def test_what_is_no_config_is_said(tmp_path):
    def call(*arguments: object) -> str:
        command = [sys.executable, "-m", "reference", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
        assert done.returncode == 2 and not done.stdout and "Traceback" not in done.stderr
        return done.stderr

    for text in ("{", "[]", "{}", '{"run": {}, "regime": {}, "constants": 3}'):
        (tmp_path / "bad.json").write_text(text, encoding="utf-8")
        assert "bad.json: not a config that the reference can run" in call(tmp_path / "bad.json")
    assert "none.json: No such file" in call(tmp_path / "none.json")
    assert "usage" in call()


def test_randomness_has_its_published_values():
    assert mix(0) == 0xE220A8397B1DCDAF  # the first of splitmix64 from state 0
    assert bits(0, 1) == 0x6E789E6AA1B965F4  # and the second
    draws = Draws(0)
    draws.increment = 54 << 1 | 1  # PCG32's demonstration: state 42, stream 54
    draws.state = ((draws.increment + 42) * 6364136223846793005 + draws.increment) & ((1 << 64) - 1)
    assert [draws.u32() for _ in range(6)] == [
        0xA15C02B7,
        0x7B47F409,
        0xBA1D3330,
        0x83D2F293,
        0xBFA4784B,
        0xCBED606E,
    ]
    assert Keys(1, 0).today("need", 5, 3) != Keys(1, 1).today("need", 5, 3)


def test_functions_are_close_to_the_library_s():
    for i in range(-400, 401):
        x = i / 20
        assert exp(x) == pytest.approx(math.exp(x), rel=1e-14)
        assert log(math.exp(x)) == pytest.approx(x, rel=1e-13, abs=1e-15)
    assert f32(0.1) != 0.1
    assert f32(0.1) == pytest.approx(0.1, rel=1e-7)
