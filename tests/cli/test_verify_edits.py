"""`tillit verify` certifies names as well as numbers: every text, label, coordinate and attribute of a file, changed by
hand or by one flipped bit, is refused.

A world of twenty recipients and two weeks, as a result of two arms and as a merged sweep, is changed in every place at
once, and as many differences must be counted as were made. Changed files keep their checksum in one half of the tests;
in the other they have none, like files made before there was one, and what can be made again must tell alone."""

from __future__ import annotations

import random
import re
import shutil
import struct
import subprocess

import h5py
import numpy as np
import pytest

from conftest import ROOT, TILLIT
from sweeplib import HEAD, quiet_environment, write  # noqa: F401

TINY = """seed: 1
municipality: lillkoping
municipality.recipients: 20
run: {days: 14, burn_in_days: 7, replicates: 2}
record: {level: none, period_days: 7, snapshot_every_days: 7}
"""
ARMS = "arms: [{name: usual, regime: ordinary}, {name: trust, regime: trust-steering}]\noutcomes: [quality, cost]\n"
CLAIM = "claims: [{name: c, text: x, outcome: quality, contrast: [trust, usual], direction: higher, smallest: 0.01, days: [7, 14]}]\n"
SWEEP = """sweep:
  factors: {plan.continuity_weight: [0.5, 1], regime: [ordinary, trust-steering]}
  replicates: 2
  keep: {windows: {late: [7, 14]}, series: true, snapshots: [employee_strain]}
"""
# What a result says of its making, which no rerun gives again. A merged file has it from its manifest.
PROVENANCE = {"command", "commit", "compiler", "created", "flags", "model_version", "version"}
TRAJECTORIES = re.compile("window_.+|total_.+|recipient_.+|employee_.+|series_.+|snapshot_e.+|status|staff_met.*")


@pytest.fixture(scope="module")
def files(tmp_path_factory, own_configs):
    """The two kinds of file, by name."""
    folder = tmp_path_factory.mktemp("tiny")
    experiment = write(folder, HEAD + ARMS + CLAIM, TINY)

    def run(*arguments):
        done = subprocess.run([TILLIT, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    run("experiment", experiment, "--out", folder / "result.h5", "--quiet", "--set", "record.snapshot_every_days=0")
    experiment = write(folder, HEAD + "outcomes: [quality, cost]\n" + SWEEP, TINY)
    run("sweep", experiment, "--out", folder / "sweep", "--quiet")
    run("merge", folder / "sweep", "--out", folder / "merged.h5")
    return {kind: folder / f"{kind}.h5" for kind in ("result", "merged")}


@pytest.fixture
def verify(tillit):
    def call(path, *options):
        return tillit("verify", path, "--threads", "1", "--quiet", *options)

    return call


@pytest.fixture(params=["result", "merged"])
def kind(request):
    return request.param


def copy_of(files, kind, folder):
    path = folder / "copy.h5"
    shutil.copy(files[kind], path)
    return path


def other(value):
    """Another value of the same type."""
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if value.dtype.kind == "O":
        return np.array([text[:-1] + b"#" for text in value], dtype=value.dtype)
    if value.dtype.kind == "f":
        return np.where(np.isnan(value), 1.0, value + 1.0).astype(value.dtype)
    return (value + 1).astype(value.dtype)


def change_attribute(file, owner, name):
    """Writes an attribute's own type again with another value."""
    attribute = h5py.h5a.open(owner.id, name.encode())
    if name == "DIMENSION_LIST":
        value = owner.attrs[name]
        value[0] = np.array([owner.ref], dtype=h5py.ref_dtype)
        owner.attrs.modify(name, value)
    elif name == "REFERENCE_LIST":
        value = owner.attrs[name]
        value["dimension"] += 1
        attribute.write(value)
    elif attribute.get_type().get_class() == h5py.h5t.STRING:
        value = np.bytes_(owner.attrs[name])
        attribute.write(np.array(other(bytes(value)), dtype=f"S{len(value)}"), mtype=attribute.get_type())
    else:
        attribute.write(other(owner.attrs[name]))


def said_to_differ(done):
    """How many names, units and texts the command says differ."""
    listed = done.out.partition("names, units and texts differ:\n")[2].splitlines()
    more = [int(found[1]) for line in listed if (found := re.fullmatch(r"  and (\d+) more", line))]
    return sum(line.startswith("  ") for line in listed) + sum(more) - len(more)


# ---- attributes --------------------------------------------------------------------------------------------------------


def test_every_attribute_is_made_again(files, kind, verify, tmp_path):
    path, changed = copy_of(files, kind, tmp_path), 0
    with h5py.File(path, "r+") as file:
        del file.attrs["checksum"]
        for owner in [file, *file.values()]:
            for name in list(owner.attrs):
                known = owner is file and name in {"layout_version", "sweep_layout_version"}  # refused before all else
                if not known and not (owner is file and kind == "result" and name in PROVENANCE):
                    change_attribute(file, owner, name)
                    changed += 1
    done = verify(path)
    assert changed > (500 if kind == "result" else 70)
    assert (done.code, said_to_differ(done)) == (1, changed), done.out + done.err
    assert "the same:" not in done.out


def test_lacking_and_unknown_attributes_are_told(files, kind, verify, tmp_path):
    path = copy_of(files, kind, tmp_path)
    cost, quality = ("window_cost", "window_quality") if kind == "result" else ("cost", "quality")
    with h5py.File(path, "r+") as file:
        del file.attrs["checksum"], file[cost].attrs["units"], file.attrs["title"]
        file[quality].attrs["note"] = np.bytes_("good")
        file.attrs["owner"] = np.bytes_("me")
    done = verify(path)
    assert (done.code, said_to_differ(done)) == (1, 4), done.out + done.err
    assert f"  units of {cost}: only made again\n" in done.out
    assert "  title of the file: only made again\n" in done.out
    assert f"  note of {quality}: only in the file\n" in done.out
    assert "  owner of the file: only in the file\n" in done.out


@pytest.mark.parametrize("name", [*sorted(PROVENANCE), "checksum"])
def test_what_cannot_be_made_again_is_under_the_checksum(files, verify, tmp_path, name):
    path = copy_of(files, "result", tmp_path)
    with h5py.File(path, "r+") as file:
        change_attribute(file, file, name)
    done = verify(path, "--sample", "1")
    assert (done.code, "changed since it was written: its checksum is " in done.out) == (1, True), done.out


# ---- coordinates, texts and what else is not a trajectory ---------------------------------------------------------------


def test_every_label_is_made_again(files, kind, verify, tmp_path):
    sources = re.compile("config_.*|experiment.*|manifest.*|design.*")
    path, changed = copy_of(files, kind, tmp_path), set()
    with h5py.File(path, "r+") as file:
        del file.attrs["checksum"]
        measured = {name for name in file if file[name].ndim > 1 or TRAJECTORIES.fullmatch(name)}
        for name in file:
            held = b"without" not in file[name].attrs.get("NAME", b"") and "netCDF dimension" not in str(
                file[name].attrs.get("NAME", "")
            )
            if name not in measured | {"digest"} and not sources.fullmatch(name) and held and file[name].size:
                value = file[name][...]
                value.flat[-1] = other(np.array([value.flat[-1]], dtype=value.dtype))[0]
                file[name][...] = value
                changed.add(name)
    named = {"arm", "replicate", "window"} | ({"municipality", "period", "day"} if kind == "result" else {"point", "regime"})
    assert changed >= named, changed
    done = verify(path)
    lines = re.findall(r"^  ([\w.]+): .+ in the file, .+ made again$", done.out, re.M)
    trajectories = set(re.findall("first difference: .*, (day|period_days|area_\\w+)", done.out))
    assert done.code == 1 and "the same:" not in done.out
    assert changed - {"day", "period_days"} <= set(lines) | trajectories, (changed, done.out + done.err)


@pytest.mark.parametrize(
    ("which", "name"),
    [("result", "config_2"), ("result", "experiment"), ("merged", "manifest"), ("merged", "design")],
)
def test_what_all_else_is_made_from_is_under_the_checksum(files, verify, tmp_path, which, name):
    """A text of the experiment, or where a setting came from: nothing else in the file depends on it."""
    path = copy_of(files, which, tmp_path)
    with h5py.File(path, "r+") as file:
        text = bytes(file[name][...])
        for old, new in ((b'"What?"', b'"When?"'), (b'"ordinary"', b'"ordinery"'), (b"0.5", b"0.6")):
            if old in text:
                text = text.replace(old, new, 1)
                break
        else:
            text = re.sub(rb'"(\w+)"(?=[,}])', lambda m: b'"' + m[1][:-1] + b'#"', text, count=1)
        file[name][...] = np.frombuffer(text, dtype=np.uint8)
    done = verify(path, "--sample", "1")
    assert done.code != 0 and "the same:" not in done.out, done.out
    assert "changed since it was written" in done.out + done.err or "was changed" in done.out + done.err


@pytest.mark.parametrize("version", ["older", "this"])
def test_descriptions_of_an_older_program_are_told_and_units_must_be_the_same(files, verify, tmp_path, version):
    """A later program may word a description better; a file of this very program has its words."""
    path = copy_of(files, "result", tmp_path)
    with h5py.File(path, "r+") as file:
        del file.attrs["checksum"]
        if version == "older":
            file.attrs["commit"] = np.bytes_("0" * 40)
        file["window_cost"].attrs["long_name"] = np.bytes_("what it was called")
    done = verify(path)
    if version == "older":
        assert done.code == 0, done.out + done.err
        assert "1 description in other words than this program's (long_name of window_cost), for which no checksum vouches" in done.err
    else:
        assert (done.code, said_to_differ(done)) == (1, 1), done.out + done.err
    with h5py.File(path, "r+") as file:
        file["window_cost"].attrs["units"] = np.bytes_("EUR/yr")
    assert verify(path).code == 1


def test_runs_said_to_be_missing_hold_nothing(files, verify, tmp_path):
    path = copy_of(files, "merged", tmp_path)
    with h5py.File(path, "r+") as file:
        del file.attrs["checksum"]
        file["status"][1, 1] = 0
    done = verify(path)
    assert done.code == 1
    for line in ("complete of the file: 1 in the file, 0 made again", "cost: ", "digest: "):
        assert "  " + line in done.out


def test_names_of_compared_configs_cannot_change_places(tillit, verify, tmp_path):
    (tmp_path / "a.yaml").write_text(TINY)
    (tmp_path / "b.yaml").write_text(TINY + "regime: trust-steering\n")
    path = tmp_path / "two.h5"
    assert tillit("compare", tmp_path / "a.yaml", tmp_path / "b.yaml", "--out", path, "--quiet").code == 0
    with h5py.File(path, "r+") as file:
        del file.attrs["checksum"]
        file["arm"][...] = file["arm"][...][::-1]
    done = verify(path)
    assert (done.code, "which is the name of another arm's config" in done.out) == (1, True), done.out


def test_a_shape_too_long_for_its_line_is_cut(files, tillit, tmp_path):
    paths = []
    for length in (10**18, 10**18 + 1):
        paths.append(tmp_path / f"{length}.h5")
        shutil.copy(files["result"], paths[-1])
        with h5py.File(paths[-1], "r+") as file:
            kind = np.dtype([("n" * 88, "<i4")])
            file.create_dataset("notes", (0, length, length), kind, maxshape=(None,) * 3, chunks=(1, 1, 1))
    done = tillit("diff", *paths)
    assert done.code == 1
    assert "nnn int32) [0 so far, 1000000000000000000 so far]" in done.out


@pytest.mark.parametrize("command", ["verify", "config"])
def test_a_length_that_no_file_could_hold_is_refused(files, kind, tillit, tmp_path, command):
    path, name = copy_of(files, kind, tmp_path), "manifest" if kind == "merged" else "config_2"
    with h5py.File(path, "r+") as file:
        del file[name]
        file.create_dataset(name, (10**15,), "u1", chunks=(1,))
    done = tillit(command, path, *(["--run", "1"] if (kind, command) == ("merged", "config") else []))
    assert (done.code, f"'{name}' claims more values than its file could hold" in done.err) == (2, True), done.err


def test_heaps_of_texts_that_overlap_are_refused(files, tillit, tmp_path):
    """Each lies in the only entry of the one before: read one by one, they would take the square of their number."""
    path = tmp_path / "nested.h5"
    count = 4096
    heads = b"".join(b"GCOL" + struct.pack("<B3xQ", 1, 32 * left + 16) for left in range(count - 1, -1, -1))
    path.write_bytes(files["result"].read_bytes() + heads + bytes(16 * count))
    done = tillit("diff", path, path)
    assert (done.code, "nested.h5: '/' is damaged: its texts overlap" in done.err) == (1, True), done.err


# ---- what else lies in a file -------------------------------------------------------------------------------------------


def add_group(file):
    file.create_group("notes")["values"] = [1]


def add_dataset(file):
    file["notes"] = np.arange(3.0)


def add_type(file):
    file["notes"] = np.dtype("f8")


def add_second_name(file):
    file["notes"] = file["day"] if "day" in file else file["status"]


def quality_of(file):
    return "quality" if "quality" in file else "window_quality"


def take_one(file):
    del file[quality_of(file)]


def rename(file):
    file.move(quality_of(file), "notes")


def retype(file):
    value = file["replicate"][...].astype("f8")
    del file["replicate"]
    file["replicate"] = value


@pytest.mark.parametrize("change", [add_group, add_dataset, add_type, add_second_name, take_one, rename, retype])
def test_every_object_is_opened(files, kind, verify, tmp_path, change):
    path = copy_of(files, kind, tmp_path)
    with h5py.File(path, "r+") as file:
        del file.attrs["checksum"]
        change(file)
    done = verify(path)
    assert done.code in (1, 2) and "the same:" not in done.out
    assert {take_one: "quality", rename: "quality", retype: "replicate"}.get(change, "notes") in done.out + done.err


# ---- one flipped bit ----------------------------------------------------------------------------------------------------


def everything(path):
    """All that can be read from a file, by another library than the command's: equal before and after a flip, the byte
    holds nothing that anyone could read (free space of HDF5, or the rest of a block)."""

    def attribute(file, name, value):
        if name == "DIMENSION_LIST":
            return [[file[ref].name for ref in refs] for refs in value]
        if name == "REFERENCE_LIST":
            return [(file[entry[0]].name, int(entry[1])) for entry in value]
        return repr(value)

    def plain(file, owner):
        return {name: (str(owner.attrs.get_id(name).dtype), attribute(file, name, owner.attrs[name])) for name in owner.attrs}

    with h5py.File(path) as file:
        found = {"": plain(file, file)}
        for name in sorted(file):
            entry = file[name]
            values = entry[...]
            stored = values.tolist() if values.dtype.kind == "O" else values.tobytes()
            found[name] = (str(entry.dtype), entry.shape, entry.maxshape, stored, plain(file, entry))
    return found


def flips(size, count, luck):
    """Bytes spread evenly over a file, one bit in each."""
    return [(luck.randrange(i * size // count, (i + 1) * size // count), luck.randrange(8)) for i in range(count)]


def text_flips(data, words, luck):
    """Letters of names that HDF5 keeps without a checksum, wherever they stand."""
    found = [match.start() + luck.randrange(len(word)) for word in words for match in re.finditer(word, data)]
    return [(at, luck.randrange(5)) for at in found]


@pytest.mark.parametrize(
    ("which", "count", "words"),
    [("merged", 20, [b"trust-steering", b"ordinary", b"late", b"p10"]), ("result", 8, [b"usual", b"trust\0", b"all\0"])],
)
def test_one_flipped_bit_is_told_or_means_nothing(files, verify, tmp_path, which, count, words):
    data, luck = files[which].read_bytes(), random.Random(7)
    whole, path, accepted = everything(files[which]), tmp_path / "flipped.h5", 0
    for at, bit in flips(len(data), count, luck) + text_flips(data, words, luck)[:12]:
        flipped = bytearray(data)
        flipped[at] ^= 1 << bit
        path.write_bytes(flipped)
        done = verify(path, "--sample", "1")
        assert done.code in (0, 1, 2), (at, bit, done.err)
        if done.code == 0:
            accepted += 1
            assert everything(path) == whole, (at, bit, done.out)
    assert accepted < count


def test_both_indices_of_the_files_own_attributes_are_opened(files, kind, verify, tmp_path):
    """HDF5 lists attributes by name and by creation; a file with one of the two damaged is unreadable elsewhere."""
    data, path = files[kind].read_bytes(), tmp_path / "flipped.h5"
    for index in (b"BTHD\0\x08", b"BTHD\0\x09"):
        flipped = bytearray(data)
        flipped[data.index(index) + len(index) - 1] ^= 64
        path.write_bytes(flipped)
        assert verify(path, "--sample", "1").code in (1, 2), index
