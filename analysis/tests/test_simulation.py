"""Simulations in this process: the digests and values of the command, and what is refused."""

import copy
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import tillit
from tillit.runs import call

SMALL = """
seed: 1
municipality: lillkoping
municipality.recipients: 30
regime: ordinary
run: {days: 56, burn_in_days: 28, replicates: 2}
record: {level: municipality, period_days: 14}
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("simulation") / "small.yaml"
    path.write_text(SMALL)
    return path


@pytest.fixture(scope="module")
def file(config):
    """What the command writes of the same config."""
    with tillit.run(config, out=config.with_suffix(".h5")) as data:
        return data.load()


def digests(data: xr.Dataset) -> list[str]:
    return [f"{int(value):016x}" for value in data["digest"].values[0]]


def test_digests_are_the_commands_in_any_steps_and_on_any_threads(config, file):
    assert [tillit.Simulation(config, r, threads=r).run().digest for r in (1, 2)] == digests(file)
    with tillit.Simulation(text=SMALL) as sim:
        assert (sim.day, sim.total_days, sim.burn_in_days, sim.finished) == (0, 84, 28, False)
        assert [sim.step(1), sim.step(30), sim.step(1000)] == [1, 30, 53]
        assert (sim.digest, sim.finished) == (digests(file)[0], True)
        assert "replicate 1, day 84 of 84" in repr(sim)


def test_measures_are_those_of_the_file(config, file):
    found = tillit.Simulation(config, 2).run().measures()
    assert isinstance(found, pd.Series) and list(found.index) == list(tillit.measures().index)
    for name, value in found.items():
        assert np.array_equal(value, file[f"window_{name}"].values[0, 1, 0], equal_nan=True), name


def test_words_for_people_come_from_the_library():
    words = tillit.parameters()
    assert words.loc["organisation.span", ["label", "label_sv", "unit_label_sv"]].tolist() == [
        "employees per manager",
        "medarbetare per chef",
        "anställda",
    ]
    assert words.loc["discretion.officer", "stops"] == [
        (0.0, "insatser i minuter", "tasks in minutes"),
        (1.0, "en ram av timmar", "a frame of hours"),
    ]
    assert (
        all(len(stops) >= 2 for stops in words.query("section == 'lever'")["stops"])
        and words.loc["seed", "stops"] == []
    )
    told = tillit.measure_words()
    assert list(told.index) == list(tillit.measures().index)
    assert told.loc["satisfied", ["telling", "low", "high_sv"]].tolist() == ["share", "nobody", "alla"]


def test_a_window_a_mark_and_places(config, file):
    sim = tillit.Simulation(config).run()
    first = sim.window(0, 14)
    assert first["staff_met"] == file["staff_met"].values[0, 0, 0, 0]
    pd.testing.assert_series_equal(sim.window(0, 14, municipality=1), first)
    with pytest.raises(tillit.RunError):
        sim.window(0, 13)
    with pytest.raises(tillit.TillitError, match="one of municipality, provider"):
        sim.measures(place=1)
    with pytest.raises(tillit.TillitError, match="area 0: a whole number from 1"):
        sim.measures(area=0)
    sim.mark()
    assert np.isnan(sim.measures()["cost"])


def test_a_copy_goes_its_own_way(config, file):
    sim = tillit.Simulation(config)
    sim.step(40)
    same, other = copy.copy(sim), sim.copy({"plan.continuity_weight": 5})
    assert same.day == other.day == 40
    own = [each.run().digest for each in (sim, same, other)]
    assert own[0] == own[1] == digests(file)[0] != own[2]
    with pytest.raises(tillit.RunError):
        sim.copy({"run.days": 28})
    with pytest.raises(tillit.RunError, match=r"is not a parameter; did you mean 'plan\.continuity_weight'"):
        sim.copy({"plan.continuty_weight": 5})


def test_periods_one_by_one(config, file):
    sim = tillit.Simulation(config)
    found = list(sim.periods())
    assert [(p.first_day, p.days) for p in found] == [(0, 14), (14, 14), (28, 14), (42, 14)]
    for i, period in enumerate(found):
        assert period.measures["strain"] == file["strain"].values[0, 0, i, 0]
        assert period.counters["recipient_days"] == file["total_recipient_days"].values[0, 0, i, 0]
        assert (period.staff_met == file["staff_met_recipients"].values[0, 0, i, 0]).all()
    assert sim.digest == digests(file)[0] and list(sim.periods()) == []
    units = next(tillit.Simulation(config).periods(by="unit"))
    assert units.measures.index.names == ["municipality", "area", "unit"] and len(units.staff_met) == len(
        units.counters
    )
    assert (
        units.counters["recipient_days"].sum() == next(tillit.Simulation(config).periods()).counters["recipient_days"]
    )


def test_an_observer_is_called_and_may_stop(config):
    seen = []
    sim = tillit.Simulation(config)
    sim.observe(lambda period: seen.append(period.index) or len(seen) == 2)
    assert sim.step(70) == 56 and len(seen) == 2
    sim.observe(None)
    assert sim.step(14) == 14 and len(seen) == 2
    with pytest.raises(tillit.TillitError, match="by 'house'"):
        sim.observe(print, by="house")


def test_an_observer_stops_by_any_truth(config):
    sim = tillit.Simulation(config)
    sim.observe(lambda period: period.measures["strain"] > -1)  # NumPy's own True
    assert sim.step(70) == 42


def test_periods_leave_nothing_behind_and_keep_an_observer(config, file):
    sim, seen = tillit.Simulation(config), []
    sim.observe(lambda period: seen.append(period.index))
    left = sim.periods(by="unit")
    assert next(left).index == 0 and seen == [0]
    assert sim.step(14) == 14 and seen == [0, 1]  # the generator is there still
    assert next(left).index == 2 and seen == [0, 1, 2]
    assert sim.step(1000) == 14 and seen == [0, 1, 2, 3] and list(left) == []
    assert sim.digest == digests(file)[0]
    for wrong in ({"by": "house"}, {"unit": 1.9}):
        with pytest.raises(tillit.TillitError, match="by 'house'|unit 1.9"):
            sim.periods(**wrong)  # at once
    sim = tillit.Simulation(config)
    sim.observe(lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        next(sim.periods())
    left = tillit.Simulation(config)
    next(left.periods())
    assert left.run().finished


def test_an_observer_may_ask_where_its_simulation_stands(config):
    sim, seen = tillit.Simulation(config), []
    sim.observe(lambda _: seen.append((repr(sim), sim.day)))
    sim.run()
    days = [day for _, day in seen]  # as far as the library knows by then
    assert len(days) == 4 and days == sorted(days) and days[-1] <= 84
    assert seen[0][0] == f"<tillit.Simulation Lillköping, ordinary, replicate 1, day {days[0]} of 84>"
    assert "closed" in repr(tillit.Simulation.__new__(tillit.Simulation))


@pytest.mark.parametrize(
    "wrong",
    [
        {"config": "a\0b.yaml"},
        {"config": "a\ud800.yaml"},
        {"config": 7},
        {"text": 7},
        {"text": SMALL + "# \ud800"},
        {"text": SMALL + "# \udc80"},
        {"text": SMALL, "config": 7},
        {"text": SMALL, "config": "a\0.yaml"},
        {"text": SMALL + "# \0"},
        {"set": {"run.days": "56\0000"}},
        {"set": {"run.days\0": 56}},
        {"set": {"regime": "\udc80"}},
        {"set": ["run.days=3"]},
        {"set": "run.days=3"},
        {"set": {"run.days": np.array([1, 2])}},
        {"replicate": 1.5},
        {"replicate": 2**70},
        {"replicate": True},
        {"replicate": "1"},
        {"threads": 1.5},
        {"threads": -1},
        {"threads": 2**40},
    ],
)
def test_what_cannot_be_given_is_refused(wrong):
    own = {"text": SMALL} if "config" not in wrong else {}
    with pytest.raises(tillit.TillitError) as caught:
        tillit.Simulation(**{**own, **wrong})
    assert type(caught.value) is tillit.TillitError  # not the library's: nothing was cut and given to it
    str(caught.value).encode()


def test_places_and_days_that_are_none_are_refused(config):
    sim = tillit.Simulation(config)
    for wrong in ({"unit": 1.9}, {"unit": 2**40}, {"unit": "1"}, {"area": True}, {"pilot": "no"}, {"pilot": 1}):
        with pytest.raises(tillit.TillitError, match="is expected"):
            sim.measures(**wrong)
    assert sim.measures(unit=np.int32(1), pilot=np.bool_(False)) is not None
    for days in (1.5, "1", 2**40):
        with pytest.raises(tillit.TillitError, match="a whole number"):
            sim.step(days)
    for first in (0.5, -1, 2**40):
        with pytest.raises(tillit.TillitError, match="a whole number"):
            sim.window(first, 14)
    with pytest.raises(tillit.TillitError, match="one of them"):
        tillit.Simulation(sim.config, text=SMALL)
    with pytest.raises(tillit.TillitError, match="zero byte"):
        sim.config["run.days\0"]


def test_runs_refuse_what_no_program_takes(config, tmp_path):
    for threads in (-1, 1.5, "2", 4097):
        for out in (None, tmp_path / "x.h5"):
            with pytest.raises(tillit.TillitError, match=r"threads .*: a whole number from 0 to 4096"):
                tillit.run(config, out=out, threads=threads)
    for path, overrides in (("a\0.yaml", {}), (config, {"run.days": "5\0"}), ("\ud800", {}), (config, ["run.days=3"])):
        for function in (tillit.run, tillit.experiment, tillit.digest):
            with pytest.raises(tillit.TillitError, match=r"zero byte|half a character|values by path"):
                function(path, overrides)


def test_a_copy_keeps_its_title(config):
    titled = tillit.Simulation(text='title: {sv: "Prov", en: "Trial"}\n' + SMALL)
    assert [each.config.name for each in (titled, titled.copy({"plan.continuity_weight": 5}))] == ["Trial"] * 2
    other = tillit.Simulation(config).copy({"plan.continuity_weight": 5}).copy({"plan.continuity_weight": 6})
    assert other.config.name == "Lillköping, ordinary"


def test_what_an_observer_raises_is_raised(config):
    sim = tillit.Simulation(config)

    def fail(_):
        raise ZeroDivisionError("mine")

    sim.observe(fail)
    with pytest.raises(ZeroDivisionError, match="mine"):
        sim.run()
    assert sim.day == 42
    sim.observe(lambda _: sim.measures())
    with pytest.raises(tillit.TillitError, match="in use, by another thread or by its own observer"):
        sim.step(14)


def test_errors_are_the_commands(config, tmp_path):
    for overrides in ({"plan.continuty_weight": 1}, {"run.days": -1}):
        said = []
        for function in (
            tillit.Simulation,
            lambda path, set: call("run", path, "--set", *[f"{k}={v}" for k, v in set.items()]),
        ):
            with pytest.raises(tillit.RunError) as caught:
                function(config, set=overrides)
            said.append((str(caught.value), caught.value.code))
        assert said[0] == said[1]
    (tmp_path / "bad.yaml").write_text("seed: x\nregim: ordinary\n")
    with pytest.raises(tillit.RunError) as caught:
        tillit.Simulation(tmp_path / "bad.yaml")
    with pytest.raises(tillit.RunError) as other:
        call("run", tmp_path / "bad.yaml")
    assert str(caught.value) == str(other.value) and f"{tmp_path}/bad.yaml:2" in str(caught.value)
    with pytest.raises(tillit.RunError, match=r"(?m)^mine\.yaml:1:1: error"):
        tillit.Simulation("mine.yaml", text="nonsense: 1\n")
    with pytest.raises(tillit.TillitError, match="a config is expected"):
        tillit.Simulation()
    with pytest.raises(tillit.TillitError, match="replicate 0: a whole number from 1"):
        tillit.Simulation(config, 0)


def test_what_has_ended_is_refused(config):
    with tillit.Simulation(config) as sim:
        sim.run()
        for days in (1, 0):
            with pytest.raises(tillit.TillitError, match="last day was done already|days 0: a whole number"):
                sim.step(days)
    with pytest.raises(tillit.TillitError, match="is closed"):
        sim.measures()
    sim.close()
    assert "closed" in repr(sim)
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(tillit.Simulation(config))


def test_threads_side_by_side_and_not_in_one_another(config, file):
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda r: tillit.Simulation(config, r).run().digest, (1, 2))) == digests(file)
    sim, entered, leave = tillit.Simulation(config), threading.Event(), threading.Event()
    sim.observe(lambda _: entered.set() or leave.wait(60) and None)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(sim.step, 42)
        assert entered.wait(60)
        with pytest.raises(tillit.TillitError, match="in use"):
            sim.close()
        with pytest.raises(tillit.TillitError, match="in use"):
            sim.day  # noqa: B018
        assert "busy" in repr(sim)
        leave.set()
        assert running.result() == 42


def test_a_run_without_a_file_has_the_files_values(config, file, monkeypatch):
    monkeypatch.setenv("TILLIT", "/nowhere")  # no program is started
    found = tillit.run(config, threads=2)
    assert set(found.variables) == set(file.variables)
    for name, variable in file.variables.items():
        assert found[name].dims == variable.dims and found[name].dtype == variable.dtype, name
        assert found[name].equals(file[name]), name
        if name not in file.coords and name not in ("digest", "period_days", "staff_met_recipients"):
            assert found[name].attrs == variable.attrs, name
    for name in ("config_1", "seed", "version", "model_version", "layout_version"):
        assert found.attrs[name] == file.attrs[name]
    assert tillit.bands(found, "strain").equals(tillit.bands(file, "strain"))
    bare = tillit.run(config, {"record.level": "none", "run.replicates": 1})
    assert digests(bare) == digests(file)[:1] and "strain" not in bare


def test_what_only_files_hold_is_run_by_the_program(config, file):
    with tillit.run(config, {"record.level": "unit"}) as data:
        assert "unit_strain" in data and digests(data) == digests(file)


def test_a_library_that_is_not_there_is_said(monkeypatch, tmp_path):
    from tillit import library

    for path, said in (
        (tmp_path / "none.so", "there is no such file; build it with make, or set TILLIT_LIBRARY"),
        (Path(__file__), "cannot be loaded"),
    ):
        monkeypatch.setenv("TILLIT_LIBRARY", str(path))
        with pytest.raises(tillit.TillitError, match=said):
            library.lib.__wrapped__()
