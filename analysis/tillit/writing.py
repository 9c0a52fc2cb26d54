"""Files that are written whole or not at all, and never over what somebody still needs."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from tillit.errors import TillitError
from tillit.files import PathText

MANIFEST = "sweep.json"
"""What makes a folder that of a sweep."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet takes for a formula."""


def _sweep_around(path: Path) -> Path | None:
    """The folder of a sweep that a file would lie in."""
    whole = path.parent.resolve()
    return next((folder for folder in (whole, whole.parent) if (folder / MANIFEST).is_file()), None)


def check_output(path: PathText, overwrite: bool = False, reads: Iterable[PathText] = ()) -> None:
    """Refuses a file that must not be written, before anything is computed.

    `reads` are the files that the work reads.

    Raises:
        TillitError: there is no such folder; the path is one that is read, a link, a device or folder, or part of a
            sweep's folder; or the file is there and `overwrite` does not say that it may go.
    """
    own = Path(path)
    if not own.parent.is_dir():
        raise TillitError(f"{own}: there is no such folder")
    sweep = _sweep_around(own)
    if sweep:
        raise TillitError(f"{own}: lies in the folder of the sweep {sweep}; write it elsewhere")
    for read in reads:
        if own.exists() and Path(read).exists() and own.samefile(read):
            raise TillitError(f"{own}: is read for this ({read}); write it under another name")
    if own.is_symlink():
        raise TillitError(f"{own}: is a link; name the file that it points to ({os.readlink(own)})")
    if own.exists() and not own.is_file():
        raise TillitError(f"{own}: is no ordinary file, but {_kind(own)}; write it under another name")
    if own.exists() and not overwrite:
        raise TillitError(f"{own}: is there already; --overwrite (in Python overwrite=True) replaces it")


def _kind(path: Path) -> str:
    names = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for holds, name in names if holds(path.stat().st_mode)), "a device")


@contextlib.contextmanager
def whole_file(path: PathText, overwrite: bool = False, reads: Iterable[PathText] = ()) -> Iterator[Path]:
    """A name in the same folder to write to; when that is done, the file takes its own name.

    It is on the disk before, and has the rights that the umask leaves. Whatever goes wrong, what was there stays.

    Raises:
        TillitError: as check_output.
        OSError: it cannot be written; `filename` is the path.
    """
    check_output(path, overwrite, reads)
    own = Path(path)
    unfinished = own.with_name(f"{own.name}.tmp.{os.getpid()}")
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        yield unfinished
        _publish(unfinished, own, overwrite)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(own)) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()


def _publish(unfinished: Path, own: Path, overwrite: bool) -> None:
    _settle(unfinished, os.O_RDWR)
    if overwrite or not _linked(unfinished, own):
        os.replace(unfinished, own)
    _settle(own.parent, os.O_RDONLY)


def _linked(unfinished: Path, own: Path) -> bool:
    """Gives the file its name, and never that of one that appeared meanwhile; not so where there are no hard links."""
    try:
        os.link(unfinished, own)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _settle(path: Path, flags: int) -> None:
    """Waits until it is on the disk; some file systems cannot sync a folder."""
    descriptor = os.open(path, flags)
    try:
        with contextlib.suppress(OSError) if flags == os.O_RDONLY else contextlib.nullcontext():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: PathText, text: str, overwrite: bool = False, reads: Iterable[PathText] = ()) -> None:
    """Writes a text as whole_file does, in UTF-8."""
    with whole_file(path, overwrite, reads) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def write_texts(texts: dict[Path, str], overwrite: bool = False) -> None:
    """Several files of one piece of work: all are looked at before the first is written."""
    for path in texts:
        check_output(path, overwrite)
    for path, text in texts.items():
        write_text(path, text, overwrite)


def for_spreadsheets(found: pd.DataFrame) -> pd.DataFrame:
    """A copy whose texts no spreadsheet takes for formulas: an apostrophe stands before those that begin like one."""

    def plain(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value

    own = found.copy()
    for name in own.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in own.dtypes]]:
        own[name] = own[name].map(plain)
    own.columns = pd.Index([plain(name) for name in own.columns])
    levels = [own.index.get_level_values(i).map(plain) for i in range(own.index.nlevels)]
    own.index = pd.MultiIndex.from_arrays(levels) if len(levels) > 1 else pd.Index(levels[0])
    own.index.names = found.index.names
    return own


def shown(text: str) -> str:
    """A text for a terminal: characters that would steer it stand as their codes in hexadecimal; lines stay lines."""
    return "".join(c if c == "\n" or c.isprintable() or c in "\t\u00a0\u202f" else _code(c) for c in text)


def _code(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"
