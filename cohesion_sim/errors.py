"""What a user can get wrong is said in one sentence: what, where, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(ValueError):
    """Something that the user can mend; the command line prints it and exits with code 2."""


def unknown(what: str, name: str, known: Iterable[str]) -> UserError:
    """Return the error for a name that does not exist, with the nearest name that does.

    Parameters
    ----------
    what
        The kind of thing that was named, e.g. ``"regime"`` or ``"key"``.
    name
        The name as the user wrote it.
    known
        All the names that would be right.
    """
    choices = sorted(known)
    near = nearest(name, choices)
    if near:
        return UserError(f"{name}: no such {what}; did you mean '{near}'?")
    return UserError(f"{name}: no such {what}; there are {', '.join(choices)}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like another, or an empty text if none is."""
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.5)), "")


def out_of_range(where: str, value: object, low: float, high: float) -> UserError:
    """Return the error for a number outside its range."""
    return UserError(f"{where} is {value}; it must lie in [{low:g}, {high:g}]")
