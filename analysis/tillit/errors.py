"""What can go wrong, said so that one can act on it."""

from __future__ import annotations


class TillitError(Exception):
    """A file, measure or design that cannot be used; the message names it and the remedy."""


class TillitWarning(UserWarning):
    """What can be used, but hardly without knowing what the message says."""


class RunError(TillitError):
    """The program refused or failed; the message is its own.

    `code` is its exit code: 1 it failed while running, 2 usage or config.
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code
