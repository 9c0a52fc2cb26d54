"""The schedule is the whole day: nothing else moves the world, every row names its file, and what decays is declared."""

from __future__ import annotations

import re

from conftest import ROOT

CORE = ROOT / "model" / "core"
ROW = re.compile(r'^    STEP\((\w+), (\w+), (\w+), "([\w/]+)", \w+\((\w+)\), "([^"]+)"\),$', re.MULTILINE)
PROTOTYPE = re.compile(r"^[\w ]+?\*?(tl_\w+)\(([^;{}]*)\);", re.MULTILINE)
# Worlds are made, copied and freed between days.
BETWEEN_DAYS = {"tl_synth", "tl_world_allocate", "tl_world_free"}


def source(name: str) -> str:
    """A file of the core."""
    return (CORE / name).read_text(encoding="utf-8")


def moves_the_world() -> set[str]:
    """Functions of all rooms but the day's that are given a world to change."""
    headers = [path for path in CORE.glob("*/*.h") if path.parent.name != "day"]
    found = [match for path in headers for match in PROTOTYPE.findall(path.read_text(encoding="utf-8"))]
    return {name for name, given in found if re.search(r"(?<!const )tl_World \*", given)}


def called(text: str) -> set[str]:
    """The public functions that a file names."""
    return set(re.findall(r"\btl_\w+", text))


def test_only_the_schedule_moves_the_world():
    movers, rows = moves_the_world(), ROW.findall(source("day/schedule.c"))
    assert {"tl_need", "tl_rounds", "tl_staffing_month", "tl_reorganise", "tl_synth"} <= movers
    for path in (CORE / "day").glob("*.[ch]"):
        named = called(path.read_text(encoding="utf-8")) & movers
        if path.name == "simulation.c":
            assert named <= BETWEEN_DAYS
        elif path.name == "schedule.c":
            assert named == {row[4] for row in rows} and len(rows) > 30
        else:
            assert not named, path.name


def test_every_row_names_the_file_of_its_function(tillit):
    rows = ROW.findall(source("day/schedule.c"))
    printed = tillit("schedule", "--format", "markdown").out.splitlines()[2:]
    assert [line.split(" | ")[1] for line in printed] == [row[3] for row in rows]
    assert [line.split(" | ")[-1].removesuffix(" |") for line in printed] == [row[5] for row in rows]
    for _, _, _, file, function, _ in rows:
        assert re.search(rf"^\w+ {function}\(", source(f"{file}.c"), re.MULTILINE), (file, function)


def test_all_evidence_is_declared_as_decaying():
    state = source("world/state.def")
    world = "".join(source(name) for name in ("world/world.h", "market/account.h", "market/followed.h", "purchaser/dossier.h"))
    evidence = re.compile(r"^(\w+_)?(good|bad|familiarity)$")
    declared = {value.replace("[row]", "") for value in re.findall(r"^TL_DECAYS\(\w+, ([\w.\[\]]+), \w+\)$", state, re.MULTILINE)}
    found = set()
    for kind, array in re.findall(r"^TL_STATE\((\w+), (\w+), ", state, re.MULTILINE):
        struct = re.search(rf"^typedef struct {kind} \{{(.*?)^\}} {kind};", world, re.MULTILINE | re.DOTALL)
        members = re.findall(r"\bfloat ([\w, ]+);", struct[1]) if struct else []
        names = [name.strip() for line in members for name in line.split(",")]
        found |= {f"{array}.{name}" for name in names if evidence.match(name)}
        found |= {array} if evidence.match(array) else set()
    assert len(found) > 10
    assert declared == found
