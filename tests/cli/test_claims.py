"""`tillit claims` goes on where it was stopped, and never with what belongs to another experiment."""

from __future__ import annotations

import json
import signal
import subprocess
import time

import pytest
from conftest import ROOT, TILLIT

CONFIG = "seed: 1\nmunicipality: lillkoping\nrun: {days: 14, burn_in_days: 0, replicates: 4}\nrecord: {level: municipality, period_days: 14}\n"
EXPERIMENT = """title: t
question: q
config: base.yaml
arms: [{name: a, regime: detail-control}, {name: b, regime: trust-steering}]
outcomes: [quality]
claims: [{name: visits, text: t, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.0001}]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TILLIT_CONFIGS", str(ROOT / "configs"))
    (tmp_path / "base.yaml").write_text(CONFIG)
    (tmp_path / "claims.yaml").write_text(EXPERIMENT)
    return tmp_path


def claims(folder, *options, stop_after=None):
    """The exit code and both outputs; a Ctrl-C after so many seconds."""
    command = [TILLIT, "claims", "claims.yaml", "--threads", "1", "--format", "json", *options]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:
        if stop_after is not None:
            time.sleep(stop_after)
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def stopped(folder):
    """Stops it where something is kept and something is still to do; the file that keeps it, and what was said."""
    delay = 0.3
    for _ in range(30):
        code, _, err = claims(folder, stop_after=delay)
        kept = list(folder.glob("results/*"))
        if code == 1 and kept:
            return kept[0], err
        delay *= 0.7 if code == 0 else 1.3
    raise AssertionError("it was always too early or too late")


def test_it_goes_on_where_it_was_stopped(folder):
    code, whole, err = claims(folder)
    assert code == 0 and "1 of 74" in err and " left" in err and not list(folder.glob("results/*")), err
    assert json.loads(whole)["claims"][0]["verdict"] == "supported"
    kept, said = stopped(folder)
    number = len(json.loads(kept.read_text())["knock_outs"])
    assert f"{number} of 74 knock-outs are kept in results/{kept.name}; to go on: tillit claims claims.yaml --format json\n" in said
    before = kept.read_text()
    code, out, err = claims(folder, "--set", "seed=2")  # another experiment: its own knock-outs, and the file stays
    assert code == 0 and "were reckoned before" not in err and kept.read_text() == before
    code, out, err = claims(folder)
    assert (code, out, f"{number} of 74 knock-outs were reckoned before" in err, kept.exists()) == (0, whole, True, False), err
    state = json.loads(before)
    state["knock_outs"] = dict.fromkeys(state["knock_outs"], [1]) | {"area.density_sd": [1]}
    kept.write_text(json.dumps(state))
    code, out, _ = claims(folder, "--quiet")  # what is kept is believed
    assert code == 0 and "area.density_sd" in json.loads(out)["claims"][0]["rests_on"]
    kept.write_text(json.dumps(state | {"identity": "0" * 16}))
    code, out, err = claims(folder)
    assert (code, out, f"{kept.name}: is damaged or of another experiment: all is reckoned anew" in err) == (0, whole, True), err
    assert "cannot be written" not in err  # but replaced
    kept.write_text(json.dumps(state | {"knock_outs": {"area.density_sd": [7], "work.overtime_min": "x"}}))
    code, out, _ = claims(folder)
    assert (code, out) == (0, whole)  # numbers of no claim are not believed
    (folder / "results").rmdir()
    (folder / "results").write_text("where nothing can be kept, all is reckoned the same")
    code, out, _ = claims(folder)
    assert (code, out) == (0, whole)


DULL = EXPERIMENT.replace("outcome: quality", "outcome: night_hours")  # which neither regime moves


def test_stretched_runs_are_kept_too(folder):
    (folder / "claims.yaml").write_text(DULL)
    code, whole, _ = claims(folder)
    rows = json.loads(whole)["claims"][0]["reach"]["stretched"]
    assert (code, rows[0]["lever"], len(rows) > 10) == (0, None, True)
    kept, said = stopped(folder)
    state = json.loads(kept.read_text())
    number = len(state["stretches"])
    assert f"0 of 0 knock-outs and {number} stretched runs are kept in results/{kept.name}; to go on: " in said
    code, out, err = claims(folder)
    assert (code, out, kept.exists()) == (0, whole, False), err
    key, row = next(iter(state["stretches"].items()))
    assert key == "2 against 1: all"
    row["claims"][0]["difference"] = 7.0
    kept.write_text(json.dumps(state))
    code, out, _ = claims(folder, "--quiet")  # what is kept is believed
    assert json.loads(out)["claims"][0]["reach"]["stretched"][0]["difference"] == 7.0
    row["claims"][0]["difference"] = "7"
    kept.write_text(json.dumps(state))
    code, out, _ = claims(folder)
    assert (code, out) == (0, whole)  # what is no number is not believed
