"""Result files and merged sweeps as labelled xarray. Nothing is read before it is asked for."""

from __future__ import annotations

import difflib
import json
import threading
import warnings
from collections.abc import Iterable, Sequence
from itertools import takewhile
from os import PathLike
from pathlib import Path
from typing import Any, Union

import h5py
import pandas as pd
import xarray as xr

from tillit.errors import TillitError, TillitWarning

LAYOUT, SWEEP_LAYOUT = 1, 1
SHARED_PERSONS = ("1", "2", "3")  # model versions in which every municipality of a sweep had the same
REALISED = {"organisation.pool_size": "team_size", "organisation.span": "real_span"}
"""Levers that areas may be too small for, and the measure of what became of them."""
PathText = Union[str, "PathLike[str]"]
_READING = threading.RLock()  # the NetCDF library is not for several threads at once


def _plain(value: Any) -> Any:
    """An attribute as text or number, however it is stored."""
    own = value.item() if hasattr(value, "item") and getattr(value, "size", 0) == 1 else value
    return own.decode() if isinstance(own, bytes) else own


def path_of(path: PathText) -> Path:
    """The same as a path.

    Raises:
        TillitError: a number, a dataset or the like, which names no file.
    """
    try:
        return Path(path)
    except TypeError as error:
        raise TillitError(f"{path!r}: the path of a file is expected") from error


def check_input(path: PathText, remedy: str = "") -> None:
    """Refuses what is no file, before it is opened: a pipe would be waited for.

    Raises:
        TillitError: there is no such file (with the remedy), or it is a folder, pipe or device.
    """
    own = path_of(path)
    if not own.exists():
        raise TillitError(f"{own}: there is no such file" + (f"; {remedy}" if remedy else ""))
    if not own.is_file():
        raise TillitError(f"{own}: is no ordinary file, but {'a folder' if own.is_dir() else 'a pipe or device'}")


def _check_own(path: Path, file: h5py.File) -> None:
    """Is everything in the file its own?

    What is said to lie elsewhere is never opened: whoever sent the file could have any file of the user's read.

    Raises:
        TillitError: a link, values in other files, or a virtual dataset; the message names it.
    """
    for name in file:
        link = file.get(name, getlink=True)
        if not isinstance(link, h5py.HardLink):
            where = " to another file" if isinstance(link, h5py.ExternalLink) else ""
            raise TillitError(f"{path}: '{name}' is a link{where}, which is not followed")
        entry = file[name]
        if isinstance(entry, h5py.Dataset) and entry.external:
            raise TillitError(
                f"{path}: '{name}' keeps its values in other files (external storage), which is not followed"
            )
        if isinstance(entry, h5py.Dataset) and entry.is_virtual:
            raise TillitError(
                f"{path}: '{name}' is put together from other datasets (a virtual dataset), which is not followed"
            )


def _texts(file: h5py.File) -> dict[str, str]:
    """Texts that a file keeps as bytes along a dimension of their own, since NetCDF has no long text: name to text."""
    return {name: bytes(file[name][()]).decode() for name in file if f"{name}_byte" in file}


def _read_head(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Attributes of a file, and the texts in it.

    Raises:
        TillitError: no file, a folder, or nothing that can be read.
    """
    if path.is_dir():
        raise TillitError(f"{path}: a folder; merge a sweep first: tillit merge {path}")
    check_input(path)
    try:
        with h5py.File(path, "r") as file:
            _check_own(path, file)
            return {name: _plain(value) for name, value in file.attrs.items()}, _texts(file)
    except (OSError, UnicodeDecodeError) as error:
        raise TillitError(
            f"{path}: cut off, or no result of tillit ({error}); run it again or fetch it anew"
        ) from error


def _check_layout(path: Path, attributes: dict[str, Any], name: str, known: int, other: str, remedy: str) -> None:
    if name not in attributes:
        what = remedy if other in attributes else "no result of tillit"
        raise TillitError(f"{path}: {what}")
    found = int(attributes[name])
    if found != known:
        raise TillitError(
            f"{path}: layout {found}, and this package reads {known}; use the package that came with tillit {attributes.get('version', '?')}"
        )


def _open(path: Path, texts: dict[str, str]) -> xr.Dataset:
    """The file lazily, its texts as attributes: as bytes along dimensions they would multiply every table and join."""
    with _READING:
        opened = xr.open_dataset(path, engine="netcdf4", drop_variables=list(texts), lock=_READING)

    def close() -> None:
        with _READING:
            opened.close()

    data = opened.assign_attrs(texts, path=str(path))
    data.set_close(close)
    return data


def open_result(path: PathText) -> xr.Dataset:
    """A file of `tillit run`, `compare` or `experiment`, lazily.

    Dimensions arm, replicate, period, municipality (and window for `window_*`, which hold every measure over the whole
    run, window "all", and over the windows of an experiment's claims). Units and names stand in the attributes:
    docs/LAYOUT.md. `experiment` and `config_1`, `config_2`, ... are attributes too, as JSON (see asked and config).

    Raises:
        TillitError: no file, another program's, cut off, of another layout, a sweep, or one that refers to other files.
    """
    path = path_of(path)
    attributes, texts = _read_head(path)
    _check_layout(
        path,
        attributes,
        "layout_version",
        LAYOUT,
        "sweep_layout_version",
        "a merged sweep: open_sweep, or tillit summary and indices, read it",
    )
    return _open(path, texts)


def is_sweep(path: PathText) -> bool:
    """Is a file a merged sweep, of whatever layout?"""
    own = path_of(path)
    try:
        return "sweep_layout_version" in _read_head(own)[0]
    except TillitError:
        return False


def open_sweep(path: PathText, incomplete: bool = False) -> xr.Dataset:
    """A merged sweep, lazily: outcomes by point, replicate and window; factors and arms along point.

    `manifest` (JSON) and `design` (CSV) are attributes.

    `incomplete` accepts a file in which runs are missing or failed: they are NaN, and `status` says which (0 missing,
    1 done, 2 failed). Of a file of model version 3 or less in which municipality is a factor, a TillitWarning says that all
    of them have the same persons.

    Raises:
        TillitError: as open_result, or when runs are missing, or when all have failed.
    """
    path = path_of(path)
    attributes, texts = _read_head(path)
    _check_layout(
        path,
        attributes,
        "sweep_layout_version",
        SWEEP_LAYOUT,
        "layout_version",
        "a single result: open_result reads it",
    )
    data = _open(path, texts)
    if "municipality" in data and str(attributes.get("model_version")) in SHARED_PERSONS:
        warnings.warn(
            f"{path}: municipality is a factor: every municipality has the same persons and luck, so that their "
            f"differences are paired, not those of independent draws (model version {attributes['model_version']})",
            TillitWarning,
            stacklevel=2,
        )
    if int(attributes["complete"]) == 1:
        return data
    counts = {name: int((data["status"] == number).sum()) for number, name in enumerate(("missing", "done", "failed"))}
    if counts["done"] == 0:
        raise TillitError(
            f"{path}: none of its {data['status'].size} runs was done ({counts['failed']} failed); tillit status tells why"
        )
    if not incomplete:
        raise TillitError(
            f"{path}: {counts['missing']} runs are missing and {counts['failed']} failed of {data['status'].size}; "
            "run the sweep again and merge, or open it with incomplete=True"
        )
    return data


def _put_together(data: xr.Dataset) -> bool:
    """Is this data of several files? Its digests then lie along another dimension, or one of their own is doubled."""
    if "digest" not in data:
        return False
    own = ("point" if "sweep_layout_version" in data.attrs else "arm", "replicate")
    doubled = any(name in data.indexes and not data.indexes[name].is_unique for name in own)
    return doubled or not set(data["digest"].dims) <= set(own)


def _json(data: xr.Dataset, name: str) -> Any:
    """A text of the file that the data was opened from; None without one.

    Raises:
        TillitError: the data was put together from several files, of which xarray kept the texts of the first.
    """
    if _put_together(data):
        raise TillitError(f"the data was put together from several files; ask each of them for its {name}")
    return json.loads(data.attrs[name]) if name in data.attrs else None


def asked(data: xr.Dataset) -> dict[str, Any] | None:
    """What the experiment asked: title, question, arms, outcomes, claims, windows; None for a run or compare.

    Raises:
        TillitError: data of several files put together.
    """
    found = _json(data, "experiment")
    return dict(found) if found else None


def config(data: xr.Dataset, arm: int = 1) -> dict[str, Any]:
    """The resolved config of an arm, numbered from 1.

    Raises:
        TillitError: there is no such arm, or data of several files put together.
    """
    found = _json(data, f"config_{arm}")
    if found is None:
        raise TillitError(f"{data.attrs.get('path', 'the data')}: has no arm {arm}")
    return dict(found)


def labels(data: xr.Dataset, dimension: str) -> list[str]:
    """The names along a dimension, by which parts are selected.

    Raises:
        TillitError: one stands twice, as where files were put together: what is selected would be both.
    """
    found = [str(name) for name in data[dimension].values]
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise TillitError(
            f"{data.attrs.get('path', 'the data')}: has the {dimension} '{twice}' twice (of several files put together?); "
            f"give each a name of its own first: data.assign_coords({dimension}=[...])"
        )
    return found


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint at the end of a message: the names that are most like one that was not found."""
    near = difflib.get_close_matches(name, [own for own in dict.fromkeys(names) if own != name], n=3)
    return f"; did you mean {', '.join(near)}?" if near else ""


def measure(data: xr.Dataset, name: str, along: Sequence[str] = ()) -> xr.DataArray:
    """A variable of a file; where dimensions are asked for, no coordinate, and along these at least.

    Raises:
        TillitError: it is not in the file, or not along these; the message names the nearest that are.
    """
    variables = data.variables  # not data[...], which builds an array with its coordinates: thousands of times a report
    names = data.data_vars if along else variables
    if name in names and set(along) <= set(variables[name].dims):
        return data[name]
    known = [str(own) for own in names if set(along) <= set(variables[own].dims)]
    hint = nearest(name.removeprefix("window_"), [own.removeprefix("window_") for own in known])
    path = data.attrs.get("path", "the data")
    if name in data.variables:
        found = " and ".join(map(str, data[name].dims)) or "nothing"
        raise TillitError(
            f"{path}: '{name}' is no such measure: it lies along {found}, not {' and '.join(along)}{hint}"
        )
    raise TillitError(f"{path}: has no '{name.removeprefix('window_')}'{hint}")


def read_table(path: PathText, remedy: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """A table of text with `columns` at least; lines that begin with # are remarks.

    Raises:
        TillitError: no file (with the remedy), no table, or a column that is lacking.
    """
    check_input(path, remedy)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # rows longer than the header
            found = pd.read_csv(path, comment="#", index_col=False)
    except (
        OSError,
        pd.errors.EmptyDataError,
        pd.errors.ParserError,
        pd.errors.ParserWarning,
        UnicodeDecodeError,
    ) as error:
        raise TillitError(f"{path}: not a table: {str(error).strip()}") from error
    missing = [name for name in columns if name not in found]
    if missing:
        raise TillitError(f"{path}: lacks the columns {', '.join(missing)}; {remedy}")
    return found


def remarks(path: PathText) -> list[str]:
    """The remarks at the head of a table; [""] without any."""
    lines = path_of(path).read_text(encoding="utf-8").splitlines()
    found = list(takewhile(lambda line: line.startswith("#"), lines))
    return [line.removeprefix("#").strip() for line in found] or [""]


def made_by(path: PathText) -> str:
    """The first remark at the head of a table: how it was made; nothing where there is none."""
    return remarks(path)[0]
