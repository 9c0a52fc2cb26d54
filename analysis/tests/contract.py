"""The page's contract as its own file says it: types of analysis/explorer/src/document.ts, and what of a document breaks them.

It reads as much of TypeScript as the file needs, and fails on more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[1] / "explorer" / "src" / "document.ts"
TOKEN = re.compile(r'"[^"]*"|-?\d+|\w+|[{}\[\]()<>|:;,=?]')
PLAIN: dict[str, Callable[[Any], bool]] = {
    "number": lambda own: isinstance(own, int | float) and not isinstance(own, bool),
    "string": lambda own: isinstance(own, str),
    "boolean": lambda own: isinstance(own, bool),
    "null": lambda own: own is None,
}
Check = Callable[[Any, str], Iterator[str]]
"""What is wrong with a value at a place, a line each."""


def _alternatives(checks: list[Check]) -> Check:
    def check(own: Any, place: str) -> Iterator[str]:
        faults = [list(other(own, place)) for other in checks]
        if all(faults):
            yield from min(faults, key=len)

    return checks[0] if len(checks) == 1 else check


def _object(fields: dict[str, Check]) -> Check:
    def check(own: Any, place: str) -> Iterator[str]:
        if not isinstance(own, dict):
            yield f"{place}: an object is expected, not {own!r:.80}"
            return
        if own.keys() != fields.keys():
            yield f"{place}: lacks {sorted(fields.keys() - own.keys())}, has beyond {sorted(own.keys() - fields.keys())}"
        for name in own.keys() & fields.keys():
            yield from fields[name](own[name], f"{place}.{name}")

    return check


def _list(item: Check) -> Check:
    def check(own: Any, place: str) -> Iterator[str]:
        if not isinstance(own, list):
            yield f"{place}: a list is expected, not {own!r:.80}"
            return
        for i, value in enumerate(own):
            yield from item(value, f"{place}.{i}")

    return check


def _tuple(items: list[Check]) -> Check:
    def check(own: Any, place: str) -> Iterator[str]:
        if not isinstance(own, list) or len(own) != len(items):
            yield f"{place}: a list of {len(items)} is expected, not {own!r:.80}"
            return
        for i, value in enumerate(own):
            yield from items[i](value, f"{place}.{i}")

    return check


def _record(item: Check) -> Check:
    def check(own: Any, place: str) -> Iterator[str]:
        for name, value in own.items():
            yield from item(value, f"{place}.{name}")

    return check


def _holds(good: Callable[[Any], bool], what: str) -> Check:
    def check(own: Any, place: str) -> Iterator[str]:
        if not good(own):
            yield f"{place}: {what} is expected, not {own!r:.80}"

    return check


class Contract:
    """The types of the file by name."""

    def __init__(self, text: str) -> None:
        bare = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
        self.tokens, self.at, self.types, self.values = TOKEN.findall(bare), 0, {}, {}
        while self.at < len(self.tokens):
            self._declaration()

    def _take(self, *wanted: str) -> str:
        found = self.tokens[self.at]
        assert not wanted or found in wanted, f"{' or '.join(wanted)} is expected, not '{found}'"
        self.at += 1
        return found

    def _is(self, token: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] == token

    def _declaration(self) -> None:
        self._take("export")
        kind, name = self._take("interface", "type", "const"), self._take()
        if kind == "interface":
            self.types[name] = self._fields()
            return
        self._take("=")
        if kind == "const":
            self.values[name] = int(self._take())
        else:
            self.types[name] = self._type()
        self._take(";")

    def _fields(self) -> Check:
        fields = {}
        self._take("{")
        while not self._is("}"):
            name = self._take()
            self._take(":")
            fields[name] = self._type()
            if not self._is("}"):
                self._take(";")
        self._take("}")
        return _object(fields)

    def _type(self) -> Check:
        if self._is("|"):
            self._take()
        found = [self._suffixed()]
        while self._is("|"):
            self._take()
            found.append(self._suffixed())
        return _alternatives(found)

    def _suffixed(self) -> Check:
        own = self._one()
        while self._is("["):
            self._take("[")
            self._take("]")
            own = _list(own)
        return own

    def _one(self) -> Check:
        if self._is("{"):
            return self._fields()
        token = self._take()
        if token == "(":
            own = self._type()
            self._take(")")
            return own
        if token == "[":
            return self._parts()
        return self._record() if token == "Record" else self._named(token)

    def _parts(self) -> Check:
        items = []
        while not self._is("]"):
            if self.tokens[self.at + 1] == ":":
                self.at += 2  # the name of a part
            items.append(self._type())
            if not self._is("]"):
                self._take(",")
        self._take("]")
        return _tuple(items)

    def _record(self) -> Check:
        for token in ("<", "string", ","):
            self._take(token)
        own = self._type()
        self._take(">")
        return _record(own)

    def _named(self, token: str) -> Check:
        if token in PLAIN:
            return _holds(PLAIN[token], token)
        if token == "typeof":
            value = self.values[self._take()]
            return _holds(lambda own: own == value, str(value))
        if token[0] == '"' or token.lstrip("-").isdigit():
            literal = token[1:-1] if token[0] == '"' else int(token)
            return _holds(lambda own: own == literal and not isinstance(own, bool), token)
        return lambda own, place: self.types[token](own, place)  # it may be declared further below

    def faults(self, own: Any) -> list[str]:
        """What of a document is not as the contract says."""
        return list(self.types["Document"](own, "document"))


def faults(own: Any) -> list[str]:
    """What of a document is not as the contract says; places that names of its own mean are there, too."""
    return [*Contract(SOURCE.read_text(encoding="utf-8")).faults(own), *_unknown(own, own, "document")]


def _unknown(own: Any, document: dict[str, Any], place: str) -> Iterator[str]:
    """Measures that are not described, and arms that are not there."""
    if isinstance(own, list):
        for i, value in enumerate(own):
            yield from _unknown(value, document, f"{place}.{i}")
    if not isinstance(own, dict):
        return
    for name, value in own.items():
        if name == "measure" and value is not None and value not in document["measures"]:
            yield f"{place}.measure: '{value}' is not among the measures"
        if name in ("arm", "base") and type(value) is int and not 0 <= value < len(document["arms"]):
            yield f"{place}.{name}: there is no arm {value}"
        yield from _unknown(value, document, f"{place}.{name}")
