"""The library as others get it: installed, found by pkg-config, from C, from C++ and from Python's ctypes."""

from __future__ import annotations

import ctypes
import json
import math
import os
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, TILLIT
from scipy.special import betaincinv

BUILD = Path(TILLIT).resolve().parent
LIBRARY = BUILD / "libtillit.so"
SHIM = BUILD / "tests" / "allocations.so"
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
SMALL = "configs/small.yaml"


def done(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, **options)


def output(*command: object, **options: object) -> str:
    result = done(*command, **options)
    assert result.returncode == 0, result.stderr
    return result.stdout


# ---- installed -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """What `make install` puts under a prefix, below a folder of its own."""
    top = tmp_path_factory.mktemp("installed")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    output("make", f"BUILD={BUILD}", f"DESTDIR={top}", "PREFIX=/usr/local", "install-files", env=plain)
    return top / "usr/local"


@pytest.fixture(scope="module")
def environment(tree):
    own = {"PKG_CONFIG_PATH": f"{tree}/lib/pkgconfig", "PKG_CONFIG_SYSROOT_DIR": str(tree.parent.parent), "LD_LIBRARY_PATH": f"{tree}/lib"}
    return {**os.environ, **own, "TILLIT_CONFIGS": str(ROOT / "configs")}


@pytest.fixture(scope="module")
def built(tree, environment, tmp_path_factory):
    """Builds an example by pkg-config alone."""
    folder = tmp_path_factory.mktemp("examples")

    def build(source: str, *flags: str) -> Path:
        static = ["--static"] if "-static" in flags else []
        asked = output("pkg-config", *static, "--cflags", "--libs", "tillit", env=environment).split()
        if static:  # of this library alone
            asked = [f"{tree}/lib/libtillit.a" if flag == "-ltillit" else flag for flag in asked]
        program = folder / (Path(source).stem + "-".join(flags).replace("/", ""))
        compiler = ["g++", "-std=c++17"] if source.endswith("pp") else ["gcc", "-std=c11"]
        own = [flag for flag in flags if flag != "-static"]
        output(*compiler, *STRICT, *own, ROOT / source, *asked, "-o", program, env=environment)
        return program

    return build


def names(file: Path, *flags: str) -> set[str]:
    return {line.split()[-1] for line in output("nm", "--defined-only", *flags, file).splitlines() if len(line.split()) == 3}


def test_nothing_but_the_interface_is_seen(tree):
    header = (tree / "include/tillit.h").read_text(encoding="utf-8")
    declared = set(re.findall(r"\b(tillit_\w+)\(", re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL)))
    assert names(tree / "lib/libtillit.so", "-D") == declared
    assert names(tree / "lib/libtillit.a", "--extern-only") == declared
    assert [file.name for file in (tree / "include").iterdir()] == ["tillit.h"]


def test_versions_agree(tree, environment, tillit):
    version = output("pkg-config", "--modversion", "tillit", env=environment).strip()
    library = ctypes.CDLL(str(tree / "lib/libtillit.so"))
    library.tillit_version.restype = library.tillit_model_version.restype = ctypes.c_char_p
    assert library.tillit_version().decode() == version
    said = tillit("version").out
    assert version in said and f"model version {library.tillit_model_version().decode()})" in said
    dynamic = output("readelf", "-d", tree / "lib/libtillit.so")
    major, minor, _ = version.split(".")
    assert f"[libtillit.so.{major}.{minor}]" in dynamic


def test_no_library_is_stricter_than_the_project(tree):
    """The C library, the compiler's runtime, libyaml and jansson (MIT), HDF5 and its compression (BSD and like)."""
    common = {"libc", "libm", "libpthread", "libyaml-0", "libjansson", "ld-linux-x86-64", "ld-linux-aarch64"}
    for file, more in (("lib/libtillit.so", set()), ("bin/tillit", {"libhdf5_serial", "libhdf5", "libhdf5_serial_hl", "libhdf5_hl"})):
        needed = re.findall(r"NEEDED.*\[(.*?)\.so", output("readelf", "-d", tree / file))
        assert needed and set(needed) <= common | more


def test_the_header_is_c_and_cpp(tree, tmp_path):
    for name, command in (("a.c", ["gcc", "-std=c11"]), ("a.cpp", ["g++", "-std=c++11"])):
        (tmp_path / name).write_text("#include <tillit.h>\nint main(void) { return TILLIT_OK; }\n")
        output(*command, *STRICT, f"-I{tree}/include", "-fsyntax-only", tmp_path / name)


@pytest.mark.parametrize("flags", [(), ("-static",)])
def test_the_c_example_has_the_digests_of_the_command(built, environment, tillit, flags):
    lines = output(built("examples/branch.c", *flags), SMALL, env=environment).splitlines()
    assert [line.split()[-1] for line in lines][:1] == tillit("run", SMALL, "--quiet").digests
    assert len(lines) == 2 and lines[0].split()[-1] != lines[1].split()[-1]


BASE = """
seed: 3
municipality: {from: lillkoping, recipients: 300, areas: 4}
run: {days: 56, burn_in_days: 14, replicates: 3}
record: {period_days: 14}
pilot: {share: 0.5}
"""
CLAIMS = """
title: t
question: q
config: base.yaml
arms: [{name: a}, {name: b, set: {plan.continuity_weight: 5, resources.client_time_share: 0.5}}]
claims:
  - {name: fewer, text: t, outcome: staff_met, contrast: [b, a], direction: lower, smallest: 0.1}
  - {name: cheaper, text: t, outcome: cost, contrast: [b, a], direction: lower, smallest: 1, days: [14, 42]}
  - {name: trust, text: t, outcome: manager_trust, contrast: [b, a], direction: higher, smallest: 0.5}
"""


def test_the_cpp_example_judges_as_the_command(built, environment, tmp_path):
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "claims.yaml").write_text(CLAIMS)
    lines = output(built("examples/claims.cpp"), tmp_path / "claims.yaml", env=environment).splitlines()[1:]
    asked = ["experiment", tmp_path / "claims.yaml", "--format", "json", "--quiet"]
    told = json.loads(output(TILLIT, *asked, env=environment))
    verdicts = [claim["verdict"] for claim in told["claims"]]
    assert [line.split()[0] for line in lines] == verdicts
    assert {"supported", "opposite"} <= set(verdicts)


def test_an_example_says_what_is_wrong(built, environment, tmp_path, tillit):
    (tmp_path / "bad.yaml").write_text("seed: x\nmunicipality: lilköping\n")
    result = done(built("examples/branch.c"), tmp_path / "bad.yaml", env=environment)
    assert result.returncode == 1
    refused = done(TILLIT, "check", tmp_path / "bad.yaml", env=environment)
    assert [line for line in refused.stderr.splitlines() if "error" in line] == [line for line in result.stderr.splitlines() if "error:" in line]


# ---- memory --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lasting", ["0", "1"])
def test_memory_that_runs_out_is_a_status(built, environment, tmp_path, lasting):
    """Never an end of the program, never another digest."""
    program, log = built("examples/branch.c"), tmp_path / "log"
    shim = {**environment, "LD_PRELOAD": str(SHIM), "TILLIT_FAULT_LOG": str(log), "TILLIT_FAULT_LASTING": lasting}
    expected = output(program, SMALL, env={**shim, "TILLIT_FAULT_AT": "0", "TILLIT_FAULT_LASTING": "0"})
    count = int(log.read_text().split()[-1])
    every = os.environ.get("TILLIT_EVERY_FAULT")
    places = range(1, count + 1) if every else sorted({*np.linspace(1, count, 25, dtype=int)})
    refused = 0
    for place in places:
        result = done(program, SMALL, env={**shim, "TILLIT_FAULT_AT": str(place)})
        assert result.returncode in (0, 1), (place, result.stderr)
        if result.returncode == 0:
            assert result.stdout == expected, place
        else:
            assert "there is not enough memory" in result.stderr, (place, result.stderr)
            refused += 1
    assert refused > 0


# ---- experiments -----------------------------------------------------------------------------------------------

PILOT = """
title: t
question: q
config: base.yaml
arms:
  - {name: none}
  - {name: pilot, config: tried.yaml}
outcomes: [staff_met]
evaluation: {arm: pilot, without: none, before: [0, 28], after: [28, 56]}
"""
TRIED = "timeline: [{name: x, day: 28, set: {plan.continuity_weight: 5}, where: {pilot: true}}]\n"


class Estimate(ctypes.Structure):
    _fields_ = [("mean", ctypes.c_double), ("half_width", ctypes.c_double), ("count", ctypes.c_int)]  # noqa: RUF012


def test_a_pilot_is_evaluated_as_by_the_command(library, tmp_path, tillit, monkeypatch):
    monkeypatch.setenv("TILLIT_CONFIGS", str(ROOT / "configs"))
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "tried.yaml").write_text(BASE + TRIED)
    path = tmp_path / "pilot.yaml"
    path.write_text(PILOT)
    experiment, results, evaluation = ctypes.c_void_p(), ctypes.c_void_p(), (Estimate * 3)()
    assert library.tillit_experiment_load(str(path).encode(), None, 0, ctypes.byref(experiment), None) == 0
    assert library.tillit_experiment_run(experiment, 2, None, None, ctypes.byref(results), None) == 0
    measure = library.tillit_measure_find(b"staff_met")
    assert library.tillit_results_evaluation(results, measure, evaluation) == 0
    text = ctypes.create_string_buffer(100)
    own = []
    for estimate in evaluation:
        for value in (estimate.mean, estimate.half_width):
            library.tillit_format_plain(ctypes.c_double(value), text, ctypes.c_size_t(100))
            own.append(text.value.decode())
    said = tillit("experiment", path, "--quiet").out.split("Evaluating the pilot")[1]
    row = next(line for line in said.splitlines() if line.startswith("staff_met"))
    assert re.findall(r"-?[\d.,]+", row.replace("+-", " "))[:6] == own
    library.tillit_results_free(results)
    library.tillit_experiment_free(experiment)


# ---- statistics and figures ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def library():
    own = ctypes.CDLL(str(LIBRARY))
    own.tillit_t_quantile.restype = ctypes.c_double
    own.tillit_t_quantile.argtypes = [ctypes.c_double, ctypes.c_double]
    own.tillit_format_number.argtypes = [ctypes.c_double, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t]
    own.tillit_format_decimal.argtypes = own.tillit_format_number.argtypes
    return own


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999])
def test_t_quantiles_are_those_of_scipy(library, level):
    """By the inverse of the incomplete beta function, since scipy.stats.t.ppf itself is right to ten digits only."""
    degrees = np.arange(1, 1001)
    if level < 0.9:  # in the middle, where one minus the other would lose digits
        within = betaincinv(0.5, degrees / 2, level)
        expected = np.sqrt(degrees * within / (1 - within))
    else:
        tail = betaincinv(degrees / 2, 0.5, 1 - level)
        expected = np.sqrt(degrees * (1 - tail) / tail)
    found = [library.tillit_t_quantile(1 - (1 - level) / 2, float(n)) for n in degrees]
    # 1 - (1 - level) / 2 is rounded: by as much as that is of the tail, the quantile is another
    np.testing.assert_allclose(found, expected, rtol=1e-12 if level < 0.9999 else 1e-9)


FIGURES = [
    ("number", 1234.4, 3, "1\u202f234", "1\u202f234"),
    ("number", -0.0123, 3, "\u22120,0123", "\u22120.0123"),
    ("number", 0.0, 3, "0", "0"),
    ("number", 999.96, 2, "1\u202f000", "1\u202f000"),
    ("number", math.nan, 3, "–", "–"),
    ("decimal", 1234567.8, 1, "1\u202f234\u202f567,8", "1\u202f234\u202f567.8"),
    ("decimal", -0.0004, 2, "0,00", "0.00"),  # no minus before a zero
    ("decimal", 2.5, 0, "2", "2"),  # half goes to the even digit
    ("decimal", math.nan, 1, "–", "–"),
]


@pytest.mark.parametrize(("form", "value", "digits", "swedish", "english"), FIGURES)
def test_figures_are_as_people_write_them(library, form, value, digits, swedish, english):
    text = ctypes.create_string_buffer(100)
    for language, expected in enumerate((swedish, english)):
        getattr(library, f"tillit_format_{form}")(value, digits, language, text, 100)
        assert text.value.decode() == expected
